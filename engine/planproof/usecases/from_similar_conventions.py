"""What nearly all members of a family do, measured on a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planproof.languages import language_of
from planproof.search.conventions import Convention, Counting, find_conventions
from planproof.search.family import Member, sort_of
from planproof.search.traits import Trait, TraitReader
from planproof.usecases.from_similar_engine import Ground
from planproof.usecases.from_similar_families import Family

MOST_WITH_KEYWORDS = 1_000
"""Members of a family of which every file is parsed for what its calls are given."""

SAMPLED_FILES = 150
SAMPLED_IN_FILE = 8
"""Other definitions that are looked at for how special a trait is: of some files, evenly spread."""


class Conventions:
    """Finds the conventions of families of one tree; what was read for one serves the next."""

    def __init__(self, ground: Ground, least: float, *, guard: bool = False) -> None:
        self._ground = ground
        self._least = least
        self._guard = guard
        self._known: dict[tuple[str, int], frozenset[Trait]] = {}
        self._others: dict[str, list[tuple[str, int, frozenset[Trait]]]] = {}

    def of(self, family: Family) -> list[Convention]:
        """What nearly all of a family do, the most surprising lack first."""
        counting = Counting(len(family.members), self._least)
        if len(family.members) <= MOST_WITH_KEYWORDS:
            self._learn(family.members)
            for one in family.members:
                counting.add(self._known[one.path, one.row])
        else:
            for _, _, traits in self._read(family.members, keywords=False):
                counting.add(traits)

        def outside(wanted: Sequence[Trait]) -> dict[Trait, float]:
            return self._shares(family.members, wanted)

        return find_conventions(counting, outside, guard=self._guard)

    def _learn(self, members: Sequence[Member]) -> None:
        new = [one for one in members if (one.path, one.row) not in self._known]
        for path, row, traits in self._read(new, keywords=True):
            self._known[path, row] = traits

    def _read(
        self, members: Sequence[Member], *, keywords: bool
    ) -> Iterator[tuple[str, int, frozenset[Trait]]]:
        """The traits of each member; all of a file come one after the other."""
        rows: dict[str, list[int]] = {}
        for one in members:
            rows.setdefault(one.path, []).append(one.row)
        for file in self._ground.files(rows):
            reader = TraitReader(file.document, file.content, file.path, keywords=keywords)
            yield from ((file.path, row, reader.of(row)) for row in rows[file.path])

    def _shares(self, members: Sequence[Member], wanted: Sequence[Trait]) -> dict[Trait, float]:
        """How many of some other definitions have each trait, as a share."""
        own = {(one.path, one.row) for one in members}
        counted = dict.fromkeys(wanted, 0)
        others = [
            traits for path, row, traits in self._sample(members[0]) if (path, row) not in own
        ]
        for traits in others:
            for short in {one.short for one in traits}:
                if short in counted:
                    counted[short] += 1
        return {one: count / len(others) if others else 0.0 for one, count in counted.items()}

    def _sample(self, like: Member) -> list[tuple[str, int, frozenset[Trait]]]:
        """Definitions of one language and sort: some of each of some files, evenly spread."""
        sort = f"{like.language} {sort_of(like.kind)}"
        if sort not in self._others:
            found: list[tuple[str, int, frozenset[Trait]]] = []
            for file in self._ground.files(self._paths(like.language)):
                definitions = file.document.definitions
                rows = [
                    row
                    for row, one in enumerate(definitions)
                    if sort_of(one.kind) == sort_of(like.kind)
                ]
                step = max(1, len(rows) // SAMPLED_IN_FILE)
                reader = TraitReader(file.document, file.content, file.path)
                some = rows[::step][:SAMPLED_IN_FILE]
                found.extend((file.path, row, reader.of(row)) for row in some)
            self._others[sort] = found
        return self._others[sort]

    def _paths(self, language: str) -> list[str]:
        entries = self._ground.tree.manifest.entries
        paths = [path for path in entries if _is_of(path, language)]
        step = max(1, len(paths) // SAMPLED_FILES)
        return paths[::step][:SAMPLED_FILES]


def _is_of(path: str, language: str) -> bool:
    known = language_of(path)
    return known is not None and known.name == language
