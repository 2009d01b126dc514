"""Trees made out of the tree of HEAD: always what the work from nothing makes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from planproof.errors import GitError, TreeChangedError
from planproof.git import (
    Held,
    WorkingTree,
    diff_to_head,
    find_left_out,
    set_ref,
    store_tree,
    working_tree,
)
from planproof.git import door as door_of_git
from planproof.git.blob import object_id
from planproof.git.edited import edit_tree
from planproof.git.exclude import _matcher
from planproof.git.objects import Reader
from planproof.model.paths import matchable
from planproof.model.tree import Entry

FOLDERS = ("", "a/", "a/b/", "a/b.py/", "a.d/", "é ü/", "z/y/x/w/")
WHAT = (
    *("write", "write", "append", "link", "run", "remove", "clear", "move"),
    *("stage", "forget", "commit", "big", "crlf"),
)
NAMES = ("a", "b.py", "b-c.py", "c", ".env", "k.pem", "naïve\nname", '"q"', "b")


def unmarked(tree: WorkingTree) -> WorkingTree:
    return tree._replace(manifest=tree.manifest._replace(mark=None))


class Memory(dict[str, bytes]):
    """A memo in a dictionary."""

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The git commands that run from here on."""
    seen: list[str] = []
    start = door_of_git.start

    def counted(arguments: Any, *rest: Any, **options: Any) -> Any:
        seen.append(arguments[0])
        return start(arguments, *rest, **options)

    monkeypatch.setattr(door_of_git, "start", counted)
    return seen


def edits(repo: Any, random: Random) -> Iterator[str]:
    """Does one thing after the other to the work tree, the index and the history."""
    while True:
        place = repo.path / (random.choice(FOLDERS) + random.choice(NAMES))
        what = random.choice(WHAT)
        try:
            _edit(repo, random, what, place)
        except (OSError, AssertionError):
            continue
        yield f"{what} {place.relative_to(repo.path)}"


def _edit(repo: Any, random: Random, what: str, place: Any) -> None:
    lines = [f"line {random.randrange(9)}\n" for _ in range(random.randrange(30))]
    if what in ("write", "big", "crlf"):
        text = "".join(lines) * (200_000 if what == "big" else 1)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((text.replace("\n", "\r\n") if what == "crlf" else text).encode())
    elif what == "append":
        place.write_bytes(place.read_bytes() + b"more\n")
    elif what == "link":
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to("a")
    elif what == "run":
        place.chmod(random.choice((0o755, 0o644)))
    elif what == "remove":
        place.unlink()
    elif what == "clear":
        shutil.rmtree(place)
    elif what == "move":
        place.rename(repo.path / f"{random.choice(NAMES)}.moved")
    elif what == "stage":
        repo.git("add", "--all", "--force")
    elif what == "forget":
        repo.git("rm", "-r", "--cached", "--quiet", str(place.relative_to(repo.path)))
    else:
        repo.commit()


@pytest.mark.parametrize(
    ("seed", "object_format", "autocrlf"),
    [(1, "sha1", "false"), (2, "sha256", "false"), (3, "sha1", "true")],
)
def test_whatever_happens_a_tree_made_from_head_is_the_one_made_from_nothing(
    make_repo: Any, commands: list[str], seed: int, object_format: str, autocrlf: str
) -> None:
    repo = make_repo("repo", f"--object-format={object_format}")
    repo.git("config", "core.autocrlf", autocrlf)
    happening = edits(repo, Random(seed))
    history: list[str] = []
    for _ in range(14):
        history += [next(happening) for _ in range(6)]
        tree, repository = working_tree(repo.root), repo.root.repository
        del commands[:]
        quick = store_tree(repository, tree)
        diffs = diff_to_head(repository, tree, stored=quick.id)
        assert "write-tree" not in commands, history
        assert find_left_out(tree) == find_left_out(unmarked(tree)), history
        assert quick == store_tree(repository, unmarked(tree)), history
        assert diffs == diff_to_head(repository, unmarked(tree)), history
        repo.git("fsck", "--strict", "--connectivity-only", quick.id)


def test_one_edit_is_stored_and_told_by_three_processes_whatever_the_tree_holds(
    repo: Any, commands: list[str]
) -> None:
    for number in range(300):
        repo.write(f"d{number % 7}/{number}.py", f"{number}\n")
    repo.commit()
    repo.write("d3/3.py", "edited\n")
    tree, repository = working_tree(repo.root), repo.root.repository
    del commands[:]
    stored = store_tree(repository, tree)
    diff_to_head(repository, tree, stored=stored.id)
    assert commands == ["cat-file", "unpack-objects", "diff-tree"]


