"""Stat only ever saves a hash: what is in the manifest is what is on disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from git_play import OLD, Memory, Player, actions, later, naive, naive_id
from planproof.git import Root, Stamp, StatCache, find_root, working_tree
from planproof.git.blurred import Times, find_blurred
from planproof.git.stamps import AT_REST_NS


@given(
    steps=actions,
    attributes=st.sampled_from(["", "* text=auto\n", "*.py ident\n"]),
    cached=st.booleans(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_manifest_is_what_is_on_disk(
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
    root, player, memory = find_root(top), Player(top), Memory()
    for step in [*steps, ("look",)]:
        player.play(step)
        if step[0] in ("look", "edit_and_set_back"):
            check(root, memory if cached else None)
    shutil.rmtree(top)


def check(root: Root, memory: StatCache | None) -> None:
    expected = naive(root.path)
    assert dict(working_tree(root, memory, clock=later).manifest.entries) == expected
    found = working_tree(root, memory, clock=later, trust_index=False)
    assert dict(found.manifest.entries) == expected


def test_a_file_at_rest_is_hashed_once(repo: Any) -> None:
    repo.write("a.py", "one\n")
    memory = Memory()
    future = time.time_ns() + 10 * AT_REST_NS
    first = working_tree(repo.root, memory, clock=lambda: future).manifest
    assert [path for path, _ in memory.rows] == ["a.py"]
    assert memory.hits == 0
    assert working_tree(repo.root, memory, clock=lambda: future).manifest == first
    assert memory.hits == 1


def test_a_file_that_was_just_written_is_never_remembered(repo: Any) -> None:
    repo.write("new.py", "one\n")
    repo.write("old.py", "one\n")
    os.utime(repo.path / "old.py", (OLD, OLD))
    memory = Memory()
    working_tree(repo.root, memory)
    assert memory.rows == {}


def test_the_cache_is_believed_only_for_the_same_stamp(repo: Any) -> None:
    """It is asked with everything that changes when a file does."""
    place = repo.write("a.py", "one\n")
    memory = Memory()
    future = time.time_ns() + 10 * AT_REST_NS
    working_tree(repo.root, memory, clock=lambda: future)
    ((_, stamp),) = memory.rows
    found = place.stat()
    assert stamp == Stamp(4, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    memory.rows = dict.fromkeys(memory.rows, "f" * 40)
    assert working_tree(repo.root, memory).manifest.entries["a.py"].blob == "f" * 40
    time.sleep(0.02)
    place.write_text("two\n")
    os.utime(place, ns=(stamp.mtime_ns, stamp.mtime_ns))
    assert working_tree(repo.root, memory).manifest.entries["a.py"].blob == naive_id(b"two\n")


def test_an_edit_that_git_does_not_see(repo: Any) -> None:
    """Set back, added, edited to the same size, and set back: all within one second."""
    for _ in range(20):
        place = repo.write("a.py", "old_name()\n")
        os.utime(place, (OLD, OLD))
        repo.git("add", "a.py")
        time.sleep(0.02)
        place.write_text("new_name()\n")
        os.utime(place, (OLD, OLD))
        if repo.git("diff-files", "--name-only") == "":
            break
    else:
        pytest.fail("this git sees every edit; the short cut could be dropped")
    assert dict(working_tree(repo.root).manifest.entries) == naive(repo.path)


def test_times_that_git_noted_in_an_unknown_way_are_not_believed() -> None:
    assert find_blurred(b"a.py\0  whatever\n", ["a.py"]) == {"a.py": Times(0, 0)}
    five = b"  ctime: 5:%d\n  mtime: 5:7\n  dev: 1\tino: 1\n  uid: 0\tgid: 0\n  size: 1\tflags: 0\n"
    listed = b"same.py\0" + five % 7 + b"other\nline.py\0" + five % 8
    assert find_blurred(listed, ["same.py", "other\nline.py"]) == {
        "other\nline.py": Times(5_000_000_008, 5_000_000_007)
    }
    found = os.stat_result((0,) * 7 + (5, 5, 5))
    assert not Times(5_000_000_000, 5_000_000_000).are_those_of(found)
