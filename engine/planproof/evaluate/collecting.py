"""The collector of cycles, paused while very many values are made that hold none."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
_OFTEN = 50
"""Values after which the young ones are looked through: few enough to hold, and seldom enough."""


@contextmanager
def paused() -> Iterator[None]:
    """What is collected otherwise is collected later."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def swept(values: Iterable[T]) -> Iterator[T]:
    """``values``, of which each leaves cycles behind, as syntax trees do: they are collected now
    and then even while the collector is paused, or the memory of a large tree is not bounded."""
    for number, value in enumerate(values, 1):
        yield value
        if number % _OFTEN == 0 and not gc.isenabled():
            gc.collect(0)
