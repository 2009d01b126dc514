"""The violations of a tree by path, none of which is made before somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import overload

from planproof.model.violation import Violation

Guidance = tuple[tuple[str, str], ...]
"""(rule, advice)."""


class Sheet:
    """The violations at one path, in order.

    ``digest`` names them: equal ones are equal violations. ``guidance`` is what they advise, each
    rule once.
    """

    __slots__ = ("_made", "_make", "count", "digest", "guidance", "path")

    def __init__(
        self,
        path: str,
        count: int,
        digest: bytes,
        guidance: Guidance,
        make: Callable[[], tuple[Violation, ...]],
    ) -> None:
        self.path = path
        self.count = count
        self.digest = digest
        self.guidance = guidance
        self._make = make
        self._made: tuple[Violation, ...] | None = None

    @property
    def violations(self) -> tuple[Violation, ...]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def changed(self, change: Callable[[tuple[Violation, ...]], tuple[Violation, ...]]) -> Sheet:
        """The same violations in another order, or under other ids. Its digest names those that
        it is made of."""
        return Sheet(
            self.path, self.count, self.digest, self.guidance, lambda: change(self.violations)
        )


class Sheets(Sequence[Violation]):
    """Violations in the order of their paths; equal to a tuple of the same."""

    __slots__ = ("_all", "_length", "by_path")

    def __init__(self, sheets: Iterable[Sheet] = ()) -> None:
        self.by_path: Mapping[str, Sheet] = {
            sheet.path: sheet for sheet in sorted(sheets, key=lambda sheet: sheet.path)
        }
        self._length = sum(sheet.count for sheet in self.by_path.values())
        self._all: tuple[Violation, ...] | None = None

    def at(self, paths: Collection[str]) -> tuple[Violation, ...]:
        """Those at some paths, in order."""
        wanted = sorted({*paths} & self.by_path.keys())
        return tuple(chain.from_iterable(self.by_path[path].violations for path in wanted))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Violation]:
        return chain.from_iterable(sheet.violations for sheet in self.by_path.values())

    @overload
    def __getitem__(self, at: int) -> Violation: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Violation, ...]: ...
    def __getitem__(self, at: int | slice) -> Violation | tuple[Violation, ...]:
        if isinstance(at, slice) and at.start is None and at.step is None and (at.stop or -1) >= 0:
            return self._first(at.stop)
        if self._all is None:
            self._all = tuple(self)
        return self._all[at]

    def _first(self, wanted: int) -> tuple[Violation, ...]:
        found: list[Violation] = []
        for sheet in self.by_path.values():
            if len(found) >= wanted:
                break
            found += sheet.violations
        return tuple(found[:wanted])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, tuple | Sheets):
            return tuple(self) == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def guidance_of(violations: Iterable[Violation]) -> dict[str, str]:
    """What violations advise, by rule."""
    if isinstance(violations, Sheets):
        return dict(each for sheet in violations.by_path.values() for each in sheet.guidance)
    return {one.rule: one.guidance for one in violations if one.guidance}


def by_path(violations: Iterable[Violation]) -> Iterator[tuple[str, tuple[Violation, ...]]]:
    """In the order of the paths; those at one path keep theirs."""
    ordered = sorted(violations, key=_path)
    return ((path, tuple(found)) for path, found in groupby(ordered, key=_path))


def _path(violation: Violation) -> str:
    return violation.place.path
