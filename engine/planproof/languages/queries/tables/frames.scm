; Tables as data frames: pandas, Spark, and clients with a method for a table

(call
  function: [(identifier) @_call (attribute attribute: (identifier) @_call)]
  arguments: (argument_list . (_) @table.read)
  (#any-of? @_call "read_sql_table" "read_table" "table"))

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) @table.write)
  (#any-of? @_call "to_sql" "saveAsTable" "insertInto" "to_gbq"))

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list (keyword_argument name: (identifier) @_key value: (_) @table.write))
  (#eq? @_call "to_sql")
  (#eq? @_key "name"))

; Peewee, Tortoise and Pony: class Meta: table_name = "users"
(class_definition
  name: (identifier) @model
  body: (block (class_definition
    name: (identifier) @_meta
    body: (block (expression_statement (assignment
      left: (identifier) @_name
      right: (_) @table.declare)))))
  (#eq? @_meta "Meta")
  (#any-of? @_name "table_name" "table" "db_table"))

(class_definition
  name: (identifier) @model
  body: (block (expression_statement (assignment
    left: (identifier) @_name
    right: (_) @table.declare)))
  (#eq? @_name "_table_"))
