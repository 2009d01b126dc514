; What only the JavaScript grammar has.

(class_declaration name: (identifier) @definition.name) @definition.class
(class name: (identifier) @definition.name) @definition.class
(class_heritage [(identifier) (member_expression)] @base)

(field_definition property: (_) @definition.name) @definition.field
(field_definition
  property: (_) @definition.name
  value: [
    (arrow_function parameter: (_) @definition.parameters)
    (arrow_function parameters: (_) @definition.parameters)
    (function_expression parameters: (_) @definition.parameters)
    (generator_function parameters: (_) @definition.parameters)
  ]) @definition.method

(formal_parameters [(identifier) (undefined)] @binding)

(field_definition value: [(identifier) (member_expression) (new_expression)]) @relation
