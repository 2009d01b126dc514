"""Files that git converts: the id in the manifest is that of the bytes on disk, always."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from planproof.git import (
    FileDiff,
    blob_id,
    changed_paths,
    diff_to_head,
    store_tree,
    working_tree,
)
from planproof.git import working as working_module
from planproof.model.tree import Entry, Tree


def check_ids(tree: Tree) -> None:
    for entry, data in tree.read(tree.manifest.entries.values()):
        assert data is not None
        assert blob_id(data) == entry.blob, entry.path


def diffs(repo: Any) -> tuple[FileDiff, ...]:
    return diff_to_head(repo.root.repository, working_tree(repo.root))


def status(repo: Any) -> list[str]:
    return sorted(line[3:] for line in repo.git("status", "--porcelain", "-uall").splitlines())


def check_out_again(repo: Any) -> None:
    """Every file passes through git's conversion on its way to the disk."""
    repo.git("rm", "-q", "-r", "--cached", ".")
    repo.git("reset", "-q", "--hard")
    settle(repo)


def settle(repo: Any) -> None:
    """As if a while had passed since: git need not compare contents any more."""
    index = repo.path / ".git" / "index"
    later = index.stat().st_mtime + 5
    os.utime(index, (later, later))


CONVERSIONS = {
    "text": ("*.txt text eol=crlf\n", b"one\ntwo\n"),
    "automatic": ("* text=auto eol=crlf\n", b"one\ntwo\n"),
    "old": ("*.txt crlf eol=crlf\n", b"one\n"),
    "ident": ("*.txt ident\n", b"version $Id$ end\n"),
    "encoding": ("*.txt text working-tree-encoding=UTF-16LE\n", "naïve\n".encode("utf-16-le")),
    "filter": ("*.txt filter=turn\n", b"abc\n"),
    "macro": ("[attr]odd filter=turn\n*.txt odd\n", b"abc\n"),
}


@pytest.fixture
def turning(repo: Any) -> Any:
    """A filter that keeps the length: only reading shows that it was at work."""
    repo.git("config", "filter.turn.clean", "tr a-z b-za")
    repo.git("config", "filter.turn.smudge", "tr b-za a-z")
    return repo


PLACES = ["top", "deep", "ignored", "info", "user", "xdg", "index"]


@pytest.mark.parametrize(
    ("name", "place"),
    [*((name, "top") for name in CONVERSIONS), *(("filter", place) for place in PLACES[1:])],
)
def test_ids_are_of_the_bytes_on_disk(
    turning: Any, name: str, place: str, isolated_git: Path
) -> None:
    repo = turning
    attributes, data = CONVERSIONS[name]
    put_attributes(repo, place, attributes, isolated_git)
    repo.write("deep/file.txt", data)
    repo.write("deep/other.bin", b"\0\n")
    repo.git("add", "--all")
    repo.git("commit", "-q", "-m", "x")
    check_out_again(repo)
    if place == "index":
        (repo.path / ".gitattributes").unlink()
    index_id = repo.git("ls-files", "-s", "deep/file.txt").split()[1]
    tree = working_tree(repo.root)
    check_ids(tree)
    assert tree.manifest.entries["deep/file.txt"].blob != index_id
    if place != "index":
        assert status(repo) == [] == list(changed_paths(repo.root.repository, tree))
        assert diffs(repo) == ()


def put_attributes(repo: Any, place: str, text: str, home: Path) -> None:
    if place == "ignored":
        repo.write(".gitignore", ".gitattributes\n")
    if place in ("top", "ignored", "index"):
        repo.write(".gitattributes", text)
    elif place == "deep":
        repo.write("deep/.gitattributes", text)
    elif place == "info":
        (repo.path / ".git" / "info").mkdir(exist_ok=True)
        (repo.path / ".git" / "info" / "attributes").write_text(text)
    elif place == "xdg":
        (home / ".config" / "git").mkdir(parents=True)
        (home / ".config" / "git" / "attributes").write_text(text)
    else:
        (home / "attributes").write_text(text)
        repo.git("config", "--global", "core.attributesFile", "~/attributes")


@pytest.mark.parametrize("setting", ["true", "input"])
def test_line_ends_by_configuration(repo: Any, setting: str) -> None:
    repo.git("config", "core.autocrlf", setting)
    repo.write("crlf.txt", b"one\r\ntwo\r\n")
    repo.write("mixed.txt", b"one\r\ntwo\n")
    repo.write("lf.txt", b"one\n")
    repo.write("binary", b"\0\r\n")
    repo.commit()
    tree = working_tree(repo.root)
    check_ids(tree)
    assert status(repo) == [] == list(changed_paths(repo.root.repository, tree))
    check_out_again(repo)
    check_ids(working_tree(repo.root))
    assert diffs(repo) == ()


