"""Turns paths on disk into entries of a manifest."""

from __future__ import annotations

import stat
from collections.abc import Iterable

from planproof.git.disk import Disk
from planproof.git.stamps import Hasher
from planproof.model.tree import Entry, EntryKind, Note


class Collector:
    """Entries, and what stood in their way, while a manifest is made."""

    def __init__(self, disk: Disk, hasher: Hasher) -> None:
        self._disk = disk
        self._hasher = hasher
        self.entries: dict[str, Entry] = {}
        self.unreadable: set[str] = set()
        self.notes: list[Note] = []

    def add(self, entry: Entry) -> None:
        self.entries[entry.path] = entry

    def add_from_disk(self, path: str, tracked: EntryKind = EntryKind.FILE) -> None:
        """Adds what is at ``path``: nothing for a folder or nothing, else a file or a link.

        What is neither, or cannot be read, is noted as unreadable: never silently clean.
        """
        try:
            found = self._disk.look(path)
        except OSError:
            self.unreadable.add(path)
            return
        if found is None or stat.S_ISDIR(found.st_mode):
            return
        kind = self._disk.kind(found, tracked)
        blob = kind and self._hasher.blob(path, found)
        if kind and blob:
            self.add(Entry(path, blob, kind))
        else:
            self.unreadable.add(path)

    def note(self, code: str, message: str, paths: Iterable[str]) -> None:
        """``message`` has a place for how many there are; without paths nothing is noted."""
        if found := tuple(sorted(paths)):
            self.notes.append(Note(code, message.format(len(found)), found))
