; See python.scm for what each capture means.
(class_declaration name: (_) @scope.name) @scope
(interface_declaration name: (_) @scope.name) @scope
(record_declaration name: (_) @scope.name) @scope
(method_declaration name: (_) @scope.name) @scope
(field_declaration
  declarator: (variable_declarator name: (_) @bind.name value: (_) @bind.value))
[(annotation) (marker_annotation)] @call @decorator
