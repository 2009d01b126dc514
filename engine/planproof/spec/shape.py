"""The one description of the spec language: the loader and the JSON Schema are both made from it.

To add a facet, add its member to :class:`planproof.spec.wire.Facet` and its line to ``_FACETS``.
What an entry of a facet may say beyond a term is in :mod:`planproof.spec.selectors`.
"""

from __future__ import annotations

from collections.abc import Iterable

from planproof.model.violation import Severity
from planproof.spec.forms import Anything, Choice, Count, Flag, Form, Identifier, Text
from planproof.spec.lists import Each, Empty, Objects, One, Texts
from planproof.spec.selectors import CALL, DEFINITION, DEPENDENCY, METRICS, UNCERTAIN
from planproof.spec.shapes import Key, Records, Shape
from planproof.spec.wire import Facet


def _facets(empty: Empty) -> dict[Facet, tuple[Form, str]]:
    """What stands under each facet, and what it searches."""
    term = Texts("term", empty)
    return {
        Facet.IDENTIFIERS: (term, "Every occurrence of a name, in any role"),
        Facet.DEFINITIONS: (
            Texts("term", empty, entry=DEFINITION),
            "Names of functions, methods, classes … where they are defined",
        ),
        Facet.CALLS: (Texts("term", empty, entry=CALL), "What is called"),
        Facet.IMPORTS: (term, "What is imported: a module, a package, or a name from it"),
        Facet.ATTRIBUTES: (term, "Attributes and members that are read or called"),
        Facet.DECORATORS: (term, "Decorators and annotations of definitions"),
        Facet.BASES: (term, "Base classes, interfaces, traits"),
        Facet.ASSIGNMENTS: (term, "What is assigned to"),
        Facet.PARAMETERS: (term, "Parameters of functions"),
        Facet.KEYWORDS: (term, "Names of keyword arguments in calls"),
        Facet.ANNOTATIONS: (term, "Names in type annotations"),
        Facet.EXPRESSIONS: (term, "Source text of call arguments and right-hand sides"),
        Facet.LITERALS: (Texts("text", empty), "The contents of string literals"),
        Facet.COMMENTS: (Texts("text", empty), "The text of comments"),
        Facet.API_ROUTES: (Texts("route", empty), "HTTP endpoints, such as POST /users/**"),
        Facet.SQL_TABLES: (Texts("table", empty), "Tables named in SQL and in ORM models"),
        Facet.FILES: (Texts("path pattern", empty), "Paths, as gitignore-style globs"),
        Facet.TEXT: (Texts("text", empty), "Text of any file, also those without a grammar"),
        Facet.PATTERN: (
            Texts("pattern", empty),
            "Structural patterns of ast-grep, such as f($A, $$$REST)",
        ),
        Facet.AST: (
            Objects("an ast-grep rule object", empty),
            "Whole ast-grep rule objects, verbatim",
        ),
        Facet.DEPENDENCIES: (
            Each(DEPENDENCY, "dependency", empty),
            "Imports of some modules by others",
        ),
        Facet.METRICS: (METRICS, "Limits that must hold; what breaks one is a violation"),
    }


FACET_ALIASES = {Facet.EXPRESSIONS: ("strings",)}
CANDIDATES = (
    *(Facet.FILES, Facet.DEFINITIONS, Facet.CALLS, Facet.DECORATORS, Facet.BASES),
    *(Facet.PATTERN, Facet.AST),
)
"""What for_each can go through."""

_FACET_NAMES = tuple(facet.value for facet in Facet)
_WORDS_OF_CLAUSES = (*_FACET_NAMES, "strings", "inside", "not_inside", "uncertain")


def _facet_keys(facets: Iterable[Facet], empty: Empty) -> tuple[Key, ...]:
    forms = _facets(empty)
    return tuple(
        Key(facet.value, *forms[facet], aliases=FACET_ALIASES.get(facet, ())) for facet in facets
    )


_NARROWING = (
    Key("inside", Texts("term"), "Only hits inside a definition of such a name"),
    Key("not_inside", Texts("term"), "Only hits outside all definitions of such names"),
)
_SURE = Key("uncertain", UNCERTAIN, "Whether hits that are not sure count; count unless told")

