"""Whatever bracket is deleted: a call that is still written is seen, or said to be broken."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.index.scan import scan
from planproof.model.document import Document, Occurrence, Role
from planproof.model.location import Span

GOLDEN = Path(__file__).parent.parent / "golden"
SOURCES = [
    (language, path)
    for language in ("go", "java", "rust")
    for path in sorted((GOLDEN / language).iterdir())
    if path.suffix != ".golden" and path.stem in ("assignments", "calls", "definitions")
]
DELETABLE = b"(){}[],"
"""Without others, code could come to mean something else and be whole."""


@pytest.mark.parametrize(
    ("language", "path"), SOURCES, ids=lambda each: getattr(each, "name", each)
)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_deletion_hides_a_call(language: str, path: Path, data: st.DataObject):
    source = path.read_bytes()
    deletable = [at for at, byte in enumerate(source) if byte in DELETABLE]
    gone = data.draw(st.sets(st.sampled_from(deletable), min_size=1, max_size=6))
    left = bytes(byte for at, byte in enumerate(source) if at not in gone)
    document = read(language, left)
    if not document.broken:
        return
    for start, end in called_names(language, source):
        if gone.isdisjoint(range(start - 1, end + 1)):
            moved = Span(*(at - sum(before < at for before in gone) for at in (start, end)))
            assert is_seen(document, moved), (left[moved.start : moved.end], left.decode())


def read(language: str, source: bytes) -> Document:
    document = scan(source, language)
    assert isinstance(document, Document)
    return document


@cache
def called_names(language: str, source: bytes) -> list[tuple[int, int]]:
    """Where the last segment of each call stands that has its arguments right behind it."""
    rows = [row for row in read(language, source) if Role.CALL in row.roles]
    named = [(row, last_segment(row).encode()) for row in rows if row.name != "()"]
    places = [(row.span.end - len(name), row.span.end, name) for row, name in named]
    return [(start, end) for start, end, name in places if source[start : end + 1] == name + b"("]


def last_segment(row: Occurrence) -> str:
    return row.name.replace("::", ".").rpartition(".")[2]


def is_seen(document: Document, place: Span) -> bool:
    if document.is_broken(place):
        return True
    return any(row.span.end == place.end and Role.CALL in row.roles for row in document)
