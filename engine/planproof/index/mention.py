"""A name that stands somewhere, and what a file tells of its names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct, field

VIA = 1 << 15
"""Beside the roles: the name is not the last of what is imported here."""

OFFER = 1 << 14
"""Instead of roles: the file offers it to others under the name that is written."""

RELATIVE = 1 << 13
"""Beside the roles: the import is a relative one."""

STARRED = 1 << 12
"""Beside the roles: one of the chains is what a star of the file would bring."""

WITHIN = 1 << 11
"""Beside the roles: the name is written before a member that is taken of what it means."""

MADE = "="
"""How a chain begins that a name means only if what is called there is a class: ``A().run``."""


class Given(NamedTuple):
    """A definition as others see it. ``parent`` is the number of the one around it, or -1;
    ``start`` and ``end`` are its extent in bytes. ``bases`` are chains. ``computes``: what is
    asked for by its name is what it gives, not itself, as of a property."""

    qualified: str
    kind: str
    parent: int
    start: int
    end: int
    bases: tuple[str, ...] = ()
    computes: bool = False


class Told(Struct, frozen=True):
    """What a unit tells others.

    ``module`` is its chain. ``offers`` and ``wholes`` are as in :class:`Offers`; ``names`` are
    given a value at its top; ``stars`` are the chains of all that it imports everything of.
    """

    module: str
    definitions: tuple[Given, ...] = ()
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wholes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()


class Mention(NamedTuple):
    """A name at a place: its unit, what it says (``texts``: as written, then the chains that it may
    mean), the number of the enclosing definition (its own where it is one) or -1, the row of the
    document, and its roles."""

    unit: int
    texts: tuple[str, ...]
    definition: int
    row: int
    roles: int


class Row(NamedTuple):
    """A mention and the segment under which it is found."""

    key: str
    texts: tuple[str, ...]
    definition: int
    row: int
    roles: int


class Unit(NamedTuple):
    """A blob at a path, in a language."""

    path: str
    blob: str
    language: str
