; Alembic

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) @table.create)
  (#eq? @_call "create_table")) @of

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) @table.drop)
  (#eq? @_call "drop_table")) @of

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) @table.alter)
  (#any-of? @_call
    "batch_alter_table" "rename_table" "create_table_comment" "drop_table_comment")) @of

; with its column behind it: in a batch, and in other people's tables, the first one is a column
(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) @table.alter . (expression))
  (#any-of? @_call "add_column" "drop_column" "alter_column")) @of

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) @table.alter (keyword_argument name: (identifier) @_column))
  (#any-of? @_call "add_column" "drop_column" "alter_column")
  (#any-of? @_column "column" "column_name")) @of

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) . (_) @table.alter)
  (#any-of? @_call
    "rename_table" "create_index" "drop_index" "create_unique_constraint" "drop_constraint"
    "create_check_constraint" "create_primary_key" "create_exclude_constraint")) @of

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) . (_) @table.alter . [(string) (identifier) (attribute)])
  (#eq? @_call "create_foreign_key")) @of

; of a batch: its name, the other table, its columns
(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) . (_) @table.reference . (list))
  (#eq? @_call "create_foreign_key")) @of

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list . (_) . (_) . (_) @table.reference)
  (#eq? @_call "create_foreign_key")) @of

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list (keyword_argument name: (identifier) @_key value: (_) @table.alter))
  (#match? @_call "^(batch_alter|create|drop|add|alter|rename)_[a-z_]+$")
  (#any-of? @_key "table_name" "source_table" "old_table_name" "new_table_name")) @of

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list (keyword_argument name: (identifier) @_key value: (_) @table.reference))
  (#eq? @_call "create_foreign_key")
  (#any-of? @_key "referent_table")) @of

(call
  function: (attribute attribute: (identifier) @_call)
  arguments: (argument_list (keyword_argument name: (identifier) @_key value: (_) @schema))
  (#match? @_call "^(batch_alter|create|drop|add|alter|rename)_[a-z_]+$")
  (#any-of? @_key "schema" "source_schema")) @of
