"""Globs that are read without the library mean what they mean to it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from planproof.rules.globs import is_plain, matcher_of

names = st.sampled_from(
    ["a", "b.py", "*", "*.py", "a*", "*b*", "**", "a**", "é", "a b", "[ab]", ".x"]
)
globs = st.tuples(
    st.sampled_from(["", "", "", "/", "!"]),
    st.lists(names, min_size=1, max_size=4).map("/".join),
    st.sampled_from(["", "", "", "/", " "]),
).map("".join)
parts = st.sampled_from(["a", "b.py", "ab", "b", "a.py", "x\ny", ".x", "é", "a b", "b.py\n"])
paths = st.lists(parts, min_size=1, max_size=4).map("/".join)


@settings(max_examples=1500)
@given(st.lists(globs, min_size=1, max_size=3), paths)
def test_every_glob_means_what_it_means_in_gitignore(some: list[str], path: str) -> None:
    expected = bool(GitIgnoreSpec.from_lines(some).match_file(path))
    assert matcher_of(some)(path) == expected


@pytest.mark.parametrize("glob", ["**/*.py", "src/**", "*.py", "a/**/b", "**", "*", "a/b-c_d+e@f"])
def test_the_usual_globs_are_plain(glob: str) -> None:
    assert is_plain(glob)
    (pattern,) = GitIgnoreSpec.from_lines([glob]).patterns
    assert pattern.include


@pytest.mark.parametrize(
    "glob", ["", "/a", "a/", "!a", "[a]", "a?", "a b", "a//b", "a**", "#a", "é"]
)
def test_what_is_unusual_is_left_to_the_library(glob: str) -> None:
    assert not is_plain(glob)


def test_plain_globs_do_not_load_the_library() -> None:
    script = """
import sys
from planproof.rules.globs import matcher_of
assert matcher_of(["**/*.py", "docs/**"])("a/b.py")
print("pathspec" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
