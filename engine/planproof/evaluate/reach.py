"""How else a file may come to mean what a term names: with words that are not the term's own.

``compat.py`` says ``from requests import get as fetch``. A file that takes ``fetch`` from it means
``requests.get`` without a word of it, and so does one that has the module ``compat`` and writes
``compat.fetch``.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from planproof.evaluate.bindings import Binding, Bindings
from planproof.evaluate.collecting import paused
from planproof.evaluate.grounds import Grounds, Plain, TermGrounds
from planproof.evaluate.links import Links
from planproof.evaluate.module_families import family_of
from planproof.model.name import canonical, last_segment, segments
from planproof.rules import NameTerm, RegexTerm

Words = frozenset[str]


class Detour(Struct, frozen=True):
    """What a file must write to get at a re-export through its module: one of the ``owners``, the
    ``name`` behind it (any, where that is empty), and all ``words``."""

    family: str
    name: str
    words: Words
    owners: frozenset[str]


class Reach(Struct, frozen=True):
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

    def elsewhere(self, paths: Container[str]) -> Reach:
        """The same in other files than these."""
        return replace(self, at={path: at for path, at in self.at.items() if path not in paths})


NO_REACH = Reach()


class _Mark(NamedTuple):
    """Something that a module offers: its name, empty for all names, and the place of the module,
    None for any."""

    name: str
    place: str | None


class Reaches:
    """Answers for many terms over one tree.

    ``known`` are those that are known already. ``grounds`` and ``marks`` tell what all of them rest
    on: bindings, and what was looked at where these were followed, ``kept_marks`` before. ``knots``
    are files that led to too much. Once it ``is_settled``, whatever is asked for besides is
    ``late``. ``bindings`` are those of all files, where they are at hand.
    """

    def __init__(self, links: Links, bindings: Callable[[], Bindings] | None = None) -> None:
        self._links = links
        self._all_bindings = bindings
        self.known: dict[NameTerm | RegexTerm, Reach] = {}
        self.grounds = Grounds()
        self._grounds = TermGrounds()
        self.marks: set[str] = set()
        self.kept_marks = ""
        self.knots: set[str] = set()
        self.is_settled = False
        self.late: set[NameTerm | RegexTerm] = set()
        self._known_ends: dict[str, frozenset[str]] = {}

    def of(self, term: NameTerm | RegexTerm) -> Reach:
        """Nothing where no re-export is involved."""
        if term not in self.known:
            words = words_of(term)
            # Without words a term looks into every file, at every name
            with paused(), self._links.inquiry() as knots, self._links.log.aside() as marks:
                self.known[term] = self._worked_out(term, words) if words else NO_REACH
            self.marks |= marks
            self.knots |= knots
            if self.is_settled:
                self.late.add(term)
        return self.known[term]

    def _worked_out(self, term: NameTerm | RegexTerm, words: Words) -> Reach:
        grounds = self._grounds = self.grounds.terms[term.text] = TermGrounds()
        reach = self._reach(term, words)
        for name, plain in grounds.plain.items():
            befores, taken = self._bindings.befores(name) - {""}, grounds.takers.get(name, set())
            plain.near = self._bindings.leading_to(befores)
            plain.open = self._bindings.leading_to(befores - taken if taken is not None else ())
        return reach

    def _reach(self, term: NameTerm | RegexTerm, words: Words) -> Reach:
        at: dict[str, set[Words]] = {}
        offered: dict[tuple[str, str, Words], set[str]] = {}
        names: set[str] = set()
        for bound, left, is_written in self._leading(term, words):
            if not is_written and not words <= left:
                at.setdefault(bound.path, set()).add(left)
            name = bound.offers
            if name in words:
                self._grounds.plain.setdefault(name, Plain()).support(bound.path)
            names.update({name or ""} - {""})
            needed = left | ({name or ""} - {""})
            if name is not None and not words <= needed:
                key = (family_of(bound.language), name, needed)
                offered.setdefault(key, set()).add(bound.path)
        detours = [self._detour(*key, paths, at) for key, paths in offered.items()]
        smallest = {path: smallest_of(sets) for path, sets in at.items()}
        return Reach(smallest, tuple(detours), frozenset(names))

    def _leading(
        self, term: NameTerm | RegexTerm, words: Words
    ) -> Iterator[tuple[Binding, Words, bool]]:
        """What may be the beginning of what the term names, or all of it: what must follow, and
        whether all that comes before is written where the name is bound."""
        marks: dict[_Mark, None] = {}
        if not words.isdisjoint(self._links.modules.root_words):
            marks.update((_Mark(word, None), None) for word in sorted(words))
        for chain in self._bindings.with_any(sorted(words)):
            lefts = list(words_left(term, chain))
            for bound in self._bindings.bound_to(chain) if lefts else ():
                marks |= self._marks(bound)
                yield from ((bound, left, True) for left in lefts)
        yield from self._linked(term, marks)

    def _linked(
        self, term: NameTerm | RegexTerm, waiting: dict[_Mark, None]
    ) -> Iterator[tuple[Binding, Words, bool]]:
        """The same through other files: what is taken by one of the marks, and by those that this
        leaves in turn."""
        looked_at: set[Binding] = set()
        followed: set[_Mark] = set()
        while waiting:
            mark, _ = waiting.popitem()
            followed.add(mark)
            for bound in self._with(mark):
                if bound not in looked_at:
                    looked_at.add(bound)
                    for left in self._left(term, bound):
                        yield bound, left, False
                        waiting |= {m: None for m in self._marks(bound) if m not in followed}

    def _marks(self, bound: Binding) -> dict[_Mark, None]:
        """What others take it by."""
        name = bound.offers
        return {} if name is None else {_Mark(name, self._links.modules.place(bound.path)): None}

    def _with(self, mark: _Mark) -> Iterator[Binding]:
        """What may be taken by the mark."""
        if mark.place == "" and not mark.name:  # a star at the top of the tree
            self._grounds.all = True
            yield from self._bindings.all()
        elif mark.place is None:
            self._grounds.take(mark.name, None)
            yield from self._bindings.behind(mark.name)
        elif mark.name:
            ends = self._ends(mark.place)
            self._grounds.take(mark.name, ends)
            yield from self._bindings.behind(mark.name, ends)
        else:
            self._grounds.below |= self._ends(mark.place)
            for end in sorted(self._ends(mark.place)):
                yield from self._bindings.behind(end)

    def _ends(self, place: str) -> frozenset[str]:
        """What may stand before something that is taken from a module: its own last segment, the
        names that it is bound to, and the same of those who offer all of it again."""
        if place not in self._known_ends:
            found: set[str] = set()
            waiting = {last_segment(place)} | self._links.modules.names_of(place)
            while waiting:
                found.add(end := waiting.pop())
                for bound in self._bindings.other_names(end):
                    waiting |= {self._bindings.other_name(bound)} - found - {""}
            self.grounds.ends |= found
            self._known_ends[place] = frozenset(found)
        return self._known_ends[place]

    def _left(self, term: NameTerm | RegexTerm, bound: Binding) -> Iterator[Words]:
        for chain in self._links.may_mean(bound.path, bound.chain):
            yield from words_left(term, chain)

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
            end = min(waiting)  # in an order that is always the same
            waiting.remove(end)
            owners.add(end)
            for bound in self._bindings.other_names(end):
                if family_of(bound.language) != family or not self._is_one(bound, places):
                    continue
                if bound.is_star or not bound.language.chains_name_modules:
                    at.setdefault(bound.path, set()).add(words)
                waiting |= {bound.name} - owners
                if (place := modules.place(bound.path)) not in places and bound.is_star:
                    places.add(place)
                    waiting.add(last_segment(place))
        self.grounds.owners.setdefault(family, set()).update(owners)
        return Detour(family, name, words, frozenset(owners - {""}))

    def _is_one(self, bound: Binding, places: set[str]) -> bool:
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
    def _bindings(self) -> Bindings:
        if self._all_bindings is not None:
            return self._all_bindings()
        return Bindings(self._links.skims, self._links.modules)


def words_of(term: NameTerm | RegexTerm) -> Words:
    if isinstance(term, NameTerm):
        return term.words
    return frozenset({term.letters} if term.letters else ())


def words_left(term: NameTerm | RegexTerm, chain: str) -> Iterable[Words]:
    """What must follow a chain; nothing where it is no beginning of the term, as most are not."""
    if not isinstance(term, NameTerm):
        return (frozenset(),) if term.letters and term.letters in chain else ()
    whole, beginnings, pieces = _shape_of(term)
    if beginnings:
        chain = canonical(chain)
        if not chain.endswith(beginnings) and whole not in chain:
            return ()
    elif not any(map(chain.__contains__, pieces)):
        return ()
    return _words_left(term, chain)


@lru_cache(maxsize=1 << 14)
def _words_left(term: NameTerm, chain: str) -> tuple[Words, ...]:
    """Asked again in each tree of a range."""
    return tuple(term.words_left(segments(chain)))


class _Shape(NamedTuple):
    """Of a term without wildcards: what a chain holds that covers the ``whole`` of it, or ends with
    that covers its beginning. Of others nothing but ``pieces``: a chain that covers a part with
    letters of its own holds one."""

    whole: str = ""
    beginnings: tuple[str, ...] = ()
    pieces: Words = frozenset()


@lru_cache(maxsize=1 << 10)
def _shape_of(term: NameTerm) -> _Shape:
    parts = term.parts
    if not any("*" in part for part in parts):
        beginnings = tuple(".".join(parts[:n]) for n in range(1, len(parts) + 1))
        return _Shape(beginnings[-1], beginnings)
    return _Shape(pieces=frozenset(piece for part in parts for piece in part.split("*") if piece))


def smallest_of(sets: Iterable[Words]) -> frozenset[Words]:
    """Those that do not hold another one."""
    sets = set(sets)
    return frozenset(words for words in sets if not any(other < words for other in sets))
