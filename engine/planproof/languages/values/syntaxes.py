"""How each language writes values."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from planproof.languages.values.syntax import Syntax

_PYTHON = Syntax(
    query="python.scm",
    texts=frozenset({"string"}),
    substitutions=frozenset({"interpolation"}),
    names=frozenset({"identifier", "true", "false"}),
    members={"attribute": ("object", "attribute")},
    calls={"call": ("function", "arguments")},
    sums=frozenset({"binary_operator"}),
    concatenations=frozenset({"concatenated_string"}),
    choices=frozenset({"boolean_operator", "conditional_expression"}),
    lists=frozenset({"list", "tuple", "set", "expression_list"}),
    records=frozenset({"dictionary"}),
    pairs={"pair": ("key", "value"), "keyword_argument": ("name", "value")},
    wrappers={
        "parenthesized_expression": "",
        "assignment": "right",
        "await": "",
        "list_splat": "",
        "named_expression": "value",
    },
    functions=frozenset({"lambda"}),
    class_scopes=frozenset({"class_definition"}),
    growers=frozenset({"append", "extend", "insert"}),
)

_JAVASCRIPT = Syntax(
    query="javascript.scm",
    texts=frozenset({"string", "template_string"}),
    substitutions=frozenset({"template_substitution"}),
    names=frozenset({"identifier", "this", "import", "super"}),
    members={"member_expression": ("object", "property")},
    calls={
        "call_expression": ("function", "arguments"),
        "new_expression": ("constructor", "arguments"),
    },
    sums=frozenset({"binary_expression"}),
    choices=frozenset({"ternary_expression"}),
    lists=frozenset({"array"}),
    records=frozenset({"object"}),
    pairs={"pair": ("key", "value")},
    shorthands=frozenset({"shorthand_property_identifier"}),
    wrappers={
        "parenthesized_expression": "",
        "assignment_expression": "right",
        "await_expression": "",
        "as_expression": "",
        "satisfies_expression": "",
        "non_null_expression": "",
        "spread_element": "",
    },
    functions=frozenset({"arrow_function", "function_expression", "method_definition"}),
    class_scopes=frozenset({"class_declaration", "class", "abstract_class_declaration"}),
    growers=frozenset({"push", "unshift"}),
)

_GO = Syntax(
    query="go.scm",
    texts=frozenset({"interpreted_string_literal", "raw_string_literal"}),
    contents=frozenset({"interpreted_string_literal_content", "raw_string_literal_content"}),
    names=frozenset({"identifier"}),
    members={"selector_expression": ("operand", "field")},
    calls={"call_expression": ("function", "arguments")},
    sums=frozenset({"binary_expression"}),
    pairs={"keyed_element": ("key", "value")},
    wrappers={
        "parenthesized_expression": "",
        "unary_expression": "operand",
        "literal_element": "",
        "variadic_argument": "",
    },
    literals={"composite_literal": ("type", "body")},
    lists=frozenset({"expression_list"}),
    functions=frozenset({"func_literal"}),
    rooted=True,
)

_JAVA = Syntax(
    query="java.scm",
    texts=frozenset({"string_literal"}),
    names=frozenset({"identifier", "this"}),
    members={
        "field_access": ("object", "field"),
        "scoped_identifier": ("scope", "name"),
    },
    calls={"annotation": ("name", "arguments"), "marker_annotation": ("name", "")},
    methods={"method_invocation": ("object", "name", "arguments")},
    sums=frozenset({"binary_expression"}),
    lists=frozenset({"element_value_array_initializer", "array_initializer"}),
    pairs={"element_value_pair": ("key", "value")},
    wrappers={"parenthesized_expression": ""},
    functions=frozenset({"lambda_expression"}),
    class_scopes=frozenset({"class_declaration", "interface_declaration", "record_declaration"}),
)

_RUST = Syntax(
    query="rust.scm",
    texts=frozenset({"string_literal", "raw_string_literal"}),
    names=frozenset({"identifier", "self", "crate", "super", "type_identifier"}),
    members={
        "scoped_identifier": ("path", "name"),
        "scoped_type_identifier": ("path", "name"),
        "field_expression": ("value", "field"),
    },
    calls={
        "call_expression": ("function", "arguments"),
        "attribute": ("", "arguments"),
    },
    lists=frozenset({"array_expression", "tuple_expression"}),
    wrappers={
        "parenthesized_expression": "",
        "reference_expression": "value",
        "try_expression": "",
        "await_expression": "",
        "generic_function": "function",
        "generic_type": "type",
        "generic_type_with_turbofish": "type",
    },
    functions=frozenset({"closure_expression"}),
    tokens=frozenset({"token_tree"}),
)

SYNTAXES = {
    "python": _PYTHON,
    "javascript": _JAVASCRIPT,
    "typescript": replace(_JAVASCRIPT, query="typescript.scm"),
    "tsx": replace(_JAVASCRIPT, query="typescript.scm"),
    "vue": replace(_JAVASCRIPT, query="typescript.scm"),
    "svelte": replace(_JAVASCRIPT, query="typescript.scm"),
    "go": _GO,
    "java": _JAVA,
    "rust": _RUST,
}
"""By the name of the language."""


@cache
def query_of(language: str) -> str:
    """The text of the query that finds what values are used for."""
    folder = Path(__file__).parent.parent / "queries" / "values"
    return (folder / SYNTAXES[language].query).read_text(encoding="utf-8")
