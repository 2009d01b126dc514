"""The symbols that differ from an earlier tree."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from planproof.index import MAX_BYTES, Source
from planproof.languages import language_of
from planproof.model.document import Document, Role
from planproof.model.location import Span
from planproof.model.tree import Entry, Tree
from planproof.search.meaning import End
from planproof.usecases.asking import Asking

_BINDS = int(Role.ASSIGNMENT)
_MOST_LINES = 20_000
"""A longer file counts as changed from the first line to the last."""


class Changed:
    """What differs between ``before`` and the tree that is asked about."""

    def __init__(self, asked: Asking, before: Tree) -> None:
        self._asked = asked
        self._before = before
        now, then = asked.tree.manifest.entries, before.manifest.entries
        paths = sorted({*now, *then})
        self._paths = [path for path in paths if now.get(path) != then.get(path)]

    def symbols(self) -> Iterator[End]:
        """The innermost definitions around every changed line, and the names at the top of a file
        that are given a value there."""
        for path in self._paths:
            if path in self._asked.atlas.numbers:
                page = self._asked.open(path)
                for span in _changed_lines(self._content(path), page.content):
                    yield from _around(page.document, path, span)

    def gone(self) -> Iterator[End]:
        """Definitions that there were, and are no more."""
        for path in self._paths:
            told = self._asked.atlas.told_at(path)
            left = {each.qualified for each in told.definitions}
            for each in self._defined(path):
                if each not in left:
                    yield End(path, each)

    def _defined(self, path: str) -> Iterator[str]:
        content = self._content(path)
        language = language_of(path, content[:100])
        entry = self._before.manifest.entries.get(path)
        if language is not None and entry is not None:
            source = Source(entry.blob, language.name, content)
            for _, document in self._asked.index.documents([source]):
                if isinstance(document, Document):
                    yield from (each.qualified for each in document.definitions)

    def _content(self, path: str) -> bytes:
        """What was in a file; nothing where there was none, or too much."""
        entry: Entry | None = self._before.manifest.entries.get(path)
        if entry is None or (self._before.size(entry) or 0) > MAX_BYTES:
            return b""
        ((_, content),) = self._before.read([entry])
        return content or b""


def _around(document: Document, path: str, span: Span) -> Iterator[End]:
    touched = [n for n, one in enumerate(document.definitions) if one.extent.overlaps(span)]
    outer = {document.definitions[number].parent for number in touched}
    for number in touched:
        if number not in outer:
            yield End(path, document.definitions[number].qualified)
    for row in document.rows_in(span):
        found = document.occurrence(row)
        if found.roles & _BINDS and "." not in found.name and document.enclosing(found.span) < 0:
            yield End(path, found.name)


def _changed_lines(before: bytes, now: bytes) -> Iterator[Span]:
    """The lines that are new or different, as spans of bytes; where lines are only gone, those
    around them."""
    old, new = before.splitlines(keepends=True), now.splitlines(keepends=True)
    if max(len(old), len(new)) > _MOST_LINES:
        yield Span(0, len(now))
        return
    starts = [0]
    for text in new:
        starts.append(starts[-1] + len(text))
    for tag, _, _, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        around = (max(0, first - 1), min(len(new), first + 1)) if first == last else (first, last)
        for line in range(*around) if tag != "equal" else ():
            text = new[line]
            if text.strip():
                margin = len(text) - len(text.lstrip())
                yield Span(starts[line] + margin, starts[line] + len(text.rstrip()))
