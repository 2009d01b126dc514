"""What an entry of a facet may say beyond a name: arguments, members, dependencies, limits."""

from __future__ import annotations

from planproof.spec.forms import Choice, Count, Flag
from planproof.spec.lists import Arguments, Members, One, Texts, Words
from planproof.spec.shapes import Key, Shape

UNCERTAIN = Choice(("count", "skip"))

KINDS = (
    *("alias", "annotation", "class", "constant", "constructor", "enum", "enum_member", "field"),
    *("function", "interface", "macro", "method", "module", "namespace", "package", "record"),
    *("static", "struct", "trait", "type", "union", "variable"),
)
"""The kinds of definitions, over all languages."""

LIMITED = {
    "function_lines": "Lines of a function or method, from its first to its last",
    "file_lines": "Lines of a file",
    "parameters": "Parameters of a function or method",
    "methods": "Methods of a class",
    "nesting": "How deep control flow is nested in a function or method",
    "complexity": "Cyclomatic complexity of a function or method",
}
"""The metrics and what each measures."""

_BOTH_ENDS = (
    Key("at_least", Count(0), "How many there must be; no limit unless told"),
    Key("at_most", Count(0), "How many there may be; no limit unless told"),
)

BOUNDS = Shape(
    name="bounds",
    noun="a limit",
    keys=_BOTH_ENDS,
    needs=("at_least", "at_most"),
    lacking=("empty-value", "{name} is empty", "write {name}: {{at_most: 3}}"),
    elsewhere=(
        *((word, f"write at_most instead of {word}") for word in ("max", "most", "limit")),
        *((word, f"write at_least instead of {word}") for word in ("min", "least")),
        *(
            (word, f"write at_least and at_most instead of {word}")
            for word in ("exactly", "equals")
        ),
    ),
)

CALL = Shape(
    name="call",
    noun="an entry of calls",
    keys=(
        Key("name", One("term"), "What is called; any call unless told"),
        Key("with", Arguments(), "Keyword arguments that are there, with these values"),
        Key("without", Texts("keyword"), "Keyword arguments that are not there"),
        Key("args", BOUNDS, "How many positional arguments there are"),
        Key("uncertain", UNCERTAIN, "Whether calls count of which it cannot be told"),
    ),
    needs=("name", "with", "without", "args"),
    lacking=(
        "empty-value",
        "{name} holds an entry that says nothing",
        "write {{name: open, without: [encoding]}}",
    ),
    elsewhere=(
        ("id", "write name for what is called"),
        ("call", "write name for what is called"),
        ("default", "defaults are not looked at; without: [x] finds calls that rely on one"),
        *(
            (word, f'write with for keyword arguments, as in with: {{shell: "True"}}, not {word}')
            for word in ("keywords", "kwargs", "having", "has")
        ),
        *((word, "write without for keywords that are missing") for word in ("lacking", "missing")),
        *(
            (word, f"write args: {{at_most: 1}} for how many positional arguments, not {word}")
            for word in ("arguments", "at_least", "at_most", "positional")
        ),
        ("inside", "inside belongs to the clause, beside calls"),
        ("not_inside", "not_inside belongs to the clause, beside calls"),
    ),
)

MEMBERS = Shape(
    name="members",
    noun="a list of names",
    keys=(
        Key("with", Texts("name"), "Names that are there"),
        Key("without", Texts("name"), "Names that are not there"),
        *_BOTH_ENDS,
    ),
    needs=("with", "without", "at_least", "at_most"),
    lacking=("empty-value", "{name} is empty", "write {name}: {{without: [name]}}, or a list"),
    elsewhere=(
        ("default", "defaults are not looked at; parameters are compared by name"),
        *((word, "write with for names that are there") for word in ("having", "has")),
        *((word, "write without for names that are missing") for word in ("lacking", "missing")),
    ),
)

DEFINITION = Shape(
    name="definition",
    noun="an entry of definitions",
    keys=(
        Key("name", One("term"), "What is defined; any definition unless told"),
        Key("kind", Words(Choice(KINDS)), "Only definitions of these kinds"),
        Key("parameters", Members("parameter", MEMBERS), "What its parameters are called"),
        Key("decorators", Members("decorator", MEMBERS), "What decorates it"),
        Key("bases", Members("base", MEMBERS), "What it inherits from or implements"),
    ),
    needs=("name", "kind", "parameters", "decorators", "bases"),
    lacking=(
        "empty-value",
        "{name} holds an entry that says nothing",
        'write {{name: "*View.get", decorators: {{without: [login_required]}}}}',
    ),
    elsewhere=(
        ("id", "write name for what is defined"),
        ("kinds", "write kind, with one word or a list"),
        *((word, "write parameters for them") for word in ("args", "arguments", "params")),
        *(
            (word, f"{word} belongs to one of its lists: parameters: {{{word}: [a]}}")
            for word in ("with", "without")
        ),
        ("default", "defaults are not looked at; parameters are compared by name"),
        ("inside", "inside belongs to the clause, beside definitions"),
        ("not_inside", "not_inside belongs to the clause, beside definitions"),
    ),
)

DEPENDENCY = Shape(
    name="dependency",
    noun="an entry of dependencies",
    keys=(
        Key("from", Texts("module"), "The modules that import", required=True),
        Key("on", Texts("module"), "The modules that are imported", required=True),
        Key("transitive", Flag(), "Also through modules in between; false unless told"),
    ),
    elsewhere=(("to", "write on for the modules that are imported"),),
)

METRICS = Shape(
    name="metrics",
    noun="metrics",
    keys=tuple(
        Key(name, BOUNDS, f"{meaning}: within these limits") for name, meaning in LIMITED.items()
    ),
    needs=tuple(LIMITED),
    lacking=("empty-value", "{name} is empty", "write {name}: {{function_lines: {{at_most: 60}}}}"),
    elsewhere=(
        ("cyclomatic", "write complexity"),
        ("cyclomatic_complexity", "write complexity"),
        ("lines", "write function_lines or file_lines"),
        ("depth", "write nesting"),
        *(
            (word, f"{word} belongs to a metric: {{function_lines: {{{word}: 60}}}}")
            for word in ("at_least", "at_most")
        ),
    ),
)
