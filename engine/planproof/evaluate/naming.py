"""What the names of one file mean, other files included."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from planproof.evaluate.links import Links, Meanings
from planproof.evaluate.reach import Reaches
from planproof.evaluate.trail import LATE
from planproof.index import Resolver
from planproof.languages import Language
from planproof.model.document import Document
from planproof.model.name import canonical
from planproof.rules import NameTerm, RegexTerm


class LinkedNames:
    """A :class:`planproof.rules.Naming`: what the file itself tells, followed through the tree."""

    def __init__(
        self, document: Document, language: Language, path: str, links: Links, reaches: Reaches
    ) -> None:
        self._own = Resolver(document, language.name, path)
        self._document = document
        self._language = language
        self._path = path
        self._links = links
        self._reaches = reaches
        self._known: dict[str, Meanings] = {}
        self._others: dict[str, tuple[str, ...]] = {}

    @property
    def module(self) -> str:
        return self._own.module

    @cached_property
    def unresolved(self) -> int:
        """How many imports leave open what names mean: stars of what the tree does not have, and
        whatever is taken from a file of the tree that could not be read."""
        stars = sum(self._links.star_holds(self._path, s, f"{s}.?") is None for s in self._stars)
        return stars + sum(self._links.is_unread(self._path, each) for each in self._named)

    def may_mean(self, root: str) -> bool:
        return self._language.names_are_declared or self._own.may_mean(root)

    def renames(self, name: str) -> bool:
        return self._own.renames(name)

    def candidates(self, row: int) -> tuple[str, ...]:
        found = (self._meanings(chain) for chain in self._chains(row))
        return tuple(dict.fromkeys(chain for each in found for chain in each.sure))

    def may_fit(self, row: int, fits: Callable[[str], bool]) -> bool:
        """By skims alone: no document is opened for a chain that cannot lead there."""
        return any(fits(chain) or self._may_lead(chain, fits) for chain in self._chains(row))

    def unsure(self, row: int) -> tuple[str, ...]:
        found = (self._meanings(chain) for chain in self._chains(row))
        return tuple(dict.fromkeys(chain for each in found for chain in each.unsure))

    def others(self, target: str) -> tuple[str, ...]:
        if target not in self._others:
            self._others[target] = self._links.means(self._path, canonical(target)).sure
        return self._others[target]

    def may_be(self, target: str, fits: Callable[[str], bool]) -> bool:
        """By skims alone, too."""
        return self._may_lead(canonical(target), fits)

    def _may_lead(self, chain: str, fits: Callable[[str], bool]) -> bool:
        """Whether another chain that fits may be meant; perhaps, where not all were followed."""
        others = self._links.may_mean(self._path, chain)
        return any(map(fits, others)) or self._links.is_knot(self._path)

    def aliases(self, term: NameTerm | RegexTerm) -> frozenset[str]:
        reach = self._reaches.of(term)
        if term in self._reaches.late:
            self._links.log.seen.add(LATE)
        return reach.names

    def _chains(self, row: int) -> tuple[str, ...]:
        """What the file tells; else, where whole paths need no import (``crate::a::b``), what is
        written there."""
        found = self._own.candidates(row)
        if found or not self._language.names_are_declared:
            return found
        name = canonical(self._document.names[self._document.name_ids[row]])
        return (name,) if "." in name and self._links.may_mean(self._path, name) else ()

    def _meanings(self, chain: str) -> Meanings:
        """A chain and all that it stands for."""
        if chain not in self._known:
            found = self._links.means(self._path, chain)
            match self._is_held(chain):
                case True:
                    found = Meanings((chain, *found.sure), found.unsure)
                case None:
                    found = Meanings((), (chain, *found.sure, *found.unsure))
            self._known[chain] = found
        return self._known[chain]

    def _is_held(self, chain: str) -> bool | None:
        """False for what a star of the file would mean if it held such a name, and does not; None
        where nobody can say whether it does."""
        stars = [star for star in self._stars if chain.startswith(f"{star}.")]
        if not stars or self._is_named(chain):
            return True
        answers = [self._links.star_holds(self._path, star, chain) for star in stars]
        if any(answers) or None not in answers:
            return any(answers)
        return True if self._language.names_are_declared and len(self._stars) == 1 else None

    def _is_named(self, chain: str) -> bool:
        """Whether the file imports it otherwise than by a star, or what it is a part of."""
        return any(chain == each or chain.startswith(f"{each}.") for each in self._named)

    @cached_property
    def _stars(self) -> frozenset[str]:
        found = (each for each in self._document.imports if each.star)
        return frozenset(canonical(self._language.resolve(self._path, each)) for each in found)

    @cached_property
    def _named(self) -> frozenset[str]:
        found = (each for each in self._document.imports if not each.star)
        return frozenset(canonical(self._language.resolve(self._path, each)) for each in found)
