"""What a spec means over one tree, for somebody who has not written it."""

from __future__ import annotations

from msgspec import Struct

from planproof.model.evaluation import Coverage, Proof

Counted = tuple[tuple[str, int], ...]
"""Words with how often each was seen, most often first."""


class Sightings(Struct, frozen=True):
    """What one term hit. ``unsure`` hits are lexical or uncertain.

    ``names`` are what the hits mean, as far as it is known, else as they are written; of ``names``
    and ``folders`` only the first few, of ``kinds`` that many in all.
    """

    hits: int = 0
    files: int = 0
    unsure: int = 0
    roles: Counted = ()
    names: Counted = ()
    kinds: int = 0
    folders: Counted = ()


class TermExplanation(Struct, frozen=True):
    """One term. ``clause`` is the key under which it stands.

    ``finds`` are the roles that it can hit. ``also`` says what it hits that may be a surprise,
    ``misses`` what it does not see, and why. ``nearest`` are names that exist, where it hits
    nothing.
    """

    clause: str
    facet: str
    label: str
    finds: tuple[str, ...]
    seen: Sightings
    nearest: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


class ScopeExplanation(Struct, frozen=True):
    """Where a rule looks. ``languages`` counts the files in scope by the language they are in;
    files of none are under ``""``. ``tracked`` is the number of files of the whole tree."""

    include: tuple[str, ...]
    exclude: tuple[str, ...]
    files: int
    tracked: int
    languages: Counted


class RuleExplanation(Struct, frozen=True):
    """One rule. ``red`` are sentences, each naming something that makes it red; ``green`` is what
    makes it green. ``proof`` is how it is known that it can be red; ``notes`` are about the rule as
    a whole."""

    rule: str
    description: str
    red: tuple[str, ...]
    green: str
    scope: ScopeExplanation
    terms: tuple[TermExplanation, ...]
    proof: Proof
    guard: bool
    coverage: Coverage
    notes: tuple[str, ...] = ()


class Explanation(Struct, frozen=True):
    """Every rule of a spec over one tree. Same tree, spec, engine: same value."""

    spec: str
    spec_digest: str
    revision: str | None
    rules: tuple[RuleExplanation, ...]
