; Go: see languages/language.py for what each capture means.
; Package clauses, labels and struct tags are no occurrences.

[(identifier) (type_identifier)] @reference

; Chains
(selector_expression operand: (_) @object) @attribute
(qualified_type name: (type_identifier) @inner) @attribute

; Calls. A callee in parentheses is what the parentheses hold. What is generic and what is an element of a slice looks the same: `f[T](x)`. Where T could
; be a type it is a call of `f`, so that no call is missed; where it cannot be one, of `()`.
(call_expression
  function: [
    (identifier) (selector_expression) (call_expression) (composite_literal) (func_literal)
    (slice_expression) (type_assertion_expression)
  ] @call)
(call_expression
  function: (parenthesized_expression
    [
      (identifier) (selector_expression) (binary_expression) (call_expression)
      (composite_literal) (func_literal) (index_expression) (parenthesized_expression)
      (type_assertion_expression) (type_conversion_expression) (unary_expression)
    ] @call))
(call_expression
  function: (index_expression
    operand: (_) @call
    index: [(identifier) (selector_expression) (index_expression) (unary_expression "*")]))
(call_expression
  function: (index_expression
    index: [
      (int_literal) (interpreted_string_literal) (raw_string_literal) (rune_literal) (iota)
      (unary_expression ["-" "+" "!" "^" "&" "<-"])
      (binary_expression) (call_expression) (type_conversion_expression)
      (parenthesized_expression)
    ]) @call)
(type_conversion_expression type: (generic_type type: (_) @call))
(type_conversion_expression
  type: [
    (array_type) (channel_type) (function_type) (implicit_length_array_type) (interface_type)
    (map_type) (parenthesized_type) (pointer_type) (qualified_type) (slice_type) (struct_type)
    (type_identifier)
  ] @call)

; Keys of struct literals; those of maps, slices and arrays are values like any other. Where the
; type is only named, or left out inside another literal, a key that is a name counts as a field.
(composite_literal
  type: [(type_identifier) (qualified_type) (generic_type) (struct_type)]
  body: (literal_value (keyed_element key: (literal_element . (identifier) @keyword .))))
(literal_element
  (literal_value (keyed_element key: (literal_element . (identifier) @keyword .))))

; Definitions
(function_declaration name: (identifier) @definition.name) @definition.function
(method_declaration name: (field_identifier) @definition.name) @definition.method
(method_declaration
  receiver: (parameter_list
    (parameter_declaration
      type: [
        (type_identifier) @definition.owner
        (generic_type type: (type_identifier) @definition.owner)
        (pointer_type (type_identifier) @definition.owner)
        (pointer_type (generic_type type: (type_identifier) @definition.owner))
        (parenthesized_type (pointer_type (type_identifier) @definition.owner))
      ])))
(method_elem name: (field_identifier) @definition.name) @definition.method
(field_declaration (field_identifier) @definition.name @definition.field)
(field_declaration . name: (field_identifier) . type: (_)) @definition.extent

(type_spec
  name: (type_identifier) @definition.name
  type: (struct_type)) @definition.struct
(type_spec
  name: (type_identifier) @definition.name
  type: (interface_type)) @definition.interface
(type_spec
  name: (type_identifier) @definition.name
  type: [
    (array_type) (channel_type) (function_type) (generic_type) (map_type) (parenthesized_type)
    (pointer_type) (qualified_type) (slice_type) (type_identifier)
  ] @annotation.within) @definition.type
(type_alias
  name: (type_identifier) @definition.name
  type: (_) @annotation.within) @definition.alias

