"""Whatever is deleted from Python code: a name that is still written is seen, or its line is
marked as broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.index.literals import literals
from planproof.index.scan import scan
from planproof.model.document import Document, Occurrence
from planproof.model.location import Span

GOLDEN = Path(__file__).parent.parent / "golden" / "python"
ENGINE = Path(__file__).parent.parent.parent / "engine" / "planproof"
SOURCES = [
    *(path for path in sorted(GOLDEN.glob("*.py")) if path.stem != "broken"),
    ENGINE / "model" / "document.py",
    ENGINE / "index" / "pool.py",
    ENGINE / "languages" / "python.py",
]
WORD = re.compile(rb"\w+\Z")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_no_deletion_hides_a_name(path: Path, data: st.DataObject):
    source = path.read_bytes()
    start = data.draw(st.integers(0, len(source) - 1), label="start")
    end = start + data.draw(st.integers(1, 120), label="length")
    left = source[:start] + source[end:]
    document = read(left)
    if document is None:
        return
    seen = seen_places(document)
    modules = imported_modules(document)
    texts = [literal.span for literal in literals(left, "python")]
    for row in read(source) or ():
        place = moved(row, start, end)
        if place is None or place.end in seen or any(each.contains(place) for each in texts):
            continue  # without its f, what was code in a string is text
        if is_still_code(row, place, left):
            assert row.name in modules or document.is_broken(place), (
                row.name,
                left[: place.end].splitlines()[-1],
            )


def read(source: bytes) -> Document | None:
    document = scan(source, "python")
    return document if isinstance(document, Document) else None


def seen_places(document: Document) -> set[int]:
    """Where names end: those of chains and of each of their links."""
    return {row.span.end for row in document}


def imported_modules(document: Document) -> set[str]:
    """``from a`` goes on in the next line to the grammar: ``a`` is then found as what is imported."""
    return {binding.target.rpartition(".")[0] for binding in document.imports}


def moved(row: Occurrence, start: int, end: int) -> Span | None:
    """Where the row stands after the deletion; None if that touched it."""
    if row.span.end < start:
        return row.span
    if row.span.start > end:
        return Span(row.span.start - (end - start), row.span.end - (end - start))
    return None


def is_still_code(row: Occurrence, place: Span, source: bytes) -> bool:
    """Whether the name stands by itself: not in what became a comment, nor in a longer chain."""
    line = source[source.rfind(b"\n", 0, place.end) + 1 : place.end]
    after = source[place.end : place.end + 30].lstrip(b" \\\n\t)")
    return b"#" not in line and after[:1] not in b"." and bool(WORD.search(line))


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        (b"a\nb(\nc\n", {2, 3}),
        (b"import x y\nz\n", {1}),
        (b"from a import \n    b,\n    c\n)\nd\n", {1, 2, 3, 4}),
        (b"ok()\n\nclas A(B):\n    def f(self):\n        g()\n\nfine()\n", {3, 4, 5, 6}),
        (b'a\n"""one\ntwo"""\nb = (\n', {2, 3, 4}),
        (b'def f():\n    """doc\n    more\n    old()\n', {1, 2, 3, 4}),
        (b"x = 'open\ny\n", {1}),
        (b"fine()\n", set()),
    ],
)
def test_broken_lines(source: bytes, broken: set[int]):
    document = read(source)
    assert document is not None
    lines = source.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    found = {
        number + 1
        for number, start in enumerate(starts)
        if document.is_broken(Span(start, start + len(lines[number])))
    }
    assert found >= broken
    assert (found == set()) == (broken == set())