_NO_TERMS = (
    "empty-clause",
    "{name} is empty, so it can never find anything",
    "list terms in it, as in {name}: {{identifiers: [old_name]}}, or remove it",
)

MATCH = Shape(
    name="match",
    noun="a match clause",
    keys=(*_facet_keys(Facet, Empty.ODD), *_NARROWING, _SURE),
    needs=_FACET_NAMES,
    lacking=_NO_TERMS,
    terms=True,
    elsewhere=tuple(
        (name, f"{name} belongs under expect: what match finds is forbidden altogether")
        for name in ("at_least", "at_most", "require")
    ),
)

EXPECT = Shape(
    name="expect",
    noun="an expect clause",
    keys=(
        *_facet_keys(Facet, Empty.ODD),
        Key("at_least", Count(0), "How often each term must be found; 1 unless told"),
        Key("at_most", Count(0), "How often each term may be found; no limit unless told"),
        Key("require", Choice(("all", "any")), "Whether every term must be found, or any of them"),
        *_NARROWING,
        _SURE,
    ),
    needs=_FACET_NAMES,
    lacking=_NO_TERMS,
    terms=True,
    may_lack=True,
    elsewhere=(("without", "without belongs to an entry of calls: {name: f, without: [x]}"),),
)

FOR_EACH = Shape(
    name="for_each",
    noun="a for_each clause",
    keys=(*_facet_keys(CANDIDATES, Empty.WRONG), *_NARROWING),
    needs=tuple(facet.value for facet in CANDIDATES),
    lacking=(
        "empty-clause",
        "{name} is empty, so there is nothing to go through",
        'list what must hold the expectation: {name}: {{definitions: ["*View"]}}',
    ),
    elsewhere=(
        ("expect", "expect belongs beside for_each, in the rule"),
        *(
            (name, f"for_each goes through {', '.join(f.value for f in CANDIDATES)}")
            for name in _FACET_NAMES
            if name not in {facet.value for facet in CANDIDATES}
        ),
        *(
            (name, f"{name} belongs under expect: it counts in each candidate")
            for name in ("at_least", "at_most", "require")
        ),
    ),
)

RENAME = Shape(
    name="rename",
    noun="a rename",
    keys=(
        Key("from", One("name"), "The old name, which must be gone in every role", required=True),
        Key("to", One("name"), "The new name, which must be there", required=True),
    ),
    elsewhere=(("old", "write from for the old name"), ("new", "write to for the new name")),
)

SCOPE = Shape(
    name="scope",
    noun="a scope",
    keys=(
        Key("include", Texts("path pattern"), "gitignore-style globs; without them all files"),
        Key("exclude", Texts("path pattern", Empty.FINE), "Globs that win over include"),
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
        Key("for_each", FOR_EACH, "Where expect must hold: inside each of these"),
        Key("rename", RENAME, "The old name must be gone everywhere, the new one be there"),
        Key("guidance", Text(), "What to do about a violation"),
        Key("guard", Flag(), "Keeps something out for ever: may be green from the start"),
        Key("examples", EXAMPLES, "Code that must be found wrong, and right"),
    ),
    needs=("match", "expect_not", "expect", "rename"),
    lacking=(
        "no-clause",
        "{name} checks nothing: it has neither match nor expect",
        "add match: {{identifiers: [old_name]}} or expect: {{identifiers: [new_name]}}",
    ),
    elsewhere=(
        ("name", "write id for the name of a rule"),
        ("query", "planproof reads code and needs no SQL: say it with match and expect"),
        ("expect_min_rows", "write how often under expect: {calls: [name], at_least: 5}"),
        *((name, f"{name} belongs under expect") for name in ("at_least", "at_most", "require")),
        *(
            (name, f"{name} belongs one level deeper, under match or expect")
            for name in _WORDS_OF_CLAUSES
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
        Key("enforce", Flag(), "Judged by planproof gate on every change; false unless told"),
        Key("scope", SCOPE, "Where every rule looks that has no scope of its own"),
        Key("rules", Records(RULE), "What must be gone and what must be there", required=True),
    ),
    elsewhere=tuple(
        (name, f"{name} belongs to a rule: rules: [{{id: …, {name}: …}}]")
        for name in (
            *("match", "expect", "requires", "expect_not", "for_each", "rename"),
            *("id", "severity", "languages"),
        )
    ),
)
