"""Trees of many commits in a row are those of one commit at a time."""

from __future__ import annotations

import os
import random
from itertools import pairwise
from typing import Any

import pytest

from planproof.errors import GitError
from planproof.git import CommitTrees, commit_tree
from planproof.git.open_store import OpenStore
from planproof.git.raw import tree_changes
from planproof.model.tree import Tree

NAMES = ["a.py", "b.py", ".\n", "d/c.py", "d/e f.py", "d/deep/g\nh.py", "-x", ":(glob)**", ".\n.\n"]


def make_commits(repo: Any, count: int) -> list[tuple[str, str]]:
    """(commit, tree) of commits that add, change, remove and turn files into folders and links."""
    chance, made = random.Random(7), []
    for number in range(count):
        for name in chance.sample(NAMES, 3):
            place = repo.path / name
            if place.is_symlink() or place.exists():
                place.unlink()
            if (turn := chance.random()) < 0.6:
                repo.write(name, f"{name} {number}\n" * chance.randrange(1, 9)).chmod(0o644)
            elif turn < 0.8:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(f"target {number}")
        commit = repo.commit()
        made.append((commit, repo.git("rev-parse", "HEAD^{tree}")))
    return made


def contents(tree: Tree) -> list[tuple[str, bytes | None, int | None]]:
    entries = tree.manifest.entries.values()
    return [(one.path, data, tree.size(one)) for one, data in tree.read(entries)]


def test_they_are_equal_in_any_order(repo: Any) -> None:
    made = make_commits(repo, 25)
    repository, before = repo.root.repository, None
    with CommitTrees(repository) as trees:
        for commit, tree in [*made, *made[::-3]]:
            kept, plain = trees.tree(commit, tree), commit_tree(repository, commit)
            assert (kept.manifest, kept.manifest.mark) == (plain.manifest, plain.manifest.mark)
            assert contents(kept) == contents(plain)
            if before is not None:
                assert before.mark is not None
                assert kept.manifest.since(before.mark) == plain.manifest.since(before.mark)
            before = plain.manifest


def test_submodules_are_said_of_each(repo: Any, make_repo: Any) -> None:
    library = make_repo("library")
    library.write("lib.py", "x\n")
    library.commit()
    made = make_commits(repo, 2)
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.path), "lib")
    made += make_commits(repo, 2)
    repo.git("rm", "-q", "-f", "lib")
    made += make_commits(repo, 1)
    with CommitTrees(repo.root.repository) as trees:
        notes = [[note.paths for note in trees.tree(*one).manifest.notes] for one in made]
    assert notes == [[], [], [("lib",)], [("lib",)], []]


def test_no_process_is_started_for_another_commit(
    repo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planproof.git import door

    made, started = make_commits(repo, 12), []
    real = door.start

    def start(arguments: Any, *rest: Any, **options: Any) -> Any:
        started.append(arguments[0])
        return real(arguments, *rest, **options)

    repository = repo.root.repository
    monkeypatch.setattr(door, "start", start)
    before = None
    with CommitTrees(repository) as trees:
        for one in made:
            tree = trees.tree(*one)
            changes = tree.manifest.since(before) if before is not None else {}
            now = [tree.manifest.entries.get(path) for path in changes or ()]
            there = [entry for entry in now if entry is not None]
            assert all(tree.size(entry) == len(data or b"") for entry, data in tree.read(there))
            before = tree.manifest.mark
    assert sorted(started) == ["cat-file", "cat-file", "diff-tree", "ls-tree"]


def test_reading_may_stop_halfway_or_be_entangled(repo: Any) -> None:
    for number in range(120):
        repo.write(f"{number}.py", f"{number}\n" * number)
    commit, tree_id = repo.commit(), repo.git("rev-parse", "HEAD^{tree}")
    with CommitTrees(repo.root.repository) as trees:
        tree = trees.tree(commit, tree_id)
        entries = list(tree.manifest.entries.values())
        expected = list(commit_tree(repo.root.repository, commit).read(entries))
        halfway = tree.read(entries)
        assert [next(halfway), next(halfway)] == expected[:2]
        assert list(tree.read(entries)) == expected
        assert list(halfway) == expected[2:]
        stopped = tree.read(entries)
        next(stopped)
        del stopped
        assert list(tree.read(entries)) == expected


def test_what_is_not_there_is_said_and_spoils_nothing(repo: Any) -> None:
    made = make_commits(repo, 3)
    repository, nothing = repo.root.repository, "1" * 40
    with OpenStore(repository) as store:
        for (_, old), (_, new) in pairwise(made):
            assert store.changes(nothing, new) is None
            assert store.changes(old, nothing) is None
            assert store.changes(old, new) == tree_changes(repository, old, new)
            assert store.sizes([nothing]) == {}
            assert list(store.contents([nothing])) == [None]
    with CommitTrees(repository) as trees, pytest.raises(GitError):
        trees.tree(None, nothing)


def test_a_tree_that_is_half_there_tells_no_differences(repo: Any) -> None:
    repo.write("d/a.py", "one\n")
    repo.commit()
    old = repo.git("rev-parse", "HEAD^{tree}")
    repo.write("d/a.py", "two\n")
    repo.commit()
    new, folder = repo.git("rev-parse", "HEAD^{tree}", "HEAD:d").split()
    (repo.path / ".git" / "objects" / folder[:2] / folder[2:]).unlink()
    with OpenStore(repo.root.repository) as store:
        assert store.changes(old, new) is None
        assert store.changes(old, old) == {}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_process_takes_no_answers_of_its_parent(repo: Any) -> None:
    """A verdict on a commit is shared by forked processes that hold its tree."""
    made = make_commits(repo, 8)
    plain = [contents(commit_tree(repo.root.repository, commit)) for commit, _ in made]
    with CommitTrees(repo.root.repository) as trees:
        kept = [trees.tree(commit, tree) for commit, tree in made]
        assert contents(kept[0]) == plain[0]  # its processes are open now
        children = []
        for _ in range(3):
            child = os.fork()
            if child == 0:
                os._exit(0 if [contents(each) for each in kept] == plain else 1)
            children.append(child)
        assert [contents(each) for each in kept] == plain
        assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
        assert [contents(each) for each in kept] == plain
