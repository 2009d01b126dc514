"""One attribute in the template of a Vue component."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.languages.markup.regions import Region
from planproof.languages.markup.tags import Attribute

_DIRECTIVE = re.compile(rb"v-[a-z-]+|[:@#.]")
_BUILT_IN = frozenset(
    f"v-{word}".encode()
    for word in (
        *("if", "else-if", "else", "for", "on", "bind", "model", "slot", "show"),
        *("html", "text", "once", "memo", "cloak", "is"),
    )
)
_MARKS = frozenset({b":", b"@", b"#", b"."})
_HANDLERS = frozenset({b"@", b"v-on"})
_SPECIAL = frozenset({b"key", b"ref", b"is", b"class", b"style", b"id", b"slot"})
"""What no component receives as a property of its own."""

_SAME_NAME = re.compile(rb"(:|\.|v-bind:)([\w$\x80-\xff-]+)(?:\..*)?", re.DOTALL)
_HANDLER = re.compile(rb"on[a-z]", re.IGNORECASE)
_EACH = re.compile(rb"(.*?\s)(of|in)(\s.*)", re.DOTALL)
_SLOTS = frozenset({b"#", b"v-slot"})
ENTITY = re.compile(rb"&#?\w+;?")
_CHARACTER = re.compile(rb"&(?:#|\w+;)")
_PATTERNS = frozenset({b"slot-scope", b"scope"})


def regions_of_attribute(source: bytes, attribute: Attribute, *, native: bool) -> Iterator[Region]:
    """``native``: the element is one that HTML knows, so that what is not said to be an expression
    is none of the program's."""
    found = _DIRECTIVE.match(attribute.name)
    directive = found[0] if found is not None else b""
    if not directive:
        yield from _plain(source, attribute, native=native)
        return
    same = None if attribute.has_value else _SAME_NAME.fullmatch(attribute.name)
    if same is not None and b"-" not in same[2]:
        yield _same_name(attribute, same)
    elif same is None and _is_inert(attribute.name, directive, native=native):
        yield Region(attribute.at, attribute.named)
    if attribute.has_value:
        yield from _value(source, attribute, directive)


def _same_name(attribute: Attribute, found: re.Match[bytes]) -> Region:
    """``:name`` says ``:name="name"``."""
    form = b";".rjust(found.start(2)) + found[2] + b";"
    return Region(attribute.at, attribute.named + 1, (form.ljust(len(attribute.name) + 1),))


def _is_inert(written: bytes, directive: bytes, *, native: bool) -> bool:
    """Whether the name of a directive is none that the program has, or that it passes on."""
    if b"[" in written or directive not in _BUILT_IN | _MARKS:
        return False
    if written == directive or written.removeprefix(b"v-bind:").lstrip(b":") in _SPECIAL:
        return True
    return native and directive not in (b"#", b"v-slot")


def _plain(source: bytes, attribute: Attribute, *, native: bool) -> Iterator[Region]:
    is_handler = _HANDLER.match(attribute.name) is not None
    if (native and not is_handler) or attribute.name in _SPECIAL:
        yield Region(attribute.at, attribute.named)
    if not attribute.has_value:
        return
    written = source[attribute.start : attribute.end]
    if attribute.name in _PATTERNS:
        for region in _code(attribute, written):
            yield region._replace(binds=written)
    elif native and is_handler:
        yield from _code(attribute, written, statements=True)
    elif not is_handler or not attribute.name.islower():
        yield from text(source, attribute)


def _value(source: bytes, attribute: Attribute, directive: bytes) -> Iterator[Region]:
    written = source[attribute.start : attribute.end]
    binds = written if directive in _SLOTS else b""
    if directive == b"v-for" and (each := _EACH.fullmatch(written)):
        written, binds = each[1] + b"in" + each[3], each[1]
    for region in _code(attribute, written, statements=directive in _HANDLERS):
        yield region._replace(binds=binds)


def _code(attribute: Attribute, written: bytes, *, statements: bool = False) -> Iterator[Region]:
    """Its value as an expression; else as statements, if it may be some."""
    if ENTITY.search(written):
        return
    if not written.strip():
        yield Region(attribute.named, attribute.behind)
    elif not attribute.quote:
        head = b";".ljust(attribute.start - attribute.named)
        yield Region(attribute.named, attribute.end + 1, (head + written + b";",))
    else:
        head = b";".ljust(attribute.start - attribute.named - 1)
        forms = [head + b"(" + written + b")"]
        if statements:
            forms.append(head + b"{" + written + b"}")
        yield Region(attribute.named, attribute.behind, tuple(forms))


def text(source: bytes, attribute: Attribute) -> Iterator[Region]:
    """A value that is a text, where it says the same as one of the language."""
    written = source[attribute.start : attribute.end]
    quote = attribute.quote or b'"'
    if not written.strip():
        yield Region(attribute.named, attribute.behind)
        return
    if b"\\" in written or not attribute.quote or not _is_free(source, attribute.behind):
        return
    if _CHARACTER.search(written):
        return
    if b"\n" in written or b"\r" in written:
        if b"`" in written or b"${" in written:
            return
        quote = b"`"
    head = b";".ljust(attribute.start - attribute.named - 1)
    form = head + quote + written + quote + b";"
    yield Region(attribute.named, attribute.behind + 1, (form,))


def _is_free(source: bytes, at: int) -> bool:
    return source[at : at + 1] in b" \t\r\n/>"
