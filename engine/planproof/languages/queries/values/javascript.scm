; See python.scm for what each capture means. @export: what `export default` offers;
; @export.name, @export.value: a name that is offered, perhaps under another one;
; @offer: one that is declared where it is offered.
(function_declaration name: (_) @scope.name) @scope
(generator_function_declaration name: (_) @scope.name) @scope
(function_expression) @scope
(arrow_function) @scope
(method_definition name: (_) @scope.name) @scope
(class_declaration name: (_) @scope.name) @scope
(class) @scope
(variable_declarator name: (identifier) @bind.name value: (_) @bind.value)
(for_in_statement left: (identifier) @bind.name right: (_) @bind.value)
(assignment_expression left: [(identifier) (member_expression)] @bind.name right: (_) @bind.value)
(arrow_function parameter: (identifier) @parameter)
(formal_parameters (identifier) @parameter)
(formal_parameters (assignment_pattern left: (identifier) @parameter))
(formal_parameters (object_pattern) @parameter)
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
(field_definition property: (_) @field.name value: (_) @field.value)
