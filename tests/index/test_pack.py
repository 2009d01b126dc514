"""Facts survive being packed; damaged bytes are never facts."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.index.facts import Facts
from planproof.index.pack import DamagedError, pack, unpack
from planproof.index.scan import extract

GOLDEN = Path(__file__).parent.parent / "golden"
SOURCES = sorted(path for path in GOLDEN.glob("*/*") if path.suffix != ".golden")


def facts_of(path: Path) -> Facts:
    facts = extract(path.read_bytes(), path.parent.name)
    assert isinstance(facts, Facts)
    return facts


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_facts_come_back_as_they_were(path: Path):
    facts = facts_of(path)
    assert unpack(pack(facts)) == facts
    assert pack(unpack(pack(facts))) == pack(facts)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_damaged_bytes_are_never_other_facts(data: st.DataObject):
    facts = facts_of(SOURCES[0])
    packed = bytearray(pack(facts))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(0, len(packed)))
    for damaged in (bytes(packed), bytes(packed[:cut])):
        with contextlib.suppress(DamagedError):
            assert unpack(damaged) == facts


@given(data=st.binary(max_size=300))
def test_foreign_bytes_are_damaged(data: bytes):
    with pytest.raises(DamagedError):
        unpack(data)
