"""What it rests on which words lead where, so that most edits need no second look at all files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from planproof.evaluate.bindings import Binding
from planproof.evaluate.blob_memo import Json
from planproof.evaluate.module_families import family_of
from planproof.model.name import last_segment


@dataclass(slots=True)
class Grounds:
    """What the walks over all bindings looked for.

    ``takers``: by each name that was looked for in a chain, what may stand before it, None for
    anything. ``below``: what may stand before any name. ``ends``: by the last segment of a chain,
    what was taken for another name of a module; ``owners``: the same by families. ``all``: nothing
    could be left out.
    """

    takers: dict[str, set[str] | None] = field(default_factory=dict)
    below: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    owners: dict[str, set[str]] = field(default_factory=dict)
    all: bool = False

    def take(self, name: str, before: Iterable[str] | None) -> None:
        known = self.takers.get(name, set())
        self.takers[name] = None if known is None or before is None else known | set(before)

    def meet(self, binding: Binding, place: str) -> bool:
        """Whether a binding that comes or goes may lead elsewhere, or somebody to it. ``place``
        is that of the module that it is in."""
        return (
            self.all
            or self._is_taken(binding.chain)
            or self._is_another_name(binding, last_segment(binding.chain), place)
        )

    def _is_taken(self, chain: str) -> bool:
        before = ""
        for segment in chain.split("."):
            if segment in self.takers:
                known = self.takers[segment]
                if known is None or before in known:
                    return True
            if segment in self.below:
                return True
            before = segment
        return False

    def _is_another_name(self, binding: Binding, end: str, place: str) -> bool:
        if end in self.ends:
            other = last_segment(place) if binding.is_star else binding.name
            if other and other != end:
                return True
        if end in self.owners.get(family_of(binding.language), ()):
            is_plain = binding.language.chains_name_modules and not binding.is_star
            return not is_plain or binding.name != end
        return False

    def pack(self) -> Json:
        takers: list[Json] = [
            [name, None if before is None else _listed(before)]
            for name, before in sorted(self.takers.items())
        ]
        owners: list[Json] = [[name, _listed(each)] for name, each in sorted(self.owners.items())]
        return [takers, _listed(self.below), _listed(self.ends), owners, self.all]


def unpack_grounds(packed: Any) -> Grounds:
    """Raises ValueError or TypeError for what is damaged."""
    takers, below, ends, owners, everything = packed
    return Grounds(
        {name: None if before is None else set(before) for name, before in takers},
        set(below),
        set(ends),
        {name: set(each) for name, each in owners},
        bool(everything),
    )


def _listed(names: Iterable[str]) -> Json:
    return [*sorted(names)]
