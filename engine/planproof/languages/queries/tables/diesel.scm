; Diesel and SeaORM

(macro_invocation
  macro: [(identifier) @_macro (scoped_identifier name: (identifier) @_macro)]
  (token_tree (identifier) @table.declare.bare . (token_tree "("))
  (#eq? @_macro "table")) @of

(macro_invocation
  macro: [(identifier) @_macro (scoped_identifier name: (identifier) @_macro)]
  (token_tree (identifier) @schema.bare . "." . (identifier) . (token_tree "("))
  (#eq? @_macro "table")) @of

(attribute
  (identifier) @_attribute
  arguments: (token_tree
    (identifier) @_key . "=" . [(identifier) (string_literal)] @table.declare.bare . ["," ")"])
  (#any-of? @_attribute "diesel" "sea_orm")
  (#eq? @_key "table_name"))

(attribute
  (identifier) @_attribute
  arguments: (token_tree
    (identifier) @_key . "=" . (_) . "::" .
    (identifier) @table.declare.bare . ["," ")"])
  (#any-of? @_attribute "diesel")
  (#eq? @_key "table_name"))

(attribute
  (identifier) @_attribute
  arguments: (token_tree
    (identifier) @_key . "=" . (_) . "::" . (identifier) . "::" .
    (identifier) @table.declare.bare . ["," ")"])
  (#any-of? @_attribute "diesel")
  (#eq? @_key "table_name"))

(attribute
  (identifier) @_attribute
  value: (string_literal) @table.declare
  (#eq? @_attribute "table_name"))