def test_an_edited_file_with_converted_line_ends_differs_only_where_it_was_edited(
    repo: Any,
) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.write("a.txt", b"one\r\ntwo\r\nthree\r\n")
    repo.commit()
    repo.write("a.txt", b"one\r\n2\r\nthree\r\n")
    repo.write("new.txt", b"x\r\ny\r\n")
    found = {one.path: (one.added, one.removed) for one in diffs(repo)}
    assert found == {"a.txt": (1, 1), "new.txt": (2, 0)}
    repo.write("a.txt", b"one\r\ntwo\r\nthree\r\n")
    assert changed_paths(repo.root.repository, working_tree(repo.root)) == ("new.txt",)
    stored = store_tree(repo.root.repository, working_tree(repo.root))
    raw = subprocess.run(
        ["git", "cat-file", "blob", f"{stored.id}:a.txt"], cwd=repo.path, capture_output=True
    )
    assert raw.stdout == b"one\r\ntwo\r\nthree\r\n"


def test_line_ends_that_are_not_converted_show(repo: Any) -> None:
    repo.write(".gitattributes", "*.txt -text\n")
    repo.write("a.txt", b"one\n")
    repo.commit()
    repo.write("a.txt", b"one\r\n")
    assert [(one.path, one.added, one.removed) for one in diffs(repo)] == [("a.txt", 1, 1)]


def test_attributes_that_were_changed_or_removed_are_not_trusted(turning: Any) -> None:
    """The files were converted by the rules of yesterday."""
    repo = turning
    repo.write(".gitattributes", "*.txt filter=turn\n")
    repo.write("a.txt", b"abc\n")
    repo.commit()
    settle(repo)
    repo.write(".gitattributes", "# nothing\n")
    check_ids(working_tree(repo.root))
    (repo.path / ".gitattributes").unlink()
    check_ids(working_tree(repo.root))


def test_a_conversion_that_nothing_tells_of_any_more(turning: Any) -> None:
    """Then a reader finds other bytes than promised, and asks again without trust."""
    repo = turning
    attributes = repo.path / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text("*.txt filter=turn\n")
    repo.write("a.txt", b"abc\n")
    repo.commit()
    settle(repo)
    attributes.unlink()
    entry = working_tree(repo.root).manifest.entries["a.txt"]
    assert entry.blob != blob_id(b"abc\n")
    check_ids(working_tree(repo.root, trust_index=False))


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths whose bytes were read to find their id."""
    paths: list[str] = []
    real = working_module.Disk.blob

    def count(disk: Any, path: str, found: os.stat_result, object_format: str) -> str | None:
        paths.append(path)
        return real(disk, path, found, object_format)

    monkeypatch.setattr(working_module.Disk, "blob", count)
    return paths


def test_clean_files_are_not_read(repo: Any, hashed: list[str]) -> None:
    repo.write("a.txt", "one\n")
    repo.write("b.txt", "one\n")
    repo.commit()
    settle(repo)
    working_tree(repo.root)
    assert hashed == []
    repo.write("b.txt", "other\n")
    repo.write("c.txt", "new\n")
    working_tree(repo.root)
    assert hashed == ["b.txt", "c.txt"]


def test_equal_sizes_prove_that_line_ends_were_not_converted(repo: Any, hashed: list[str]) -> None:
    repo.write(".gitattributes", "* text=auto\n*.crlf eol=crlf\n")
    repo.write("a.txt", b"one\n")
    repo.write("b.crlf", b"one\r\n")
    repo.commit()
    settle(repo)
    check_ids(working_tree(repo.root))
    assert hashed == ["b.crlf"]


def test_only_filtered_files_are_read(turning: Any, hashed: list[str]) -> None:
    repo = turning
    repo.write(".gitattributes", "*.big filter=turn\n")
    repo.write("a.txt", b"one\n")
    repo.write("b.big", b"one\n")
    repo.commit()
    settle(repo)
    check_ids(working_tree(repo.root))
    assert hashed == ["b.big"]


def test_a_tracked_file_named_like_an_entry_of_the_store(repo: Any) -> None:
    repo.write("HEAD", "not a ref\n")
    repo.write("objects/info/alternates", "/nowhere\n")
    repo.commit()
    tree = working_tree(repo.root)
    assert [type(entry) for entry in tree.manifest.entries.values()] == [Entry, Entry]
    check_ids(tree)
