"""Which path holds which blob: working tree, commits, plain folders."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from planproof.errors import TreeChangedError
from planproof.git import blob_id, commit_tree, working_tree
from planproof.model.tree import EntryKind, Tree

ODD_NAMES = [
    "a b.txt",
    "tab\there",
    "new\nline.py",
    'quo"te',
    "back\\slash",
    "-option",
    ":(glob)**",
    "naïve/ünï.py",
    "#hash",
    " leading",
    "trailing ",
    "[bracket]*?",
]


def contents(tree: Tree) -> dict[str, bytes | None]:
    return {e.path: data for e, data in tree.read(tree.manifest.entries.values())}


def check_ids(tree: Tree) -> None:
    """What is read has the id that the manifest promised, and so has what is streamed."""
    manifest = tree.manifest
    for entry, data in tree.read(manifest.entries.values()):
        if entry.kind is EntryKind.SUBMODULE:
            assert data is None
            continue
        assert data is not None, entry
        assert blob_id(data, manifest.object_format) == entry.blob, entry
        assert tree.size(entry) == len(data)
        assert b"".join(tree.stream(entry)) == data
    assert list(manifest.entries) == sorted(manifest.entries)


def test_a_blob_id_is_gits(repo: Any) -> None:
    expected = repo.git("hash-object", "--stdin", data=b"hello\n")
    assert blob_id(b"hello\n") == expected == "ce013625030ba8dba906f756967f9e9ca394464a"
    assert blob_id(b"", "sha256") == hashlib.sha256(b"blob 0\0").hexdigest()


def test_tracked_changed_deleted_untracked_and_ignored(repo: Any) -> None:
    for name in ("same.py", "changed.py", "deleted.py", "staged.py"):
        repo.write(name, f"{name} one\n")
    repo.write(".gitignore", "*.log\n")
    first = repo.commit()
    repo.write("changed.py", "changed\n")
    repo.write("staged.py", "staged\n")
    repo.git("add", "staged.py")
    (repo.path / "deleted.py").unlink()
    repo.write("new/untracked.py", "new\n")
    repo.write("noise.log", "ignored\n")
    tree = working_tree(repo.root)
    assert contents(tree) == {
        ".gitignore": b"*.log\n",
        "changed.py": b"changed\n",
        "new/untracked.py": b"new\n",
        "same.py": b"same.py one\n",
        "staged.py": b"staged\n",
    }
    assert tree.manifest.revision == first
    assert tree.manifest.notes == ()
    assert tree.manifest.unreadable == ()
    check_ids(tree)


@pytest.mark.parametrize("tracked", [True, False])
def test_odd_names(repo: Any, tracked: bool) -> None:
    for name in ODD_NAMES:
        repo.write(name, name)
    raw = os.fsdecode(b"latin-\xe9.py")
    repo.write(raw, b"x")
    if tracked:
        repo.commit()
        assert contents(commit_tree(repo.root.repository, "HEAD"))[raw] == b"x"
    tree = working_tree(repo.root)
    assert contents(tree) == {**{name: name.encode() for name in ODD_NAMES}, raw: b"x"}
    check_ids(tree)


def test_kinds(repo: Any, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("secret")
    repo.write("plain", "p")
    repo.write("run.sh", "r").chmod(0o755)
    (repo.path / "link").symlink_to("plain")
    (repo.path / "out").symlink_to(tmp_path / "outside")
    (repo.path / "dangling").symlink_to("nowhere//x")
    for commit in (False, True):
        if commit:
            repo.commit()
        tree = working_tree(repo.root)
        assert {path: e.kind for path, e in tree.manifest.entries.items()} == {
            "plain": EntryKind.FILE,
            "run.sh": EntryKind.EXECUTABLE,
            "link": EntryKind.SYMLINK,
            "out": EntryKind.SYMLINK,
            "dangling": EntryKind.SYMLINK,
        }
        assert contents(tree)["dangling"] == b"nowhere//x"
        assert contents(tree)["out"] == os.fsencode(tmp_path / "outside")
        check_ids(tree)


def test_nothing_behind_a_link_is_in_the_tree(repo: Any, tmp_path: Path) -> None:
    repo.write("pkg/module.py", "inside\n")
    repo.write("file.py", "inside\n")
    repo.commit()
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "module.py").write_text("outside\n")
    (repo.path / "pkg" / "module.py").unlink()
    (repo.path / "pkg").rmdir()
    (repo.path / "pkg").symlink_to(outside)
    (repo.path / "file.py").unlink()
    (repo.path / "file.py").symlink_to(outside / "module.py")
    tree = working_tree(repo.root)
    assert set(tree.manifest.entries) == {"pkg", "file.py"}
    assert b"outside\n" not in contents(tree).values()
    check_ids(tree)


def test_a_folder_that_becomes_a_link_after_the_manifest_is_not_followed(
    repo: Any, tmp_path: Path
) -> None:
    repo.write("pkg/module.py", "inside\n")
    tree = working_tree(repo.root)
    entry = tree.manifest.entries["pkg/module.py"]
    (repo.path / "pkg").rename(tmp_path / "moved")
    (repo.path / "pkg").symlink_to(tmp_path / "moved")
    assert list(tree.read([entry])) == [(entry, None)]
    assert tree.size(entry) is None
    with pytest.raises(TreeChangedError):
        list(tree.stream(entry))


def test_a_file_replaced_by_a_folder(repo: Any) -> None:
    repo.write("a", "file\n")
    repo.commit()
    (repo.path / "a").unlink()
    repo.write("a/b", "inside\n")
    assert contents(working_tree(repo.root)) == {"a/b": b"inside\n"}


def test_pipes_are_never_opened(repo: Any) -> None:
    repo.write("was_file", "x")
    repo.commit()
    (repo.path / "was_file").unlink()
    os.mkfifo(repo.path / "was_file")
    os.mkfifo(repo.path / "untracked_pipe")
    tree = working_tree(repo.root)
    assert tree.manifest.entries == {}
    assert tree.manifest.unreadable == ("was_file",)