; A specification with one name is the extent of it; where several share one, each is its own.
(source_file (const_declaration
  (const_spec
    (identifier) @definition.name @definition.constant
    (#not-eq? @definition.name "_"))))
(source_file (const_declaration (const_spec . name: (identifier) . value: (_)) @definition.extent))
(source_file (const_declaration (const_spec . name: (identifier) . type: (_)) @definition.extent))
(source_file (var_declaration
  [
    (var_spec (identifier) @definition.name @definition.variable)
    (var_spec_list (var_spec (identifier) @definition.name @definition.variable))
  ])
  (#not-eq? @definition.name "_"))
(source_file (var_declaration
  [
    (var_spec . name: (identifier) . [type: (_) value: (_)]) @definition.extent
    (var_spec_list (var_spec . name: (identifier) . [type: (_) value: (_)]) @definition.extent)
  ]))

; Embedded types
(field_declaration
  !name
  type: [(type_identifier) @base (qualified_type) @base (generic_type type: (_) @base)])
(interface_type (type_elem . [(type_identifier) (qualified_type)] @base .))
(interface_type (type_elem . (generic_type type: (_) @base) .))
(interface_type (type_elem (_) . (_)) @annotation.within)
(interface_type (type_elem (negated_type) @annotation.within))

; Parameters: receivers and named results too
(function_declaration
  (parameter_list (parameter_declaration (identifier) @parameter)))
(function_declaration
  (parameter_list (variadic_parameter_declaration name: (identifier) @parameter)))
(method_declaration
  (parameter_list (parameter_declaration (identifier) @parameter)))
(method_declaration
  (parameter_list (variadic_parameter_declaration name: (identifier) @parameter)))
(method_elem
  (parameter_list (parameter_declaration (identifier) @parameter)))
(method_elem
  (parameter_list (variadic_parameter_declaration name: (identifier) @parameter)))
; Of ten names and more that share a type the grammar reads the first as a type of its own; where
; any parameter has a name, all have one.
(function_declaration
  (parameter_list
    (parameter_declaration !name type: (type_identifier) @parameter)
    (parameter_declaration name: (_))))
(method_declaration
  (parameter_list
    (parameter_declaration !name type: (type_identifier) @parameter)
    (parameter_declaration name: (_))))
(method_elem
  (parameter_list
    (parameter_declaration !name type: (type_identifier) @parameter)
    (parameter_declaration name: (_))))
(func_literal
  (parameter_list (parameter_declaration (identifier) @parameter.lambda)))
(func_literal
  (parameter_list (variadic_parameter_declaration name: (identifier) @parameter.lambda)))
(function_type
  (parameter_list (parameter_declaration (identifier) @parameter.type)))
(function_type
  (parameter_list (variadic_parameter_declaration name: (identifier) @parameter.type)))
(type_parameter_declaration (identifier) @parameter.type)

; Annotations: the types of declarations
(parameter_declaration type: (_) @annotation.within)
(variadic_parameter_declaration type: (_) @annotation.within)
(type_parameter_declaration type: (_) @annotation.within)
(field_declaration name: (_) type: (_) @annotation.within)
(const_spec type: (_) @annotation.within)
(var_spec type: (_) @annotation.within)
(_
  result: [
    (array_type) (channel_type) (function_type) (generic_type) (interface_type) (map_type)
    (parenthesized_type) (pointer_type) (qualified_type) (slice_type) (struct_type)
    (type_identifier)
  ] @annotation.within)

; Assignments
(assignment_statement
  left: (expression_list [(identifier) (selector_expression)] @assignment))
(short_var_declaration left: (expression_list (identifier) @assignment))
(range_clause left: (expression_list [(identifier) (selector_expression)] @assignment))
(receive_statement left: (expression_list [(identifier) (selector_expression)] @assignment))
(type_switch_statement alias: (expression_list (identifier) @assignment))
(inc_statement [(identifier) (selector_expression)] @assignment)
(dec_statement [(identifier) (selector_expression)] @assignment)
(const_spec (identifier) @assignment value: (_))
(var_spec (identifier) @assignment value: (_))

(import_spec) @import

; What a name is by another name
(parameter_declaration name: (_)) @relation
(field_declaration name: (_)) @relation
(var_spec) @relation
(short_var_declaration) @relation
(assignment_statement "=") @relation

; Names that are bound here and have no value, or are bound elsewhere
(var_spec name: (identifier) @declared !value)
(assignment_statement left: (expression_list (identifier) @rebound))
(range_clause left: (expression_list (identifier) @rebound) "=")
(receive_statement left: (expression_list (identifier) @rebound) "=")
(inc_statement (identifier) @rebound)
(dec_statement (identifier) @rebound)

; Scopes without a name
(func_literal) @region
(block) @block
(block
  (statement_list [(short_var_declaration) (var_declaration) (const_declaration)] @block.binds))
[
  (if_statement initializer: (_)) (for_statement (for_clause)) (for_statement (range_clause))
  (expression_switch_statement initializer: (_)) (type_switch_statement)
  (expression_case) (type_case) (default_case) (communication_case)
] @region
