"""What a file binds to names from elsewhere, read without parsing it.

A skim may hold more than the file's document tells (an import in a docstring), never less: it says
which files are worth a closer look.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class SkimKind(IntEnum):
    """How a name of a file gets its meaning."""

    IMPORT = 0
    """``target`` is imported under the name, ``level`` as in an Import."""

    STAR = 1
    """Everything in ``target`` is; there is no name."""

    SAME = 2
    """``target`` is a chain of the file itself: ``fetch = requests.get``."""


class Skimmed(NamedTuple):
    """One name and what it is. ``*`` names the module as a whole; an import may bind no name."""

    name: str
    target: str
    level: int
    kind: SkimKind


Skim = tuple[Skimmed, ...]
