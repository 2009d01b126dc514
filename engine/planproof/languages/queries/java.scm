; Java: see languages/language.py for what each capture means.
; Labels, the keywords of primitive types and `var` are no occurrences.

[(identifier) (type_identifier)] @reference
(labeled_statement . (identifier) @inner)
(break_statement (identifier) @inner)
(continue_statement (identifier) @inner)
([
  (local_variable_declaration type: (type_identifier) @inner)
  (formal_parameter type: (type_identifier) @inner)
  (enhanced_for_statement type: (type_identifier) @inner)
  (resource type: (type_identifier) @inner)
  (record_pattern_component (type_identifier) @inner)
] (#eq? @inner "var"))

; Chains. The callee of a call with an object is no node: Java.place says where it ends. Type
; arguments inside a chain are no part of its name.
(field_access
  object: (_) @object
  field: (_) @inner) @attribute
(method_invocation
  object: (_) @object
  name: (identifier) @inner) @call.placed @attribute.placed
(method_reference . (_) @object) @attribute
(method_reference "::" (identifier) @inner)
(method_reference
  . (generic_type [(type_identifier) (scoped_type_identifier)] @object) @inner)
(scoped_type_identifier) @attribute
(scoped_type_identifier (type_identifier) @inner)
(scoped_type_identifier (scoped_type_identifier) @object)
(scoped_type_identifier (generic_type [(type_identifier) (scoped_type_identifier)] @object))
(scoped_identifier
  scope: (_) @object
  name: (identifier) @inner)
(scoped_identifier scope: (scoped_identifier) @inner)
(requires_module_directive (scoped_identifier) @attribute)
(exports_module_directive (scoped_identifier) @attribute)
(opens_module_directive (scoped_identifier) @attribute)
(uses_module_directive (scoped_identifier) @attribute)
(provides_module_directive (scoped_identifier) @attribute)
(field_access object: [(this) (super)] @inner)
(method_invocation object: [(this) (super)] @inner)
(method_reference . [(this) (super)] @inner)

; Other calls
(method_invocation !object name: (identifier) @call)
(object_creation_expression type: [(type_identifier) (scoped_type_identifier)] @call)
(object_creation_expression
  type: (generic_type [(type_identifier) (scoped_type_identifier)] @call))
(explicit_constructor_invocation constructor: (_) @reference @call)

; Decorators
(marker_annotation name: (_) @decorator)
(annotation name: (_) @decorator)
(marker_annotation name: (scoped_identifier) @attribute)
(annotation name: (scoped_identifier) @attribute)
(element_value_pair key: (identifier) @keyword)

; Definitions
(package_declaration [(identifier) (scoped_identifier)] @definition.name) @definition.package
(module_declaration name: (_) @definition.name) @definition.module
(class_declaration name: (identifier) @definition.name) @definition.class
(interface_declaration name: (identifier) @definition.name) @definition.interface
(enum_declaration name: (identifier) @definition.name) @definition.enum
(record_declaration name: (identifier) @definition.name) @definition.record
(annotation_type_declaration name: (identifier) @definition.name) @definition.annotation
(method_declaration name: (identifier) @definition.name) @definition.method
(annotation_type_element_declaration name: (identifier) @definition.name) @definition.method
(constructor_declaration name: (identifier) @definition.name) @definition.constructor
(compact_constructor_declaration name: (identifier) @definition.name) @definition.constructor
(enum_constant name: (identifier) @definition.name) @definition.enum_member

; A declaration of one field is the extent of it; where several share one, each is its own.
(field_declaration
  (variable_declarator name: (identifier) @definition.name) @definition.field.placed)
(constant_declaration
  (variable_declarator name: (identifier) @definition.name) @definition.field.placed)

; Bases
(superclass [(type_identifier) (scoped_type_identifier)] @base)
(superclass (generic_type [(type_identifier) (scoped_type_identifier)] @base))
(super_interfaces (type_list [(type_identifier) (scoped_type_identifier)] @base))
(super_interfaces
  (type_list (generic_type [(type_identifier) (scoped_type_identifier)] @base)))
(extends_interfaces (type_list [(type_identifier) (scoped_type_identifier)] @base))
(extends_interfaces
  (type_list (generic_type [(type_identifier) (scoped_type_identifier)] @base)))

; Parameters
(method_declaration
  parameters: (formal_parameters (formal_parameter name: (identifier) @parameter)))
(constructor_declaration
  parameters: (formal_parameters (formal_parameter name: (identifier) @parameter)))
(record_declaration
  parameters: (formal_parameters (formal_parameter name: (identifier) @parameter)))
(spread_parameter (variable_declarator name: (identifier) @parameter))
(lambda_expression parameters: (identifier) @parameter.lambda)
(inferred_parameters (identifier) @parameter.lambda)
(lambda_expression
  parameters: (formal_parameters (formal_parameter name: (identifier) @parameter.lambda)))
(type_parameter (type_identifier) @parameter.type)

; Annotations: the names of types, except of those that are built or extended
(type_arguments) @annotation.within
(type_bound) @annotation.within
(catch_type) @annotation.within
(throws) @annotation.within
(permits) @annotation.within
(class_literal) @annotation.within
(field_declaration type: (_) @annotation.within)
(constant_declaration type: (_) @annotation.within)
(local_variable_declaration type: (_) @annotation.within)
(method_declaration type: (_) @annotation.within)
(annotation_type_element_declaration type: (_) @annotation.within)
(formal_parameter type: (_) @annotation.within)
(resource type: (_) @annotation.within)
(enhanced_for_statement type: (_) @annotation.within)
(cast_expression type: (_) @annotation.within)
(array_creation_expression type: (_) @annotation.within)
(instanceof_expression right: (_) @annotation.within)
(spread_parameter
  [(array_type) (generic_type) (scoped_type_identifier) (type_identifier)] @annotation.within)
(type_pattern (_) @annotation.within)
(record_pattern_component (_) @annotation.within)
(record_pattern . (_) @annotation.within)

; Assignments
(assignment_expression left: [(identifier) (field_access)] @assignment)
(update_expression [(identifier) (field_access)] @assignment)
(variable_declarator name: (identifier) @assignment value: (_))
(enhanced_for_statement name: (identifier) @assignment)
(resource name: (identifier) @assignment)
(catch_formal_parameter name: (identifier) @assignment)
(instanceof_expression name: (identifier) @assignment)
(type_pattern (identifier) @assignment)
(record_pattern_component (identifier) @assignment)

(import_declaration) @import

; What a name is by another name
[
  (local_variable_declaration) (field_declaration) (constant_declaration) (formal_parameter)
  (enhanced_for_statement) (resource type: (_)) (instanceof_expression name: (_)) (type_pattern)
  (record_pattern_component) (catch_formal_parameter)
] @relation

; Names that are bound here and have no value, or are bound elsewhere
(local_variable_declaration
  declarator: (variable_declarator name: (identifier) @declared !value))
(assignment_expression left: (identifier) @rebound)
(update_expression (identifier) @rebound)

; Scopes without a name
[
  (lambda_expression) (for_statement) (enhanced_for_statement) (try_with_resources_statement)
  (catch_clause) (switch_rule) (switch_block_statement_group)
] @region
(block) @block
(block (local_variable_declaration) @block.binds)
