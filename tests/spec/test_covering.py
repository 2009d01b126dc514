"""Whether one scope holds all that another holds, told from the globs alone."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planproof.rules import OwnPaths
from planproof.rules.globs import matcher_of
from planproof.rules.scopes import BadGlobError, check_glob, compile_scope
from planproof.spec.covering import covers, holds_all_of
from planproof.spec.wire import Scope


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("**", "src/a.py"), ("**", "[ab]/c"), ("*", "src/**"), ("**/*", "x"),
        ("src/**", "src/auth/**"), ("src/**", "src/*.py"), ("src/*", "src/**"),
        ("*.py", "src/**/*.py"), ("*.py", "test_*.py"), ("**/tests/**", "src/tests/**"),
        ("src/**/b", "src/b"), ("src/**/b", "src/a/x/b"), ("a/b", "a/b/*.py"), ("tests", "tests/x"),
        ("[ab].py", "[ab].py"),
    ],
)  # fmt: skip
def test_a_glob_that_surely_matches_all_that_another_matches(wide: str, narrow: str) -> None:
    assert covers(wide, narrow)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("src/a.py", "src/**"), ("src/**", "src"), ("src/**", "**/src/**"), ("src/**", "lib/**"),
        ("test_*.py", "*.py"), ("src/*/a.py", "src/**/a.py"), ("src/*.py", "src/*"),
        ("[ab].py", "a.py"), ("src/", "src/a"), ("****", "a"), ("*a*a*a*a*b", "a" * 60),
    ],
)  # fmt: skip
def test_a_glob_of_which_that_is_not_sure(wide: str, narrow: str) -> None:
    assert not covers(wide, narrow)


SEGMENTS = st.sampled_from(["a", "b", "ab", "*", "a*", "*b", "*a*", "**", "a.py", "*.py"])
GLOBS = st.lists(SEGMENTS, min_size=1, max_size=4).map("/".join)
ODD = st.sampled_from(["a/", "/a", "[ab]", "a?", "!a", "!a/b", ".planproof/**", ".planproof/a"])
PATHS = st.lists(
    st.sampled_from(["a", "b", "ab", "ba", "a.py", "x"]), min_size=1, max_size=4
).map("/".join)  # fmt: skip


@settings(max_examples=400)
@given(GLOBS, GLOBS, st.lists(PATHS, min_size=1, max_size=8))
def test_what_it_covers_is_matched(wide: str, narrow: str, paths: list[str]) -> None:
    assume(covers(wide, narrow))
    first, second = matcher_of([wide]), matcher_of([narrow])
    assert all(first(path) for path in paths if second(path))


def is_glob(text: str) -> bool:
    try:
        check_glob(text)
    except BadGlobError:
        return False
    return True


LISTS = st.lists((GLOBS | ODD).filter(is_glob), max_size=2)
OWN = OwnPaths(files=("a/b", "a.py"))
TREE = [f"{top}{path}" for top in ("", ".planproof/", "a/") for path in ("a", "b", "a.py", "x/a.py", "a/b", "b/ab/a")]  # fmt: skip


@settings(max_examples=400)
@given(LISTS, LISTS, LISTS, LISTS)
def test_a_scope_that_holds_all_of_another_holds_each_of_its_paths(
    include: list[str], exclude: list[str], more: list[str], other: list[str]
) -> None:
    """All pairs that these lists make, so that one often holds the other."""
    includes, excludes = (include, more, include + more), (exclude, other, exclude + other)
    scopes = [Scope(tuple(one), tuple(two)) for one in includes for two in excludes]
    for wide in scopes:
        first = compile_scope(wide)
        for narrow in (one for one in scopes if holds_all_of(wide, one)):
            second = compile_scope(narrow)
            assert all(first.holds(path, OWN) for path in TREE if second.holds(path, OWN))


def test_all_holds_everything_but_the_files_of_planproof_that_another_names() -> None:
    assert holds_all_of(Scope(), Scope(("src/**",)))
    assert not holds_all_of(Scope(), Scope((".planproof/**",)))
    assert not holds_all_of(Scope(("**",)), Scope(("specs/own.yaml",)))


def test_a_glob_that_takes_back_what_another_matches_is_sure_only_where_it_stays() -> None:
    taken = Scope(("src/**",), ("src/old/**", "!src/old/a.py"))
    assert holds_all_of(taken, taken)
    assert not holds_all_of(taken, Scope(("src/**",), ("src/old/**",)))
    assert holds_all_of(Scope(("src/**",)), taken)


def test_thousands_of_globs_are_not_compared_one_by_one() -> None:
    globs = tuple(f"src/a{number}/**" for number in range(5_000))
    assert not holds_all_of(Scope((*globs, "lib/**")), Scope(globs))
    assert holds_all_of(Scope(globs), Scope(globs))
