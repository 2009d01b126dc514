"""An installation that is known for the same one in the next job.

What was judged is remembered for one build of the engine, and a build is told by the sizes and
times of its files (:func:`planproof._build.build_id`), which is quick and notices every edit. Each
job installs planproof anew, so with the same contents the times are given that follow from these:
the same installation has the same times, and an edit of a file still gives it another one.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

import planproof
from planproof._build import engine_digest

_PACKAGES = ("site-packages", "dist-packages")
_CACHE = "__pycache__"


def settle_installation() -> None:
    """For an environment of its own that is not used yet: compiled files of before would be made
    again."""
    found = {f"{one.metadata['Name']} {one.version}" for one in distributions()}
    when = time_of([engine_digest(), sys.version, *sorted(found)])
    settle(Path(planproof.__file__).parent, when)
    for path in sys.path:
        if path.endswith(_PACKAGES):
            settle_folder(Path(path), when)


def time_of(parts: Iterable[str]) -> int:
    """Nanoseconds since 1970, in the years that every file system knows: others for other parts."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).digest()
    seconds = 1_000_000_000 + int.from_bytes(digest[:4]) % 500_000_000
    return seconds * 1_000_000_000 + int.from_bytes(digest[4:8]) % 1_000_000_000


def settle(folder: Path, when: int) -> None:
    """Every file below ``folder``."""
    for inner, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != _CACHE]
        for name in files:
            os.utime(Path(inner, name), ns=(when, when))


def settle_folder(folder: Path, when: int) -> None:
    """The folder itself, with the one inside that compiling would add later."""
    (folder / _CACHE).mkdir(exist_ok=True)
    os.utime(folder, ns=(when, when))
