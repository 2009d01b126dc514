"""What is kept of single blobs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.evaluate.blob_memo import BlobMemo, Json


class Kept(dict[str, bytes]):
    """A memo that counts what is written."""

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


plain = st.booleans() | st.integers() | st.text(max_size=20)
values = plain | st.lists(plain, max_size=3) | st.lists(st.lists(plain, max_size=3), max_size=3)
blobs = st.integers(0, 2**160 - 1).map(lambda number: f"{number:040x}")


@given(st.dictionaries(blobs, values))
def test_what_was_put_is_there_again(given_values: dict[str, Json]) -> None:
    kept = Kept()
    memo = BlobMemo(kept, "k")
    for blob, value in given_values.items():
        memo.put(blob, value)
    memo.save(given_values)
    again = BlobMemo(kept, "k")
    assert {blob: again.get(blob) for blob in given_values} == given_values
    assert BlobMemo(kept, "other").get("0" * 40) is None


def test_one_new_blob_writes_one_row() -> None:
    kept = Kept()
    first = BlobMemo(kept, "k")
    for digit in "0123456789abcdef":
        first.put(digit * 40, 1)
    first.save(())
    before = dict(kept)
    second = BlobMemo(kept, "k")
    second.put("a" + "1" * 39, 2)
    second.save(())
    assert [key for key in kept if kept[key] != before[key]] == ["k/a"]
    assert second.get("a" * 40) == 1


def test_blobs_of_other_trees_are_dropped_when_they_outnumber_those_of_this_one() -> None:
    kept = Kept()
    memo = BlobMemo(kept, "k")
    for number in range(70):
        memo.put(f"{number:040x}", number)
    memo.save({f"{69:040x}"})
    again = BlobMemo(kept, "k")
    assert again.get(f"{69:040x}") == 69
    assert again.get(f"{1:040x}") is None


def test_damage_costs_time_only() -> None:
    kept = Kept({"k/0": b"damaged"})
    assert BlobMemo(kept, "k").get("0" * 40) is None
