"""What an expression says as far as that can be read off it: the same few forms in each language.

``start`` and ``end`` are byte offsets in what was parsed.
"""

from __future__ import annotations

from msgspec import Struct


class Value(Struct, frozen=True):
    """An expression of which nothing more is known."""

    start: int
    end: int


class Text(Value, frozen=True):
    """A string: what is constant in it, and the values that stand between."""

    parts: tuple[str | Value, ...]


class Name(Value, frozen=True):
    """A plain name; also ``this`` and ``self``."""

    text: str


class Member(Value, frozen=True):
    """``owner.name``, ``owner::name``."""

    owner: Value
    name: str


class Argument(Struct, frozen=True):
    """``name`` is empty for a positional one."""

    name: str
    value: Value


class Call(Value, frozen=True):
    """A call, ``new``, an annotation or an attribute."""

    callee: Value
    arguments: tuple[Argument, ...]

    def positional(self) -> list[Value]:
        return [argument.value for argument in self.arguments if not argument.name]

    def named(self, name: str) -> Value | None:
        return next((each.value for each in self.arguments if each.name == name), None)


class Items(Value, frozen=True):
    """A list, a tuple, an array; lists that are added are one."""

    items: tuple[Value, ...]


class Record(Value, frozen=True):
    """Values by name: an object literal, a dictionary, the literal of a struct."""

    entries: tuple[Argument, ...]

    def named(self, name: str) -> Value | None:
        return next((each.value for each in self.entries if each.name == name), None)


class Choice(Value, frozen=True):
    """One of several: ``a or b``, ``a if b else c``."""

    options: tuple[Value, ...]


class Function(Value, frozen=True):
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
