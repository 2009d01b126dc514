; Decisions are those of Checkstyle's CyclomaticComplexity.
[(method_declaration) (constructor_declaration) (compact_constructor_declaration)
 (lambda_expression)] @function
[(if_statement) (for_statement) (enhanced_for_statement) (while_statement) (do_statement)
 (try_statement) (try_with_resources_statement) (switch_expression)] @nesting
(if_statement alternative: (if_statement) @chained)
[(if_statement) (ternary_expression) (for_statement) (enhanced_for_statement) (while_statement)
 (do_statement) (catch_clause)] @decision
(switch_label "case") @decision
(binary_expression operator: ["&&" "||"]) @decision
