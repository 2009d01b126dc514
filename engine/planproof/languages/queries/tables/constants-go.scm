(const_spec name: (identifier) @constant value: (expression_list (_) @constant.value))
(var_spec name: (identifier) @constant value: (expression_list (_) @constant.value))
