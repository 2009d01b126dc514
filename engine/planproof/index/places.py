"""Where the captures of a query stand, as keys of places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from planproof.index.keys import end_of, key, keys_of, start_of
from planproof.languages import Language

if TYPE_CHECKING:
    from tree_sitter import Node

_PLACED = ".placed"
_NO_PLACES = frozenset(
    {"reference", "relation", "same.name", "same.of", "made.name", "made.of", "import", "tokens"}
)
"""Captures that are read as nodes."""


def places_of(captures: Mapping[str, list[Node]], language: Language) -> dict[str, list[int]]:
    """Captures by name without their ``.placed``, and those of tokens, each as keys of places."""
    places = {
        name: keys_of(nodes)
        for name, nodes in captures.items()
        if name not in _NO_PLACES and name[-7:] != _PLACED
    }
    for name, nodes in captures.items():
        if name[-7:] == _PLACED:
            word = name[:-7]
            placed = [key(*language.place(word, node)) for node in nodes]
            places[word] = places.get(word, []) + placed
    for node in captures.get("tokens", ()):
        for word, start, end in language.tokens(node):
            places.setdefault(word, []).append(key(start, end))
    early = ((n.start_byte, language.place("early", n)[0]) for n in captures.get("early", ()))
    if later := {start: really for start, really in early if start != really}:
        _start_later(places, later)
    return places


def _start_later(places: dict[str, list[int]], later: Mapping[int, int]) -> None:
    for word in ("attribute", "chain", "object", "call", "assignment"):
        places[word] = [
            key(later.get(start_of(place), start_of(place)), end_of(place))
            for place in places.get(word, ())
        ]