def test_a_tree_that_is_not_that_of_head_is_no_ground_to_build_on_without_a_look(
    repo: Any,
) -> None:
    """After a soft reset git's index is as in a commit that nothing leads to any more."""
    repo.write("a.py", "one\n")
    first = repo.commit()
    repo.write("a.py", "two\n")
    repo.write("b.py", "two\n")
    repo.commit()
    memo = Memory()
    working_tree(repo.root, memo=memo)
    repo.git("reset", "--quiet", "--soft", first)
    tree, repository = working_tree(repo.root, memo=memo), repo.root.repository
    stored = store_tree(repository, tree)
    assert stored == store_tree(repository, unmarked(tree))
    diffs = diff_to_head(repository, tree, stored=stored.id)
    assert [one.path for one in diffs] == ["a.py", "b.py"]


def test_what_changes_while_it_is_stored_is_noticed_and_leaves_nothing_behind(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repo.write("a.py", "two\n")
    tree = working_tree(repo.root)
    repo.write("a.py", "three\n")
    with pytest.raises(TreeChangedError, match=r"a\.py"):
        store_tree(repo.root.repository, tree)
    lost = subprocess.run(["git", "fsck", "--lost-found"], cwd=repo.path, capture_output=True)
    assert lost.stdout == b""


def test_blobs_that_a_ref_keeps_are_not_sent_again(repo: Any, commands: list[str]) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repo.write("a.py", "two\n")
    repository = repo.root.repository
    first = store_tree(repository, working_tree(repo.root))
    set_ref(repository, "kept", first.id)
    repo.write("b.py", "three\n")
    tree = working_tree(repo.root)
    blobs = {one.blob for one in tree.manifest.entries.values() if one.path == "a.py"}
    (repo.path / "a.py").unlink()  # so that sending it again would fail
    second = store_tree(repository, tree, held=Held(first.id, frozenset(blobs)))
    assert repo.git("ls-tree", "--name-only", second.id).split() == ["a.py", "b.py"]
    repo.git("fsck", "--strict", second.id)


def test_blobs_whose_tree_is_gone_are_sent_again(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repo.write("a.py", "two\n")
    repository, tree = repo.root.repository, working_tree(repo.root)
    first = store_tree(repository, tree)
    repo.git("gc", "--quiet", "--prune=now")
    blobs = frozenset(one.blob for one in tree.manifest.entries.values())
    second = store_tree(repository, tree, held=Held(first.id, blobs))
    assert second == first
    repo.git("fsck", "--strict", second.id)


def test_a_tree_that_is_gone_or_malformed_is_said_so_and_the_whole_is_written(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repo.write("a.py", "two\n")
    tree, repository = working_tree(repo.root), repo.root.repository
    blob = bytes.fromhex(repo.git("hash-object", "-w", "a.py"))
    command = ("hash-object", "-t", "tree", "-w", "--stdin", "--literally")
    twice = repo.git(*command, data=(b"100644 a\0" + blob) * 2)
    edit = {"b.py": Entry("b.py", blob.hex())}
    with Reader(repository) as reader:
        for base in ("1" * 40, twice, blob.hex()):
            with pytest.raises(GitError):
                edit_tree(repository, reader, base, edit)
    top = repo.git("rev-parse", "HEAD^{tree}")
    (repo.path / ".git" / "objects" / top[:2] / top[2:]).unlink()
    assert store_tree(repository, tree) == store_tree(repository, unmarked(tree))


def test_a_folder_takes_the_place_of_a_file_and_the_other_way_round(repo: Any) -> None:
    repo.write("a", "file\n")
    repo.write("b/c", "file\n")
    repo.commit()
    (repo.path / "a").unlink()
    repo.write("a/deep/er", "file\n")
    shutil.rmtree(repo.path / "b")
    repo.write("b", "file\n")
    tree, repository = working_tree(repo.root), repo.root.repository
    stored = store_tree(repository, tree)
    assert repo.git("ls-tree", "-r", "--name-only", stored.id).split() == ["a/deep/er", "b"]
    assert stored == store_tree(repository, unmarked(tree))


def test_nothing_is_left_of_a_tree_whose_files_are_all_gone(repo: Any) -> None:
    repo.write("a/b/c", "file\n")
    repo.commit()
    shutil.rmtree(repo.path / "a")
    tree, repository = working_tree(repo.root), repo.root.repository
    stored = store_tree(repository, tree)
    assert stored.id == object_id("tree", b"")
    assert [one.status for one in diff_to_head(repository, tree, stored=stored.id)] == ["deleted"]


names = st.text(st.sampled_from("aB.*env-pmkyé/\n"), min_size=1, max_size=12)
patterns = st.lists(st.text(st.sampled_from("aB.*env-pm"), min_size=1, max_size=6), max_size=3)


@given(names.filter(lambda name: not name.startswith("/")), patterns)
def test_plain_patterns_mean_what_they_mean_in_gitignore(path: str, some: list[str]) -> None:
    expected = GitIgnoreSpec.from_lines(some).match_file(matchable(path))
    assert bool(_matcher(some)(path)) == expected
