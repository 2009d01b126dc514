"""Plain command lines, read without Typer: importing it takes longer than most commands do.

Plain is a line of known flags, each with its value as a word of its own, and of words. All else is
left to Typer: help, completion, ``--flag=value``, ``-qv``, ``--`` and every mistake, so that what
is said of them stays Typer's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planproof_cli.frame import SHARED, Command
from planproof_cli.session import Shared
from planproof_cli.table import COMMANDS, Table, load
from planproof_cli.words import Argument, Option, Parameter

_WORDS: frozenset[object] = frozenset({str, str | None, list[str], list[str] | None})
_NUMBERS: frozenset[object] = frozenset({int, int | None, list[int], list[int] | None})
_SEVERAL: frozenset[object] = frozenset({list[str], list[str] | None, list[int], list[int] | None})
_DIGITS = 9
"""Numbers that are longer are Typer's to judge."""


class Call(NamedTuple):
    """A command, the values of its parameters, and the options before its name."""

    command: Command
    given: dict[str, object]
    outer: Shared

    def run(self) -> int:
        return int(self.command.run(self.given, self.outer))


class _NotPlainError(Exception):
    """Typer has to look at this line."""


def read_plain(typed: Sequence[str]) -> Call | None:
    """What is called; None where the line is not plain."""
    if "_PLANPROOF_COMPLETE" in os.environ:
        return None
    try:
        return _call(list(typed))
    except _NotPlainError:
        return None


def _call(typed: list[str]) -> Call:
    before = _before_the_name(typed)
    outer = Shared(*_values(SHARED, before).values())
    target, rest = _target(COMMANDS, typed[len(before) :])
    command = load(target)
    return Call(command, _values(command.parameters, rest), outer)


def _before_the_name(typed: list[str]) -> list[str]:
    """The options in front, with their values."""
    words = iter(typed)
    taken = 0
    for word in words:
        if not word.startswith("-"):
            return typed[:taken]
        taken += 1
        if _by_flag(SHARED).get(word, _FLAG).type is not bool:
            taken += 1
            next(words, None)
    raise _NotPlainError


def _target(table: Table, words: list[str]) -> tuple[str, list[str]]:
    found = table.get(words[0]) if words else None
    if found is None:
        raise _NotPlainError
    return (found, words[1:]) if isinstance(found, str) else _target(found, words[1:])


def _values(parameters: Sequence[Parameter], typed: list[str]) -> dict[str, object]:
    """A value for every parameter, as Typer would give it."""
    flags, rest = _by_flag(parameters), iter(typed)
    given: dict[str, list[str]] = {}
    words: list[str] = []
    for word in rest:
        if not word.startswith("-"):
            words.append(word)
        elif word not in flags:
            raise _NotPlainError
        else:
            given.setdefault(flags[word].name, []).extend(_value(flags[word], rest))
    given |= _arguments(parameters, words)
    return {one.name: _converted(one, given.get(one.name)) for one in parameters}


def _by_flag(parameters: Sequence[Parameter]) -> dict[str, Parameter]:
    return {
        flag: one for one in parameters if isinstance(one.word, Option) for flag in one.word.flags
    }


def _value(parameter: Parameter, rest: Iterator[str]) -> list[str]:
    if parameter.type is bool:
        return ["yes"]
    value = next(rest, "")
    if not value or value.startswith("-"):
        raise _NotPlainError
    return [value]


def _arguments(parameters: Sequence[Parameter], words: list[str]) -> dict[str, list[str]]:
    if not words:
        return {}
    takers = [one for one in parameters if isinstance(one.word, Argument)]
    if not all(words):
        raise _NotPlainError
    if len(takers) == 1 and takers[0].type in _SEVERAL:
        return {takers[0].name: words}
    if len(words) > len(takers) or any(one.type in _SEVERAL for one in takers):
        raise _NotPlainError
    return {taker.name: [word] for taker, word in zip(takers, words, strict=False)}


def _converted(parameter: Parameter, given: list[str] | None) -> object:
    if given is None:
        return _default(parameter)
    if parameter.type is bool:
        return True
    values = [_one(parameter, value) for value in given]
    return values if parameter.type in _SEVERAL else values[-1]


def _default(parameter: Parameter) -> object:
    if parameter.default is ...:
        raise _NotPlainError
    return parameter.default


def _one(parameter: Parameter, value: str) -> str | int:
    if parameter.type in _WORDS:
        return value
    if parameter.type not in _NUMBERS or not _is_small_number(value):
        raise _NotPlainError
    number, least = int(value), getattr(parameter.word, "least", None)
    if least is not None and number < least:
        raise _NotPlainError
    return number


def _is_small_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= _DIGITS


_FLAG = Parameter("", bool, Argument("", ""), default=False)
