"""A mark stands for a whole manifest, and from an earlier one the changes are told exactly."""

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

from git_play import OLD, Memory, Player, actions, later, naive
from planproof.git import commit_tree, find_root, working_tree
from planproof.model.tree import Entry, Manifest, Mark


class Notes:
    """A memo in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.rows.get(key)

    def put(self, key: str, value: bytes) -> None:
        self.rows[key] = value


class Past:
    """Every manifest seen so far, to compare each with each."""

    def __init__(self) -> None:
        self.seen: list[tuple[Mark, dict[str, Entry], Manifest]] = []

    def check(self, manifest: Manifest) -> None:
        assert manifest.mark is not None
        entries = dict(manifest.entries)
        for mark, earlier, whole in self.seen:
            same = entries == earlier and rest(manifest) == rest(whole)
            if mark.base == manifest.mark.base or mark == manifest.mark:
                assert (mark == manifest.mark) == same
            changes = manifest.since(mark)
            if changes is None:
                assert "" in (mark.base, manifest.mark.base)
            else:
                assert dict(changes) == differences(earlier, entries)
        self.seen.append((manifest.mark, entries, manifest))


def rest(manifest: Manifest) -> tuple[object, ...]:
    return manifest.revision, manifest.object_format, manifest.notes, manifest.unreadable


def differences(old: dict[str, Entry], new: dict[str, Entry]) -> dict[str, Entry | None]:
    paths = old.keys() | new.keys()
    return {path: old.get(path) for path in paths if old.get(path) != new.get(path)}


@given(
    steps=actions,
    attributes=st.sampled_from(["", "", "* text=auto\n", "*.py ident\n", "*.py filter=none\n"]),
    cached=st.booleans(),
)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_marks_and_changes_are_those_of_whole_manifests(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[Any, ...]],
    attributes: str,
    cached: bool,
) -> None:
    top = tmp_path_factory.mktemp("any") / "repo"
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    (top / ".gitignore").write_text("*.log\n")
    (top / ".git" / "info").mkdir(exist_ok=True)
    (top / ".git" / "info" / "attributes").write_text(attributes)
    player, memory, notes, past = Player(top), Memory(), Notes(), Past()
    for step in [*steps, ("look",), ("look",)]:
        player.play(step)
        if step[0] in ("look", "edit_and_set_back", "git"):
            look(top, memory if cached else None, notes, past)
    shutil.rmtree(top)


def look(top: Path, memory: Memory | None, notes: Notes, past: Past) -> None:
    root = find_root(top)
    kept = working_tree(root, memory, memo=notes, clock=later)
    plain = working_tree(root, clock=later)
    assert dict(kept.manifest.entries) == naive(top)
    assert rest(kept.manifest) == rest(plain.manifest)
    assert kept.manifest.mark == plain.manifest.mark or differ_in_base(kept, plain)
    past.check(kept.manifest)
    if kept.manifest.revision is not None and root.repository is not None:
        past.check(commit_tree(root.repository, "HEAD", memo=notes).manifest)


def differ_in_base(one: Any, other: Any) -> bool:
    return bool(one.manifest.mark.base != other.manifest.mark.base)


def test_a_refresh_of_the_index_leaves_the_mark_as_it_is(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    notes = Notes()
    first = working_tree(repo.root, memo=notes).manifest.mark
    (repo.path / "a.py").touch()
    repo.git("update-index", "--refresh")
    assert working_tree(repo.root, memo=notes).manifest.mark == first
    repo.write("a.py", "two\n")
    assert working_tree(repo.root, memo=notes).manifest.mark != first


def test_the_changes_between_working_tree_and_commits(repo: Any) -> None:
    for name in "abc":
        repo.write(f"{name}.py", f"{name}\n")
    repo.commit()
    repository, notes = repo.root.repository, Notes()
    first = commit_tree(repository, "HEAD", memo=notes).manifest
    repo.write("a.py", "changed\n")
    (repo.path / "b.py").unlink()
    repo.write("d.py", "new\n")
    tree = working_tree(repo.root, memo=notes).manifest
    assert first.mark is not None
    assert dict(tree.since(first.mark) or {}) == {
        "a.py": first.entries["a.py"],
        "b.py": first.entries["b.py"],
        "d.py": None,
    }
    repo.commit()
    second = commit_tree(repository, "HEAD", memo=notes).manifest
    assert tree.mark is not None
    assert second.since(tree.mark) == {}
    assert dict(second.entries) == dict(tree.entries)


def test_a_mark_of_a_tree_that_is_gone_tells_nothing(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    now = working_tree(repo.root).manifest
    assert now.since(Mark("tree " + "1" * 40)) is None
    assert now.since(Mark("something else")) is None


def test_damaged_notes_are_made_again(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    notes = Notes()
    expected = working_tree(repo.root, memo=notes).manifest
    for damage in (b"", b"no zlib", *(value[:-3] for value in notes.rows.values())):
        notes.rows = dict.fromkeys(notes.rows, damage)
        found = working_tree(repo.root, memo=notes).manifest
        assert (found, found.mark) == (expected, expected.mark)


def test_an_edit_that_git_does_not_see_is_seen_however_much_was_kept(repo: Any) -> None:
    """As in the look without notes: set back, added, looked at, edited and set back again."""
    for _ in range(20):
        notes = Notes()
        place = repo.write("a.py", "old_name()\n")
        os.utime(place, (OLD, OLD))
        repo.commit()
        working_tree(repo.root, memo=notes)
        working_tree(repo.root, memo=notes)
        place.write_text("new_name()\n")
        os.utime(place, (OLD, OLD))
        if repo.git("diff-files", "--name-only") == "":
            break
        time.sleep(0.1)
    else:
        pytest.fail("this git sees every edit; the short cut could be dropped")
    assert dict(working_tree(repo.root, memo=notes).manifest.entries) == naive(repo.path)


def test_a_folder_without_git_has_a_mark_too(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\n")
    (tmp_path / "b.py").write_text("one\n")
    root = find_root(tmp_path)
    first = working_tree(root).manifest
    assert first.mark is not None
    assert first.mark == working_tree(root).manifest.mark
    (tmp_path / "a.py").write_text("two\n")
    (tmp_path / "b.py").unlink()
    second = working_tree(root).manifest
    assert second.mark != first.mark
    assert dict(second.since(first.mark) or {}) == dict(first.entries)


def test_sparse_checkouts_have_marks(repo: Any) -> None:
    for name in ("top.py", "in/a.py", "out/b.py"):
        repo.write(name, f"{name}\n")
    repo.commit()
    notes, past = Notes(), Past()
    past.check(working_tree(repo.root, memo=notes).manifest)
    repo.git("sparse-checkout", "set", "--cone", "in")
    past.check(working_tree(repo.root, memo=notes).manifest)
    back = repo.write("out/b.py", "put back\n")
    past.check(working_tree(repo.root, memo=notes).manifest)
    back.unlink()
    tree = working_tree(repo.root, memo=notes)
    past.check(tree.manifest)
    assert [note.code for note in tree.manifest.notes] == ["sparse-checkout"]


def test_submodules_of_commits_are_known_from_their_neighbours(repo: Any, make_repo: Any) -> None:
    library = make_repo("library")
    library.write("lib.py", "x\n")
    library.commit()
    repo.write("a.py", "x\n")
    repo.commit()
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.path), "lib")
    repo.commit()
    repo.write("a.py", "y\n")
    repo.commit()
    notes, repository = Notes(), repo.root.repository
    for revision in ("HEAD", "HEAD~1", "HEAD~2", "HEAD~1", "HEAD"):
        plain = commit_tree(repository, revision).manifest
        kept = commit_tree(repository, revision, memo=notes).manifest
        assert (kept, kept.mark, bool(kept.notes)) == (plain, plain.mark, revision != "HEAD~2")


def test_git_can_begin_to_look_ahead_of_time(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repo.write("b.py", "two\n")
    root = find_root(repo.path, begin=True)
    first = working_tree(root).manifest
    assert set(first.entries) == {"a.py", "b.py"}
    repo.write("c.py", "three\n")
    assert set(working_tree(root).manifest.entries) == {"a.py", "b.py", "c.py"}


def test_what_git_began_is_dropped_when_the_index_changed_since(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    root = find_root(repo.path, begin=True)
    repo.write("b.py", "two\n")
    repo.git("add", ".")
    assert set(working_tree(root).manifest.entries) == {"a.py", "b.py"}


def test_a_tree_that_is_missing_is_made_up_for_by_the_index(repo: Any) -> None:
    for name in ("a.py", "d/b.py", "d/c.py"):
        repo.write(name, f"{name}\n")
    repo.commit()
    notes = Notes()
    expected = dict(working_tree(repo.root, memo=notes).manifest.entries)
    folder = repo.git("rev-parse", "HEAD:d")
    (repo.path / ".git" / "objects" / folder[:2] / folder[2:]).unlink()
    found = working_tree(repo.root, memo=notes).manifest
    assert found.entries["d/b.py"] == expected["d/b.py"]
    assert dict(found.entries) == expected


def test_entries_are_those_of_the_look_even_if_the_index_changes_before_they_are_listed(
    repo: Any,
) -> None:
    repo.write("a.py", "one\n")
    repo.write("b.py", "one\n")
    repo.commit()
    notes = Notes()
    working_tree(repo.root, memo=notes)
    found = working_tree(repo.root, memo=notes).manifest
    repo.write("c.py", "new\n")
    repo.git("add", ".")
    repo.git("rm", "-q", "--cached", "a.py")
    assert set(found.entries) == {"a.py", "b.py"}
