; What JavaScript, TypeScript and their JSX dialects share: see languages/language.py for what each
; capture means. Node types of one dialect only are in javascript.scm, typescript.scm and jsx.scm.

[(identifier) (undefined) (shorthand_property_identifier)] @reference

; Chains
(member_expression object: (_) @object) @attribute
(member_expression object: [(this) (super) (meta_property)] @inner)

; Calls. `import("m")` is an import, not a call; `x!()` is in typescript.scm.
(call_expression
  function: [
    (array) (arrow_function) (call_expression) (class) (false) (function_expression)
    (generator_function) (identifier) (member_expression) (meta_property) (new_expression) (null)
    (number) (object) (parenthesized_expression) (regex) (string) (subscript_expression)
    (template_string) (true) (undefined)
  ] @call)
(call_expression
  function: (parenthesized_expression [
    (identifier) @call (member_expression) @call
    (sequence_expression [(identifier) (member_expression)] @call .)]))
(call_expression function: [(super) (this)] @reference @call)
(new_expression constructor: (this) @reference @call)
(new_expression
  constructor: [
    (array) (arrow_function) (call_expression) (class) (false) (function_expression)
    (generator_function) (identifier) (member_expression) (meta_property) (new_expression) (null)
    (number) (object) (parenthesized_expression) (regex) (string) (subscript_expression)
    (template_string) (true) (undefined)
  ] @call)

; Keys are mentions; those of functions become definitions below.
(pair key: (property_identifier) @reference)
(pair_pattern key: (property_identifier) @reference)
(binary_expression left: (private_property_identifier) @reference)

; Decorators
(decorator [(identifier) (member_expression)] @decorator)
(decorator (call_expression function: [(identifier) (member_expression)] @decorator))
(export_statement
  decorator: (decorator) @definition.prefix
  declaration: (_ name: (_)))

; Functions
(function_declaration
  name: (identifier) @definition.name
  parameters: (_) @definition.parameters) @definition.function
(generator_function_declaration
  name: (identifier) @definition.name
  parameters: (_) @definition.parameters) @definition.function
(function_expression
  name: (identifier) @definition.name
  parameters: (_) @definition.parameters) @definition.function
(generator_function
  name: (identifier) @definition.name
  parameters: (_) @definition.parameters) @definition.function
(method_definition
  name: (_) @definition.name
  parameters: (_) @definition.parameters) @definition.method

; Functions and classes that take the name they are assigned to
(variable_declarator
  name: (identifier) @definition.name
  value: [
    (arrow_function parameter: (_) @definition.parameters)
    (arrow_function parameters: (_) @definition.parameters)
    (function_expression parameters: (_) @definition.parameters)
    (generator_function parameters: (_) @definition.parameters)
  ]) @definition.function
(variable_declarator name: (identifier) @definition.name value: (class)) @definition.class
(pair
  key: (_) @definition.name
  value: [
    (arrow_function parameter: (_) @definition.parameters)
    (arrow_function parameters: (_) @definition.parameters)
    (function_expression parameters: (_) @definition.parameters)
    (generator_function parameters: (_) @definition.parameters)
  ]) @definition.method
(pair key: (_) @definition.name value: (class)) @definition.class

; exports.f = function …, module.exports.f = function …, Type.prototype.f = function …
((assignment_expression
  left: (member_expression
    object: (identifier) @_exports
    property: (property_identifier) @definition.name)
  right: [
    (arrow_function parameter: (_) @definition.parameters)
    (arrow_function parameters: (_) @definition.parameters)
    (function_expression parameters: (_) @definition.parameters)
    (generator_function parameters: (_) @definition.parameters)
  ]) @definition.function
  (#eq? @_exports "exports"))
((assignment_expression
  left: (member_expression
    object: (member_expression
      object: (identifier) @_module
      property: (property_identifier) @_exports)
    property: (property_identifier) @definition.name)
  right: [
    (arrow_function parameter: (_) @definition.parameters)
    (arrow_function parameters: (_) @definition.parameters)
    (function_expression parameters: (_) @definition.parameters)
    (generator_function parameters: (_) @definition.parameters)
  ]) @definition.function
  (#eq? @_module "module")
  (#eq? @_exports "exports"))
((assignment_expression
  left: (member_expression
    object: (member_expression
      object: [(identifier) (member_expression)] @definition.owner
      property: (property_identifier) @_prototype)
    property: (property_identifier) @definition.name)
  right: [
    (arrow_function parameter: (_) @definition.parameters)
    (arrow_function parameters: (_) @definition.parameters)
    (function_expression parameters: (_) @definition.parameters)
    (generator_function parameters: (_) @definition.parameters)
  ]) @definition.method
  (#eq? @_prototype "prototype"))

; Parameters and the lists they stand in
(formal_parameters) @parameters
(arrow_function parameter: (identifier) @parameters @binding)

; Patterns bind their leaves, in parameters, declarations, assignments and loops
(shorthand_property_identifier_pattern) @binding
(array_pattern [(identifier) (member_expression)] @binding)
(rest_pattern [(identifier) (member_expression)] @binding)
(pair_pattern value: [(identifier) (member_expression)] @binding)
(assignment_pattern left: [(identifier) (member_expression)] @binding)

; Assignments
(variable_declarator name: (identifier) @assignment)
(assignment_expression left: [(identifier) (undefined) (member_expression)] @assignment)
(augmented_assignment_expression left: [(identifier) (member_expression)] @assignment)
(update_expression argument: [(identifier) (member_expression)] @assignment)
(for_in_statement left: [(identifier) (member_expression)] @assignment)
(catch_clause parameter: (identifier) @assignment)

; Imports
(import_statement) @import
(export_statement source: (string)) @import
(call_expression function: (import)) @import.expression
((call_expression function: (identifier) @_require) @import.expression
  (#eq? @_require "require"))

; What a name is by another name
(variable_declarator
  name: (identifier)
  value: [
    (binary_expression) (identifier) (member_expression) (new_expression)
    (parenthesized_expression) (ternary_expression)
  ]) @relation
(variable_declarator name: (object_pattern) value: (_)) @relation
(assignment_expression
  left: [(identifier) (member_expression)]
  right: [
    (binary_expression) (identifier) (member_expression) (new_expression) (object)
    (ternary_expression)
  ]) @relation
(export_statement !source) @relation

; Names that are bound elsewhere
(assignment_expression left: (identifier) @rebound)
(augmented_assignment_expression left: (identifier) @rebound)
(update_expression argument: (identifier) @rebound)
(for_in_statement !kind left: (identifier) @rebound)

; Scopes without a name
[
  (arrow_function) (function_expression) (generator_function) (class_static_block)
  (catch_clause parameter: (_)) (for_statement initializer: (lexical_declaration))
  (for_in_statement kind: ["const" "let"])
] @region
[(statement_block) (switch_body)] @block
(statement_block [(lexical_declaration) (class_declaration) (function_declaration)] @block.binds)
(switch_body (_ (lexical_declaration) @block.binds))
