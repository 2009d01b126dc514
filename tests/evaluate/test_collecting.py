"""Memory while the collector of cycles is paused."""

from __future__ import annotations

import weakref
from collections.abc import Iterator

from planproof.evaluate.collecting import paused, swept


class Tree:
    """Holds itself, as what a parser gives does."""

    def __init__(self) -> None:
        self.root = self


def test_what_was_read_is_let_go_even_while_the_collector_is_paused() -> None:
    alive: weakref.WeakSet[Tree] = weakref.WeakSet()

    def read() -> Iterator[Tree]:
        for _ in range(1_000):
            tree = Tree()
            alive.add(tree)
            yield tree

    most = 0
    with paused():
        for _ in swept(read()):
            most = max(most, len(alive))

    assert 0 < most < 100
