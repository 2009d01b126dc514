"""The one description of the spec language: the loader and the JSON Schema are both made from it.

To add a facet, add its member to :class:`planproof.spec.wire.Facet` and its line to ``_FACETS``.
"""

from __future__ import annotations

from planproof.model.violation import Severity
from planproof.spec.forms import (
    Anything,
    Choice,
    Count,
    Flag,
    Form,
    Identifier,
    Objects,
    Text,
    Texts,
)
from planproof.spec.shapes import Key, Records, Shape
from planproof.spec.wire import Facet

_TERM = Texts("term")
_CALLABLE = Texts("term", selectors=True)

_FACETS: dict[Facet, tuple[Form, str]] = {
    Facet.IDENTIFIERS: (_TERM, "Every occurrence of a name, in any role"),
    Facet.DEFINITIONS: (_CALLABLE, "Names of functions, methods, classes … where they are defined"),
    Facet.CALLS: (_CALLABLE, "What is called"),
    Facet.IMPORTS: (_TERM, "What is imported: a module, a package, or a name from it"),
    Facet.ATTRIBUTES: (_TERM, "Attributes and members that are read or called"),
    Facet.DECORATORS: (_TERM, "Decorators and annotations of definitions"),
    Facet.BASES: (_TERM, "Base classes, interfaces, traits"),
    Facet.ASSIGNMENTS: (_TERM, "What is assigned to"),
    Facet.PARAMETERS: (_TERM, "Parameters of functions"),
    Facet.KEYWORDS: (_TERM, "Names of keyword arguments in calls"),
    Facet.ANNOTATIONS: (_TERM, "Names in type annotations"),
    Facet.EXPRESSIONS: (_TERM, "Source text of call arguments and right-hand sides"),
    Facet.FILES: (Texts("path pattern"), "Paths, as gitignore-style globs"),
    Facet.PATTERN: (Texts("pattern"), "Structural patterns of ast-grep, such as f($A, $$$REST)"),
    Facet.AST: (Objects("an ast-grep rule object"), "Whole ast-grep rule objects, verbatim"),
}
_FACET_ALIASES = {Facet.EXPRESSIONS: ("strings",)}
_FACET_NAMES = tuple(facet.value for facet in _FACETS)

_PLANNED = (
    *("literals", "comments", "api_routes", "sql_tables", "text", "dependencies", "metrics"),
    *("inside", "not_inside", "uncertain"),
)
_LATER = tuple(word for word in _PLANNED if word not in _FACET_NAMES)
"""Keys of a clause that the language has and this version does not know yet."""
_LATER_IN_RULES = ("for_each", "rename", "inside", "not_inside")


def _facet_keys() -> tuple[Key, ...]:
    return tuple(
        Key(facet.value, form, meaning, aliases=_FACET_ALIASES.get(facet, ()))
        for facet, (form, meaning) in _FACETS.items()
    )


_NO_TERMS = (
    "empty-clause",
    "{name} is empty, so it can never find anything",
    "list terms in it, as in {name}: {{identifiers: [old_name]}}, or remove it",
)

MATCH = Shape(
    name="match",
    noun="a match clause",
    keys=_facet_keys(),
    needs=_FACET_NAMES,
    lacking=_NO_TERMS,
    later=_LATER,
    elsewhere=tuple(
        (name, f"{name} belongs under expect: what match finds is forbidden altogether")
        for name in ("at_least", "at_most", "require")
    ),
)

EXPECT = Shape(
    name="expect",
    noun="an expect clause",
    keys=(
        *_facet_keys(),
        Key("at_least", Count(), "How often each term must be found; 1 unless told"),
        Key("at_most", Count(), "How often each term may be found; no limit unless told"),
        Key("require", Choice(("all", "any")), "Whether every term must be found, or any of them"),
    ),
    needs=_FACET_NAMES,
    lacking=_NO_TERMS,
    later=_LATER,
)

SCOPE = Shape(
    name="scope",
    noun="a scope",
    keys=(
        Key("include", Texts("path pattern"), "gitignore-style globs; without them all files"),
        Key("exclude", Texts("path pattern", may_be_empty=True), "Globs that win over include"),
    ),
    needs=("include", "exclude"),
    lacking=(
        "empty-scope",
        "{name} is empty",
        'write {name}: {{include: ["src/**"]}}, or remove it',
    ),
    elsewhere=(("languages", "languages belongs to the rule, beside scope"),),
)

EXAMPLES = Shape(
    name="examples",
    noun="examples",
    keys=(
        Key("bad", Texts("piece of code"), "Code that the rule must find fault with"),
        Key("good", Texts("piece of code"), "Code that the rule must find in order"),
    ),
    needs=("bad", "good"),
    lacking=(
        "empty-value",
        "{name} is empty",
        'write {name}: {{bad: ["old_name()"]}}, or remove it',
    ),
)

RULE = Shape(
    name="rule",
    noun="a rule",
    keys=(
        Key("id", Identifier(), "Short name of the rule, unique in the file", required=True),
        Key("description", Text(required=True), "What must hold, in a sentence", required=True),
        Key(
            "severity",
            Choice(tuple(severity.value for severity in Severity), any_case=True),
            "How bad a violation is; every severity blocks. medium unless told",
        ),
        Key("category", Text(), "A word of your own to group rules by"),
        Key("languages", Texts("language"), "Only files in these languages"),
        Key("scope", SCOPE, "Where the rule looks, instead of the scope of the whole spec"),
        Key("match", MATCH, "What must be gone: each hit is a violation"),
        Key("expect_not", MATCH, "The same as match; both together are united"),
        Key("expect", EXPECT, "What must be there", aliases=("requires",)),
        Key("guidance", Text(), "What to do about a violation"),
        Key("guard", Flag(), "Keeps something out for ever: may be green from the start"),
        Key("examples", EXAMPLES, "Code that must be found wrong, and right"),
    ),
    needs=("match", "expect_not", "expect"),
    lacking=(
        "no-clause",
        "{name} checks nothing: it has neither match nor expect",
        "add match: {{identifiers: [old_name]}} or expect: {{identifiers: [new_name]}}",
    ),
    later=_LATER_IN_RULES,
    elsewhere=(
        ("name", "write id for the name of a rule"),
        *((name, f"{name} belongs under expect") for name in ("at_least", "at_most", "require")),
        *(
            (name, f"{name} belongs one level deeper, under match or expect")
            for name in (*_FACET_NAMES, *_LATER, "strings")
            if name not in _LATER_IN_RULES
        ),
    ),
)

SPEC = Shape(
    name="spec",
    noun="a spec",
    keys=(
        Key(
            "refactor_name",
            Text(required=True),
            "The name of the refactor",
            required=True,
            aliases=("context_name",),
        ),
        Key("description", Text(), "What the refactor is about"),
        Key("version", Text(), "The version of this spec"),
        Key("metadata", Anything(), "Anything of your own: owner, ticket, links"),
        Key("guard", Flag(), "guard for every rule that does not say otherwise"),
        Key("scope", SCOPE, "Where every rule looks that has no scope of its own"),
        Key("rules", Records(RULE), "What must be gone and what must be there", required=True),
    ),
    later=("enforce",),
    elsewhere=tuple(
        (name, f"{name} belongs to a rule: rules: [{{id: …, {name}: …}}]")
        for name in ("match", "expect", "requires", "expect_not", "id", "severity", "languages")
    ),
)
