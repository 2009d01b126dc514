"""What stands in braces in the markup of a Svelte component."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.languages.markup.regions import Region

_WORD = re.compile(rb"\s*([#:@/])\s*([a-z]+(?:\s+if(?=\s))?)")
_SPREAD = re.compile(rb"\s*\.\.\.")
_PLAIN = frozenset({b"#if", b"#key", b":else if", b"@html", b"@render", b"@debug", b"@attach"})
_AWAIT = re.compile(rb"\s(?:then|catch)(?=\s|$)")
_EACH = re.compile(rb"(.*\s)as(\s.*)", re.DOTALL)
_BEHIND_BRACE = re.compile(rb"(\A\s*\{.*\}\s*),", re.DOTALL)
_KEY = re.compile(rb"(.*\S)\s(\s*\(.*\)\s*)", re.DOTALL)


def region_of_braces(source: bytes, start: int, end: int) -> Iterator[Region]:
    """From one brace to the one that closes it. Nothing for what is not known."""
    inside = source[start + 1 : end - 1]
    if not inside.strip():
        yield Region(start, end)
    elif word := _WORD.match(inside):
        yield from _of_block(word[1] + b" ".join(word[2].split()), inside, word.end(), start)
    elif spread := _SPREAD.match(inside):
        yield _code(start, inside, b" " * spread.end() + inside[spread.end() :])
    else:
        yield _code(start, inside, inside)


def expression_of_braces(source: bytes, start: int, end: int) -> Region:
    """The same in the value of an attribute, where there are no blocks: ``/a/`` is a pattern."""
    inside = source[start + 1 : end - 1]
    return _code(start, inside, inside) if inside.strip() else Region(start, end)


def _of_block(kind: bytes, inside: bytes, at: int, start: int) -> Iterator[Region]:
    rest, blank = inside[at:], b" " * at
    if not rest.strip():
        yield Region(start, start + len(inside) + 2)
    elif kind in _PLAIN:
        yield _code(start, inside, blank + rest)
    elif kind in (b":then", b":catch"):
        yield _code(start, inside, blank + rest, rest)
    elif kind == b"#await":
        awaited = _AWAIT.sub(_separated, rest)
        yield _code(start, inside, blank + awaited, awaited.partition(b";")[2])
    elif kind == b"@const":
        yield _code(start, inside, b"const".rjust(at) + rest, rest.partition(b"=")[0])
    elif kind == b"#each":
        each = _EACH.fullmatch(rest)
        binds = each[2] if each is not None else b""
        yield _code(start, inside, blank + _each(rest), binds)
    elif kind == b"#snippet" and at >= len(b"function"):
        yield _code(start, inside, b"function".ljust(at) + rest, rest.partition(b"(")[2])


def _separated(word: re.Match[bytes]) -> bytes:
    return b";".rjust(len(word[0]))


def _each(written: bytes) -> bytes:
    """``items as item, i (item.id)``: three expressions."""
    found = _EACH.fullmatch(written)
    if found is None:
        return written
    behind = _BEHIND_BRACE.sub(rb"\1;", found[2])
    if behind.rstrip().endswith(b")") and (key := _KEY.fullmatch(behind)):
        behind = key[1] + b";" + key[2]
    return found[1] + b" ;" + behind


def _code(start: int, inside: bytes, written: bytes, binds: bytes = b"") -> Region:
    form = b"{" + written + b"}"
    return Region(start, start + len(inside) + 2, (form,), binds=binds, counted=True)
