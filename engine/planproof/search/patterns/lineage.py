"""Which classes of a tree stand below a base, however far, through imports and re-exports."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from planproof.index.mentions import OFFER
from planproof.index.patterns.rows import ClassHead
from planproof.search.meaning import End
from planproof.search.patterns.field import Field

IsBase = Callable[[str], bool]
"""Whether a chain, as it is written or as it is meant, is the base that is asked for."""


class Below(NamedTuple):
    """How a class is known to stand below a base: the base of its own that leads there."""

    base: str
    certain: bool


Key = tuple[str, int]
"""A class: its path, and where its name begins."""


_MOST_NAMES = 1_000


class _Users(NamedTuple):
    """By what it is: the classes with that base; and those of which nobody can tell."""

    of: dict[End, list[int]]
    open: list[int]


class Lineage:
    """The classes of a tree, by what they call their bases."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._all = [
            (path, ClassHead._make(row)) for path, rows in field.classes.items() for row in rows
        ]
        self._by_word: dict[str, list[int]] = {}
        for number, (_, head) in enumerate(self._all):
            words = {_last(chain) for base in head.bases for chain in base}
            for word in words:
                self._by_word.setdefault(word, []).append(number)
        self._known: dict[str, _Users] = {}
        self._given: dict[str, dict[str, list[tuple[int, tuple[str, ...]]]]] = {}

    def below(self, is_base: IsBase) -> dict[Key, Below]:
        """The classes with such a base of their own, and all below them. A class of the tree with
        such a name is a base, too, by whatever other name it is imported."""
        found: dict[int, Below] = {}
        above: list[int] = []
        for number, (path, head) in enumerate(self._all):
            written = next((base[0] for base in head.bases if any(map(is_base, base))), None)
            if written is not None:
                found[number] = Below(written, certain=True)
            elif is_base(f"{_module(path)}.{head.qualified}"):
                above.append(number)
        self._descend(found, above)
        return {self._key(number): below for number, below in found.items()}

    def _descend(self, found: dict[int, Below], above: Iterable[int]) -> None:
        """Adds what stands below: first what is certain, then what may be."""
        certain, doubtful = deque([*found, *above]), deque[int]()
        told: set[tuple[End, bool]] = set()
        while certain or doubtful:
            is_certain = bool(certain)
            end = self._end(certain.popleft() if certain else doubtful.popleft())
            if (end, is_certain) in told:  # another class of the same name, in the same file
                continue
            told.add((end, is_certain))
            for below, sure in self._users(end):
                link = sure and is_certain
                if below not in found or (link and not found[below].certain):
                    found[below] = Below(_last(end.qualified), link)
                    (certain if link else doubtful).append(below)

    def _end(self, number: int) -> End:
        path, head = self._all[number]
        return End(path, head.qualified)

    def _users(self, end: End) -> Iterator[tuple[int, bool]]:
        """The classes that name a class as their base, and whether that is certain."""
        users = self._users_of(_last(end.qualified))
        yield from ((user, True) for user in users.of.get(end, ()))
        yield from ((user, False) for user in users.open)

    def _users_of(self, word: str) -> _Users:
        """The classes with a base that is called so, by what that leads to."""
        if word not in self._known:
            words = self._names_of(word)
            numbers = sorted({n for each in words for n in self._by_word.get(each, ())})
            units = (self._field.atlas.numbers.get(self._all[number][0]) for number in numbers)
            self._field.atlas.learn(unit for unit in units if unit is not None)
            users = self._known[word] = _Users({}, [])
            for number in numbers:
                ends, is_open = self._ends(number)
                for end in ends:
                    users.of.setdefault(end, []).append(number)
                if is_open and not ends:
                    users.open.append(number)
        return self._known[word]

    def _names_of(self, word: str) -> set[str]:
        """What something called so may be called where another file offers it."""
        found, waiting = {word}, [word]
        while waiting and len(found) < _MOST_NAMES:
            for mention in self._field.atlas.mentions(waiting.pop()):
                name = mention.texts[0]
                if mention.roles & OFFER and name not in found:
                    found.add(name)
                    waiting.append(name)
        return found

    def _ends(self, number: int) -> tuple[set[End], bool]:
        """What the bases of a class lead to."""
        path, head = self._all[number]
        ends: set[End] = set()
        is_open = False
        for chain in self._bases(path, head):
            meant = self._field.meaning.of(path, chain)
            ends |= meant.found
            is_open = is_open or meant.open
        return ends, is_open

    def _bases(self, path: str, head: ClassHead) -> tuple[str, ...]:
        """Its bases as chains that the tree knows."""
        if path not in self._given:
            known = self._given[path] = {}
            for given in self._field.atlas.told_at(path).definitions:
                known.setdefault(given.qualified, []).append((given.start, given.bases))
        same = self._given[path].get(head.qualified, [])
        at = bisect_right(same, head.start, key=lambda one: one[0]) - 1
        return same[at][1] if at >= 0 else ()

    def _key(self, number: int) -> Key:
        path, head = self._all[number]
        return path, head.start


def _module(path: str) -> str:
    """A chain for the file at a path: its folders, and its name."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name.partition('.')[0]}".replace("/", ".")


def _last(chain: str) -> str:
    return chain.rpartition(".")[2]
