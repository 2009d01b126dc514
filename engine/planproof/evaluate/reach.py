"""How else a file may come to mean what a term names: with words that are not the term's own.

``compat.py`` says ``from requests import get as fetch``. A file that takes ``fetch`` from it means
``requests.get`` without a word of it, and so does one that has the module ``compat`` and writes
``compat.fetch``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from planproof.evaluate.links import Links
from planproof.evaluate.module_places import family_of
from planproof.evaluate.opened import imported
from planproof.languages import Language, SkimKind
from planproof.model.document import WHOLE
from planproof.model.name import last_segment, segments
from planproof.rules import NameTerm, RegexTerm

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Detour:
    """What a file must write to get at a re-export through its module: one of the ``owners``, the
    ``name`` behind it (any, where that is empty), and all ``words``."""

    family: str
    name: str
    words: Words
    owners: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """What may hit a term though the term's own words are not in the file.

    ``at``: by path, sets of words of which the file must hold one. ``names`` are all under which
    what the term names, or its beginning, is bound in some file.
    """

    at: Mapping[str, frozenset[Words]] = field(default_factory=dict)
    detours: tuple[Detour, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def words(self) -> Words:
        """All words that decide."""
        sets = [words for each in self.at.values() for words in each]
        return frozenset().union(*sets, *(each.words for each in self.detours))


NO_REACH = Reach()


@dataclass(frozen=True, slots=True)
class _Bound:
    """One name of a file and what it is bound to, as the skim has it."""

    path: str
    language: Language
    name: str
    chain: str
    kind: SkimKind


class _Mark(NamedTuple):
    """Something that a module offers: its name, empty for all names, and the place of the module,
    None for any."""

    name: str
    place: str | None


class Reaches:
    """Answers for many terms over one tree."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._known: dict[NameTerm | RegexTerm, Reach] = {}
        self._known_ends: dict[str, frozenset[str]] = {}

    def of(self, term: NameTerm | RegexTerm) -> Reach:
        """Nothing where no re-export is involved."""
        if term not in self._known:
            words = _words_of(term)
            # Without words a term looks into every file, at every name
            self._known[term] = self._reach(term, words) if words else NO_REACH
        return self._known[term]

    def _reach(self, term: NameTerm | RegexTerm, words: Words) -> Reach:
        at: dict[str, set[Words]] = {}
        offered: dict[tuple[str, str, Words], set[str]] = {}
        names: set[str] = set()
        for bound, left, is_written in self._leading(term, words):
            if not is_written and not words <= left:
                at.setdefault(bound.path, set()).add(left)
            name = "" if _is_star(bound) else bound.name
            names.update({name} - {""})
            needed = left | ({name} - {""})
            if (name or _is_star(bound)) and not words <= needed:
                key = (family_of(bound.language), name, needed)
                offered.setdefault(key, set()).add(bound.path)
        detours = [self._detour(*key, paths, at) for key, paths in offered.items()]
        smallest = {path: _smallest(sets) for path, sets in at.items()}
        return Reach(smallest, tuple(detours), frozenset(names))

    def _leading(
        self, term: NameTerm | RegexTerm, words: Words
    ) -> Iterator[tuple[_Bound, Words, bool]]:
        """What may be the beginning of what the term names, or all of it: what must follow, and
        whether all that comes before is written where the name is bound."""
        marks: set[_Mark] = set()
        if not words.isdisjoint(self._links.modules.root_words):
            marks.update(_Mark(word, None) for word in words)
        for bound in self._bound:
            if any(word in bound.chain for word in words):
                for left in _words_left(term, bound.chain):
                    yield bound, left, True
                    marks |= self._marks(bound)
        yield from self._linked(term, marks)

    def _linked(
        self, term: NameTerm | RegexTerm, waiting: set[_Mark]
    ) -> Iterator[tuple[_Bound, Words, bool]]:
        """The same through other files: what is taken by one of the marks, and by those that this
        leaves in turn."""
        looked_at: set[_Bound] = set()
        followed: set[_Mark] = set()
        while waiting:
            followed.add(mark := waiting.pop())
            for bound in self._with(mark):
                if bound not in looked_at:
                    looked_at.add(bound)
                    for left in self._left(term, bound):
                        yield bound, left, False
                        waiting |= self._marks(bound) - followed

    def _marks(self, bound: _Bound) -> set[_Mark]:
        """What others take it by; an import may bind no name."""
        if not bound.name and not _is_star(bound):
            return set()
        name = "" if _is_star(bound) else bound.name
        return {_Mark(name, self._links.modules.place(bound.path))}

    def _with(self, mark: _Mark) -> Iterator[_Bound]:
        """What may be taken by the mark."""
        if mark.place == "" and not mark.name:  # a star at the top of the tree
            yield from self._bound
        elif mark.place is None:
            yield from (bound for bound, _ in self._by_segment.get(mark.name, ()))
        elif mark.name:
            ends = self._ends(mark.place)
            for bound, before in self._by_segment.get(mark.name, ()):
                if before in ends:
                    yield bound
        else:
            for end in self._ends(mark.place):
                yield from (bound for bound, _ in self._by_segment.get(end, ()))

    def _ends(self, place: str) -> frozenset[str]:
        """What may stand before something that is taken from a module: its own last segment, the
        names that it is bound to, and the same of those who offer all of it again."""
        if place not in self._known_ends:
            found: set[str] = set()
            waiting = {last_segment(place)} | self._links.modules.names_of(place)
            while waiting:
                found.add(end := waiting.pop())
                for bound in self._by_end.get(end, ()):
                    other = last_segment(self._links.modules.place(bound.path))
                    waiting |= {other if _is_star(bound) else bound.name} - found - {""}
            self._known_ends[place] = frozenset(found)
        return self._known_ends[place]

    def _left(self, term: NameTerm | RegexTerm, bound: _Bound) -> Iterator[Words]:
        for chain in self._links.may_mean(bound.path, bound.chain):
            yield from _words_left(term, chain)

    def _detour(
        self,
        family: str,
        name: str,
        words: Words,
        paths: Iterable[str],
        at: dict[str, set[Words]],
    ) -> Detour:
        """The ways to a name through the modules that offer it, or that offer all of theirs."""
        modules = self._links.modules
        places = {modules.place(path) for path in paths}
        owners: set[str] = set()
        waiting = set(map(last_segment, places)).union(*map(modules.names_of, places))
        while waiting:
            end = waiting.pop()
            owners.add(end)
            for bound in self._by_end.get(end, ()):
                if family_of(bound.language) != family or not self._is_one(bound, places):
                    continue
                if _is_star(bound) or not bound.language.chains_name_modules:
                    at.setdefault(bound.path, set()).add(words)
                waiting |= {bound.name} - owners
                if (place := modules.place(bound.path)) not in places and _is_star(bound):
                    places.add(place)
                    waiting.add(last_segment(place))
        return Detour(family, name, words, frozenset(owners - {""}))

    def _is_one(self, bound: _Bound, places: set[str]) -> bool:
        """Whether one of the modules, or all that is in one, is what is bound."""
        modules = self._links.modules
        found = (bound.chain, *modules.places(bound.path, bound.language, bound.chain))
        if not places.isdisjoint(found):
            return True
        return any(
            place in places
            for chain in self._links.may_mean(bound.path, bound.chain)
            for place in (chain, *modules.places(bound.path, bound.language, chain))
        )

    @cached_property
    def _bound(self) -> tuple[_Bound, ...]:
        return tuple(_all_bound(self._links))

    @cached_property
    def _by_segment(self) -> Mapping[str, list[tuple[_Bound, str]]]:
        """By each segment of a chain: what is bound to it, and the segment before."""
        found: dict[str, list[tuple[_Bound, str]]] = {}
        for bound in self._bound:
            before = ""
            for segment in bound.chain.split("."):
                found.setdefault(segment, []).append((bound, before))
                before = segment
        return found

    @cached_property
    def _by_end(self) -> Mapping[str, list[_Bound]]:
        found: dict[str, list[_Bound]] = {}
        for bound in self._bound:
            found.setdefault(last_segment(bound.chain), []).append(bound)
        return found


def _is_star(bound: _Bound) -> bool:
    return bound.kind is SkimKind.STAR or bound.name == WHOLE


def _all_bound(links: Links) -> Iterator[_Bound]:
    for path, skim in links.skims.items():
        language = links.modules.language(path)
        if language is not None:
            chains = imported(skim, language, path, links.modules.place(path))
            for each, chain in zip(skim, chains, strict=True):
                yield _Bound(path, language, each.name, chain, each.kind)


def _words_of(term: NameTerm | RegexTerm) -> Words:
    if isinstance(term, NameTerm):
        return term.words
    return frozenset({term.letters} if term.letters else ())


def _words_left(term: NameTerm | RegexTerm, chain: str) -> Iterator[Words]:
    if isinstance(term, NameTerm):
        yield from term.words_left(segments(chain))
    elif term.letters and term.letters in chain:
        yield frozenset()


def _smallest(sets: Iterable[Words]) -> frozenset[Words]:
    """Those that do not hold another one."""
    sets = set(sets)
    return frozenset(words for words in sets if not any(other < words for other in sets))
