"""A single-file component of Vue: blocks at the top of the file, one beside the other.

As Vue's own compiler reads them: a block other than ``<template>`` ends at the first closing tag of
its name, whatever stands in it; a template is HTML, and ends where as many are closed as are open.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from planproof.languages.markup.regions import Range, Region, comment
from planproof.languages.markup.scripts import regions_of_script
from planproof.languages.markup.tags import Tag, read_tag
from planproof.languages.markup.template import Template

_BEGIN = re.compile(rb"<(?:!--|[!?/]|[A-Za-z])")
_CLOSED = re.compile(rb"[ \t\r\n\f]*>")
_INERT = frozenset({b"lang", b"scoped", b"src", b"functional"})


def read_vue(source: bytes) -> Iterator[Region]:
    """The regions of a file, in order. It is read up to the first thing that is in doubt."""
    at = 0
    while (begin := _BEGIN.search(source, at)) is not None:
        if begin[0] == b"<!--":
            at = source.find(b"-->", begin.start() + 2) + 3
            if at < 3:
                return
            yield comment(source, begin.start(), at)
            continue
        tag = read_tag(source, begin.start())
        if tag is None:
            return
        at = tag.end
        if not tag.closing and not (tag.empty and tag.name != b"script"):
            at = yield from _block(source, tag)
            if at < 0:
                return


def _block(source: bytes, tag: Tag) -> Generator[Region, None, int]:
    """The regions of one block; returns where it ends, -1 for one that does not."""
    inert = {each.name for each in tag.attributes} <= _INERT
    if tag.name == b"template" and _is_html(source, tag):
        if inert:
            yield Region(tag.start, tag.end)
        template = Template(source, tag.end)
        yield from template.regions()
        return template.end
    start, end = (tag.end, tag.end) if tag.empty else _closing(source, tag)
    if end < 0:
        return -1
    if tag.name == b"script":
        yield from regions_of_script(source, tag, (start, end))
    elif tag.name == b"style" and inert and b"v-bind" not in source[tag.end : start]:
        yield Region(tag.start, end)
    return end


def _is_html(source: bytes, tag: Tag) -> bool:
    """Whether what stands in it is what Vue reads: not that of another file, and not as it is."""
    langs = [source[each.start : each.end] for each in tag.attributes if each.name == b"lang"]
    other = any(each.name == b"src" or each.name.startswith(b"v-pre") for each in tag.attributes)
    return not other and all(lang in (b"", b"html") for lang in langs)


def _closing(source: bytes, tag: Tag) -> Range:
    """From where to where the first closing tag of the name is; (-1, -1) for none, and for one that
    only some versions of Vue take for it: ``</script/>``."""
    closing = b"</" + tag.name.lower()
    at = source.find(b"</", tag.end)
    while at >= 0:
        behind = at + len(closing)
        if source[at:behind].lower() == closing:
            closed = _CLOSED.match(source, behind)
            return (at, closed.end()) if closed is not None else (-1, -1)
        at = source.find(b"</", at + 2)
    return -1, -1
