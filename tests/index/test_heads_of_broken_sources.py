"""Whatever stands in a file: arguments, heads and literals are read without an error, in bounds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.index import call_at, callees, head_of
from planproof.index import positional_parameters as filled
from planproof.index.comments import comments
from planproof.index.literals import literals
from planproof.index.scan import scan
from planproof.model.document import Document

GOLDEN = Path(__file__).parent.parent / "golden"
SOURCES = sorted(path for path in GOLDEN.glob("*/*") if path.suffix != ".golden")
JUNK = st.sampled_from(
    [b"(", b")", b"{", b"*", b"**", b"...", b"'", b'"""', b"`${", b"\\", b"@", b"\n", "é".encode()]
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_nothing_in_a_source_is_an_error(path: Path, data: st.DataObject) -> None:
    source, language = path.read_bytes(), path.parent.name
    at = data.draw(st.integers(0, len(source)), label="at")
    gone = data.draw(st.integers(0, 40), label="gone")
    source = source[:at] + data.draw(JUNK, label="junk") + source[at + gone :]
    document = scan(source, language)
    if not isinstance(document, Document):
        return
    places = list(callees(source, language).values())
    for place in places:
        call = call_at(source, language, place)
        assert 0 <= call.placed <= len(call.positions)
    for definition in document.definitions:
        places.extend(head_of(source, language, definition).parameters or ())
        filled(source, language, definition.name)
    for literal in literals(source, language):
        places += [literal.span, *(span for span, _ in literal.pieces)]
        assert all(literal.span.contains(span) for span, _ in literal.pieces)
    places += [span for span, _ in comments(source, language)]
    assert all(0 <= span.start <= span.end <= len(source) for span in places)


LARGE = {
    "one literal of many escapes and holes": (b"x = f'", b"\\x61{a}", b"'\n"),
    "many literals side by side": (b"x = (", b"'a'\n", b")\n"),
    "many calls": (b"", b"f(a, k='b', **c)\n", b""),
    "one call of many arguments": (b"f(", b"k='a', ", b")\n"),
    "many functions": (b"", b"@a\ndef f(a, b=1): ...\n", b""),
}


@pytest.mark.parametrize("parts", LARGE.values(), ids=LARGE)
def test_large_sources_take_linear_time(parts: tuple[bytes, bytes, bytes]) -> None:
    small, large = (_seconds(parts[0] + parts[1] * many + parts[2]) for many in (2_000, 16_000))
    assert large < 24 * small + 1


def _seconds(source: bytes) -> float:
    document = scan(source, "python")
    assert isinstance(document, Document)
    start = time.process_time()
    for place in callees(source, "python").values():
        call_at(source, "python", place)
    for definition in document.definitions:
        head_of(source, "python", definition)
    sum(1 for _ in literals(source, "python"))
    return time.process_time() - start
