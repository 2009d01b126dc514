; SQLAlchemy, Flask-SQLAlchemy, SQLModel

(class_definition
  name: (identifier) @model
  body: (block (expression_statement (assignment
    left: (identifier) @_name
    right: (_) @table.declare)))
  (#eq? @_name "__tablename__"))

(class_definition
  name: (identifier) @model
  body: (block (expression_statement (assignment
    left: (identifier) @_name
    right: [
      (dictionary (pair key: (string (string_content) @_key) value: (_) @schema))
      (tuple (dictionary (pair key: (string (string_content) @_key) value: (_) @schema)))])))
  (#eq? @_name "__table_args__")
  (#eq? @_key "schema"))

(class_definition
  name: (identifier) @model @default.lower
  superclasses: (argument_list (keyword_argument name: (identifier) @_key value: (true)))
  (#eq? @_key "table"))

(class_definition
  name: (identifier) @model @default.snake
  superclasses: (argument_list (attribute
    object: (identifier) @_object
    attribute: (identifier) @_base))
  (#eq? @_object "db")
  (#eq? @_base "Model"))

(class_definition
  name: (identifier) @model @none
  body: (block (expression_statement (assignment
    left: (identifier) @_name
    right: (true))))
  (#eq? @_name "__abstract__"))

; Table("users", metadata, …): what follows the name is no text
(call
  function: [(identifier) @_call (attribute attribute: (identifier) @_call)]
  arguments: (argument_list . (_) @table.declare . [(identifier) (attribute) (call)])
  (#eq? @_call "Table")) @of

(call
  function: [(identifier) @_call (attribute attribute: (identifier) @_call)]
  arguments: (argument_list . (_) @table.read)
  (#any-of? @_call "TableClause" "table")) @of

(call
  function: [(identifier) @_call (attribute attribute: (identifier) @_call)]
  arguments: (argument_list (keyword_argument name: (identifier) @_key value: (_) @schema))
  (#any-of? @_call "Table" "table" "TableClause")
  (#eq? @_key "schema")) @of

; ForeignKey("users.id"), ForeignKeyConstraint(["user_id"], ["users.id"])
(call
  function: [(identifier) @_call (attribute attribute: (identifier) @_call)]
  arguments: (argument_list . (_) @table.reference.of_column)
  (#eq? @_call "ForeignKey"))

(call
  function: [(identifier) @_call (attribute attribute: (identifier) @_call)]
  arguments: (argument_list (keyword_argument name: (identifier) @_key value: (_) @table.reference.of_column))
  (#any-of? @_call "ForeignKey" "Field")
  (#any-of? @_key "column" "foreign_key"))

(call
  function: [(identifier) @_call (attribute attribute: (identifier) @_call)]
  arguments: (argument_list (list (_) @table.reference.of_column))
  (#eq? @_call "ForeignKeyConstraint"))

(call
  function: [(identifier) @_call (attribute attribute: (identifier) @_call)]
  arguments: (argument_list (keyword_argument name: (identifier) @_key value: (string) @table.reference))
  (#any-of? @_call "relationship" "relation")
  (#eq? @_key "secondary"))

; What an inspector is asked for
(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) @table.read)
  (#any-of? @_call
    "has_table" "get_columns" "get_indexes" "get_foreign_keys" "get_pk_constraint"
    "get_unique_constraints"))
