"""Scopes: gitignore semantics, exclude wins, planproof's own files stay outside."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planproof.rules.scopes import BadGlobError, OwnPaths, PathScope, check_glob, parse_glob

OWN = OwnPaths(files=("specs/a.yaml",))


@pytest.mark.parametrize(
    ("include", "exclude", "path", "holds"),
    [
        ((), (), "a.py", True),
        (("src/**",), (), "src/a/b.py", True),
        (("src/**",), (), "lib/src/a.py", False),
        (("src",), (), "lib/src/a.py", True),
        (("/src",), (), "lib/src/a.py", False),
        (("*.py",), (), "a/b/c.py", True),
        (("src/*.py",), (), "src/\udcff.py", True),  # bytes that are no UTF-8
        (("src/?.py",), ("src/a*",), "src/\udcff.py", True),
        (("src/**",), ("**/tests/**",), "src/tests/a.py", False),
        (("src/**", "!src/x.py"), (), "src/x.py", False),
        ((), ("src/**",), "src/a.py", False),
        ((), (), ".planproof/specs/a.yaml", False),
        (("**",), (), ".planproof/specs/a.yaml", False),
        ((".planproof/**",), (), ".planproof/specs/a.yaml", True),
        ((".planproof",), (), ".planproof/specs/a.yaml", True),
        ((".planproof/**",), (".planproof/specs/**",), ".planproof/specs/a.yaml", False),
        (("specs/**",), (), "specs/a.yaml", False),
        (("specs/a.yaml",), (), "specs/a.yaml", True),
        (("specs/**",), (), "specs/b.yaml", True),
    ],
)
def test_what_is_in_scope(include, exclude, path: str, holds: bool) -> None:
    assert PathScope(include, exclude).holds(path, OWN) is holds


@pytest.mark.parametrize(
    ("include", "exclude", "folder", "may"),
    [
        ((), (), "lib/", True),
        (("src/**",), (), "lib/", False),
        (("src/**",), (), "src/", True),
        (("src/a/**",), (), "src/", True),
        (("src/**",), (), "src/a/", True),
        (("*.py",), (), "lib/", True),
        (("**/x.py",), (), "lib/", True),
        ((), ("lib/**",), "lib/", False),
    ],
)
def test_what_may_lie_in_a_folder_that_cannot_be_listed(include, exclude, folder, may) -> None:
    assert PathScope(include, exclude).may_hold_below(folder) is may


@pytest.mark.parametrize(
    ("glob", "fix"),
    [
        ("", "src/**"),
        ("./src", "write src"),
        ("../x", "write x"),
        ("src\\foo", "/"),
        ("#x", "\\#x"),
        ("/", "src/**"),
        ("!", "src/**"),
        ("[a", "src/**"),
        ("a**", "a/**/b"),
        ("a/**/", "a/**/b"),
        ("a//b", "a/**/b"),
        ("a*b*c*d*e", "at most"),
        ("**/a/**/b/**/c/**/d/**/e", "at most"),
    ],
)
def test_globs_that_can_never_match_are_refused(glob: str, fix: str) -> None:
    with pytest.raises(BadGlobError) as refused:
        check_glob(glob)
    assert fix in refused.value.diagnostics[0].fix


def test_paths_that_are_no_utf_8_are_in_scope_like_others() -> None:
    assert PathScope(("src/**",), ("*.md",)).holds("src/\udcff.py", OWN)
    assert not PathScope(("src/**",), ("*.md",)).holds("src/\udcff.md", OWN)
    assert parse_glob("src/*.py").fits("src/\udcff.py")


def test_a_glob_as_a_term() -> None:
    glob = parse_glob("src/legacy*.py")
    assert glob.fits("src/legacy_a.py")
    assert not glob.fits("lib/src/legacy_a.py")


GLOBS = st.lists(
    st.sampled_from(["src/", "*", "**/", "a", "b.py", "/", "*.py", "lib", "/**"]),
    min_size=1,
    max_size=4,
).map("".join)
PATHS = st.lists(st.sampled_from(["src", "a", "b.py", "lib", "ab"]), min_size=1, max_size=4).map(
    "/".join
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(GLOBS, PATHS)
def test_globs_are_those_of_git(tmp_path: Path, glob: str, path: str) -> None:
    try:
        check_glob(glob)
    except BadGlobError:
        return
    if not (tmp_path / ".git").exists():
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text(f"{glob}\n")
    asked = subprocess.run(
        ["git", "-C", str(tmp_path), "check-ignore", "-q", "--no-index", path], check=False
    )
    assert parse_glob(glob).fits(path) == (asked.returncode == 0)
