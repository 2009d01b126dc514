"""What the schemes look at: a violation and the source around it."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planproof.model.violation import Violation

_WINDOW = 100


@dataclass(frozen=True, eq=False)
class Source:
    """The text of one file."""

    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def window(self, line: int) -> str:
        """A hash of the hundred characters, blanks left out, from the beginning of a line on."""
        taken: list[str] = []
        for each in self.lines[line:]:
            taken += [char for char in f"{each}\n" if char not in " \t\r"]
            if len(taken) >= _WINDOW:
                break
        return hashlib.sha256("".join(taken[:_WINDOW]).encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Spot:
    """One violation. Lines count from 0."""

    violation: Violation
    source: Source

    @property
    def path(self) -> str:
        return self.violation.identity.path

    @property
    def rule(self) -> str:
        return self.violation.rule

    @property
    def message(self) -> str:
        return self.violation.message

    @property
    def line(self) -> int:
        return self.violation.place.start.line

    @cached_property
    def line_hash(self) -> str:
        """Of the line without its blanks."""
        return "".join(self.source.lines[self.line].split())

    @cached_property
    def window(self) -> str:
        return self.source.window(self.line)

    @cached_property
    def matched(self) -> str:
        """The lines of the match, moved to the left."""
        place = self.violation.place
        last = max(place.start.line, place.end.line if place.end.column else place.end.line - 1)
        return textwrap.dedent("\n".join(self.source.lines[place.start.line : last + 1])).strip()


def spots(violations: Sequence[Violation], files: Mapping[str, str]) -> list[Spot]:
    """Those in the files, in order."""
    sources = {path: Source(text) for path, text in files.items()}
    return [
        Spot(one, sources[one.identity.path])
        for one in violations
        if one.identity.path in sources and not one.expected
    ]
