; See python.scm and javascript.scm for what each capture means.
(function_declaration name: (_) @scope.name) @scope
(generator_function_declaration name: (_) @scope.name) @scope
(function_expression) @scope
(arrow_function) @scope
(method_definition name: (_) @scope.name) @scope
(class_declaration name: (_) @scope.name) @scope
(abstract_class_declaration name: (_) @scope.name) @scope
(class) @scope
(variable_declarator name: (identifier) @bind.name value: (_) @bind.value)
(variable_declarator
  name: (identifier) @bind.name
  type: (type_annotation (_) @bind.type))
(for_in_statement left: (identifier) @bind.name right: (_) @bind.value)
(assignment_expression left: [(identifier) (member_expression)] @bind.name right: (_) @bind.value)
(arrow_function parameter: (identifier) @parameter)
(formal_parameters (_ pattern: (_) @parameter !type))
(formal_parameters (_ pattern: (_) @parameter type: (type_annotation (_) @parameter.type)))
(return_statement (_) @return)
(arrow_function body: [(call_expression) (identifier) (new_expression)] @return)
[(call_expression) (new_expression)] @call
(decorator (_) @decorator)
(export_statement "default" value: (_) @export)
(export_statement "default" declaration: (_) @export)
(export_specifier name: (_) @export.value alias: (_) @export.name)
(export_specifier name: (_) @export.value !alias)
(export_statement declaration: (function_declaration name: (_) @offer))
(export_statement
  declaration: (lexical_declaration (variable_declarator name: (identifier) @offer)))
(public_field_definition name: (_) @field.name value: (_) @field.value)
(public_field_definition
  name: (_) @field.name
  type: (type_annotation (_) @field.type))
(required_parameter
  (accessibility_modifier)
  pattern: (identifier) @field.name
  type: (type_annotation (_) @field.type))
