"""Plays with repositories at random, and looks at them without any short cut."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from planproof.git import Stamp
from planproof.git.stamps import AT_REST_NS
from planproof.model.tree import Entry, EntryKind


class Memory:
    """A cache in a dictionary."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, Stamp], str] = {}
        self.hits = 0

    def lookup(self, path: str, stamp: Stamp) -> str | None:
        found = self.rows.get((path, stamp))
        self.hits += found is not None
        return found

    def store(self, rows: Iterable[tuple[str, Stamp, str]]) -> None:
        self.rows |= {(path, stamp): blob for path, stamp, blob in rows}


def later() -> int:
    """A clock for which a file is at rest after 60 ms: many ticks of a file system."""
    return time.time_ns() + AT_REST_NS - 60_000_000


def naive(path: Path) -> dict[str, Entry]:
    """Every file git knows or does not ignore, hashed from the disk without any short cut."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=path, capture_output=True, check=True).stdout
    names = {os.fsdecode(name) for name in listed.split(b"\0") if name}
    found = (naive_entry(path, name) for name in names)
    return {entry.path: entry for entry in found if entry is not None}


def naive_entry(top: Path, name: str) -> Entry | None:
    parents = [top.joinpath(*name.split("/")[:depth]) for depth in range(1, name.count("/") + 1)]
    place = top / name
    if any(parent.is_symlink() for parent in parents) or not os.path.lexists(place):
        return None
    if place.is_symlink():
        return Entry(name, naive_id(os.fsencode(os.readlink(place))), EntryKind.SYMLINK)
    if place.is_dir():
        return None
    executable = place.stat().st_mode & stat.S_IXUSR
    kind = EntryKind.EXECUTABLE if executable else EntryKind.FILE
    return Entry(name, naive_id(place.read_bytes()), kind)


def naive_id(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


PATHS = ["a.py", "b.py", "d/c.py", "d/e f.py", "d/deep/g\nh.py", "-x", "noise.log"]
CONTENTS = [b"one\n", b"two\n", b"six\n", b"", b"longer content\n", b"\r\n\0"]
OLD = 1_000_000_000

SWITCHES = [
    ("commit", "-q", "-a", "-m", "y"),
    ("checkout", "-q", "-f", "HEAD~1"),
    ("checkout", "-q", "-f", "main"),
    ("reset", "-q", "--soft", "HEAD~1"),
    ("reset", "-q", "--hard"),
    ("update-index", "-q", "--refresh"),
    ("update-index", "--assume-unchanged", "a.py"),
    ("update-index", "--no-assume-unchanged", "a.py"),
    ("rm", "-q", "--cached", "a.py"),
    ("merge", "-q", "main"),
    ("cherry-pick", "main"),
    ("checkout", "-q", "-f", "-b", "side"),
]

paths = st.sampled_from(PATHS)
contents = st.sampled_from(CONTENTS)
actions = st.lists(
    st.one_of(
        st.tuples(st.just("write"), paths, contents),
        st.tuples(st.just("edit_and_set_back"), paths, contents),
        st.tuples(st.just("set_back"), paths),
        st.tuples(st.just("delete"), paths),
        st.tuples(st.just("rename"), paths, paths),
        st.tuples(st.just("toggle_executable"), paths),
        st.tuples(st.just("link"), paths, st.sampled_from([*PATHS, "/no/where", "nowhere"])),
        st.tuples(
            st.just("folder_to_link"),
        ),
        st.tuples(
            st.just("git"), st.sampled_from([("add", "-A"), ("add", "-A", "-N"), ("reset",)])
        ),
        st.tuples(st.just("git"), st.just(("commit", "-q", "--allow-empty", "-m", "x"))),
        st.tuples(
            st.just("git"), st.sampled_from([("rm", "-rq", "--cached", "."), ("stash", "-q")])
        ),
        st.tuples(st.just("git"), st.sampled_from(SWITCHES)),
        st.tuples(
            st.just("wait"),
        ),
        st.tuples(
            st.just("look"),
        ),
    ),
    min_size=1,
    max_size=14,
)


class Player:
    """Does what the actions say, as far as it can be done."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def play(self, action: tuple[Any, ...]) -> None:
        with suppress(OSError):  # a folder where a file should go, nothing to delete …
            getattr(self, action[0])(*action[1:])

    def write(self, path: str, data: bytes) -> None:
        place = self.top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_symlink():
            place.unlink()
        place.write_bytes(data)

    def edit_and_set_back(self, path: str, data: bytes) -> None:
        found = os.lstat(self.top / path)
        self.write(path, data)
        os.utime(self.top / path, ns=(found.st_atime_ns, found.st_mtime_ns))

    def set_back(self, path: str) -> None:
        os.utime(self.top / path, (OLD, OLD), follow_symlinks=False)

    def delete(self, path: str) -> None:
        (self.top / path).unlink()

    def rename(self, old: str, new: str) -> None:
        (self.top / old).rename(self.top / new)

    def toggle_executable(self, path: str) -> None:
        place = self.top / path
        if not place.is_symlink():
            place.chmod(os.lstat(place).st_mode ^ 0o100)

    def link(self, path: str, target: str) -> None:
        place = self.top / path
        place.unlink(missing_ok=True)
        place.symlink_to(target)

    def folder_to_link(self) -> None:
        folder, other = self.top / "d", self.top / "other"
        if folder.is_symlink():
            folder.unlink()
            other.rename(folder)
        else:
            folder.rename(other)
            folder.symlink_to("other")

    def git(self, arguments: tuple[str, ...]) -> None:
        subprocess.run(["git", *arguments], cwd=self.top, capture_output=True)

    def wait(self) -> None:
        time.sleep(0.07)

    def look(self) -> None:
        pass
