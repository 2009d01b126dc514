; What values are bound to, called with and returned: for languages/values.
;   @scope, @scope.name       a region with names of its own, and how it is called
;   @bind.name, @bind.value   a name takes a value, or what a list holds; @bind.type: it is of a type
;   @extend.name, @extend.value  a list takes more values
;   @parameter, @parameter.type
;   @return                   a value that the function around gives back
;   @call                     a call; @decorator: one that stands before a definition
(function_definition name: (_) @scope.name) @scope
(class_definition name: (_) @scope.name) @scope
(lambda) @scope
(assignment left: [(identifier) (attribute)] @bind.name right: (_) @bind.value)
(assignment left: [(identifier) (attribute)] @bind.name type: (_) @bind.type)
(named_expression name: (identifier) @bind.name value: (_) @bind.value)
(for_statement left: (identifier) @bind.name right: (_) @bind.value)
(augmented_assignment left: [(identifier) (attribute)] @extend.name right: (_) @extend.value)
(function_definition parameters: (parameters [
  (identifier) @parameter
  (default_parameter name: (identifier) @parameter)
  (typed_parameter . (identifier) @parameter type: (_) @parameter.type)
  (typed_default_parameter name: (identifier) @parameter type: (_) @parameter.type)
]))
(lambda parameters: (lambda_parameters (identifier) @parameter))
(return_statement (_) @return)
(call) @call
(decorator (_) @decorator)
