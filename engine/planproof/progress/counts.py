"""How two sets of violations compare, in numbers."""

from __future__ import annotations

from typing import NamedTuple


class Counts(NamedTuple):
    """``remaining`` were there before and still are."""

    new: int = 0
    fixed: int = 0
    moved: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def remaining(self) -> int:
        return self.moved + self.changed + self.unchanged
