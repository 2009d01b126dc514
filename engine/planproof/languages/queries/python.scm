; Python: see languages/language.py for what each capture means.

(identifier) @reference

; Chains. A dotted_name outside of imports is a value or class pattern of a match statement.
(attribute object: (_) @object) @chain
(dotted_name (identifier) @inner (identifier) @inner) @attribute

; The grammar reads *a.b and *f(x), where a list or several targets stand, as (*a).b and (*f)(x).
(list_splat) @early

; The grammar reads type(x).y = z as an alias called (x).y.
(type_alias_statement
  "type" @reference @call
  left: (type (attribute) @inner @attribute.placed @object.placed))
(type_alias_statement left: (type (attribute) @assignment.placed))
(type_alias_statement
  "type" @reference @call
  left: (type (subscript value: (attribute) @inner @attribute.placed @object.placed)))
(type_alias_statement "type" @reference @call left: (type (subscript)))

; A callee in parentheses is what the parentheses hold.
(call function: (_) @call)
(call function: (parenthesized_expression) @inner @call.placed)

; Python 2 statements: a name that is a statement's keyword must not vanish.
(print_statement "print" @reference @call)
(exec_statement "exec" @reference @call)

(keyword_argument name: (identifier) @keyword)

; Definitions
(function_definition name: (identifier) @definition.name) @definition.function
(class_definition name: (identifier) @definition.name) @definition.class
(decorated_definition) @definition.extent

(decorator [(identifier) (attribute)] @decorator)
(decorator (call function: [(identifier) (attribute)] @decorator))

(class_definition
  superclasses: (argument_list
    [(identifier) @base
     (attribute) @base
     (subscript value: [(identifier) (attribute)] @base)]))

; Parameters
(parameters
  [(identifier) @parameter
   (default_parameter name: (identifier) @parameter)
   (typed_default_parameter name: (identifier) @parameter)
   (typed_parameter . (identifier) @parameter)
   (typed_parameter . (list_splat_pattern (identifier) @parameter))
   (typed_parameter . (dictionary_splat_pattern (identifier) @parameter))
   (list_splat_pattern (identifier) @parameter)
   (dictionary_splat_pattern (identifier) @parameter)
   (tuple_pattern (identifier) @parameter)])
(lambda_parameters
  [(identifier) @parameter.lambda
   (default_parameter name: (identifier) @parameter.lambda)
   (list_splat_pattern (identifier) @parameter.lambda)
   (dictionary_splat_pattern (identifier) @parameter.lambda)])
(type_parameter) @tokens ; what of it are parameters, and what only names types: python.py

; Annotations
(typed_parameter type: (type) @annotation.within)
(typed_default_parameter type: (type) @annotation.within)
(function_definition return_type: (type) @annotation.within)
(assignment type: (type) @annotation.within)
(constrained_type (type) (type) @annotation.within)

; Annotations in quotes: python_quoted.py
(type (string) @tokens)
(type (list (string) @tokens))
(type (binary_operator (string) @tokens))
(type (subscript (string) @tokens))
(type (subscript (list (string) @tokens)))
(type (subscript (subscript (string) @tokens)))

; Assignments
(assignment left: [(identifier) (attribute)] @assignment)
(augmented_assignment left: [(identifier) (attribute)] @assignment)
(named_expression name: (identifier) @assignment)
(for_statement left: [(identifier) (attribute)] @assignment)
(for_in_clause left: [(identifier) (attribute)] @assignment)
(pattern_list
  [(identifier) @assignment
   (attribute) @assignment
   (list_splat_pattern [(identifier) (attribute)] @assignment)])
(tuple_pattern
  [(identifier) @assignment
   (attribute) @assignment
   (list_splat_pattern [(identifier) (attribute)] @assignment)])
(list_pattern
  [(identifier) @assignment
   (attribute) @assignment
   (list_splat_pattern [(identifier) (attribute)] @assignment)])
(as_pattern_target [(identifier) (attribute)] @assignment)
(as_pattern_target
  [(tuple [(identifier) (attribute)] @assignment)
   (list [(identifier) (attribute)] @assignment)
   (parenthesized_expression [(identifier) (attribute)] @assignment)
   (_ (list_splat [(identifier) (attribute)] @assignment))
   (_ (tuple [(identifier) (attribute)] @assignment))
   (_ (list [(identifier) (attribute)] @assignment))
   (_ (_ (list_splat [(identifier) (attribute)] @assignment)))])
(type_alias_statement left: (type (identifier) @assignment))
(type_alias_statement left: (type (generic_type . (identifier) @assignment)))

; Names that a match statement binds
(case_pattern (dotted_name . (identifier) @assignment .))
(keyword_pattern (dotted_name . (identifier) @assignment .))
(as_pattern (case_pattern) (identifier) @assignment)
(splat_pattern (identifier) @assignment)

[(import_statement) (import_from_statement) (future_import_statement)] @import

; What a name is by another name
(assignment
  left: [(identifier) (attribute)] @same.name
  right: [(identifier) (attribute)] @same.of)
(assignment
  left: [(identifier) (attribute)] @made.name
  right: (call function: [(identifier) (attribute)] @made.of))
(assignment
  left: [(identifier) (attribute)]
  right: [
    (assignment) (boolean_operator) (conditional_expression) (parenthesized_expression)
  ]) @relation
(assignment left: [(identifier) (attribute)] type: (_)) @relation
(named_expression value: [(attribute) (call) (identifier)]) @relation
(typed_parameter . (identifier)) @relation
(typed_default_parameter) @relation
(with_item value: (as_pattern (call)) @relation)
(decorated_definition
  (decorator)
  definition: (function_definition return_type: (_))) @relation
[(global_statement) (nonlocal_statement)] @relation

; Scopes without a name
[
  (lambda) (list_comprehension) (set_comprehension) (dictionary_comprehension)
  (generator_expression)
] @region
