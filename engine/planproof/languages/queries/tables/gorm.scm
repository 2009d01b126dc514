; GORM, and what builds queries in Go

(method_declaration
  receiver: (parameter_list (parameter_declaration
    type: [(type_identifier) @model.type (pointer_type (type_identifier) @model.type)]))
  name: (field_identifier) @_name
  body: (block (statement_list (return_statement (expression_list . (_) @table.declare))))
  (#eq? @_name "TableName"))

(type_spec
  name: (type_identifier) @model @default.plural
  type: (struct_type (field_declaration_list (field_declaration
    type: (qualified_type
      package: (package_identifier) @_package
      name: (type_identifier) @_type))))
  (#eq? @_package "gorm")
  (#eq? @_type "Model"))

(type_spec
  name: (type_identifier) @model @default.plural
  type: (struct_type (field_declaration_list (field_declaration
    tag: (raw_string_literal) @_tag)))
  (#match? @_tag "gorm:\""))

(call_expression
  function: (selector_expression field: (field_identifier) @_call)
  arguments: (argument_list . (_) @table.read)
  (#any-of? @_call "Table" "From" "HasTable" "Join" "LeftJoin" "InnerJoin" "RightJoin"))

(call_expression
  function: (selector_expression field: (field_identifier) @_call)
  arguments: (argument_list . (_) @table.write)
  (#any-of? @_call "Into" "InsertInto" "DeleteFrom"))

(call_expression
  function: (selector_expression operand: (identifier) @_object field: (field_identifier) @_call)
  arguments: (argument_list . (_) @table.write)
  (#any-of? @_object "sq" "squirrel" "psql" "goqu" "builder" "qb" "dialect")
  (#any-of? @_call "Insert" "Update" "Delete" "Replace"))

(call_expression
  function: (selector_expression field: (field_identifier) @_call)
  arguments: (argument_list . (_) @table.drop)
  (#any-of? @_call "DropTable"))

(call_expression
  function: (selector_expression field: (field_identifier) @_call)
  arguments: (argument_list . (_) @table.alter)
  (#any-of? @_call "RenameTable"))
