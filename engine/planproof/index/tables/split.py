"""A text of SQL → its statements, with comments blanked and placeholders masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

_MARK = re.compile(
    r"""['"`;] | -- | /\* | ^[ \t]*\# | (?P<dollar>\$[A-Za-z_]{0,60}\$) | ^[ \t]*(?P<go>GO)[ \t]*$
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_MOST_UNCLOSED = 100
"""Dollar quotes that are never closed: beyond so many no more are looked for."""


class Piece(Struct, frozen=True):
    """One statement at an offset of the text that it was cut from."""

    start: int
    text: str


def statements(text: str) -> Iterator[Piece]:
    """The statements between semicolons, and those inside of ``$$ … $$``, without empty ones."""
    yield from _Splitter(text).pieces()


class _Splitter(Struct):
    text: str
    clean: list[str] = field(default_factory=list)
    start: int = 0
    at: int = 0
    unclosed: int = 0
    bodies: list[Piece] = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        while (mark := _MARK.search(self.text, self.at)) is not None:
            self._keep(mark.start())
            if mark.group() == ";" or mark["go"]:
                yield from self._finish(mark.end())
            elif mark["dollar"]:
                self._dollar(mark)
            elif mark.group() in "'\"`":
                self._keep(_closing(self.text, mark.end(), mark.group()))
            else:
                self._comment(mark)
        self._keep(len(self.text))
        yield from self._finish(len(self.text))
        for body in self.bodies:
            yield from (Piece(body.start + p.start, p.text) for p in statements(body.text))

    def _keep(self, end: int) -> None:
        self.clean.append(self.text[self.at : end])
        self.at = end

    def _blank(self, end: int) -> None:
        self.clean.append(re.sub(r"[^\n]", " ", self.text[self.at : end]))
        self.at = end

    def _finish(self, after: int) -> Iterator[Piece]:
        found = "".join(self.clean)
        if found.strip():
            yield Piece(self.start, found)
        self.clean, self.start, self.at = [], after, after

    def _comment(self, mark: re.Match[str]) -> None:
        if mark.group() != "/*":
            end = self.text.find("\n", mark.end())
            self._blank(len(self.text) if end < 0 else end)
            return
        closing = self.text.find("*/", mark.end())
        end = len(self.text) if closing < 0 else closing + 2
        if self.text.startswith("!", mark.end()):  # MySQL runs what is in /*!40000 … */
            self._blank(_after_version(self.text, mark.end() + 1))
            self._keep(max(end - 2, self.at))
        self._blank(end)

    def _dollar(self, mark: re.Match[str]) -> None:
        tag = mark.group()
        closing = self.text.find(tag, mark.end()) if self.unclosed < _MOST_UNCLOSED else -1
        if closing < 0:
            self.unclosed += 1
            self._keep(mark.end())
            return
        self.bodies.append(Piece(mark.end(), self.text[mark.end() : closing]))
        self._keep(mark.end())
        self._blank(closing)
        self._keep(closing + len(tag))


def _after_version(text: str, at: int) -> int:
    while at < len(text) and text[at].isdigit():
        at += 1
    return at


def _closing(text: str, at: int, quote: str) -> int:
    """Behind the closing quote; a backslash escapes it in some dialects. To the end if unclosed."""
    while (end := text.find(quote, at)) >= 0:
        backslashes = end - len(text[at:end].rstrip("\\")) - at
        if quote == "`" or backslashes % 2 == 0:
            return end + 1
        at = end + 1
    return len(text)
