; JPA and Hibernate, Spring Data, MyBatis-Plus

(_
  (modifiers (annotation
    name: (_) @_annotation
    arguments: (annotation_argument_list
      (element_value_pair key: (identifier) @_key value: (_) @table.declare))))
  name: (identifier) @model
  (#match? @_annotation "(^|[.])(Table|SecondaryTable|TableName|Entity)$")
  (#any-of? @_key "name" "value"))

(_
  (modifiers (annotation
    name: (_) @_annotation
    arguments: (annotation_argument_list
      (element_value_pair key: (identifier) @_key value: (_) @schema))))
  name: (identifier) @model
  (#match? @_annotation "(^|[.])Table$")
  (#eq? @_key "schema"))

(_
  (modifiers (annotation
    name: (_) @_annotation
    arguments: (annotation_argument_list . (string_literal) @table.declare)))
  name: (identifier) @model
  (#match? @_annotation "(^|[.])(Table|TableName)$"))

(_
  (modifiers [
    (marker_annotation name: (_) @_annotation)
    (annotation name: (_) @_annotation)])
  name: (identifier) @model @default.jpa
  (#match? @_annotation "(^|[.])Entity$"))

(annotation
  name: (_) @_annotation
  arguments: (annotation_argument_list
    (element_value_pair key: (identifier) @_key value: (_) @table.declare))
  (#match? @_annotation "(^|[.])(JoinTable|CollectionTable|TableGenerator)$")
  (#any-of? @_key "name" "table"))

(method_invocation
  name: (identifier) @_call
  arguments: (argument_list . (_) @table.write)
  (#any-of? @_call "withTableName" "insertInto" "deleteFrom"))
