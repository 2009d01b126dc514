"""The baseline where it lies: in a tree that is judged, and on the disk to be written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planproof.errors import RefusedError, UsageError
from planproof.model.tree import Entry, EntryKind
from planproof.progress.baseline import Lines
from planproof.progress.baseline_file import LARGEST, read_lines, write_lines
from planproof.usecases.gate_contracts import BASELINE, read_file
from planproof.usecases.own_files import make_folder, read_own, refuse_links, replace

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree


def lines_in(tree: CommitTree | WorkingTree, own: Mapping[str, Entry]) -> Lines:
    """Those of a tree; ``own`` are its entries below ``.planproof``.

    Raises BaselineError, and UsageError for what is no regular file or too large.
    """
    entry = own.get(BASELINE)
    if entry is None:
        return ()
    if entry.kind not in (EntryKind.FILE, EntryKind.EXECUTABLE):
        raise UsageError(f"{BASELINE} is no regular file", fix="put the file itself there")
    return read_lines(read_file(tree, entry, LARGEST), BASELINE)


class BaselineOnDisk:
    """The file in the working tree, as it was when it was read. Raises RefusedError for links."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._path = top / BASELINE
        refuse_links(self._path.parent, top)
        self._content = read_own(self._path, LARGEST)
        self.lines = read_lines(self._content or b"", BASELINE)

    def is_as_written(self) -> bool:
        """Whether writing its own lines would change nothing but the ends of lines."""
        return (self._content or b"").replace(b"\r\n", b"\n") == write_lines(self.lines)

    def write(self, lines: Lines) -> None:
        """Put these into its place, whole or not at all. An empty file stays: git merges it.

        Raises RefusedError where somebody wrote it meanwhile.
        """
        content = write_lines(lines)
        if content == (self._content or b""):
            return
        if len(content) > LARGEST:
            raise RefusedError(
                f"{BASELINE} would be larger than {LARGEST:,} bytes; nothing was written",
                fix="accept less: --rule ID, --path GLOB",
            )
        make_folder(self._path.parent, self._top)
        if read_own(self._path, LARGEST) != self._content:
            raise RefusedError(
                f"{BASELINE} was changed meanwhile; it was left as it is", fix="run this again"
            )
        replace(self._path, content)
