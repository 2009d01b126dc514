"""What means a symbol: every name in the tree, sorted into certain, uncertain and something else.

A name is *certain* to mean a symbol where the chain that it stands for leads there: through
imports, aliases, re-exports, stars, ``self`` and the bases of classes. It is *uncertain* where it
is called like the symbol and nobody can tell from the code what it is asked of (``x.save()``), and
where it means a method that the symbol overrides: which of the two runs is decided at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from planproof.index.mentions import MADE, OFFER, STARRED, VIA, Mention
from planproof.model.document import Role
from planproof.model.name import last_segment
from planproof.search.atlas import Atlas
from planproof.search.match import Match
from planproof.search.meaning import End, Meaning

_DEFINITION, _IMPORT, _CALL = int(Role.DEFINITION), int(Role.IMPORT), int(Role.CALL)
_ASSIGNMENT, _DECORATOR = int(Role.ASSIGNMENT), int(Role.DECORATOR)
_KEYWORD = int(Role.KEYWORD)

UNKNOWN_TYPE = "nobody can tell what it is asked of"
OVERRIDDEN = "it may run this, which overrides what it names"
REBOUND = "it gets another value here"
_CONSTRUCTORS = frozenset({"__init__", "__new__", "constructor"})


class _Sorted(Struct):
    """The mentions under one segment: by where they lead, those that are open, those that give what
    is called so another value, and the names under which others are offered it, by where that
    leads."""

    defined: dict[str, set[End]]
    ends: dict[End, list[Mention]] = field(default_factory=dict)
    open: list[Mention] = field(default_factory=list)
    rebound: dict[End, list[Mention]] = field(default_factory=dict)
    offers: dict[End, set[str]] = field(default_factory=dict)


class Uses:
    """Answers for many symbols of one tree."""

    def __init__(self, atlas: Atlas, meaning: Meaning) -> None:
        self._atlas = atlas
        self._meaning = meaning
        self._sorted: dict[str, _Sorted] = {}

    def of(self, end: End) -> Iterator[Match]:
        """All mentions of a symbol but for its definition, unsorted: one place perhaps twice."""
        yield from self.certain(end)
        yield from self._uncertain(end)

    def certain(self, end: End) -> Iterator[Match]:
        """Those of them that are certain."""
        yield from self._certain(end)
        name = end.qualified.rpartition(".")[2]
        if name in _CONSTRUCTORS and "." in end.qualified:
            owner = End(end.path, end.qualified.rpartition(".")[0])
            yield from (one for one in self._certain(owner) if one.mention.roles & _CALL)

    def doubts(self, end: End) -> int:
        """How many uncertain ones there are, at most."""
        return len(self._sort(end.qualified.rpartition(".")[2]).open)

    def _uncertain(self, end: End) -> Iterator[Match]:
        name = end.qualified.rpartition(".")[2]
        for above in self._overridden(end):
            for match in self._certain(above):
                if match.mention.roles & _CALL:
                    yield Match(match.mention, match.path, certain=False, why=OVERRIDDEN)
        for mention in self._sort(name).rebound.get(end, ()):
            path = self._atlas.units[mention.unit].path
            yield Match(mention, path, certain=False, why=REBOUND)
        for mention in self._sort(name).open:
            if last_segment(mention.texts[0]) == name:
                path = self._atlas.units[mention.unit].path
                yield Match(mention, path, certain=False, why=UNKNOWN_TYPE)

    def _certain(self, end: End) -> Iterator[Match]:
        waiting, done = {end.qualified.rpartition(".")[2]}, set[str]()
        while waiting:
            key = waiting.pop()
            done.add(key)
            found = self._sort(key)
            for mention in found.ends.get(end, ()):
                yield Match(mention, self._atlas.units[mention.unit].path)
            waiting |= found.offers.get(end, set()) - done

    def _overridden(self, end: End) -> Iterator[End]:
        """The methods of bases that a method overrides."""
        owner, _, name = end.qualified.rpartition(".")
        if not owner or name in _CONSTRUCTORS:
            return
        for base in self.bases(End(end.path, owner)):
            member = f"{base.qualified}.{name}"
            if member in self._meaning.shape(base.path).defined:
                yield End(base.path, member)

    def bases(self, end: End) -> list[End]:
        """The classes above a class that the tree has, the nearest first, each once."""
        found: dict[End, None] = {}
        waiting = [end]
        while waiting:
            at = waiting.pop(0)
            for chain in self._meaning.shape(at.path).classes.get(at.qualified, ()):
                for above in sorted(self._meaning.of(at.path, chain).found):
                    if above not in found and above != end:
                        found[above] = None
                        waiting.append(above)
        return list(found)

    def _sort(self, key: str) -> _Sorted:
        if key not in self._sorted:
            self._sorted[key] = found = _Sorted(self._defined(key))
            known: dict[tuple[str, tuple[str, ...], bool], tuple[frozenset[End], bool]] = {}
            for mention in self._atlas.mentions(key):
                if mention.roles & (_DEFINITION | VIA):
                    continue
                if len(mention.texts) > 1:
                    if not _is_binding(mention):
                        self._put(mention, found, known)
                elif "." in mention.texts[0] and not mention.roles & _IMPORT:
                    found.open.append(mention)  # nothing that it may mean leads anywhere
        return self._sorted[key]

    def _defined(self, key: str) -> dict[str, set[End]]:
        """What is called so, by its place: most chains lead there at once. Several have one place
        where a stub stands beside its source."""
        found: dict[str, set[End]] = {}
        for mention in self._atlas.mentions(key):
            if mention.roles & _DEFINITION:
                path, chain = self._atlas.units[mention.unit].path, mention.texts[-1]
                module = self._atlas.modules.place(path)
                if not module or chain.startswith(f"{module}."):
                    end = End(path, chain[len(module) + 1 :] if module else chain)
                    found.setdefault(chain, set()).add(end)
        return found

    def _put(
        self,
        mention: Mention,
        found: _Sorted,
        known: dict[tuple[str, tuple[str, ...], bool], tuple[frozenset[End], bool]],
    ) -> None:
        path = self._atlas.units[mention.unit].path
        asked = (path, mention.texts, bool(mention.roles & _IMPORT))
        if asked not in known:
            known[asked] = self._ends(path, mention, found.defined)
        ends, is_open = known[asked]
        for end in ends:
            if mention.roles & OFFER:
                found.offers.setdefault(end, set()).add(mention.texts[0])
            elif not self._is_beside(mention, end):
                found.ends.setdefault(end, []).append(mention)
            elif self._is_rebound(mention, end):
                found.rebound.setdefault(end, []).append(mention)
        if is_open and not mention.roles & (OFFER | _IMPORT):
            found.open.append(mention)

    def _ends(
        self, path: str, mention: Mention, defined: dict[str, set[End]]
    ) -> tuple[frozenset[End], bool]:
        ends: set[End] = set()
        is_open = False
        for text in mention.texts[1:]:
            chain = text.removeprefix(MADE)
            if at_once := self._defined_at(path, chain, defined):
                ends |= at_once
                continue
            starred = self._is_starred(mention, chain)
            led = self._meaning.of(path, chain, starred=starred)
            ends |= led.found
            is_open = is_open or led.open
        return frozenset(ends), is_open and not ends

    def _defined_at(self, path: str, chain: str, defined: dict[str, set[End]]) -> set[End]:
        language = self._atlas.language(path)
        if language is None:
            return set()
        places = self._meaning.places(path, language, chain)
        return next((defined[place] for place in places if place in defined), set())

    def _is_beside(self, mention: Mention, end: End) -> bool:
        """Whether a name stands for something else than where it leads: it gets another value, it
        holds what a property or a field gave (which may still be called by that name), or it is
        another class (``cls`` of ``__init_subclass__``)."""
        written = mention.texts[0]
        if mention.roles & _IMPORT:
            return False
        if "." in written and written.endswith(f".{end.qualified.rpartition('.')[2]}"):
            return False
        if mention.roles & _ASSIGNMENT and "." not in written:
            return end.qualified in self._meaning.shape(end.path).made
        if "." in end.qualified and self._is_what_it_gave(mention, end):
            return True
        return written == "cls" and self._is_called_by_itself(mention)

    def _is_what_it_gave(self, mention: Mention, end: End) -> bool:
        """Whether a name only holds what a property or a field of a class gave."""
        shape = self._meaning.shape(end.path)
        if end.qualified in shape.computed:
            return not mention.roles & _DECORATOR and not self._is_in_body(mention, end)
        if end.qualified in shape.fields:
            return not mention.roles & (_CALL | _KEYWORD) and self._is_apart(mention)
        return False

    def _is_called_by_itself(self, mention: Mention) -> bool:
        """Whether it stands in a method that the language calls, with a class below or with an
        instance of the class: ``__init_subclass__``, or ``__call__`` of a metaclass."""
        around = self._atlas.definition(mention.unit, mention.definition)
        name = around.qualified.rpartition(".")[2] if around is not None else ""
        return name.startswith("__") and name.endswith("__") and name != "__new__"

    def _is_rebound(self, mention: Mention, end: End) -> bool:
        """Whether the name of a definition gets another value, and no field is given its first."""
        own = mention.texts[0] == end.qualified.rpartition(".")[2]
        shape = self._meaning.shape(end.path)
        kept = shape.fields | shape.computed
        return own and bool(mention.roles & _ASSIGNMENT) and end.qualified not in kept

    def _is_apart(self, mention: Mention) -> bool:
        """Whether a name without its owner is no member there: elsewhere it may be, in a method or
        by an import (``use Colour::Red``)."""
        language = self._atlas.language(self._atlas.units[mention.unit].path)
        return language is not None and bool(language.default_member)

    def _is_in_body(self, mention: Mention, end: End) -> bool:
        """Whether it stands in the class itself, beside the member that it leads to."""
        around = self._atlas.definition(mention.unit, mention.definition)
        return around is not None and around.qualified == end.qualified.rpartition(".")[0]

    def _is_starred(self, mention: Mention, chain: str) -> bool:
        if not mention.roles & STARRED:
            return False
        stars = self._atlas.told(mention.unit).stars
        return any(chain.startswith(f"{star}.") for star in stars)


def _is_binding(mention: Mention) -> bool:
    """Whether a name is given its value at the top of a file: that is what defines it."""
    at_top = bool(mention.roles & _ASSIGNMENT) and mention.definition < 0
    return at_top and "." not in mention.texts[0]


def each_once(matches: Iterable[Match]) -> list[Match]:
    """By path and place; what is certain hides what is not."""
    found: dict[tuple[int, int], Match] = {}
    for match in matches:
        key = (match.mention.unit, match.mention.row)
        if key not in found or (match.certain and not found[key].certain):
            found[key] = match
    return sorted(found.values(), key=lambda one: one.order)
