"""Names are read by several processes as by one, and a damaged or lost part is read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.git import blob_id
from planproof.index import Index, Source, mention_work
from planproof.index.mention import Mention, Row, Unit
from planproof.index.mention_lists import MentionList, unpack_list

numbers = st.integers(0, 2**32 - 2)
text = st.text(st.characters(codec="utf-8"), max_size=6)
rows = st.builds(
    Row,
    st.just("f"),
    st.lists(text, min_size=1, max_size=3).map(tuple),
    st.integers(-1, 2**32 - 2),
    numbers,
    numbers,
)


@given(st.lists(st.tuples(st.integers(0, 1023), rows), max_size=20), st.integers(1, 2**31))
def test_a_list_is_what_was_packed(given_rows: list[tuple[int, Row]], first: int) -> None:
    packed = MentionList()
    in_order = sorted(given_rows, key=lambda pair: pair[0])
    for unit, row in in_order:
        packed.add(unit, row)

    assert list(unpack_list(first, packed.packed())) == [
        Mention(first + unit, row.texts, row.definition, row.row, row.roles)
        for unit, row in in_order
    ]


def test_texts_that_do_not_hold_what_is_looked_for_are_passed_over_where_they_are_ascii() -> None:
    for written, asked in (("a.save", []), ("a.\ufb01le", ["a.\ufb01le"])):
        packed = MentionList()
        packed.add(0, Row("f", (written,), -1, 0, 0))

        found = unpack_list(1, packed.packed(), lambda texts: True, b"file")

        assert [each.texts[0] for each in found] == asked


def stored(path: Path, count: int) -> tuple[Index, list[Unit]]:
    """An index on disk with the documents of so many files."""
    index = Index.open(path, jobs=2)
    contents = [f"from m{n} import f\ndef g{n}(): f(g{n - 1})\n".encode() for n in range(count)]
    blobs = [blob_id(content, "sha1") for content in contents]
    list(
        index.documents(Source(blob, "python", c) for blob, c in zip(blobs, contents, strict=True))
    )
    return index, [Unit(f"m{n}.py", blob, "python") for n, blob in enumerate(blobs)]


def everything(index: Index) -> list[tuple[str, Mention]]:
    units = {number: unit.path for unit, number in index.mentions.units().items()}
    return sorted(
        (units[each.unit], each._replace(unit=0))
        for key in index.mentions.keys()  # noqa: SIM118 - no mapping
        for each in index.mentions.find(key)
    )


def test_two_processes_read_what_one_reads(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    for name, many in (("one", 1000), ("two", 10)):
        monkeypatch.setattr(mention_work, "_MANY", many)
        index, units = stored(tmp_path / name / "index.db", 40)
        with index:
            counts = list(index.read_mentions(units))
            kept.append(everything(index))
    assert counts == [20, 20]
    assert kept[0] == kept[1]


def test_what_a_process_died_of_is_read_by_the_one_that_asked(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mention_work, "_MANY", 10)
    monkeypatch.setattr(mention_work.Mentioning, "begin", lambda self: exit(1))
    index, units = stored(tmp_path / "index.db", 40)
    with index:
        list(index.read_mentions(units))

        assert set(index.mentions.units()) == set(units)


def test_units_whose_documents_are_not_stored_are_left_out(tmp_path) -> None:
    index, units = stored(tmp_path / "index.db", 3)
    with index:
        list(index.read_mentions([*units, Unit("x.py", "ab" * 20, "python")]))

        assert set(index.mentions.units()) == set(units)
