(field_declaration declarator: (variable_declarator
  name: (identifier) @constant
  value: (_) @constant.value))
