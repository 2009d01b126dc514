; Elements. A tag in small letters or with a dash is HTML's own, not a name of this program.

(jsx_attribute . [(property_identifier) (jsx_namespace_name)] @keyword)
(jsx_namespace_name (identifier) @inner)
((jsx_opening_element name: (identifier) @inner) (#match? @inner "^[a-z]|-"))
((jsx_closing_element name: (identifier) @inner) (#match? @inner "^[a-z]|-"))
((jsx_self_closing_element name: (identifier) @inner) (#match? @inner "^[a-z]|-"))
