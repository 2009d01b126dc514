"""Who owns which paths, as the file in the work tree says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.git.disk import Disk
from planproof.model.tree import EntryKind
from planproof.progress.owners import PLACES, Owners

if TYPE_CHECKING:
    from planproof.usecases.workspace import Workspace


def code_owners(workspace: Workspace) -> Owners | None:
    """None where there is no such file; a link is not followed."""
    disk = Disk(workspace.root.path)
    for place in PLACES:
        text = disk.read(place) if _is_plain(disk, place) else None
        if text is not None:
            return Owners(text.decode("utf-8", "surrogateescape"))
    return None


def _is_plain(disk: Disk, path: str) -> bool:
    try:
        found = disk.look(path)
    except OSError:
        return False
    return found is not None and disk.kind(found) in (EntryKind.FILE, EntryKind.EXECUTABLE)
