"""The baseline on the disk, to be read and written."""

from __future__ import annotations

from pathlib import Path

from planproof.errors import RefusedError
from planproof.progress.baseline import Lines
from planproof.progress.baseline_file import LARGEST, read_lines, write_lines
from planproof.usecases.gate_contracts import BASELINE
from planproof.usecases.own_files import make_folder, read_own, refuse_links, replace


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
