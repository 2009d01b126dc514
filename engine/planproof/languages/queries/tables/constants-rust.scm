(const_item name: (identifier) @constant value: (_) @constant.value)
(static_item name: (identifier) @constant value: (_) @constant.value)
