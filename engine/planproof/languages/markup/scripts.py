"""Which ``<script>`` holds code that can be read here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planproof.languages.markup.regions import Range, Region, script
from planproof.languages.markup.tags import Tag

_LANGUAGES = frozenset(
    {b"", b"js", b"jsx", b"ts", b"tsx", b"javascript", b"typescript", b"babel", b"module"}
)
_TYPES = re.compile(rb"(?:text|application)/(?:javascript|ecmascript|typescript|babel)")
_CASTS = frozenset({b"ts", b"typescript"})
_KNOWN = frozenset({b"lang", b"type", b"setup", b"context", b"module", b"name"})


def regions_of_script(source: bytes, tag: Tag, closing: Range) -> list[Region]:
    """What is understood of a script, given its tags: nothing where its language is another one,
    and where its code is in another file only that it is imported."""
    values = {each.name: source[each.start : each.end] for each in tag.attributes}
    if len(values) < len(tag.attributes) or not _is_known(values):
        return []
    if b"src" in values:
        return _imported(source, tag)
    if tag.empty:
        return []
    head = [Region(tag.start, tag.end - 1)] if values.keys() <= _KNOWN else []
    start, end = closing
    casts = values.get(b"lang", b"").lower() in _CASTS or b"typescript" in values.get(b"type", b"")
    code = script(source, tag.end, start)._replace(casts=casts)
    return [*head, code, Region(start + 2, end)]


def _is_known(values: Mapping[bytes, bytes]) -> bool:
    written = values.get(b"lang", b"").lower(), values.get(b"type", b"").lower()
    return all(each in _LANGUAGES or _TYPES.fullmatch(each) for each in written)


def _imported(source: bytes, tag: Tag) -> list[Region]:
    """``<script src="./page.js">`` says ``import "./page.js"``."""
    where = next(each for each in tag.attributes if each.name == b"src")
    if not where.quote or b"\\" in source[where.start : where.end]:
        return []
    start, end = where.start - 1, where.behind
    before, behind = start - tag.start, tag.end - end
    form = b"import".ljust(before) + source[start:end] + b";".ljust(behind)
    return [Region(tag.start, tag.end, (form,), whole=True)]
