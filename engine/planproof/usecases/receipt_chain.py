"""Which receipts are at hand: each names the one before it by its digest."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from planproof.errors import UsageError
from planproof.receipts import digest_of, read_receipt

_MANY = 10_000


def find_digests(files: Iterable[Path]) -> frozenset[str]:
    """The SHA-256 of these files and of the receipts beside them."""
    paths = dict.fromkeys(files)
    for folder in {path.parent for path in paths}:
        paths |= dict.fromkeys(_beside(folder))
    return frozenset(digest for path in paths if (digest := _digest(path)) is not None)


def _beside(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if entry.name.endswith(".json") and entry.is_file(follow_symlinks=False)
            )
    except OSError:
        return []
    return [folder / name for name in names[:_MANY]]


def _digest(path: Path) -> str | None:
    try:
        return digest_of(read_receipt(path, path.name))
    except UsageError:
        return None
