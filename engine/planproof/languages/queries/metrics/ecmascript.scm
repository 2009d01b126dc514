; Decisions are those of eslint's complexity rule.
[(function_declaration) (generator_function_declaration) (function_expression)
 (generator_function) (arrow_function) (method_definition)] @function
[(if_statement) (for_statement) (for_in_statement) (while_statement) (do_statement)
 (try_statement) (switch_statement) (with_statement)] @nesting
(else_clause (if_statement) @chained)
[(if_statement) (ternary_expression) (for_statement) (for_in_statement) (while_statement)
 (do_statement) (switch_case) (catch_clause) (assignment_pattern) (object_assignment_pattern)] @decision
(binary_expression operator: ["&&" "||" "??"]) @decision
(augmented_assignment_expression operator: ["&&=" "||=" "??="]) @decision
(optional_chain) @decision
