"""Trees in memory, and questions about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

import pytest

from memory_trees import make_rule, make_spec, make_tree
from planproof.evaluate.evaluate import evaluate
from planproof.index import Index
from planproof.model.document import Document
from planproof.model.location import LineMap, Span
from planproof.rules import compile_rules
from planproof.rules.breaks import place_after_break
from planproof.rules.terms import parse_name
from planproof.search.atlas import Atlas
from planproof.search.callees import callees
from planproof.search.calls import callers
from planproof.search.find import find
from planproof.search.impact import impact
from planproof.search.match import Match, Narrowing
from planproof.search.meaning import End, Meaning
from planproof.search.open_atlas import open_atlas
from planproof.search.symbols import symbols_named
from planproof.search.uses import Uses, each_once
from planproof.spec.wire import Facet

Files = Mapping[str, str]


class Asked:
    """One tree in memory, its atlas, and what a person would see."""

    def __init__(self, files: Files, index: Index) -> None:
        self.tree = make_tree(files)
        self.index = index
        self.atlas: Atlas = open_atlas(index, self.tree, lambda _done, _total: None)
        self.meaning = Meaning(self.atlas)

    def find(self, text: str, narrowing: Narrowing | None = None) -> list[str]:
        matches = find(parse_name(text), self.atlas, self.meaning)
        return self.places((narrowing or Narrowing()).keep(matches, self.atlas))

    def symbols(self, text: str) -> list[str]:
        return [
            f"{one.path}:{one.qualified}" for one in symbols_named(text, self.atlas, self.meaning)
        ]

    def uses(self, text: str) -> list[str]:
        symbols = symbols_named(text, self.atlas, self.meaning)
        uses = Uses(self.atlas, self.meaning)
        own = {(one.unit, one.row) for one in symbols}
        found = each_once(m for end in {one.end for one in symbols} for m in uses.of(end))
        return self.places([m for m in found if (m.mention.unit, m.mention.row) not in own])

    def uses_of(self, path: str, qualified: str) -> list[str]:
        """Of that definition alone."""
        uses = Uses(self.atlas, self.meaning)
        return self.places(each_once(uses.of(End(path, qualified))))

    def callers(self, text: str, depth: int = 1) -> list[str]:
        """``depth path:caller -> callee``, with a ``?`` behind what is uncertain."""
        symbols = symbols_named(text, self.atlas, self.meaning)
        found = callers(symbols, depth, self.atlas, Uses(self.atlas, self.meaning))
        return [
            f"{one.depth} {one.end.path}:{one.end.qualified} -> {one.callee.qualified}"
            + ("" if one.certain else "?")
            for one in found
        ]

    def callees(self, text: str, depth: int = 1) -> list[str]:
        symbols = symbols_named(text, self.atlas, self.meaning)

        def document_of(unit: int) -> Document:
            known = self.atlas.units[unit]
            found = self.index.find([known.blob], known.language)[known.blob]
            assert isinstance(found, Document)
            return found

        found = callees(symbols, depth, self.atlas, self.meaning, document_of)
        return [
            f"{one.depth} {one.caller.qualified} -> {one.name}" + ("" if one.certain else "?")
            for one in found
        ]

    def impact(self, text: str, depth: int = 3) -> list[str]:
        """``depth way``, with a ``?`` behind what is uncertain."""
        ends = {one.end for one in symbols_named(text, self.atlas, self.meaning)}
        found = impact(ends, depth, self.atlas, Uses(self.atlas, self.meaning))
        return [
            f"{one.depth} "
            + " < ".join(end.qualified or end.path for end in reversed(way))
            + ("" if one.certain else "?")
            for one, way in zip(found.affected, found.ways(found.affected), strict=True)
        ]

    def places(self, matches: list[Match]) -> list[str]:
        """``path:line:column``, with a ``?`` behind what is uncertain."""
        return [self._place(match) for match in matches]

    def _place(self, match: Match) -> str:
        unit = self.atlas.units[match.mention.unit]
        document = self.index.find([unit.blob], unit.language)[unit.blob]
        assert isinstance(document, Document)
        content = self.tree.contents[match.path]
        found = document.occurrence(match.mention.row)
        span = place_after_break(found.name, found.span, content)
        start = LineMap(content).position(Span(*span).start)
        sure = "" if match.certain else "?"
        return f"{match.path}:{start.line + 1}:{start.column + 1}{sure}"

    def judged(self, facet: Facet, text: str) -> list[str]:
        """The places that a rule hits."""
        spec = make_spec(make_rule(match={facet.value: [text]}, guard=True), guard=True)
        evaluation = evaluate(spec, compile_rules(spec), self.tree, self.index)
        return [
            f"{v.place.path}:{v.place.start.line + 1}:{v.place.start.column + 1}"
            + ("?" if v.mark.value == "uncertain" else "")
            for v in evaluation.violations
        ]


@pytest.fixture
def asked_of() -> Callable[[Files, Index], Asked]:
    return Asked


@pytest.fixture
def ask_again() -> Iterator[Callable[[Files], Asked]]:
    """The same with one index for all trees, which so knows what did not change."""
    with Index.open(None, jobs=1) as index:
        yield lambda files: Asked(files, index)


@pytest.fixture
def ask() -> Iterator[Callable[[Files], Asked]]:
    with ExitStack() as stack:

        def made(files: Files) -> Asked:
            return Asked(files, stack.enter_context(Index.open(None, jobs=1)))

        yield made
