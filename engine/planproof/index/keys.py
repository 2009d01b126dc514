"""A range of bytes as one number.

``start * 2**32 - end``: sorting keys sorts ranges by (start, -end), so that what encloses comes
before what is enclosed, and sets and dictionaries of places cost what they cost for numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_LOW = 0xFFFFFFFF


def key(start: int, end: int) -> int:
    return (start << 32) - end


def first_key_at(start: int) -> int:
    """Not above the key of any range that starts there, above all that start before."""
    return (start << 32) - _LOW


def keys_of(nodes: Iterable[Node]) -> list[int]:
    return [(node.start_byte << 32) - node.end_byte for node in nodes]


def start_of(place: int) -> int:
    return (place + _LOW) >> 32


def end_of(place: int) -> int:
    return (((place + _LOW) >> 32) << 32) - place


def starts_of(places: Iterable[int]) -> list[int]:
    return [(place + _LOW) >> 32 for place in places]
