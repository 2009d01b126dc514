"""The shape of a spec as it was written, with positions: what YAML becomes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.model.violation import Severity


class Facet(Enum):
    """What a term searches."""

    IDENTIFIERS = "identifiers"
    DEFINITIONS = "definitions"
    CALLS = "calls"
    IMPORTS = "imports"
    ATTRIBUTES = "attributes"
    DECORATORS = "decorators"
    BASES = "bases"
    ASSIGNMENTS = "assignments"
    PARAMETERS = "parameters"
    KEYWORDS = "keywords"
    ANNOTATIONS = "annotations"
    EXPRESSIONS = "expressions"
    LITERALS = "literals"
    COMMENTS = "comments"
    API_ROUTES = "api_routes"
    SQL_TABLES = "sql_tables"
    FILES = "files"
    TEXT = "text"
    PATTERN = "pattern"
    AST = "ast"
    DEPENDENCIES = "dependencies"
    METRICS = "metrics"


class Where(Struct, frozen=True):
    """A 1-based place in the spec file."""

    line: int
    column: int


class Bounds(Struct, frozen=True):
    """How many there may be, both ends included; None is no limit."""

    at_least: int | None = None
    at_most: int | None = None

    @property
    def label(self) -> str:
        """``at least 1 and at most 3``; empty without limits."""
        ends = ((self.at_least, "at least"), (self.at_most, "at most"))
        return " and ".join(f"{words} {end}" for end, words in ends if end is not None)


class CallSelector(Struct, frozen=True):
    """Which calls of a name are meant, by their arguments.

    ``having`` are keyword and value: a text as source spells it, a regular expression, or ``*``
    for any; ``lacking`` keywords that are not there; ``args`` bounds the positional arguments.
    Calls of which this cannot be told (``*args``, ``**kwargs``) count as uncertain hits, unless
    ``skip_uncertain``, which is the clause's where the entry says nothing and wins over it.
    """

    having: tuple[tuple[str, str], ...] = ()
    lacking: tuple[str, ...] = ()
    args: Bounds = Bounds()
    skip_uncertain: bool = False

    @property
    def label(self) -> str:
        """What is said behind the name: ``with shell=True, without check``."""
        wanted = [name if value == "*" else f"{name}={value}" for name, value in self.having]
        args = self.args.label
        parts = (
            ("with", wanted),
            ("without", self.lacking),
            ("with", [f"{args} positional arguments"] if args else []),
        )
        return _phrases(parts)


class Members(Struct, frozen=True):
    """What a list of names (parameters, decorators, bases) must and must not hold, as terms."""

    having: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    count: Bounds = Bounds()

    def phrases(self, noun: str) -> str:
        """``with parameters a, b``, ``without decorators x``, ``with at most 2 bases``."""
        count = self.count.label
        parts = (
            (f"with {noun}", self.having),
            (f"without {noun}", self.lacking),
            ("with", [f"{count} {noun}"] if count else []),
        )
        return _phrases(parts)


class DefinitionSelector(Struct, frozen=True):
    """Which definitions of a name are meant. ``kinds`` is empty for all."""

    kinds: tuple[str, ...] = ()
    parameters: Members = Members()
    decorators: Members = Members()
    bases: Members = Members()

    @property
    def label(self) -> str:
        """What is said behind the name: ``(method) without decorators login_required``."""
        kinds = f"({', '.join(self.kinds)})" if self.kinds else ""
        lists = (
            self.parameters.phrases("parameters"),
            self.decorators.phrases("decorators"),
            self.bases.phrases("bases"),
        )
        return " ".join(part for part in (kinds, ", ".join(filter(None, lists))) if part)


class DependencySelector(Struct, frozen=True):
    """Imports of ``targets`` by ``sources``, both module terms; ``transitive``: through others."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    transitive: bool = False

    @property
    def label(self) -> str:
        """``app.domain.** on app.web.** (transitive)``."""
        ends = f"{', '.join(self.sources)} on {', '.join(self.targets)}"
        return f"{ends} (transitive)" if self.transitive else ends


class MetricLimit(Struct, frozen=True):
    """A limit that must hold wherever the metric applies; what breaks it is a hit."""

    metric: str
    limit: Bounds

    @property
    def label(self) -> str:
        """``function_lines at most 60``."""
        return f"{self.metric} {self.limit.label}"


def _phrases(parts: Iterable[tuple[str, Sequence[str]]]) -> str:
    return ", ".join(f"{word} {', '.join(names)}" for word, names in parts if names)


Selector = CallSelector | DefinitionSelector | DependencySelector | MetricLimit


class TermSpec(Struct, frozen=True):
    """One term. For ``ast`` the text is the rule object as canonical JSON.

    Beside a selector of calls or definitions ``text`` is the name, ``*`` for any; beside another
    one it is how people read the term.
    """

    facet: Facet
    text: str
    where: Where
    selector: Selector | None = None

    @property
    def label(self) -> str:
        """The whole term for people to read: ``open without encoding``."""
        if isinstance(self.selector, CallSelector | DefinitionSelector) and self.selector.label:
            return f"{self.text} {self.selector.label}"
        return self.text


class Clause(Struct, frozen=True):
    """``match``, ``expect`` or ``for_each``. ``alternative`` is ``require: any``.

    ``inside`` and ``not_inside`` are symbol terms: only hits inside a definition of such a name,
    only hits inside none of them. ``skip_uncertain`` leaves out hits that are not sure.
    """

    terms: tuple[TermSpec, ...]
    where: Where
    at_least: int = 1
    at_most: int | None = None
    alternative: bool = False
    inside: tuple[str, ...] = ()
    not_inside: tuple[str, ...] = ()
    skip_uncertain: bool = False


class Scope(Struct, frozen=True):
    """gitignore-style globs on repository-relative paths; exclude wins; no include means all."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Examples(Struct, frozen=True):
    """Snippets that must be red (``bad``) and green (``good``)."""

    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


class RuleSpec(Struct, frozen=True):
    """One rule as written.

    ``scope`` and ``guard`` already hold the spec's defaults where the rule says nothing. With
    ``for_each`` the expectation must hold inside each candidate that it hits. ``rename`` is no
    field: it has become ``match`` and ``expect``.
    """

    id: str
    description: str
    where: Where
    severity: Severity = Severity.MEDIUM
    category: str = ""
    languages: tuple[str, ...] = ()
    scope: Scope = Scope()
    match: Clause | None = None
    expect: Clause | None = None
    for_each: Clause | None = None
    guidance: str = ""
    guard: bool = False
    examples: Examples = Examples()


class Spec(Struct, frozen=True):
    """A whole spec file.

    ``digest`` is the SHA-256, in hex, of its meaning (canonical JSON of what was loaded, so that
    comments and layout do not count); ``text`` is the YAML as written; ``source`` names the file.
    ``guard`` says that each of its rules is one, by default; ``enforce`` that the gate judges every
    change by it. ``warnings`` are what is no mistake and should be known, in file order.
    """

    name: str
    rules: tuple[RuleSpec, ...]
    digest: str
    text: str
    source: str
    description: str = ""
    version: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    guard: bool = False
    enforce: bool = False
    warnings: tuple[Diagnostic, ...] = ()
