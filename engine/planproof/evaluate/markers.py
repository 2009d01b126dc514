"""Comments that take violations back: ``planproof: ignore[rule-id, other] reason``.

Behind code a comment covers what begins on its line. Alone on its line it covers what begins on the
next line of code, and in the head of the statement that begins there, decorators included. Nothing
may stand between but other comments.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from planproof.index import head_span
from planproof.index.comments import comments
from planproof.languages import language_of
from planproof.model.location import LineMap, Span
from planproof.rules import Subject

MARKER = "planproof:"
"""What every file with such a comment holds."""

_IGNORE = re.compile(r"planproof:[ \t]*ignore\b[ \t]*(?:\[(?P<ids>[^\]\r\n]*)\])?(?P<why>[^\r\n]*)")
_CLOSERS = re.compile(r"(?:\*/|--+>|#\}|%>|\}\})?\s*\Z")
_PUNCTUATION = " \t:-–—,.;#/*"
_NOTHING = (b"", b"{}")
_ALONE = re.compile(r"(?:\W|_)*(?:(?:rem|REM|dnl)\s+)?\Z")
_WITHOUT_COMMENTS = (".json", ".jsonl", ".ndjson", ".geojson", ".webmanifest", ".ipynb", ".map",
                     ".csv", ".tsv")  # fmt: skip


class Marker(Struct, frozen=True):
    """``rules`` are the ids it names, none where it names nothing; ``span`` is all that it says.

    ``covers`` are the ranges in which what it takes back begins. It also covers what it says
    itself, which may name what is forbidden; but that is no reason for it to be there.
    """

    rules: tuple[str, ...]
    reason: str
    span: Span
    covers: tuple[Span, ...]

    def covers_hit(self, span: Span) -> bool:
        return self.says(span) or any(_begins_in(each, span) for each in self.covers)

    def says(self, span: Span) -> bool:
        """Whether a hit lies in the comment itself."""
        return _begins_in(self.span, span)


def _begins_in(outer: Span, span: Span) -> bool:
    return outer.start <= span.start < outer.end


def markers_in_comments(subject: Subject, lines: LineMap) -> tuple[Marker, ...]:
    """Those of a parsed file. Where its syntax is broken nothing is sure to be a comment."""
    if MARKER.encode() not in subject.content:
        return ()
    found = list(comments(subject.content, subject.language.name))
    layout = _Layout(subject, lines, [span for span, _ in found])
    return tuple(
        Marker(ids, why, span, layout.covered(span))
        for span, text in found
        if not subject.document.is_broken(span)
        for ids, why in _said(text)
    )


def markers_in_lines(path: str, text: str, starts: Sequence[int]) -> tuple[Marker, ...]:
    """Those of a text without a grammar: there any line that holds one is such a comment.

    Formats that have no comments have none of these, nor has code that should have been parsed:
    there it cannot be told what is a comment. Spans count characters.
    """
    if language_of(path) is not None or path.lower().endswith(_WITHOUT_COMMENTS):
        return ()
    ends = [*starts[1:], len(text)]
    spans = [Span(start, end) for start, end in zip(starts, ends, strict=True)]
    begins: dict[int, int] = {}
    for found in _IGNORE.finditer(text):
        begins.setdefault(bisect_right(starts, found.start()) - 1, found.start())
    alone = {n for n, start in begins.items() if _ALONE.match(text[spans[n].start : start])}
    return tuple(
        Marker(ids, why, Span(start, spans[n].end), _covered_lines(n, spans, alone, text))
        for n, start in begins.items()
        for ids, why in _said(text[start : spans[n].end])
    )


def _said(comment: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Ids and reason of each marker in a comment."""
    for found in _IGNORE.finditer(comment):
        ids = tuple(dict.fromkeys(part.strip() for part in (found["ids"] or "").split(",")))
        why = _CLOSERS.sub("", found["why"]).strip(_PUNCTUATION)
        yield tuple(part for part in ids if part), " ".join(why.split())


def _covered_lines(
    number: int, spans: Sequence[Span], alone: set[int], text: str
) -> tuple[Span, ...]:
    if number not in alone:
        return (spans[number],)
    below = number + 1
    while below in alone:
        below += 1
    if below >= len(spans) or not text[spans[below].start : spans[below].end].strip():
        return (spans[number],)
    return (spans[number], spans[below])


class _Layout:
    """Which lines of a parsed file hold code, and where it begins on each."""

    def __init__(self, subject: Subject, lines: LineMap, spans: Sequence[Span]) -> None:
        self._subject = subject
        self._lines = lines
        self._blanked = _blanked(subject.content, spans)
        self._below: dict[int, tuple[Span, ...]] = {}

    def covered(self, comment: Span) -> tuple[Span, ...]:
        first = self._lines.line_of(comment.start)
        last = self._lines.line_of(max(comment.start, comment.end - 1))
        beside = [line for line in (first, last) if self._has_code(line)]
        if beside:
            return tuple(map(self._lines.line_span, beside))
        return self._under(last + 1)

    def _under(self, line: int) -> tuple[Span, ...]:
        """The code that follows, past lines that hold comments only; the same for each of them."""
        passed = []
        while line not in self._below:
            passed.append(line)
            if line >= len(self._lines) or self._is_blank(line):
                self._below[line] = ()
            elif self._has_code(line):
                self._below[line] = self._at(line)
            else:
                line += 1
        for each in passed:
            self._below[each] = self._below[line]
        return self._below[line]

    def _at(self, line: int) -> tuple[Span, ...]:
        whole = self._lines.line_span(line)
        code = self._blanked[whole.start : whole.end]
        start = whole.start + len(code) - len(code.lstrip())
        return (whole, head_span(self._subject.content, self._subject.language.name, start))

    def _has_code(self, line: int) -> bool:
        span = self._lines.line_span(line)
        return b"".join(self._blanked[span.start : span.end].split()) not in _NOTHING

    def _is_blank(self, line: int) -> bool:
        span = self._lines.line_span(line)
        return not self._subject.content[span.start : span.end].strip()


def _blanked(content: bytes, spans: Sequence[Span]) -> bytes:
    """The content with blanks for comments, at the same length."""
    found = bytearray(content)
    for span in spans:
        found[span.start : span.end] = b" " * (span.end - span.start)
    return bytes(found)
