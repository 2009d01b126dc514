"""Occurrences of a source, drawn under it, compared with the drawing a person approved.

``tests/golden/<language>/<file>`` is the source, ``<file>.golden`` the drawing.
``pytest tests/languages --update-goldens`` draws anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planproof.index.scan import scan
from planproof.languages import by_name
from planproof.model.document import Definition, Document, Import, Occurrence, Relation, Role
from planproof.model.location import LineMap, Span

GOLDEN = Path(__file__).parent.parent / "golden"
SOURCES = sorted(path for path in GOLDEN.glob("*/*") if path.suffix != ".golden")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_occurrences_are_those_in_the_golden_file(path: Path, request: pytest.FixtureRequest):
    source = path.read_bytes()
    document = scan(source, path.parent.name)
    assert isinstance(document, Document)
    drawing = "\n".join(draw(source, document)) + "\n"
    golden = path.with_name(f"{path.name}.golden")
    if request.config.getoption("--update-goldens"):
        golden.write_text(drawing, encoding="utf-8")
    assert drawing == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_source_of_a_known_language():
    for golden in GOLDEN.glob("*/*.golden"):
        assert golden.with_suffix("").exists()
        assert by_name(golden.parent.name) is not None


def draw(source: bytes, document: Document) -> Iterator[str]:
    """Each line of the source, then one line per occurrence that starts there."""
    lines = LineMap(source)
    rows = iter(sorted(document, key=lambda row: row.span.start))
    row = next(rows, None)
    for number in range(len(lines)):
        span = lines.line_span(number)
        text = source[span.start : span.end].decode()
        mark = "!" if document.is_broken(Span(span.start, max(span.end, span.start + 1))) else "|"
        yield f"{mark} {text.rstrip()}".rstrip()
        while row is not None and row.span.start < span.end:
            yield underline(row, document, source, lines, len(text.rstrip()))
            row = next(rows, None)


def underline(
    row: Occurrence, document: Document, source: bytes, lines: LineMap, width: int
) -> str:
    start, end = lines.position(row.span.start), lines.position(row.span.end)
    last = end.column if end.line == start.line else width
    arrows = " " * start.column + "^" * max(1, last - start.column)
    written = source[row.span.start : row.span.end].decode()
    name = [] if written == row.name else [f"‹{row.name}›"]
    return f"  {arrows} {' '.join([*roles(row), *name, *said(row, document)])}"


def roles(row: Occurrence) -> list[str]:
    return [role.word for role in Role if role in row.roles]


def said(row: Occurrence, document: Document) -> Iterator[str]:
    for definition in document.definitions:
        if definition.name == row.span:
            yield defined(definition)
    for binding in document.imports:
        if binding.span == row.span:
            yield imported(binding)
    for relation in document.relations:
        if document.occurrence(relation.row) == row:
            yield related(relation, document)


def defined(definition: Definition) -> str:
    parts = [definition.kind, definition.qualified]
    if definition.parameters:
        parts.append(f"({', '.join(definition.parameters)})")
    parts.extend(f"@{name}" for name in definition.decorators)
    parts.extend(f"<{name}" for name in definition.bases)
    return " ".join(parts)


def imported(binding: Import) -> str:
    target = "." * binding.level + binding.target + (".*" if binding.star else "")
    bound = f"{binding.local} = {target}" if binding.local else target
    return f"{bound} offered as {binding.offered}" if binding.offered else bound


def related(relation: Relation, document: Document) -> str:
    name = document.occurrence(relation.of).name
    if relation.member >= 0:
        name += f".{document.occurrence(relation.member).name}"
    return f"{relation.tie.name.lower()} {name}"
