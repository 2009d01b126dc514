"""Which commit is checked out, read from git's own files where they are plain.

git is asked whenever they are not: other ways to keep refs, chains of symbolic refs, odd names.
Source of the formats: gitrepository-layout(5), git-pack-refs(1).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_BRANCH = re.compile(r"ref: (refs/heads/[\w][\w.+@=-]*(?:/[\w][\w.+@=-]*)*)\n?", re.ASCII)
_ID = {"sha1": re.compile(r"([0-9a-f]{40})\n?"), "sha256": re.compile(r"([0-9a-f]{64})\n?")}
_LARGEST = 4 << 20
"""Bytes of a list of packed refs that is still searched here."""


def read_plain_head(git_dir: Path, common_dir: Path, object_format: str) -> str | None:
    """The id of the commit that is checked out; None wherever git may know better."""
    id_ = _ID[object_format]
    text = _text(git_dir / "HEAD") or ""
    if detached := id_.fullmatch(text):
        return detached[1]
    branch = _BRANCH.fullmatch(text)
    if branch is None:
        return None
    loose = common_dir / branch[1]
    if os.path.lexists(loose):
        plain = id_.fullmatch(_text(loose) or "")
        return plain[1] if plain else None
    return _packed(common_dir / "packed-refs", branch[1])


def _packed(place: Path, ref: str) -> str | None:
    found = re.search(rf"^([0-9a-f]+) {re.escape(ref)}$", _text(place) or "", re.MULTILINE)
    return found[1] if found else None


def _text(place: Path) -> str | None:
    """What a plain file says; None for a link, for what is too long or cannot be read."""
    try:
        if place.is_symlink() or place.stat().st_size > _LARGEST:
            return None
        return place.read_text("ascii")
    except (OSError, ValueError):
        return None
