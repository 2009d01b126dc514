"""Files that planproof writes into the user's tree: whole or not at all, and never over others."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from planproof.errors import FaultError, RefusedError, UsageError

LARGEST = 1_048_576
"""Bytes; but for the baseline no file of ours is larger."""


def read_own(path: Path, largest: int = LARGEST) -> bytes | None:
    """The bytes of a regular file, None if there is nothing.

    Raises RefusedError for what is no regular file (a symbolic link least of all) or has more bytes
    than any that is written here.
    """
    with _named(path):
        if not os.path.lexists(path):
            return None
        if path.is_symlink() or not path.is_file():
            raise RefusedError(f"{path} is no regular file, and so none of planproof's", fix=_AWAY)
        with path.open("rb") as file:
            content = file.read(largest + 1)
    if len(content) > largest:
        raise RefusedError(f"{path} is larger than any file of planproof's", fix=_AWAY)
    return content


def write_new(path: Path, content: bytes) -> None:
    """Make a file that must not be there. Raises RefusedError if it is."""
    with _named(path), _draft(path, content) as draft:
        try:
            os.link(draft, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            with path.open("xb") as file:
                file.write(content)


def replace(path: Path, content: bytes) -> None:
    """Make a file, or put this in the place of one."""
    with _named(path), _draft(path, content) as draft:
        draft.replace(path)


def make_folder(path: Path, top: Path) -> None:
    """The folder and those between ``top`` and it. Raises RefusedError for symbolic links there,
    which could lead anywhere."""
    refuse_links(path, top)
    with _named(path):
        path.mkdir(parents=True, exist_ok=True)


def refuse_links(path: Path, top: Path) -> None:
    for folder in (path, *path.parents):
        if folder == top:
            return
        if folder.is_symlink():
            raise RefusedError(
                f"{folder} is a symbolic link; nothing is written through it", fix=_AWAY
            )


def sweep(files: Iterable[Path]) -> None:
    """Remove the drafts of these files, and of no others, that killed processes of this machine
    left beside them."""
    by_folder: dict[Path, set[str]] = {}
    for file in files:
        by_folder.setdefault(file.parent, set()).add(file.name)
    for folder, names in by_folder.items():
        with _named(folder):
            for path in folder.glob(".*.tmp"):
                made = _DRAFT.fullmatch(path.name)
                if made is None or made[1] not in names or path.is_symlink():
                    continue
                if _is_dead(int(made[2])):
                    path.unlink(missing_ok=True)


def _is_dead(process: int) -> bool:
    """Where nobody can tell, it lives."""
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


_DRAFT = re.compile(r"\.(.+)\.([0-9]{1,18})\.tmp")
_AWAY = "move it away"
_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


@contextmanager
def _draft(path: Path, content: bytes) -> Iterator[Path]:
    """The content in a file beside ``path``, which is gone afterwards."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise RefusedError(f"{path} exists already; it was left as it is", fix=_AWAY) from None
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in _FAULTS:
            raise FaultError(f"{path}: {reason}", fix="make room, then run this again") from error
        raise UsageError(
            f"{path} cannot be read or written: {reason}", fix=f"look at {path.parent}"
        ) from error
