"""The list of files that are compared is kept, and is always that of the tree as it is."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from planproof.git import find_root, working_tree
from planproof.index import Index
from planproof.model.tree import Manifest
from planproof.search import similar_files
from planproof.search.similar_files import Files, files_of


class Folder:
    """A repository that is edited and asked about, again and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "--quiet")
        self.chance = random.Random(3)

    def git(self, *words: str) -> None:
        named = ("-c", "user.name=a", "-c", "user.email=a@b")
        subprocess.run(["git", *named, *words], cwd=self.root, check=True, capture_output=True)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def edit(self) -> None:
        """One of the things that happen to a tree."""
        files = sorted(p for p in self.root.rglob("*") if p.is_file() and ".git" not in p.parts)
        some = self.chance.choice(files)
        match self.chance.randrange(7):
            case 0:
                some.write_text(f"x = {self.chance.random()}\n")
            case 1:
                self.write(f"new/a{self.chance.randrange(9)}.py", "def new(): pass\n")
            case 2 if len(files) > 3:
                some.unlink()
            case 3:
                some.rename(self.root / f"moved{self.chance.randrange(9)}.js")
            case 4:
                self.write("twin.py", some.read_text())
            case 5:
                self.git("add", "--all")
            case _:
                self.git("add", "--all")
                self.git("commit", "--quiet", "--allow-empty", "-m", "more")


def now(folder: Folder, index: Index) -> Files:
    return files_of(index, working_tree(find_root(folder.root), index.stat_cache, memo=index.memo))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    for at in range(6):
        made.write(f"src/{at}.py", f"def one{at}(): pass\n")
    made.write("notes.md", "nothing")
    made.git("add", "--all")
    made.git("commit", "--quiet", "-m", "first")
    return made


def test_what_is_kept_is_what_listing_everything_gives_after_every_edit(folder: Folder) -> None:
    with Index.open(None, jobs=1) as index:
        for _ in range(60):
            folder.edit()
            with Index.open(None, jobs=1) as empty:
                assert now(folder, index) == now(folder, empty)


def test_nothing_is_listed_again_while_little_changes(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[Manifest] = []
    plain = similar_files._listed
    monkeypatch.setattr(similar_files, "_listed", lambda m: listed.append(m) or plain(m))
    with Index.open(None, jobs=1) as index:
        now(folder, index)
        folder.write("src/1.py", "x = 1\n")
        folder.write("new.py", "x = 2\n")
        assert {one for paths in now(folder, index).values() for one in paths} >= {"new.py"}
        folder.git("add", "--all")
        folder.git("commit", "--quiet", "-m", "more")
        now(folder, index)

    assert len(listed) == 1


@pytest.mark.parametrize("kept", [b"", b"damaged", "engine"])
def test_what_is_damaged_or_of_another_engine_is_listed_again(
    folder: Folder, kept: bytes | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Index.open(None, jobs=1) as index:
        whole = now(folder, index)
        if isinstance(kept, bytes):
            index.memo.put("similar files 1", kept)
        else:
            monkeypatch.setattr(similar_files, "build_id", lambda: "another")
        assert now(folder, index) == whole
