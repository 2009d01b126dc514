"""The template of a Vue component: elements, their attributes, and what stands in double braces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.languages.markup.attributes import ENTITY, regions_of_attribute
from planproof.languages.markup.native import NATIVE
from planproof.languages.markup.regions import Region, comment, name
from planproof.languages.markup.tags import Tag, read_tag

_NEXT = re.compile(rb"<(?:!--|[!?/]|[A-Za-z])|\{\{")
_RAW = frozenset({b"script", b"style", b"textarea", b"title"})
_MAY_BE_CODE = re.compile(rb"[{}]|\[\[|\]\]|<%|%>")
_COMPONENT = re.compile(rb"(?=[^.]*[A-Z]|[^.]+\.)[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_PRE = re.compile(rb"v-pre(?![\w-])")
_TOP = b"template"


class Template:
    """Reads from ``end`` on, which is then where the template ends, or -1 for one in doubt."""

    def __init__(self, source: bytes, start: int) -> None:
        self._source = source
        self._depth = 1
        self.end = start

    def regions(self) -> Iterator[Region]:
        """All that is understood, in order; up to where something is in doubt."""
        while self._depth and self.end >= 0:
            found = _NEXT.search(self._source, self.end)
            if found is None:
                self.end = -1
                return
            yield from prose(self._source, self.end, found.start())
            yield from self._thing(found[0], found.start())

    def _thing(self, begin: bytes, at: int) -> Iterator[Region]:
        if begin == b"<!--":
            self._skip_to(b"-->", at + len(b"<!"))
            if self.end >= 0:
                yield comment(self._source, at, self.end)
        elif begin == b"{{":
            self._skip_to(b"}}", at + len(begin))
            if self.end >= 0:
                yield from _braces(self._source, at, self.end)
        elif tag := read_tag(self._source, at):
            yield from self._tag(tag)
        else:
            self.end = -1

    def _skip_to(self, mark: bytes, at: int) -> None:
        found = self._source.find(mark, at)
        self.end = -1 if found < 0 else found + len(mark)

    def _tag(self, tag: Tag) -> Iterator[Region]:
        kind = tag.name.lower()
        self.end = tag.end
        if tag.closing:
            self._depth -= kind == _TOP
            yield Region(tag.start, tag.end)
            return
        if any(_PRE.match(each.name) for each in tag.attributes):
            self.end = -1  # what looks like an expression in it is none
            return
        yield from regions_of_tag(self._source, tag)
        if not tag.empty:
            self._depth += kind == _TOP
            if kind in _RAW and (kind == tag.name or kind != b"title"):
                self._skip_raw(kind)

    def _skip_raw(self, kind: bytes) -> None:
        """Up to its closing tag if that is next. Which other one ends it, or none, depends on the
        version of Vue, on the case of the name, and on what it stands in."""
        at = self._source.find(b"<", self.end)
        closes = re.compile(rb"</" + kind + rb"[ \t\r\n\f]*>").match(self._source, max(at, 0))
        self.end = at if closes and b"{{" not in self._source[self.end : at] else -1


def prose(source: bytes, start: int, end: int) -> Iterator[Region]:
    """What is written to be read by people, if it is that for sure."""
    if start < end and not _MAY_BE_CODE.search(source, start, end):
        yield Region(start, end)


def regions_of_tag(source: bytes, tag: Tag) -> Iterator[Region]:
    """An element's name is a name of the program where it is written like one."""
    native = tag.name in NATIVE
    if native:
        yield Region(tag.start, tag.named)
    elif _COMPONENT.fullmatch(tag.name):
        yield name(source, tag.start + 1, tag.named, before=1)
    for attribute in tag.attributes:
        yield from regions_of_attribute(source, attribute, native=native)


def _braces(source: bytes, start: int, end: int) -> list[Region]:
    inside = source[start + 2 : end - 2]
    if ENTITY.search(inside):
        return []
    if not inside.strip():
        return [Region(start, end)]
    return [Region(start, end, (b";(" + inside + b");",))]
