; What TypeScript and TSX add to ecmascript.scm.

; Names of types. One that nothing else claims is an annotation.
[(type_identifier) (predefined_type)] @reference @annotation.within
[(type_query) (literal_type)] @annotation.within
(nested_type_identifier (identifier) @inner)
(nested_type_identifier name: (type_identifier) @inner) @reference @annotation.within
(nested_identifier object: (_) @inner)
(nested_identifier) @reference
; `import("m").A` in a type is one import of m.A
[
  (conditional_type (member_expression) @object)
  (constraint (member_expression) @object)
  (default_type (member_expression) @object)
  (function_type return_type: (member_expression) @object)
  (intersection_type (member_expression) @object)
  (parenthesized_type (member_expression) @object)
  (readonly_type (member_expression) @object)
  (tuple_type (member_expression) @object)
  (type_annotation (member_expression) @object)
  (type_arguments (member_expression) @object)
  (union_type (member_expression) @object)
]
(type_alias_declaration value: (member_expression) @object)
(type_query (member_expression object: (call_expression function: (import))) @object)
(type_query
  (member_expression
    object: (member_expression object: (call_expression function: (import)))) @object)
(as_expression (_) (member_expression) @object)
(satisfies_expression (_) (member_expression) @object)

; `a!` is `a`; where a member or a call follows, TypeScript.prepared has already blanked the mark
(call_expression function: (non_null_expression (_) @call))

; `await f<T>(x)` and `!f<T>(x)` are read as (await f)<T>(x) and (!f)<T>(x) by this grammar
(call_expression function: [(await_expression) (unary_expression)] @early)
(call_expression function: (await_expression (_) @call))
(call_expression function: (unary_expression argument: (_) @call))

; `x as a.b.C` is read as the member C of `x as a.b` by this grammar
(member_expression
  object: [(as_expression) (satisfies_expression)]
  property: (property_identifier) @reference @annotation) @object

; Definitions
(class_declaration name: (type_identifier) @definition.name) @definition.class
(abstract_class_declaration name: (type_identifier) @definition.name) @definition.class
(class name: (type_identifier) @definition.name) @definition.class
(interface_declaration name: (type_identifier) @definition.name) @definition.interface
(type_alias_declaration name: (type_identifier) @definition.name) @definition.type
(enum_declaration name: (identifier) @definition.name) @definition.enum
(enum_body name: (_) @definition.name @definition.enum_member)
(enum_assignment name: (_) @definition.name) @definition.enum_member
(internal_module name: (_) @definition.name) @definition.namespace
(module name: [(identifier) (nested_identifier)] @definition.name) @definition.namespace
(module name: (string) @definition.name) @definition.module
(ambient_declaration "global" @definition.name) @definition.namespace

(function_signature
  name: (identifier) @definition.name
  parameters: (_) @definition.parameters) @definition.function
(method_signature
  name: (_) @definition.name
  parameters: (_) @definition.parameters) @definition.method
(abstract_method_signature
  name: (_) @definition.name
  parameters: (_) @definition.parameters) @definition.method
(property_signature name: (_) @definition.name) @definition.field
(public_field_definition name: (_) @definition.name) @definition.field
(public_field_definition
  name: (_) @definition.name
  value: [
    (arrow_function parameter: (_) @definition.parameters)
    (arrow_function parameters: (_) @definition.parameters)
    (function_expression parameters: (_) @definition.parameters)
    (generator_function parameters: (_) @definition.parameters)
  ]) @definition.method

(class_body decorator: (decorator) @definition.prefix)

; Bases
(extends_clause value: [(identifier) (member_expression)] @base)
(implements_clause [(type_identifier) (nested_type_identifier)] @base)
(implements_clause (generic_type name: (_) @base))
(extends_type_clause type: [(type_identifier) (nested_type_identifier)] @base)
(extends_type_clause type: (generic_type name: (_) @base))
(implements_clause (nested_type_identifier) @attribute)
(implements_clause (generic_type name: (nested_type_identifier) @attribute))
(extends_type_clause type: (nested_type_identifier) @attribute)
(extends_type_clause type: (generic_type name: (nested_type_identifier) @attribute))

; Parameters
(required_parameter pattern: [(identifier) (undefined) (this)] @binding)
(optional_parameter pattern: [(identifier) (undefined) (this)] @binding)
(type_parameter name: (type_identifier) @parameter.type)
(mapped_type_clause name: (type_identifier) @parameter.type)
(infer_type . (type_identifier) @parameter.type)
(index_signature name: (identifier) @parameter.index)
(tuple_type (_ name: (identifier) @inner))
(tuple_type (_ name: (rest_pattern (identifier) @inner)))

(assignment_expression
  left: (non_null_expression [(identifier) (member_expression)] @assignment))
(augmented_assignment_expression
  left: (non_null_expression [(identifier) (member_expression)] @assignment))

(import_alias) @import

; What a name is by another name
(variable_declarator name: (identifier) type: (_)) @relation
(variable_declarator
  name: (identifier)
  value: [(as_expression) (non_null_expression) (satisfies_expression)]) @relation
(required_parameter pattern: (identifier) type: (_)) @relation
(optional_parameter pattern: (identifier) type: (_)) @relation
(public_field_definition type: (_)) @relation
(public_field_definition value: [(identifier) (member_expression) (new_expression)]) @relation
(property_signature type: (_)) @relation

; (f as T)(…)
(call_expression
  function: (parenthesized_expression [
    (as_expression . [(identifier) (member_expression)] @call)
    (satisfies_expression . [(identifier) (member_expression)] @call)
    (non_null_expression [(identifier) (member_expression)] @call)]))
