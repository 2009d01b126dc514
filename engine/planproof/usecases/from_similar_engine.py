"""Rules that are only being thought of, judged by the engine itself over one tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from planproof.errors import TreeChangedError
from planproof.evaluate.evaluate import evaluate
from planproof.evaluate.options import Options
from planproof.git import blob_id
from planproof.index import MAX_BYTES, Index, Source
from planproof.languages import language_of
from planproof.model.document import Document
from planproof.model.location import LineMap
from planproof.model.tree import Entry, Tree
from planproof.search.family import Member, Selector, is_unit, member_of
from planproof.usecases.prepare import Prepared, prepare_text
from planproof.yamlio import Value, write

Spot = tuple[str, int, int]
"""A path, and a line and a column counted from 0."""

SOURCE = "from-similar"


class Ground(Struct, frozen=True):
    """A tree, and what is known of its files."""

    index: Index
    tree: Tree

    def candidates(self, selectors: Sequence[Selector]) -> list[list[Spot]]:
        """What each selector hits, by place."""
        if not selectors:
            return []
        rules: list[Value] = [
            {**rule_head(f"candidates-{number}", one), "match": one.clause()}
            for number, one in enumerate(selectors)
        ]
        found = self.violations(rules)
        return [found[f"candidates-{number}"] for number in range(len(selectors))]

    def violations(self, rules: Sequence[Value]) -> dict[str, list[Spot]]:
        """The places at which the engine finds each rule violated, by the rule's id."""
        prepared = prepare_text(spec_text("candidates", rules), SOURCE)
        found: dict[str, list[Spot]] = {rule.id: [] for rule in prepared.rules}
        for one in self.judge(prepared):
            found[one[0]].append(one[1])
        return found

    def judge(self, prepared: Prepared) -> Iterator[tuple[str, Spot]]:
        """Each violation of a spec over the tree: the rule's id, and the place."""
        spec, rules = prepared.spec, prepared.rules
        for one in evaluate(spec, rules, self.tree, self.index, Options()).violations:
            yield one.rule, (one.place.path, *one.place.start)

    def members(self, spots: Iterable[Spot]) -> list[Member]:
        """The functions and classes at these places, in order."""
        wanted: dict[str, set[tuple[int, int]]] = {}
        for path, *place in spots:
            wanted.setdefault(path, set()).add((place[0], place[1]))
        found: list[Member] = []
        for file in self.files(sorted(wanted)):
            found.extend(one for one in file.members() if one.place[1:] in wanted[file.path])
        return found

    def files(self, paths: Iterable[str]) -> Iterator[File]:
        """Those of them that can be parsed, in the order given. Raises TreeChangedError."""
        entries = [self.tree.manifest.entries[path] for path in paths]
        asked: list[str] = []
        for source, document in self.index.documents(self._sources(entries, asked)):
            path = asked.pop(0)
            if isinstance(document, Document):
                yield File(path, source.content, document)

    def _sources(self, entries: Iterable[Entry], asked: list[str]) -> Iterator[Source]:
        small = (entry for entry in entries if (self.tree.size(entry) or 0) <= MAX_BYTES)
        for entry, content in self.tree.read(small):
            object_format = self.tree.manifest.object_format
            if content is None or blob_id(content, object_format) != entry.blob:
                raise TreeChangedError(
                    f"{entry.path} changed while it was being read",
                    fix="ask again when nothing writes",
                )
            if (language := language_of(entry.path, content[:100])) is not None:
                asked.append(entry.path)
                yield Source(entry.blob, language.name, content, checked=True)


class File(Struct, frozen=True):
    """A file that has been read."""

    path: str
    content: bytes
    document: Document

    def members(self, wanted: Callable[[int], bool] = lambda _row: True) -> Iterator[Member]:
        """Its functions and classes."""
        lines = LineMap(self.content)
        for row, one in enumerate(self.document.definitions):
            if is_unit(one) and wanted(row):
                start = lines.position(one.name.start)
                yield member_of(self.document, row, self.path, start.line, start.column)


def rule_head(name: str, selector: Selector) -> dict[str, Value]:
    """What every rule about a family begins with."""
    head: dict[str, Value] = {"id": name, "description": name}
    if selector.languages:
        head["languages"] = [*selector.languages]
    if scope := selector.scope():
        head["scope"] = scope
    return head


def spec_text(name: str, rules: Sequence[Value]) -> str:
    """A spec of these rules. Raises ValueError for a text that is not Unicode."""
    return write({"refactor_name": name, "rules": [*rules]})
