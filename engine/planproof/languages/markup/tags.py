"""Tags, as the compilers of components read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from planproof.languages.markup.braces import behind_braces

_NAME = re.compile(rb"</?([A-Za-z][^\s/>]*+)")
_BETWEEN = re.compile(rb"(?:\s|/(?!>))*+")
_ATTRIBUTE = re.compile(rb"[^\s/>=]++")
_EQUALS = re.compile(rb"\s*+=\s*+")
_UNQUOTED = re.compile(rb"[^\s>\"'=<`]*+")
_UP_TO_BRACE = re.compile(rb"[^\s>\"'=<`{]*+")
_COMMENT = re.compile(rb"\s*+/[/*]")
_ODD = re.compile(
    rb"\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80|\xef\xbb\xbf"
)
"""What is white space for some compilers only."""


class Attribute(NamedTuple):
    """Its value, without quotes, is from ``start`` to ``end``; both are where its name ends if it
    has none. ``quote`` is empty for a value without quotes, and a brace for one in braces, which
    belong to the value."""

    name: bytes
    at: int
    start: int
    end: int
    quote: bytes = b""

    @property
    def named(self) -> int:
        """Where its name ends."""
        return self.at + len(self.name)

    @property
    def has_value(self) -> bool:
        return self.start > self.named

    @property
    def behind(self) -> int:
        """Where it ends, with its quote."""
        return self.end + (self.quote in (b'"', b"'"))


class Tag(NamedTuple):
    """An opening tag or a closing one, from ``start`` to ``end``; ``empty``: ``<br/>``."""

    name: bytes
    start: int
    end: int
    attributes: tuple[Attribute, ...] = ()
    closing: bool = False
    empty: bool = False

    @property
    def named(self) -> int:
        """Where its name ends."""
        return self.start + 1 + self.closing + len(self.name)


def read_tag(source: bytes, at: int, *, braces: bool = False) -> Tag | None:
    """The tag that begins at ``at``; None for none, and for one that does not end.

    ``braces``: values may be expressions in braces, and attributes too.
    """
    named = _NAME.match(source, at)
    if named is None or _ODD.search(named[1]):
        return None
    attributes: list[Attribute] = []
    if braces and _COMMENT.match(source, named.end()):
        return None
    end = _skipped(source, named.end())
    for attribute in _attributes(source, end, braces=braces):
        if attribute is None or _ODD.search(attribute.name):
            return None
        if braces and _COMMENT.match(source, attribute.behind):
            return None
        attributes.append(attribute)
        end = _skipped(source, attribute.behind)
    empty = source.startswith(b"/>", end)
    if not empty and not source.startswith(b">", end):
        return None
    closing = source.startswith(b"</", at)
    return Tag(named[1], at, end + 1 + empty, tuple(attributes), closing, empty)


def _attributes(source: bytes, at: int, *, braces: bool) -> Iterator[Attribute | None]:
    """Ends with None where one does not end, or is written as none can be."""
    while not source.startswith((b">", b"/>"), at) and at < len(source):
        if braces and source.startswith(b"{", at):
            end = behind_braces(source, at)
            found = Attribute(b"", at, at, end, b"{") if end >= 0 else None
        else:
            name = _ATTRIBUTE.match(source, at)
            found = _named(source, name, braces=braces) if name is not None else None
        yield found
        if found is None:
            return
        at = _skipped(source, found.behind)


def _named(source: bytes, name: re.Match[bytes], *, braces: bool) -> Attribute | None:
    at, end = name.span()
    equals = _EQUALS.match(source, end)
    if equals is None:
        return Attribute(name[0], at, end, end)
    start = equals.end()
    quote = source[start : start + 1]
    if quote in (b'"', b"'"):
        closed = _closing_quote(source, quote, start + 1, braces=braces)
        return None if closed < 0 else Attribute(name[0], at, start + 1, closed, quote)
    if braces and quote == b"{":
        closed = behind_braces(source, start)
        alone = closed >= 0 and source[closed : closed + 1] in b" \t\r\n/>"
        return Attribute(name[0], at, start, closed, quote) if alone else None
    end = _behind_unquoted(source, start, braces=braces)
    return None if end < 0 else Attribute(name[0], at, start, end)


def _behind_unquoted(source: bytes, start: int, *, braces: bool) -> int:
    """Past a value without quotes; -1 where it is in doubt, as before ``/>`` in Svelte."""
    words = _UP_TO_BRACE if braces else _UNQUOTED
    end = _past(words, source, start)
    while braces and source.startswith(b"{", end):
        end = behind_braces(source, end)
        if end < 0:
            return -1
        end = _past(words, source, end)
    ends = end > start and source[end : end + 1] in (b" ", b"\t", b"\r", b"\n", b"\f", b">")
    return -1 if not ends or (braces and source.startswith(b"/>", end - 1)) else end


def _closing_quote(source: bytes, quote: bytes, at: int, *, braces: bool) -> int:
    """Where a value ends; inside of braces a quote is one of the expression."""
    closed = source.find(quote, at)
    while braces and (brace := source.find(b"{", at, max(closed, at))) >= 0:
        at = behind_braces(source, brace)
        if at < 0:
            return -1
        if at > closed:
            closed = source.find(quote, at)
    return closed


def _skipped(source: bytes, at: int) -> int:
    return _past(_BETWEEN, source, at)


def _past(pattern: re.Pattern[bytes], source: bytes, at: int) -> int:
    found = pattern.match(source, at)
    return found.end() if found is not None else at
