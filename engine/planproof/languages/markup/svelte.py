"""A component of Svelte: markup with scripts, and expressions in braces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.languages.markup.attributes import text
from planproof.languages.markup.braces import behind_braces
from planproof.languages.markup.mustache import expression_of_braces, region_of_braces
from planproof.languages.markup.regions import Region, comment, name
from planproof.languages.markup.scripts import regions_of_script
from planproof.languages.markup.tags import Attribute, Tag, read_tag

_NEXT = re.compile(rb"<(?:!--|/?[A-Za-z])|\{")
_CLOSING = {
    kind: re.compile(rb"</" + kind + rb"(>?)", re.IGNORECASE)
    for kind in (b"script", b"style", b"textarea")
}
_END_OF_BLOCK = re.compile(rb"\{\s*/[a-z]+\s*\}")
_COMPONENT = re.compile(rb"(?=[A-Z]|[^.]+\.)[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_DIRECTIVE = re.compile(rb"(on|bind|use|transition|in|out|animate|class|style|let):([^|]+)(\|.*)?")
_ACTIONS = frozenset({b"use", b"transition", b"in", b"out", b"animate"})
_SHORT = frozenset({b"bind", b"class", b"style"})
_NAME = re.compile(rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*(?:\.[A-Za-z_$][\w$]*)*")


def read_svelte(source: bytes) -> Iterator[Region]:
    """The regions of a file, in order. It is read up to the first thing that is in doubt."""
    return _Reader(source).regions()


class _Reader:
    def __init__(self, source: bytes) -> None:
        self._source = source
        self._at = 0

    def regions(self) -> Iterator[Region]:
        while self._at >= 0 and (found := _NEXT.search(self._source, self._at)) is not None:
            if self._at < found.start():
                yield from prose(self._source, self._at, found.start())
            yield from self._thing(found[0], found.start())

    def _thing(self, begin: bytes, at: int) -> Iterator[Region]:
        if begin == b"<!--":
            closed = self._source.find(b"-->", at + len(begin))
            self._at = closed + 3 if closed >= 0 else -1
            if closed >= 0:
                yield comment(self._source, at, self._at)
        elif block := _END_OF_BLOCK.match(self._source, at):
            self._at = block.end()
            yield Region(at, self._at)
        elif begin == b"{":
            self._at = behind_braces(self._source, at)
            if self._at >= 0:
                yield from region_of_braces(self._source, at, self._at)
        elif tag := read_tag(self._source, at, braces=True):
            yield from self._tag(tag)
        else:
            self._at = -1

    def _tag(self, tag: Tag) -> Iterator[Region]:
        self._at = tag.end
        if tag.closing:
            yield Region(tag.start, tag.end)
        elif tag.name in _CLOSING and not tag.empty:
            yield from self._raw(tag)
        else:
            yield from _regions_of_tag(self._source, tag)

    def _raw(self, tag: Tag) -> Iterator[Region]:
        """What holds no markup up to its closing tag. Whether ``</script >`` is one depends on
        where it stands; in a text area there may be expressions."""
        closing = _CLOSING[tag.name].search(self._source, tag.end)
        self._at = -1
        if closing is None or closing[0] != b"</" + tag.name + b">":
            return
        if tag.name == b"textarea" and b"{" in self._source[tag.end : closing.start()]:
            return
        self._at = closing.end()
        if tag.name == b"script":
            yield from regions_of_script(self._source, tag, closing.span())
        elif tag.name == b"style":
            yield Region(tag.start, closing.end())


def prose(source: bytes, start: int, end: int) -> Iterator[Region]:
    """What is written to be read by people; a brace that closes nothing may be something else."""
    if b"}" not in source[start:end]:
        yield Region(start, end)


def _regions_of_tag(source: bytes, tag: Tag) -> Iterator[Region]:
    component = _COMPONENT.fullmatch(tag.name) is not None
    if component:
        yield name(source, tag.start + 1, tag.named, before=1)
    else:
        yield Region(tag.start, tag.named)
    for attribute in tag.attributes:
        yield from _regions_of_attribute(source, attribute, native=not component)


def _regions_of_attribute(source: bytes, attribute: Attribute, *, native: bool) -> Iterator[Region]:
    if not attribute.name:
        yield from region_of_braces(source, attribute.start, attribute.end)
        return
    if directive := _DIRECTIVE.fullmatch(attribute.name):
        yield from _of_directive(source, attribute, directive, native=native)
    elif native and b"{" not in attribute.name:
        yield Region(attribute.at, attribute.named)
    if attribute.has_value:
        yield from _value(source, attribute)


def _of_directive(
    source: bytes, attribute: Attribute, found: re.Match[bytes], *, native: bool
) -> Iterator[Region]:
    """``use:action`` and ``bind:value`` name something of the program, ``on:click`` an event."""
    kind, written = found[1], found[2]
    start, end = attribute.at + found.start(2), attribute.at + found.end(2)
    used = kind in _ACTIONS or (kind in _SHORT and not attribute.has_value)
    if used and _NAME.fullmatch(written):
        yield name(source, start, end, before=found.start(2))
        if end + 1 < attribute.named:  # what modifies it
            yield Region(end + 1, attribute.named)
    elif native and not used and kind != b"let":
        yield Region(attribute.at, attribute.named)


def _value(source: bytes, attribute: Attribute) -> Iterator[Region]:
    start, end = attribute.start, attribute.end
    if attribute.quote == b"{":
        inside = source[start + 1 : end - 1]
        forms = (b";(" + inside + b");",) if inside.strip() else ()
        yield Region(start - 1, end + 1, forms, counted=True)
    elif b"{" in source[start:end]:
        yield from _braces_in(source, start, end)
    elif not attribute.name.lower().startswith(b"on"):
        yield from text(source, attribute)


def _braces_in(source: bytes, at: int, end: int) -> Iterator[Region]:
    while (brace := source.find(b"{", at, end)) >= 0:
        at = behind_braces(source, brace)
        if not 0 <= at <= end:
            return
        yield expression_of_braces(source, brace, at)
