; Decisions are those of gocyclo: if, for, each case but the default one, && and ||.
[(function_declaration) (method_declaration) (func_literal)] @function
[(if_statement) (for_statement) (expression_switch_statement) (type_switch_statement)
 (select_statement)] @nesting
(if_statement alternative: (if_statement) @chained)
[(if_statement) (for_statement) (expression_case) (type_case) (communication_case)] @decision
(binary_expression operator: ["&&" "||"]) @decision
