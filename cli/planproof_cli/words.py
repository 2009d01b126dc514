"""What a command line may hold, in words that cost nothing to load.

The annotations of a command say it once. Typer is told (:mod:`planproof_cli.typed`) where help or
a complaint is wanted; a plain command line is read without it (:mod:`planproof_cli.plain`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, NamedTuple, get_args, get_origin, get_type_hints


class Option(NamedTuple):
    """``flags`` as typed; ``least`` is the smallest number that is taken."""

    flags: tuple[str, ...]
    help: str
    metavar: str | None = None
    least: int | None = None
    shows_default: bool = True


class Argument(NamedTuple):
    """A word, or words, without a flag."""

    metavar: str
    help: str


class Parameter(NamedTuple):
    """One parameter of a command: its type, its word, and its default (``...`` if required)."""

    name: str
    type: object
    word: Option | Argument
    default: object


_ASKS_FOR_JSON = ("--json", "--format=json", "--format\0json")


def wants_json(typed: Sequence[str]) -> bool:
    """Whether the answer to this line, a complaint included, is to be JSON on stdout."""
    joined = "\0".join(("", *typed, ""))
    return any(f"\0{asked}\0" in joined for asked in _ASKS_FOR_JSON)


def option(
    *flags: str,
    help: str,  # noqa: A002 - as Typer calls it
    metavar: str | None = None,
    least: int | None = None,
    shows_default: bool = True,
) -> Option:
    return Option(flags, help, metavar, least, shows_default)


def argument(*, metavar: str, help: str) -> Argument:  # noqa: A002
    return Argument(metavar, help)


def parameters_of(command: Callable[..., object]) -> tuple[Parameter, ...]:
    """The annotated parameters of a function, in order; those without a word are not on the line.

    ``inspect.signature`` would say the same, and takes longer to import than all of this.
    """
    return tuple(_parameters(command))


def _parameters(command: Callable[..., object]) -> Iterator[Parameter]:
    defaults = _defaults(command)
    for name, hint in get_type_hints(command, include_extras=True).items():
        if get_origin(hint) is Annotated:
            kind, word = get_args(hint)
            yield Parameter(name, kind, word, defaults.get(name, ...))


def _defaults(command: Callable[..., object]) -> dict[str, object]:
    code = command.__code__
    names = code.co_varnames[: code.co_argcount]
    values = command.__defaults__ or ()
    return dict(zip(names[len(names) - len(values) :], values, strict=True))
