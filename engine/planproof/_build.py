"""Which engine this is, byte for byte: what it kept before is of no use to another one."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import lru_cache
from pathlib import Path

from planproof._version import __version__

_PACKAGES = ("site-packages", "dist-packages")


@lru_cache(maxsize=1)
def build_id() -> str:
    """64 hex digits: other ones after any change of the engine, of Python or of an installed
    package. Told by names, sizes and times, in a millisecond or two."""
    parts = [__version__, sys.version, *_installed(), *_sources(Path(__file__).parent)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """64 hex digits: the same wherever the same engine judges, whatever it was installed by. Reads
    all of its sources."""
    from importlib.metadata import PackageNotFoundError, version

    def of(library: str) -> str:
        try:
            return f"{library} {version(library)}"
        except PackageNotFoundError:
            return library

    folder = Path(__file__).parent
    files = sorted(one for one in folder.rglob("*") if one.suffix in (".py", ".scm", ".json"))
    sources = (
        f"{one.relative_to(folder).as_posix()} {hashlib.sha256(one.read_bytes()).hexdigest()}"
        for one in files
    )
    python = ".".join(map(str, sys.version_info[:2]))
    parts = [__version__, python, *map(of, _LIBRARIES), *sources]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


_LIBRARIES = (
    "tree-sitter", "tree-sitter-python", "tree-sitter-javascript", "tree-sitter-typescript",
    "tree-sitter-go", "tree-sitter-java", "tree-sitter-rust", "ast-grep-py", "google-re2",
    "pathspec", "PyYAML", "sqlglot",
)  # fmt: skip
"""What verdicts are made with."""


def _installed() -> list[str]:
    """The folders that packages are installed into: each installation touches them."""
    found = [path for path in sys.path if path.endswith(_PACKAGES)]
    return [f"{path} {_modified(path)}" for path in found]


def _modified(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0


def _sources(folder: Path) -> list[str]:
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                found += [] if entry.name == "__pycache__" else _sources(Path(entry.path))
            else:
                about = entry.stat()
                found.append(f"{entry.path} {about.st_size} {about.st_mtime_ns}")
    return sorted(found)
