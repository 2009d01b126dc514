; Decisions: if, loops, each arm of a match, && and ||, and the ? that may return.
[(function_item) (closure_expression)] @function
[(if_expression) (for_expression) (while_expression) (loop_expression) (match_expression)] @nesting
(else_clause (if_expression) @chained)
[(if_expression) (for_expression) (while_expression) (loop_expression) (match_arm)
 (try_expression)] @decision
(binary_expression operator: ["&&" "||"]) @decision
