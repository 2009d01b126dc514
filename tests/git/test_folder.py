"""A folder without git is judged as if it were a new repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planproof.git import Stamp, blob_id, find_root, working_tree
from planproof.model.tree import EntryKind, Note

NAMES = [
    "a.py",
    "b.log",
    "keep.log",
    "build",
    "Build",
    "x y",
    "é.txt",
    "new\nline",
    ".hidden",
    "#c",
]
PATTERNS = [
    "*.log", "!keep.log", "build/", "/build", "build", "x\\ y", "**/a.py", "sub/**", "sub/*", "#c",
    "\\#c", "*.t?t", "[ab].*", "!a.py", "", "   ", "*", "!*/", "sub/b.log", "!sub", "/sub/", ".hidden", "\\",
    "a.py\\",
]  # fmt: skip

names = st.sampled_from(NAMES)
folders = st.sampled_from(["", "sub/", "sub/deep/", "build/", "x y/"])
files = st.lists(st.tuples(folders, names), max_size=12)
ignores = st.dictionaries(folders, st.lists(st.sampled_from(PATTERNS), max_size=4), max_size=3)


@given(files=files, ignores=ignores)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_holds_what_git_would_add(
    tmp_path_factory: pytest.TempPathFactory,
    files: list[tuple[str, str]],
    ignores: dict[str, list[str]],
) -> None:
    top = tmp_path_factory.mktemp("any") / "folder"
    top.mkdir()
    for folder, name in files:
        put(top / folder / name, f"{folder}{name}")
    for folder, patterns in ignores.items():
        put(top / folder / ".gitignore", "\n".join(patterns))
    found = working_tree(find_root(top)).manifest
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    expected = working_tree(find_root(top)).manifest
    assert found.entries == expected.entries
    shutil.rmtree(top)


def put(place: Path, text: str) -> None:
    if any(parent.is_file() for parent in place.parents) or place.is_dir():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


def test_names_that_are_no_utf_8_are_ignored_like_others(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"*.log\n\xfe.py\n")
    for name in ("\udcff.py", "\udcfe.py", "\udcff.log"):
        (tmp_path / name).write_text("x")
    entries = working_tree(find_root(tmp_path)).manifest.entries
    assert sorted(entries) == [".gitignore", "\udcff.py"]


def test_version_control_and_nested_repositories_are_left_out(
    tmp_path: Path, make_repo: Any
) -> None:
    for name in (".hg/store", ".svn/entries", "CVS/Root", "src/.jj/repo", "src/a.py"):
        put(tmp_path / name, "x\n")
    nested = make_repo("vendor/nested")
    nested.write("inner.py", "x\n")
    tree = working_tree(find_root(tmp_path))
    assert set(tree.manifest.entries) == {"src/a.py", "vendor/nested"}
    entry = tree.manifest.entries["vendor/nested"]
    assert (entry.kind, entry.blob) == (EntryKind.SUBMODULE, "")
    message = "nested repositories are not looked into (1)"
    assert tree.manifest.notes == (Note("nested-repository", message, ("vendor/nested",)),)
    assert list(tree.read([entry])) == [(entry, None)]


def test_links_are_entries_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "project" / "real").mkdir(parents=True)
    put(tmp_path / "secret" / "a.py", "outside\n")
    put(tmp_path / "project" / "real" / "a.py", "inside\n")
    (tmp_path / "project" / "out").symlink_to(tmp_path / "secret")
    (tmp_path / "project" / "in").symlink_to("real")
    (tmp_path / "project" / "loop").symlink_to(".")
    tree = working_tree(find_root(tmp_path / "project"))
    found = {e.path: data for e, data in tree.read(tree.manifest.entries.values())}
    assert found == {
        "in": b"real",
        "loop": b".",
        "out": os.fsencode(tmp_path / "secret"),
        "real/a.py": b"inside\n",
    }
    assert all(blob_id(data or b"") == tree.manifest.entries[p].blob for p, data in found.items())
    large = tree.manifest.entries["real/a.py"]
    assert (tree.size(large), b"".join(tree.stream(large))) == (7, b"inside\n")


def test_a_folder_deeper_than_the_stack(tmp_path: Path) -> None:
    depth = 1100
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=handle)
        deeper = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = deeper
    os.close(os.open("a.py", os.O_CREAT | os.O_WRONLY, dir_fd=handle))
    os.close(handle)
    try:
        manifest = working_tree(find_root(tmp_path)).manifest
    finally:
        subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)
    assert set(manifest.entries) == {"/".join(["d"] * depth) + "/a.py"}


def test_the_cache_saves_the_hash_here_too(tmp_path: Path) -> None:
    put(tmp_path / "a.py", "one\n")

    class Memory:
        def __init__(self) -> None:
            self.rows: dict[tuple[str, Stamp], str] = {}

        def lookup(self, path: str, stamp: Stamp) -> str | None:
            return self.rows.get((path, stamp))

        def store(self, rows: Any) -> None:
            self.rows |= {(path, stamp): "e" * 40 for path, stamp, _ in rows}

    memory = Memory()
    future = time.time_ns() + 60_000_000_000
    root = find_root(tmp_path)
    first = working_tree(root, memory, clock=lambda: future).manifest.entries["a.py"]
    assert first.blob == blob_id(b"one\n")
    again = working_tree(root, memory, clock=lambda: future).manifest.entries["a.py"]
    assert again.blob == "e" * 40
