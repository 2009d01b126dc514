; Defaults of parameters, which JavaScript has as patterns, and calls of what may be missing.
(required_parameter value: (_)) @decision
(call_expression "?.") @decision
