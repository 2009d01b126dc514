"""Where planproof keeps things, from the environment a front end hands in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from planproof.git import Root

DATA_VARIABLE = "PLANPROOF_DATA"
INDEX_VARIABLE = "PLANPROOF_INDEX"

PLAN_FOLDER = ".planproof/plans"
"""Where plans lie as files, below the root."""


def plans_path(root: Root, environment: Mapping[str, str]) -> Path:
    """``plans.db``: precious; ``$PLANPROOF_DATA`` names another folder for it."""
    folder = environment.get(DATA_VARIABLE)
    return (Path(folder) if folder else root.data_folder) / "plans.db"


def index_path(root: Root, environment: Mapping[str, str]) -> Path:
    """``index.db``: derived; beside git's own data, else in the user's cache, keyed by the root."""
    override = environment.get(INDEX_VARIABLE)
    if override:
        return Path(override)
    if root.repository is not None and os.access(_existing(root.data_folder), os.W_OK):
        return root.data_folder / "index.db"
    import hashlib  # here: most projects have git

    key = hashlib.sha256(os.fsencode(root.path)).hexdigest()[:16]
    return user_cache(environment) / key / "index.db"


def user_cache(environment: Mapping[str, str]) -> Path:
    """The platform's folder for data that may be deleted at any time."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or "~").expanduser()
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData/Local") / "planproof"
    if sys.platform == "darwin":
        return home / "Library/Caches/planproof"
    return Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "planproof"


def _existing(folder: Path) -> Path:
    """``folder``, or its nearest parent that exists: the one whose permission decides."""
    return next(path for path in (folder, *folder.parents) if path.exists())
