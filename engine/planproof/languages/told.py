"""What the statements of a source say of names, by places in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from planproof.model.document import Import, Tie
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node


class Imported(NamedTuple):
    """One imported name of an import statement.

    ``alias`` is the place of the name it is bound to, where that is written and differs: it
    becomes a reference, which resolves to nothing, because it binds and does not refer.
    """

    binding: Import
    alias: Span | None = None


class Related(NamedTuple):
    """What :class:`planproof.model.document.Relation` says, by nodes. One that is the place of no
    occurrence relates nothing."""

    tie: Tie
    name: Node
    of: Node
    member: Node | None = None


ModulePlace = tuple[str, int, int, int]
"""The target and level of an import, and where it starts and ends."""


class ModuleName(Struct, frozen=True):
    """A module's name as seen from a folder and all below it; ``everywhere``: from others too."""

    root: str
    chain: str
    everywhere: bool
