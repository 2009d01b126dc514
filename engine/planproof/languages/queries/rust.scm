; Rust: see languages/language.py for what each capture means.
; Lifetimes, labels and `_` are no occurrences.

[(identifier) (type_identifier) (primitive_type)] @reference
(lifetime (identifier) @inner)
(label (identifier) @inner)
(type_arguments (type_identifier) @inner (#eq? @inner "_"))
(const_item name: (identifier) @inner (#eq? @inner "_"))

; Chains. Type arguments inside one are no part of its name: Rust.clean takes them out.
(field_expression value: (_) @object) @attribute
(scoped_identifier name: (_) @inner) @attribute
(scoped_identifier path: (_) @object)
(scoped_type_identifier name: (type_identifier) @inner) @attribute
(scoped_type_identifier path: (_) @object)
(generic_type type: [(scoped_identifier) (scoped_type_identifier)] @attribute)
(scoped_identifier path: (generic_type type: (_) @object) @inner)
(scoped_type_identifier path: (generic_type type: (_) @object) @inner)
(scoped_identifier path: [(self) (super) (crate) (bracketed_type)] @inner)
(scoped_type_identifier path: [(self) (super) (crate) (bracketed_type)] @inner)
(field_expression value: (self) @inner)

; Calls. A callee in parentheses is what the parentheses hold.
(call_expression
  function: [
    (identifier) (scoped_identifier) (field_expression) (self) (metavariable)
    (array_expression) (await_expression) (block) (call_expression) (closure_expression)
    (if_expression) (index_expression) (macro_invocation) (match_expression) (struct_expression)
    (try_expression) (tuple_expression) (unsafe_block)
  ] @call)
(call_expression function: (generic_function function: (_) @call))
(call_expression
  function: (parenthesized_expression
    [
      (identifier) (scoped_identifier) (field_expression) (self) (metavariable)
      (await_expression) (binary_expression) (block) (call_expression) (closure_expression)
      (if_expression) (index_expression) (macro_invocation) (match_expression)
      (parenthesized_expression) (reference_expression) (struct_expression) (try_expression)
      (type_cast_expression) (unary_expression) (unsafe_block)
    ] @call))
(macro_invocation macro: (_) @call)

; The names of fields, where a value is built or taken apart
(field_initializer field: (_) @keyword)
(shorthand_field_initializer (identifier) @keyword)
(field_pattern name: (_) @keyword)

; Attributes
(attribute . [(identifier) (scoped_identifier)] @decorator)
(attribute_item) @definition.extent.placed

; Definitions
(function_item name: (_) @definition.name) @definition.function
(function_signature_item name: (_) @definition.name) @definition.function
(struct_item name: (type_identifier) @definition.name) @definition.struct
(union_item name: (type_identifier) @definition.name) @definition.union
(enum_item name: (type_identifier) @definition.name) @definition.enum
(enum_variant name: (identifier) @definition.name) @definition.enum_member
(field_declaration name: (field_identifier) @definition.name) @definition.field
(trait_item name: (type_identifier) @definition.name) @definition.trait
(associated_type name: (type_identifier) @definition.name) @definition.type
(type_item name: (type_identifier) @definition.name) @definition.alias
((const_item name: (identifier) @definition.name) @definition.constant
  (#not-eq? @definition.name "_"))
(static_item name: (identifier) @definition.name) @definition.static
(mod_item name: (identifier) @definition.name) @definition.module
(macro_definition name: (identifier) @definition.name) @definition.macro
(impl_item type: (_) @scope.name.placed) @scope

; Bases. A bound of a type parameter is one of the parameter, not of the definition around it.
; `impl !Send for T` says that T is none.
((impl_item
  trait: [
    (type_identifier) @base
    (scoped_type_identifier) @base
    (generic_type type: (_) @base)
  ]) @_impl
  (#not-match? @_impl "^[^{;]*!\\s*[A-Za-z_:]"))
(trait_item
  bounds: (trait_bounds
    [
      (type_identifier) @base
      (scoped_type_identifier) @base
      (generic_type type: (_) @base)
      (function_type trait: (_) @base)
    ]))
(trait_bounds
  [
    (type_identifier) @base.bound
    (scoped_type_identifier) @base.bound
    (generic_type type: (_) @base.bound)
    (function_type trait: (_) @base.bound)
    (higher_ranked_trait_bound type: (type_identifier) @base.bound)
    (higher_ranked_trait_bound type: (scoped_type_identifier) @base.bound)
    (higher_ranked_trait_bound type: (generic_type type: (_) @base.bound))
    (higher_ranked_trait_bound type: (function_type trait: (_) @base.bound))
    (removed_trait_bound (_) @base.bound)
  ])

; Parameters
(function_item parameters: (parameters (self_parameter (self) @parameter)))
(function_item parameters: (parameters (parameter pattern: [(identifier) (self)] @parameter)))
(function_item
  parameters: (parameters
    (parameter
      pattern: [
        (_ (identifier) @parameter (#match? @parameter "^[^A-Z]"))
        (_ (field_pattern name: (shorthand_field_identifier) @parameter))
        (_ (field_pattern pattern: (identifier) @parameter))
      ])))
(function_signature_item parameters: (parameters (self_parameter (self) @parameter)))
(function_signature_item
  parameters: (parameters (parameter pattern: [(identifier) (self)] @parameter)))
(closure_parameters (identifier) @parameter.lambda)
(closure_parameters (parameter pattern: (identifier) @parameter.lambda))
(function_type (parameters (parameter pattern: (identifier) @parameter.type)))
(type_parameter name: (type_identifier) @parameter.type)
(const_parameter name: (identifier) @parameter.type)

; Annotations
(parameter type: (_) @annotation.within)
(function_item return_type: (_) @annotation.within)
(function_signature_item return_type: (_) @annotation.within)
(closure_expression return_type: (_) @annotation.within)
(function_type parameters: (_) @annotation.within)
(function_type return_type: (_) @annotation.within)
(let_declaration type: (_) @annotation.within)
(const_item type: (_) @annotation.within)
(static_item type: (_) @annotation.within)
(field_declaration type: (_) @annotation.within)
(ordered_field_declaration_list type: (_) @annotation.within)
(type_item type: (_) @annotation.within)
(impl_item type: (_) @annotation.within)
(type_parameter default_type: (_) @annotation.within)
(const_parameter type: (_) @annotation.within)
(where_predicate left: (_) @annotation.within)
(type_cast_expression type: (_) @annotation.within)
(type_arguments) @annotation.within
(bracketed_type) @annotation.within

; Assignments. A name in a pattern binds unless it is a constant: those begin with a capital.
(assignment_expression
  left: [(identifier) (field_expression) (scoped_identifier)] @assignment)
(assignment_expression
  left: (tuple_expression [(identifier) (field_expression) (scoped_identifier)] @assignment))
(compound_assignment_expr
  left: [(identifier) (field_expression) (scoped_identifier)] @assignment)
(const_item name: (identifier) @assignment value: (_) (#not-eq? @assignment "_"))
(static_item name: (identifier) @assignment value: (_))
(let_declaration pattern: (identifier) @assignment)
(for_expression pattern: (identifier) @assignment)
(field_pattern name: (shorthand_field_identifier) @assignment)
([
  (captured_pattern . (identifier) @assignment)
  (field_pattern pattern: (identifier) @assignment)
  (let_condition pattern: (identifier) @assignment)
  (match_pattern . (identifier) @assignment)
  (mut_pattern (identifier) @assignment)
  (or_pattern (identifier) @assignment)
  (ref_pattern (identifier) @assignment)
  (reference_pattern (identifier) @assignment)
  (slice_pattern (identifier) @assignment)
  (tuple_pattern (identifier) @assignment)
  (tuple_struct_pattern (identifier) @assignment)
] (#match? @assignment "^[^A-Z]"))

; What a macro or an attribute is given is tokens: languages/rust_tokens.py reads them.
(macro_invocation (token_tree) @tokens)
(macro_rule right: (token_tree) @tokens)
(attribute) @tokens

[(use_declaration) (extern_crate_declaration)] @import

; What a name is by another name
(let_declaration pattern: [(identifier) (mut_pattern) (ref_pattern)]) @relation
(parameter) @relation
(field_declaration) @relation
[(const_item) (static_item)] @relation

; Names that are bound elsewhere
(assignment_expression left: (identifier) @rebound)
(assignment_expression left: (tuple_expression (identifier) @rebound))
(compound_assignment_expr left: (identifier) @rebound)

; Scopes without a name
[
  (closure_expression) (for_expression) (match_arm) (if_expression (let_condition))
  (if_expression (let_chain)) (while_expression (let_condition))
] @region
(block) @block
(block [(let_declaration) (use_declaration) (const_item)] @block.binds)
