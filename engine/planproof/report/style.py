"""The few styles that reports use, as a function from (style, text) to text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

StyleName = Literal["bold", "dim", "good", "bad", "warn", "path", "code"]
Paint = Callable[[StyleName, str], str]

_SGR: dict[StyleName, str] = {
    "bold": "1",
    "dim": "2",
    "good": "32",
    "bad": "31;1",
    "warn": "33",
    "path": "36",
    "code": "35",
}


def plain(_style: StyleName, text: str) -> str:
    """No colour: pipes, files, NO_COLOR."""
    return text


def ansi(style: StyleName, text: str) -> str:
    """ECMA-48 colours, for a terminal."""
    return f"\x1b[{_SGR[style]}m{text}\x1b[0m"
