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
from planproof.search.find import find
from planproof.search.match import Match, Narrowing
from planproof.search.meaning import Meaning
from planproof.search.open_atlas import open_atlas
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
def ask() -> Iterator[Callable[[Files], Asked]]:
    with ExitStack() as stack:

        def made(files: Files) -> Asked:
            return Asked(files, stack.enter_context(Index.open(None, jobs=1)))

        yield made
