"""Facets whose hits in one file depend on others: found in the whole tree, judged in the scopes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from planproof.evaluate.tree_files import TreeFiles
from planproof.evaluate.tree_hits import TreeFinder, TreeHits, Undecided
from planproof.rules import MEASURED, Hit, Matcher, RuleTerm
from planproof.spec.wire import Facet


def _find_dependencies(matchers: Sequence[Matcher], files: TreeFiles) -> Sequence[TreeHits]:
    from planproof.evaluate.dependencies import find_dependencies  # here, as below: seldom asked

    return find_dependencies(matchers, files)


def _find_metrics(matchers: Sequence[Matcher], files: TreeFiles) -> Sequence[TreeHits]:
    from planproof.evaluate.metrics import find_metrics

    return find_metrics(matchers, files)


def _find_routes(matchers: Sequence[Matcher], files: TreeFiles) -> Sequence[TreeHits]:
    from planproof.evaluate.routes import find_routes

    return find_routes(matchers, files)


_FINDERS: dict[Facet, TreeFinder] = {
    Facet.DEPENDENCIES: _find_dependencies,
    Facet.METRICS: _find_metrics,
    Facet.API_ROUTES: _find_routes,
}
"""A facet of :data:`planproof.rules.TREE_FACETS` must be here."""

_Found = Mapping[tuple[Facet, Matcher], TreeHits]


class WholeTree(Struct, frozen=True):
    """What the terms of such facets hit. Of no terms: nothing, for nothing."""

    _found: _Found = field(default_factory=dict)

    def hits(self, term: RuleTerm, path: str) -> Sequence[Hit]:
        found = self._of(term).hits.get(path, ())
        return [replace(hit, term=term.index) for hit in found]

    def may_hit(self, term: RuleTerm, path: str) -> bool:
        return path in self._of(term).hits

    @property
    def paths(self) -> frozenset[str]:
        """The files in which something is hit."""
        return frozenset(path for found in self._found.values() for path in found.hits)

    def digest_at(self, path: str) -> str:
        """Names all that is hit in a file; empty where nothing is."""
        hits = [tuple(found.hits.get(path, ())) for found in self._found.values()]
        if not any(hits):
            return ""
        return hashlib.sha256(repr(hits).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def undecided(self, terms: Iterable[RuleTerm]) -> Iterator[Undecided]:
        """What keeps the terms from being judged, each once."""
        found = (each for term in terms if term.whole for each in self._of(term).undecided)
        yield from dict.fromkeys(found)

    def _of(self, term: RuleTerm) -> TreeHits:
        return self._found[term.facet, term.matcher]


def find_in_whole(
    terms: Iterable[RuleTerm], files: TreeFiles, scoped: TreeFiles | None = None
) -> WholeTree:
    """Looks for those of the terms that need the whole tree; equal matchers are asked once.

    ``scoped`` are the files in which those may hit that depend on no other file; None: all.

    Raises TreeChangedError when a file is not what the manifest says.
    """
    wanted: dict[Facet, dict[Matcher, None]] = {}
    for term in terms:
        if term.whole:
            wanted.setdefault(term.facet, {})[term.matcher] = None
    found: dict[tuple[Facet, Matcher], TreeHits] = {}
    for facet, matchers in wanted.items():
        among = scoped if scoped is not None and facet in MEASURED else files
        answers = _FINDERS[facet](tuple(matchers), among)
        for matcher, answer in zip(matchers, answers, strict=True):
            found[facet, matcher] = answer
    return WholeTree(found)
