"""What an edit touches is found in all trails at once as in each alone."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from planproof.evaluate.moved import Moved
from planproof.evaluate.trail import of_file, of_name, pack_marks, short

FILES, NAMES = ("a.py", "b.py", "c.py"), ("f", "g")
looked_at = st.lists(st.tuples(st.sampled_from(FILES), st.none() | st.sampled_from(NAMES)))
some_marks = st.frozensets(st.sampled_from([of_name(f, n) for f in FILES for n in NAMES]))


def trail_of(looks: list[tuple[str, str | None]]) -> str:
    """Who asks a file for a name looks at the file, too."""
    marks = [of_name(path, name) for path, name in looks if name is not None]
    return pack_marks([*marks, *(of_file(path) for path, _ in looks)])


@given(
    st.lists(looked_at.map(trail_of)),
    some_marks,
    st.dictionaries(st.sampled_from(FILES), some_marks),
)
def test_in_one_go_as_one_by_one(
    trails: list[str], marks: frozenset[str], unsure: dict[str, frozenset[str]]
) -> None:
    asked: list[str] = []

    def tell(path: str) -> set[str]:
        asked.append(path)
        return {mark for mark in unsure[path] if mark.startswith(f"{path}\0")}

    def moved() -> Moved:
        return Moved(set(marks), {path: partial(tell, path) for path in unsure})

    together = moved().touched_of(trails)
    assert sorted(asked) == [p for p in FILES if p in unsure and is_looked_at(p, trails)]
    assert together == {n for n, trail in enumerate(trails) if moved().touches(trail)}


def is_looked_at(path: str, trails: list[str]) -> bool:
    return any(short(of_file(path)) in trail for trail in trails)
