"""Facts survive being packed; damaged bytes are never facts."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planproof.index.facts import Facts, document_of
from planproof.index.pack import pack
from planproof.index.scan import extract
from planproof.index.unpack import DamagedError, open_document, unpack

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


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_an_opened_document_is_the_one_that_was_packed(path: Path):
    facts = facts_of(path)
    document = document_of(facts, path.parent.name)
    opened = open_document(pack(facts), path.parent.name)
    assert opened.definitions is opened.definitions
    assert list(opened) == list(document)
    assert document == opened
    assert opened == document
    assert open_document(pack(facts), "other") != document


def test_a_large_number_is_packed_with_all_its_bytes():
    facts = replace(facts_of(SOURCES[0]), regions=((3, 2**32 - 1), (2**24, 2**31)))
    assert unpack(pack(facts)) == facts


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
            assert open_document(damaged, "python") == document_of(facts, "python")


@given(data=st.binary(max_size=300))
def test_foreign_bytes_are_damaged(data: bytes):
    with pytest.raises(DamagedError):
        unpack(data)
    with pytest.raises(DamagedError):
        open_document(data, "python")
