; Names that stand for a text: what a table may be called by.
(module (expression_statement (assignment
  left: (identifier) @constant
  right: (_) @constant.value)))
(class_definition body: (block (expression_statement (assignment
  left: (identifier) @constant
  right: (string) @constant.value))))
