"""``inside`` and ``not_inside``: which of a clause's hits stand in which definitions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planproof.errors import SpecError
from planproof.model.violation import Mark
from planproof.rules import Hit, find_hits

SOURCE = """\
commit()

@commit.wrapped
def save():
    commit()

class Store:
    retries = commit()

    @commit.later
    def save(self):
        def inner():
            commit()
        return inner

    def load(self):
        commit()
"""


@pytest.fixture
def lines(clause, reading) -> Callable[..., list[int]]:
    """``lines(inside=…)`` → the lines of the hits of ``identifiers: [commit]``."""

    def found(path: str = "src/db/store.py", source: str = SOURCE, **bounds: object) -> list[int]:
        wanted = clause(("identifiers", "commit"), **bounds)
        hits = find_hits(wanted, reading(path, source)).hits
        return sorted(line_of(hit, source) for hit in hits)

    return found


def line_of(hit: Hit, source: str) -> int:
    return source.encode().count(b"\n", 0, hit.span.start) + 1


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({}, [1, 3, 5, 8, 10, 13, 17]),
        ({"inside": ("save",)}, [3, 5, 10, 13]),
        ({"inside": ("Store",)}, [8, 10, 13, 17]),
        ({"inside": ("Store.save",)}, [10, 13]),
        ({"inside": ("store.save", "load")}, [3, 5, 17]),
        ({"inside": ("db.store.Store.**",)}, [8, 10, 13, 17]),
        ({"inside": ("/^(inner|load)$/",)}, [13, 17]),
        ({"inside": ("store",)}, []),
        ({"not_inside": ("save",)}, [1, 8, 17]),
        ({"not_inside": ("**",)}, [1]),
        ({"inside": ("Store",), "not_inside": ("save",)}, [8, 17]),
    ],
)
def test_hits_are_kept_by_the_definitions_around_them(lines, bounds, expected) -> None:
    assert lines(**bounds) == expected


ELSEWHERE = {
    "store/save.go": "package store\n\nfunc (s *Store) Save() {\n\tcommit()\n}\nfunc Save() {\n\tcommit()\n}\n",
    "src/store.rs": "impl<T> Later for Store<T> {\n\n    fn save(&self) {\n        commit();\n} }\nfn save() {\n    commit();\n}\n",
}


@pytest.mark.parametrize(("path", "source"), ELSEWHERE.items(), ids=("go", "rust"))
def test_a_method_stands_inside_its_type_wherever_it_is_written(lines, path, source) -> None:
    assert lines(path, source, inside=("Store",)) == [4]
    assert lines(path, source, inside=("store.Store.**",)) == [4]
    assert lines(path, source, not_inside=("Store",)) == [7]


def test_a_definition_is_not_inside_itself(clause, reading) -> None:
    read = reading("a.py", "def save():\n    def save_one(): ...\n")
    names = [
        hit.name for hit in find_hits(clause(("definitions", "save*"), inside=("save",)), read).hits
    ]
    assert names == ["save.save_one"]


def test_structural_hits_are_told_apart_before_the_outermost_is_taken(clause, reading) -> None:
    source = "f(lambda: 0, [f(1)])\ndef g():\n    return f(2)\n"
    found = find_hits(clause(("pattern", "f($$$)"), inside=("g",)), reading("a.py", source))
    assert [hit.name for hit in found.hits] == ["f(2)"]


def test_other_languages(lines) -> None:
    go = "package a\nfunc (s *Store) Save() { commit() }\nfunc Load() { commit() }\n"
    assert lines("a/a.go", go, inside=("Store.Save",)) == [2]
    ts = "class Store {\n save = () => commit();\n load() { commit() }\n}\n"
    assert lines("a.ts", ts, not_inside=("Store.save",)) == [3]


@pytest.mark.parametrize("bounds", [{"inside": ("load",)}, {"not_inside": ("save",)}])
def test_where_the_syntax_is_broken_a_hit_is_kept_and_marked(clause, reading, bounds) -> None:
    source = "def load():\n    pass\n\ndef save():\n    x = (commit(\n"
    hits = find_hits(clause(("calls", "commit"), **bounds), reading("a.py", source)).hits
    assert [hit.mark for hit in hits] == [Mark.LEXICAL]


def test_symbols_are_read_as_terms_are(clause) -> None:
    with pytest.raises(SpecError, match="white space"):
        clause(("calls", "a"), inside=("a b",))


def test_paths_are_inside_nothing(clause) -> None:
    with pytest.raises(SpecError, match="inside no definition"):
        clause(("files", "a/**"), not_inside=("f",))
