"""What became of violations between two snapshots that may lie far apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.model.location import Place, Position
from planproof.model.violation import Identity
from planproof.progress import Recorded
from planproof.progress.between import between


def violation(id_: str, path: str = "a.py", text: str = "old()", scope: str = "f") -> Recorded:
    identity = Identity("r", path, scope, text, text, "m")
    return Recorded(id_, identity, Place(path, Position(0, 0), Position(0, 5)))


def no_renames() -> dict[str, str]:
    return {}


def ids(violations: tuple[Recorded, ...]) -> list[str]:
    return [one.fingerprint for one in violations]


def test_an_id_is_one_violation_whatever_became_of_its_text() -> None:
    found = between([violation("1")], [violation("1", "b.py", "other(1, 2, 3)", "g")], no_renames)
    assert (found.counts.new, found.counts.fixed, found.counts.changed) == (0, 0, 1)


def test_in_a_renamed_file_it_stays_where_it_was() -> None:
    pair = [violation("1", "a.py")], [violation("1", "b.py")]
    assert between(*pair, lambda: {"a.py": "b.py"}).counts.unchanged == 1
    assert between(*pair, no_renames).counts.moved == 1


def test_what_came_back_under_another_id_is_found_by_its_likeness() -> None:
    found = between([violation("1")], [violation("2")], no_renames)
    assert (found.counts.new, found.counts.fixed, found.counts.unchanged) == (0, 0, 1)


def test_git_is_asked_for_renames_only_where_they_matter() -> None:
    def never() -> dict[str, str]:
        raise AssertionError("nobody asked for this")

    assert between([violation("1")], [], never).counts.fixed == 1
    assert between([], [violation("1")], never).counts.new == 1
    assert between([violation("1")], [violation("1")], never).counts.unchanged == 1


sets = st.dictionaries(
    st.sampled_from("123456"),
    st.tuples(st.sampled_from(["a.py", "b.py"]), st.sampled_from(["x()", "y(1)", "zzzzzz"])),
)


@given(sets, sets)
def test_every_violation_is_in_exactly_one_class(
    before: dict[str, tuple[str, str]], after: dict[str, tuple[str, str]]
) -> None:
    old = [violation(id_, *rest) for id_, rest in before.items()]
    now = [violation(id_, *rest) for id_, rest in after.items()]
    found = between(old, now, no_renames)
    pairs = [*found.moved, *found.changed, *found.unchanged]
    assert sorted([*ids(found.fixed), *(pair.before.fingerprint for pair in pairs)]) == sorted(
        before
    )
    assert len(found.new) + len(pairs) == len(after)
    assert {pair.before.fingerprint for pair in pairs} >= before.keys() & after.keys()
    assert found.counts == between(old[::-1], now[::-1], no_renames).counts
