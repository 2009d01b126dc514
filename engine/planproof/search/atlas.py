"""All names of a tree, at hand: which units it has, what each tells, where its modules are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from planproof.evaluate.module_places import ModulePlaces
from planproof.index.mentions import Given, Mention, MentionTable, Told, Unit
from planproof.languages import Language, by_name
from planproof.model.document import Reason

NOT_KEPT = "its names could not be kept"
"""Why nothing is known of a file where the index cannot be written."""

_PASSING = frozenset({NOT_KEPT, Reason.UNREADABLE.value})
if TYPE_CHECKING:
    from planproof.evaluate.roots import SourceRoots

_NOTHING = Told("")


class Atlas:
    """What questions about one tree are answered from.

    ``units`` are those of the tree, by number; ``unread`` are the files of a known language that
    nobody could look into, each with the reason: no answer covers them.
    """

    def __init__(
        self,
        units: Mapping[int, Unit],
        modules: ModulePlaces,
        table: MentionTable,
        unread: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.units = units
        self.modules = modules
        self.unread = unread
        self._table = table
        self._numbers: dict[str, int] | None = None
        self._told: dict[int, Told] = {}
        self._known: dict[str, list[Mention]] = {}
        self._roots: SourceRoots | None = None

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number of the unit at each path."""
        if self._numbers is None:
            self._numbers = {unit.path: number for number, unit in self.units.items()}
        return self._numbers

    @property
    def is_lasting(self) -> bool:
        """Whether nothing was left out that may be there the next time."""
        return all(why not in _PASSING for _, why in self.unread)

    def mentions(self, key: str) -> list[Mention]:
        """Everything in the tree that stands under a segment."""
        if key not in self._known:
            units = self.units
            self._known[key] = [each for each in self._table.find(key) if each.unit in units]
        return self._known[key]

    def scan(
        self, fits: Callable[[tuple[str, ...]], bool], holding: str | None
    ) -> Iterator[Mention]:
        """Everything in the tree with texts that fit, whatever it stands under; ``holding`` is in
        all such texts, if that is known."""
        units = self.units
        return (each for each in self._table.find_all(fits, holding) if each.unit in units)

    def keys(self, begin: str = "") -> list[str]:
        """Segments under which there may be anything, that begin so."""
        return self._table.keys(begin)

    def told(self, unit: int) -> Told:
        """What a unit of the tree tells."""
        if unit not in self._told:
            self.learn([unit])
        return self._told[unit]

    def learn(self, units: Iterable[int]) -> None:
        """Fetches what many units tell in one go."""
        missing = [unit for unit in dict.fromkeys(units) if unit not in self._told]
        found = self._table.told(missing)
        self._told.update(found)

    def told_at(self, path: str) -> Told:
        """The same by the path; nothing for a file that is not in the tree."""
        unit = self.numbers.get(path)
        return _NOTHING if unit is None else self.told(unit)

    def language(self, path: str) -> Language | None:
        unit = self.numbers.get(path)
        return None if unit is None else by_name(self.units[unit].language)

    def above_root(self, path: str, language: Language) -> int:
        """How many folders of a path lie above its source root."""
        if self._roots is None:
            from planproof.evaluate.roots import find_roots

            self._roots = find_roots(self.numbers)
        return self._roots.above(path, language)

    def definition(self, unit: int, number: int) -> Given | None:
        """A definition of a unit by its number; None for what is around all of them."""
        definitions = self.told(unit).definitions
        return definitions[number] if 0 <= number < len(definitions) else None

    def paths(self) -> Iterator[str]:
        return (unit.path for unit in self.units.values())
