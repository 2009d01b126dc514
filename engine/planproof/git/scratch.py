"""Scratch folders whose makers were killed before they could remove them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from planproof.git.objects import SCRATCH
from planproof.git.repository import Repository

RESTORING = "restoring-"
"""Beside git's own data: how the names of the records of half-made work trees begin."""


def stale_scratch(repository: Repository | None) -> tuple[Path, ...]:
    """The folders, sorted. They may hold copies of files; nobody will look at them again."""
    from tempfile import gettempdir

    found = list(_left(Path(gettempdir()), SCRATCH))
    if repository is not None:
        found += _left(repository.common_dir / "planproof", RESTORING)
    return tuple(sorted(found))


def _left(parent: Path, prefix: str) -> Iterator[Path]:
    """Folders of this user, named after a process that is there no more."""
    for folder in parent.glob(f"{prefix}*"):
        maker = re.match(r"(\d{1,10})-", folder.name.removeprefix(prefix))
        if maker and _is_own_folder(folder) and not _is_alive(int(maker[1])):
            yield folder


def _is_own_folder(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and own


def _is_alive(process: int) -> bool:
    """Where the system cannot tell, it counts as alive."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
