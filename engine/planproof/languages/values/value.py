"""What an expression says as far as that can be read off it: the same few forms in each language.

``start`` and ``end`` are byte offsets in what was parsed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """An expression of which nothing more is known."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text(Value):
    """A string: what is constant in it, and the values that stand between."""

    parts: tuple[str | Value, ...]


@dataclass(frozen=True, slots=True)
class Name(Value):
    """A plain name; also ``this`` and ``self``."""

    text: str


@dataclass(frozen=True, slots=True)
class Member(Value):
    """``owner.name``, ``owner::name``."""

    owner: Value
    name: str


@dataclass(frozen=True, slots=True)
class Argument:
    """``name`` is empty for a positional one."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Call(Value):
    """A call, ``new``, an annotation or an attribute."""

    callee: Value
    arguments: tuple[Argument, ...]

    def positional(self) -> list[Value]:
        return [argument.value for argument in self.arguments if not argument.name]

    def named(self, name: str) -> Value | None:
        return next((each.value for each in self.arguments if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Items(Value):
    """A list, a tuple, an array; lists that are added are one."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Record(Value):
    """Values by name: an object literal, a dictionary, the literal of a struct."""

    entries: tuple[Argument, ...]

    def named(self, name: str) -> Value | None:
        return next((each.value for each in self.entries if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Choice(Value):
    """One of several: ``a or b``, ``a if b else c``."""

    options: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Function(Value):
    """A function written in place."""


def chain_of(value: Value) -> tuple[str, ...]:
    """``a.b.c`` as its segments; empty for what is no chain of names."""
    names: list[str] = []
    while isinstance(value, Member):
        names.append(value.name)
        value = value.owner
    if not isinstance(value, Name):
        return ()
    names.append(value.text)
    return tuple(reversed(names))
