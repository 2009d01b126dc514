"""Building violations the way an evaluation does: ordinal by ordinal, with the id of their birth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from planproof.model.location import Place, Position
from planproof.model.violation import Identity, fingerprint
from planproof.progress import Recorded

Parts = tuple[str, str, str, str, str, str]
"""rule, path, scope, text, shape, message"""


def born(rows: Iterable[Parts]) -> list[Recorded]:
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for line, row in enumerate(rows):
        rule, path, scope, text, shape, message = row
        named = (rule, path, scope, text, message)
        identity = Identity(rule, path, scope, text, shape, message, seen[named])
        seen[named] += 1
        place = Place(path, Position(line, 0), Position(line, len(text)))
        found.append(Recorded(fingerprint(identity), identity, place))
    return found


@pytest.fixture
def violations() -> Callable[..., list[Recorded]]:
    """``violations("path:scope:text", …)``, one rule and message for all."""

    def build(*rows: str, rule: str = "no-legacy", message: str = "legacy") -> list[Recorded]:
        return born(
            (rule, path, scope, text, "", message)
            for path, scope, text in (row.split(":", 2) for row in rows)
        )

    return build


@pytest.fixture
def birth() -> Callable[[Iterable[Parts]], list[Recorded]]:
    return born
