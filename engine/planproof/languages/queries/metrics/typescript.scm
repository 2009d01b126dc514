; Defaults of parameters, which JavaScript has as patterns.
(required_parameter value: (_)) @decision
