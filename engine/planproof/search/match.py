"""One place where something that was asked for stands, and a page of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from planproof.index.mentions import Mention
from planproof.model.document import Role
from planproof.search.atlas import Atlas

T = TypeVar("T")


class Match(Struct, frozen=True):
    """A mention that answers a question.

    ``meaning`` is the chain by which it does where that is not what is written. Not ``certain``:
    nobody can tell from the code whether it does; ``why`` says what is open.
    """

    mention: Mention
    path: str
    meaning: str = ""
    certain: bool = True
    why: str = ""

    @property
    def order(self) -> tuple[str, int]:
        return self.path, self.mention.row


class Page(Struct, Generic[T], frozen=True):
    """Some of ``total`` answers, from number ``offset`` on; ``certain`` of all are certain."""

    items: tuple[T, ...]
    total: int
    offset: int
    certain: int

    @property
    def left(self) -> int:
        """How many come behind these."""
        return max(0, self.total - self.offset - len(self.items))


class Paging(Struct, frozen=True):
    """How many answers are wanted, and how many come before them."""

    limit: int = 50
    offset: int = 0

    def page(self, answers: Sequence[T], is_certain: Callable[[T], bool]) -> Page[T]:
        """The answers that are wanted."""
        some = tuple(answers[self.offset : self.offset + self.limit])
        return Page(some, len(answers), self.offset, sum(map(is_certain, answers)))


class Narrowing(Struct, frozen=True):
    """Which answers count: all of the filters must let them through."""

    roles: Role = Role(0)
    kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    is_inside: Callable[[str], bool] | None = None

    def keep(self, matches: Iterable[Match], atlas: Atlas) -> list[Match]:
        """Those that count, each place once, by path and place."""
        found: dict[tuple[int, int], Match] = {}
        for match in matches:
            key = (match.mention.unit, match.mention.row)
            if self._lets(match, atlas) and (key not in found or match.certain):
                found.setdefault(key, match)
                if match.certain and not found[key].certain:
                    found[key] = match
        kept = sorted(found.values(), key=lambda one: one.order)
        return self._of_kinds(kept, atlas) if self.kinds else kept

    def _lets(self, match: Match, atlas: Atlas) -> bool:
        if self.roles and not match.mention.roles & self.roles:
            return False
        if self.languages and atlas.units[match.mention.unit].language not in self.languages:
            return False
        return self.is_inside is None or self.is_inside(match.path)

    def _of_kinds(self, matches: Sequence[Match], atlas: Atlas) -> list[Match]:
        definitions = [one for one in matches if one.mention.roles & Role.DEFINITION]
        atlas.learn({one.mention.unit for one in definitions})
        return [one for one in definitions if self._is_of_kind(one, atlas)]

    def _is_of_kind(self, match: Match, atlas: Atlas) -> bool:
        found = atlas.definition(match.mention.unit, match.mention.definition)
        return found is not None and found.kind in self.kinds
