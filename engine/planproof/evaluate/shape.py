"""The shape of a statement: its text with local names blanked, which renaming a variable keeps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from planproof.evaluate.page import Page
from planproof.model.document import Role
from planproof.model.location import Span
from planproof.model.name import OPAQUE, segments

_BLANK = b"_"


def shape_of(page: Page, statement: Span) -> str:
    """The statement on one line, each variable that a function binds as ``_``."""
    content, at, parts = page.subject.content, statement.start, []
    for name in _local_names(page, statement):
        if name.start >= at:
            parts += [content[at : name.start], _BLANK]
            at = name.end
    parts.append(content[at : statement.end])
    return " ".join(b"".join(parts).decode(page.reading.codec, "replace").split())


def _local_names(page: Page, statement: Span) -> Iterator[Span]:
    """The places, in order, where a chain begins with a name that is local in this file."""
    document, local = page.subject.document, page.local_names
    for row in range(bisect_left(document.starts, statement.start), len(document)):
        start = document.starts[row]
        if start >= statement.end:
            return
        name = document.names[document.name_ids[row]]
        root = "" if name.startswith(OPAQUE) else next(iter(segments(name)), "")
        if root in local and not document.roles[row] & (Role.KEYWORD | Role.IMPORT):
            yield Span(start, start + len(root.encode(page.reading.codec, "replace")))
