"""Lists of units are packed small, and come out as they went in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.index import FeatureBatch, FeatureTable
from planproof.index.database import Database
from planproof.index.feature_blocks import BITS, Postings, pack_blocks, unpack_block

FEATURES = st.one_of(st.integers(0, 2**32 - 1), st.integers(0, 300))
UNITS = st.one_of(
    st.lists(st.integers(0, 2**16 - 1), min_size=1, max_size=20),
    st.lists(st.integers(0, 600), min_size=1, max_size=40),
).map(sorted)


@given(st.dictionaries(FEATURES, UNITS, max_size=60), st.sets(FEATURES, max_size=10))
def test_every_list_comes_out_as_it_went_in_and_no_other(
    postings: Postings, others: set[int]
) -> None:
    blocks = pack_blocks(postings)
    packed = dict(blocks.rows)
    asked = sorted(others | postings.keys())

    found = {
        feature: list(units)
        for number, block in packed.items()
        for feature, units in unpack_block(block, asked)
        if feature >> blocks.shift == number
    }

    assert found == {feature: list(units) for feature, units in postings.items()}
    assert all(0 <= number < 1 << BITS for number in packed)


def test_units_that_follow_each_other_take_a_byte_each() -> None:
    near, far = range(0, 40_000, 40), range(0, 60_000, 60)
    scattered = [*range(500), 40_000, *range(60_000, 60_499)]

    sizes = [len(pack_blocks({1: units}).rows[0][1]) for units in (near, far, scattered)]

    assert sizes[0] == sizes[1] < 1_050
    assert sizes[2] > 2_000


@pytest.mark.parametrize("at", range(0, 40, 3))
def test_a_damaged_block_is_refused(at: int) -> None:
    ((_, packed),) = pack_blocks({5: [1, 2, 3], 9: [7, 9_000], 11: [4]}).rows
    at %= len(packed)
    damaged = packed[:at] + bytes([packed[at] ^ 0x41]) + packed[at + 1 :]

    for bad in (damaged, packed[:at], b""):
        with pytest.raises(ValueError, match="damaged"):
            list(unpack_block(bad, [5, 9, 11]))


def test_a_table_with_a_damaged_block_forgets_everything_and_says_so(tmp_path: Path) -> None:
    database = Database(tmp_path / "index.db")
    table = FeatureTable(database)
    blocks = pack_blocks({5: [0, 1], 2**31: [1]})
    batch = FeatureBatch((("ab" * 20, "python", 2),), b"\1\2", blocks.shift)
    assert table.save(batch, blocks.rows, 0) == 1
    whole = table.postings([5, 2**31, 6], table.batches())
    before = table.generation
    database.write(lambda db: db.execute("UPDATE feature_blocks SET lists = x'00ff'") and None)

    found = table.postings([5, 2**31], table.batches())
    database.close()

    assert {key: {n: list(u) for n, u in some.items()} for key, some in whole.items()} == {
        5: {1: [0, 1]},
        2**31: {1: [1]},
    }
    assert (found, table.generation > before) == ({}, True)


def test_batches_are_forgotten_one_by_one(tmp_path: Path) -> None:
    database = Database(tmp_path / "index.db")
    table = FeatureTable(database)
    blocks = pack_blocks({5: [0]})
    batch = FeatureBatch((("ab" * 20, "python", 1),), b"\1", blocks.shift)
    first = table.save(batch, blocks.rows, 0)
    second = table.save(batch, blocks.rows, first)

    table.forget([first])
    found = table.postings([5], table.batches())
    database.close()

    assert {number: list(units) for number, units in found[5].items()} == {second: [0]}
