; Decisions are those of mccabe and ruff's C901: statements, no operators and no comprehensions.
(function_definition) @function
[(if_statement) (for_statement) (while_statement) (try_statement) (with_statement)
 (match_statement)] @nesting
[(if_statement) (elif_clause) (for_statement) (while_statement) (except_clause)
 (case_clause)] @decision
(try_statement (else_clause) @decision)

; A last case that fits everything is like an else
((block (case_clause . (case_pattern) @_pattern !guard) @otherwise .)
 (#match? @_pattern "^[A-Za-z_][A-Za-z_0-9]*$"))
