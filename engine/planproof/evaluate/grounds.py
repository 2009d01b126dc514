"""What it rests on which words lead where, so that most edits need no second look at all files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from planproof.evaluate.bindings import Binding
from planproof.evaluate.blob_memo import Json
from planproof.evaluate.module_families import family_of
from planproof.model.name import last_segment

_MOST_PATHS = 4


class Plain(Struct):
    """A name that is a word of the term itself, as many files have it: ``asyncio``.

    ``paths`` are some of them. ``near`` are the ends of modules from which somebody takes the name,
    or may by another name of the module; ``open`` those of them whose takers were not looked at.
    """

    near: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    paths: list[str] = field(default_factory=list)

    def support(self, path: str) -> None:
        if len(self.paths) < _MOST_PATHS and path not in self.paths:
            self.paths.append(path)


class TermGrounds(Struct):
    """What the walk for one term looked for.

    ``takers``: by each name that was looked for in a chain, what may stand before it, None for
    anything. ``below``: what may stand before any name. ``all``: nothing could be left out.
    """

    takers: dict[str, set[str] | None] = field(default_factory=dict)
    below: set[str] = field(default_factory=set)
    all: bool = False
    plain: dict[str, Plain] = field(default_factory=dict)

    def take(self, name: str, before: Iterable[str] | None) -> None:
        known = self.takers.setdefault(name, set())
        if known is not None and before is not None:
            known.update(before)
        else:
            self.takers[name] = None

    def takes(self, chain: str) -> bool:
        """Whether something that is bound to the chain is looked at."""
        return self.all or any(
            segment in self.below or self._takes(segment, before)
            for before, segment in pairs(chain)
        )

    def _takes(self, segment: str, before: str) -> bool:
        if segment not in self.takers:
            return False
        known = self.takers[segment]
        return known is None or before in known

    def is_open_to(self, chain: str) -> bool:
        """Whether a new chain says something new of who takes the plain names."""
        for before, segment in pairs(chain):
            plain = self.plain.get(segment)
            if plain is not None and before:
                is_known = before in plain.open or self._takes(segment, before)
                if before not in plain.near or not is_known:
                    return True
        return False

    def without(self, paths: set[str]) -> TermGrounds:
        plain = {
            name: replace(each, paths=[path for path in each.paths if path not in paths])
            for name, each in self.plain.items()
        }
        return replace(self, plain=plain)

    def pack(self) -> Json:
        takers: list[Json] = [
            [name, None if before is None else _listed(before)]
            for name, before in sorted(self.takers.items())
        ]
        plain: list[Json] = [
            [name, _listed(each.near), _listed(each.open), [*each.paths]]
            for name, each in sorted(self.plain.items())
        ]
        return [takers, _listed(self.below), self.all, plain]


class Grounds(Struct):
    """``terms`` are by their own text. ``ends``: by the last segment of a chain, what was taken for
    another name of a module; ``owners``: the same by families."""

    terms: dict[str, TermGrounds] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)
    owners: dict[str, set[str]] = field(default_factory=dict)

    def without(self, paths: set[str]) -> Grounds:
        """The same, none of which rests on these files alone."""
        terms = {text: each.without(paths) for text, each in self.terms.items()}
        return replace(self, terms=terms)

    def rename(self, binding: Binding, place: str) -> bool:
        """Whether a binding that comes or goes may give a module another name that matters, or
        take one away. ``place`` is that of the module that it is in."""
        end = last_segment(binding.chain)
        other = last_segment(place) if binding.is_star else binding.name
        if other and other != end and (end in self.ends or self._leads(end, other)):
            return True
        if end in self.owners.get(family_of(binding.language), ()):
            is_plain = binding.language.chains_name_modules and not binding.is_star
            return not is_plain or binding.name != end
        return False

    def _leads(self, end: str, other: str) -> bool:
        """Whether a name leads to somebody who takes a plain one, and did not without."""
        plain = (each for term in self.terms.values() for each in term.plain.values())
        return any(
            (other in each.near and end not in each.near)
            or (other in each.open and end not in each.open)
            for each in plain
        )

    def pack(self) -> Json:
        terms: list[Json] = [[text, each.pack()] for text, each in sorted(self.terms.items())]
        owners: list[Json] = [[name, _listed(each)] for name, each in sorted(self.owners.items())]
        return [terms, _listed(self.ends), owners]


def pairs(chain: str) -> Iterator[tuple[str, str]]:
    """The segments of a chain, each behind the one before it."""
    before = ""
    for segment in chain.split("."):
        yield before, segment
        before = segment


def unpack_grounds(packed: Any) -> Grounds:
    """Raises ValueError or TypeError for what is damaged."""
    terms, ends, owners = packed
    return Grounds(
        {text: _unpack_term(each) for text, each in terms},
        set(ends),
        {name: set(each) for name, each in owners},
    )


def _unpack_term(packed: Any) -> TermGrounds:
    takers, below, everything, plain = packed
    return TermGrounds(
        {name: None if before is None else set(before) for name, before in takers},
        set(below),
        bool(everything),
        {name: Plain(set(near), set(open_), list(paths)) for name, near, open_, paths in plain},
    )


def _listed(names: Iterable[str]) -> Json:
    return [*sorted(names)]
