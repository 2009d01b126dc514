; See python.scm for what each capture means.
(function_declaration name: (_) @scope.name) @scope
(method_declaration name: (_) @scope.name) @scope
(func_literal) @scope
(short_var_declaration
  left: (expression_list (_) @bind.name) right: (expression_list (_) @bind.value))
(assignment_statement
  left: (expression_list (_) @bind.name) right: (expression_list (_) @bind.value))
(var_spec name: (identifier) @bind.name value: (expression_list (_) @bind.value))
(const_spec name: (identifier) @bind.name value: (expression_list (_) @bind.value))
(var_spec name: (identifier) @bind.name type: (_) @bind.type)
(keyed_element
  key: (literal_element (identifier) @field.name) value: (literal_element (_) @field.value))
(field_declaration name: (field_identifier) @field.name type: (_) @field.type)
(function_declaration
  parameters: (parameter_list
    (parameter_declaration name: (identifier) @parameter type: (_) @parameter.type)))
(method_declaration
  parameters: (parameter_list
    (parameter_declaration name: (identifier) @parameter type: (_) @parameter.type)))
(func_literal
  parameters: (parameter_list
    (parameter_declaration name: (identifier) @parameter type: (_) @parameter.type)))
(return_statement (expression_list . (_) @return))
(call_expression) @call
