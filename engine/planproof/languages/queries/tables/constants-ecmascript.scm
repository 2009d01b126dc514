(variable_declarator name: (identifier) @constant value: (string) @constant.value)
(variable_declarator name: (identifier) @constant value: (template_string) @constant.value)
