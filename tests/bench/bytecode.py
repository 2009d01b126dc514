"""A user's installation has its bytecode; so must what is timed."""

from __future__ import annotations

import compileall
import importlib.util
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path


def ensure(folders: Iterable[Path]) -> str:
    """Compiles what is not compiled yet, and says how much of it is."""
    modules = [file for folder in (*folders, site_packages()) for file in folder.rglob("*.py")]
    for file in modules:
        if not _compiled(file):
            compileall.compile_file(file, quiet=2)
    ready = sum(map(_compiled, modules))
    return (
        f"bytecode: {ready} of {len(modules)} modules of planproof and of what it is installed"
        f" with are compiled (Python {sys.version.split()[0]})"
    )


def site_packages() -> Path:
    return Path(sysconfig.get_path("purelib"))


def _compiled(file: Path) -> bool:
    cached = Path(importlib.util.cache_from_source(str(file)))
    return cached.exists() and cached.stat().st_mtime >= file.stat().st_mtime
