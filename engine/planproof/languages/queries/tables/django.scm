; Django: classes that may be models, and what migrations do; see index/tables/django.py

(class_definition
  name: (identifier) @class.name
  superclasses: (argument_list) @class.bases
  body: (block) @class.body) @class

(call
  function: [(identifier) @operation (attribute attribute: (identifier) @operation)]
  arguments: (argument_list) @operation.arguments
  (#any-of? @operation
    "CreateModel" "DeleteModel" "RenameModel" "AlterModelTable" "AlterModelTableComment" "AddField"
    "RemoveField" "AlterField" "RenameField" "AddIndex" "RemoveIndex" "RenameIndex" "AddConstraint"
    "RemoveConstraint" "AlterConstraint" "AlterUniqueTogether" "AlterIndexTogether"
    "AlterOrderWithRespectTo" "AlterModelOptions"))
