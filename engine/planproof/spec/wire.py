"""The shape of a spec as it was written, with positions: what YAML becomes first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

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
    FILES = "files"
    PATTERN = "pattern"
    AST = "ast"


@dataclass(frozen=True, slots=True)
class Where:
    """A 1-based place in the spec file."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class TermSpec:
    """One term. For ``ast`` the text is the rule object as canonical JSON."""

    facet: Facet
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Clause:
    """``match`` or ``expect``. ``alternative`` is ``require: any``."""

    terms: tuple[TermSpec, ...]
    where: Where
    at_least: int = 1
    at_most: int | None = None
    alternative: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """gitignore-style globs on repository-relative paths; exclude wins; no include means all."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examples:
    """Snippets that must be red (``bad``) and green (``good``)."""

    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One rule as written.

    ``scope`` and ``guard`` already hold the spec's defaults where the rule says nothing.
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
    guidance: str = ""
    guard: bool = False
    examples: Examples = Examples()


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole spec file.

    ``digest`` is the SHA-256, in hex, of its meaning (canonical JSON of what was loaded, so that
    comments and layout do not count); ``text`` is the YAML as written; ``source`` names the file.
    ``guard`` says that each of its rules is one, by default.
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
