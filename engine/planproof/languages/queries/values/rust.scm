; See python.scm for what each capture means.
(function_item name: (_) @scope.name) @scope
(closure_expression) @scope
(let_declaration pattern: (identifier) @bind.name value: (_) @bind.value)
(let_declaration pattern: (mut_pattern (identifier) @bind.name) value: (_) @bind.value)
(assignment_expression left: (_) @bind.name right: (_) @bind.value)
(const_item name: (_) @bind.name value: (_) @bind.value)
(static_item name: (_) @bind.name value: (_) @bind.value)
(function_item parameters: (parameters (parameter pattern: (_) @parameter type: (_) @parameter.type)))
(closure_expression parameters: (closure_parameters (identifier) @parameter))
(return_expression (_) @return)
(function_item body: (block [(call_expression) (identifier) (field_expression)] @return .))
(call_expression) @call
(attribute_item (attribute) @call @decorator)
