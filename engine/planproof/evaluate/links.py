"""What names mean through other files of a tree: re-exports, stars, the places of modules.

Two answers to one question. What a chain *may* mean rests on skims alone and leaves out nothing: it
says which files are worth looking into. What it *does* mean rests on the documents of the files on
the way, which are opened when they are first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from msgspec import Struct, field

from planproof.evaluate.answers import Answer, Answers
from planproof.evaluate.link_walk import MOST_STARS, State, Walk, take
from planproof.evaluate.module_families import family_of
from planproof.evaluate.module_places import Holder, ModulePlaces
from planproof.evaluate.opened import NOTHING, Opened, hinted, imported
from planproof.evaluate.trail import Log, Trail, of_file, of_name, pack_marks
from planproof.languages import Language, Skim, by_name
from planproof.model.document import WHOLE
from planproof.model.name import last_segment


class Meanings(Struct, frozen=True):
    """The other chains that a chain stands for. ``unsure`` are those that rest on a star of which
    only a module outside of the tree knows what it holds."""

    sure: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


NO_MEANINGS = Meanings()


class Stars(NamedTuple):
    """The stars of a file that may bring a name, and the marks of what was looked at for it."""

    wholes: tuple[str, ...]
    marks: frozenset[str]


class _Start(NamedTuple):
    """All that an answer depends on, besides the tree: from where a chain is followed, and how."""

    language: str
    places: tuple[str, ...]
    chain: str
    is_exact: bool


class _Followed(NamedTuple):
    """What a search came to, the marks of what was looked at, and whether there was too much."""

    meanings: Meanings
    marks: frozenset[str]
    gave_up: bool


class _Inquiry(Struct):
    """Questions that belong together. In a file with a chain that leads to too much the others are
    followed less far: so an answer is a function of the tree and of what was asked before, here."""

    knots: set[str] = field(default_factory=set)
    known: dict[tuple[str, str], Answer] = field(default_factory=dict)


class Links(Struct):
    """Made once per tree. ``open_file`` tells of a file by its path; None where it cannot be read.

    ``unread`` are files of which nobody knows what they offer. ``gave_up_at`` are files with a
    chain that leads to more others than were followed.
    """

    modules: ModulePlaces
    skims: Mapping[str, Skim]
    open_file: Callable[[str], Opened | None]
    unread: frozenset[str] = frozenset()
    gave_up_at: set[str] = field(default_factory=set)
    spoken: dict[tuple[str, str], bool] = field(default_factory=dict)
    """By the family of files and a word: whether they bind it, or take it from each other."""

    answers: Answers = field(default_factory=Answers)
    followed: dict[_Start, _Followed] = field(default_factory=dict)
    """Where many files ask the same, one search is enough; for files in a knot there are none."""

    stars: dict[tuple[str, str, bool], Stars] = field(default_factory=dict)
    """By a file, a name that is also a module below it, and whether documents were asked."""

    _opened: dict[str, Opened | None] = field(default_factory=dict)
    _inquiry: _Inquiry = field(default_factory=_Inquiry)

    @property
    def log(self) -> Log:
        """What is looked at is noted here."""
        return self.modules.log

    @contextmanager
    def inquiry(self) -> Iterator[set[str]]:
        """Questions that are answered as if there had been no others before; gives the files with
        a chain that leads to too much."""
        around, self._inquiry = self._inquiry, _Inquiry()
        try:
            yield self._inquiry.knots
        finally:
            self._inquiry = around

    @contextmanager
    def trail(self, path: str) -> Iterator[Trail]:
        """What is looked at for one file, while it is judged."""
        trail = Trail()
        with self.inquiry() as knots, self.log.apart() as marks:
            yield trail
            trail.text = pack_marks(marks)
            trail.gave_up = path in knots

    def may_mean(self, path: str, chain: str) -> tuple[str, ...]:
        """All other chains that a chain in the file at ``path`` may stand for."""
        asked = (path, chain)
        answer = self._answers_at(path).get(asked)
        if answer is None:
            with self.log.apart() as marks:
                found = _Search(self, self.hinted, is_exact=False).run(path, chain)
            answer = Answer((*found.sure, *found.unsure), frozenset(marks))
            self._answers_at(path)[asked] = answer
        self.log.seen |= answer.marks
        return answer.chains

    def _answers_at(self, path: str) -> dict[tuple[str, str], Answer]:
        """Those in a knot hold for the questions of now: what is asked first is followed most."""
        return self._inquiry.known if self.is_knot(path) else self.answers.known

    def is_knot(self, path: str) -> bool:
        """Whether a chain of a file led to too much before."""
        return path in self._inquiry.knots

    def give_up(self, path: str) -> None:
        """Note that a chain of a file leads to too much."""
        self._inquiry.knots.add(path)
        self.gave_up_at.add(path)

    def means(self, path: str, chain: str) -> Meanings:
        """All other chains that it does stand for, by the documents on the way."""
        if not self.may_mean(path, chain):
            return NO_MEANINGS
        return _Search(self, self.opened, is_exact=True).run(path, chain)

    def star_holds(self, path: str, star: str, chain: str) -> bool | None:
        """Whether the ``star`` of a file brings the ``chain`` that begins with it; None where the
        tree does not have what it is of."""
        language = self.modules.language(path)
        if language is None:
            return None
        return _Search(self, self.opened, is_exact=True).holds(path, star, chain, language)

    def gave_up(self, words: frozenset[str], languages: frozenset[str]) -> Iterator[str]:
        """The files in which more chains than were followed may lead to a name with these words,
        for a rule about these languages: what the files of a family say of each other is all
        that its chains are made of."""
        families = {family_of(each) for name in languages if (each := by_name(name)) is not None}
        for path in sorted(self.gave_up_at):
            language = self.modules.language(path)
            family = family_of(language) if language is not None else ""
            if (not families or family in families) and (
                not words or any(self._says(family, word) for word in sorted(words))
            ):
                yield path

    def _says(self, family: str, word: str) -> bool:
        if (family, word) not in self.spoken:
            self.spoken[family, word] = word in self._vocabulary(family)
        return self.spoken[family, word]

    def _vocabulary(self, family: str) -> str:
        """All that the files of a family bind, take from each other and are called."""
        known = self.answers.vocabularies
        if family not in known:
            known[family] = "\n".join(self._said_in(family))
        return known[family]

    def _said_in(self, family: str) -> Iterator[str]:
        for path, skim in self.skims.items():
            language, place = self.modules.language(path), self.modules.place(path)
            if language is not None and family_of(language) == family:
                yield from (place, *self.modules.names_of(place), *(each.name for each in skim))
                yield from imported(skim, language, path, place)

    def is_unread(self, path: str, chain: str) -> bool:
        """Whether a chain leads through a file of which nobody knows what it offers."""
        language = self.modules.language(path)
        if language is None:
            return False
        places = self.modules.places(path, language, chain)
        found = [each.path for place in places for each in self.modules.holders(place, language)]
        self.log.seen.update(map(of_file, found))
        return any(each in self.unread for each in found)

    def hinted(self, path: str) -> Opened:
        """What a file offers, by its skim."""
        known = self.answers.hinted
        if path not in known:
            language, skim = self.modules.language(path), self.skims.get(path)
            known[path] = (
                hinted(skim, language, path, self.modules.place(path))
                if language is not None and skim
                else NOTHING
            )
        return known[path]

    def opened(self, path: str) -> Opened:
        """What a file offers, by its document; where it has none, by its skim."""
        if path not in self._opened:
            self._opened[path] = self.open_file(path)
        return self._opened[path] or self.hinted(path)


class _Search(Struct):
    links: Links
    look: Callable[[str], Opened]
    is_exact: bool
    most_stars: int = 0
    """Of all barrels on the way."""

    def run(self, path: str, chain: str) -> Meanings:
        language = self.links.modules.language(path)
        if language is None:
            return NO_MEANINGS
        places = self.links.modules.places(path, language, chain)
        if self.links.is_knot(path):
            return self._follow(State(path, chain), places, language).meanings
        start = _Start(language.name, places, chain, self.is_exact)
        known = self.links.followed.get(start)
        if known is None:
            known = self._follow(State(path, chain), places, language)
            self.links.followed[start] = known
        self.links.log.seen |= known.marks
        if known.gave_up:
            self.links.give_up(path)
        return known.meanings

    def _follow(self, start: State, places: tuple[str, ...], language: Language) -> _Followed:
        """All that can be come to from the places that the start may name."""
        found: dict[str, bool] = {}
        is_knot = self.links.is_knot(start.path)
        walk = Walk()
        with self.links.log.apart() as marks:
            take(self._steps(start, places, language), walk, found)
            while walk.waiting and walk.steps < walk.most_steps(self.most_stars, is_knot=is_knot):
                state = walk.waiting.pop()
                at = self.links.modules.places(state.path, language, state.chain)
                take(self._steps(state, at, language), walk, found)
        found.pop(start.chain, None)
        meanings = Meanings(
            tuple(each for each, sure in found.items() if sure),
            tuple(each for each, sure in found.items() if not sure),
        )
        return _Followed(meanings, frozenset(marks), bool(walk.waiting))

    def _steps(self, state: State, places: Iterable[str], language: Language) -> Iterator[State]:
        for place in places:
            if place != state.chain:
                yield state._replace(chain=place, placed=True)
            for holder in self.links.modules.holders(place, language):
                yield from self._through(state, holder, language)

    def _through(self, state: State, holder: Holder, language: Language) -> Iterator[State]:
        """What the holder has from elsewhere under the name that is asked for."""
        file = self._look(holder.path, holder.name)
        for target in file.offers.names.get(holder.name, ()):
            yield from self._taken(state, holder, holder.name, target, holder.rest)
        wholes = self._wholes(file.offers.wholes, holder, language)
        self.most_stars = min(max(self.most_stars, len(wholes)), MOST_STARS)
        for whole in wholes:
            below = _joined(holder.name, holder.rest)
            for step in self._taken(state, holder, WHOLE, whole, below):
                if self.is_exact:
                    yield from self._starred(step, holder, whole, language)
                else:
                    yield step

    def _taken(
        self, state: State, holder: Holder, name: str, target: str, rest: str
    ) -> Iterator[State]:
        """What is named behind an offer."""
        chain = _joined(target, rest)
        if chain.count(".") <= state.chain.count("."):
            yield State(holder.path, chain, state.sure, used=state.used)
            return
        folder = holder.path.rpartition("/")[0]
        offer = (f"{folder}\0{self.links.modules.place(holder.path)}", name, target)
        if offer not in state.used:
            yield State(holder.path, chain, state.sure, used=state.used | {offer})

    def _wholes(self, wholes: tuple[str, ...], holder: Holder, language: Language) -> Sequence[str]:
        """The stars that may bring a name. One that is also the name of a module below the holder
        is brought by none that says nothing of it, but perhaps by its namesake."""
        below = _joined(self.links.modules.place(holder.path), holder.name)
        if not wholes or not self.links.modules.is_above(below, language):
            return wholes
        asked = (holder.path, holder.name, self.is_exact)
        known = self.links.stars.get(asked)
        if known is None:
            with self.links.log.apart() as marks:
                found = tuple(each for each in wholes if self._says(each, holder, language))
            known = self.links.stars[asked] = Stars(found, frozenset(marks))
        self.links.log.seen |= known.marks
        return known.wholes

    def _says(self, whole: str, holder: Holder, language: Language) -> bool:
        if last_segment(whole) == holder.name:
            return True
        modules = self.links.modules
        return any(
            holder.name in self._look(path, holder.name).offers.names
            for place in modules.places(holder.path, language, whole)
            for path in modules.files_at(place, language)
        )

    def _starred(
        self, step: State, holder: Holder, whole: str, language: Language
    ) -> Iterator[State]:
        """A step through a star: sure where it is known to hold the name, only passed where it is
        known not to."""
        match self.holds(step.path, whole, step.chain, language):
            case True:
                yield step
            case False:
                yield step._replace(passed=True)
            case None if holder.name not in self._look(holder.path, holder.name).names:
                yield step._replace(sure=step.sure and self._is_only_one(holder))

    def holds(self, path: str, whole: str, chain: str, language: Language) -> bool | None:
        """Whether a star holds the name that stands behind it; None where the tree lacks it."""
        modules, length = self.links.modules, whole.count(".") + 1 if whole else 0
        in_tree = False
        for place in modules.places(path, language, chain):
            end = place.count(".") - chain.count(".") + length
            parts = place.split(".")
            if modules.is_above(".".join(parts[: end + 1]), language):
                return True
            for below in modules.holders(place, language):
                inner = parts[below.depth : end]
                name, owner = ".".join((*inner, parts[end])), ".".join(inner)
                file = self._look(below.path, name, owner)
                if name in file.names or name in file.offers.names:
                    return True
                in_tree = in_tree or not inner or owner in file.names
        return False if in_tree else None

    def _look(self, path: str, *names: str) -> Opened:
        """The file, of which nothing but its stars and what it has by these names is asked."""
        self.links.log.seen.update((of_file(path), *(of_name(path, name) for name in names)))
        return self.look(path)

    def _is_only_one(self, holder: Holder) -> bool:
        """Whether the star is the only place where the holder can have its name from."""
        offers = self._look(holder.path, holder.name).offers
        return len(offers.wholes) == 1 and holder.name not in offers.names


def _joined(*parts: str) -> str:
    return ".".join(part for part in parts if part)
