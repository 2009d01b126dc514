"""The types of patterns, each with the conditions that it may have. All of them must hold.

They are kept as JSON, and written in plan files and on the command line by the same words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec
from msgspec import Struct, field

from planproof.errors import StoreError

MOST = 50
"""Patterns of one task, and values of one condition."""

LONGEST = 1_000
"""Characters of one value."""


class _Pattern(
    Struct, frozen=True, tag_field="type", omit_defaults=True, forbid_unknown_fields=True
):
    """``inside`` (written ``in``) are globs for files."""


class ApiRoute(_Pattern, frozen=True, tag="api_route"):
    """An HTTP route, with all that comes before its path. Any of ``method``."""

    method: tuple[str, ...] = ()
    path: str = ""
    inside: tuple[str, ...] = field(default=(), name="in")


class FunctionPattern(_Pattern, frozen=True, tag="function"):
    """A function or method, with all of these decorators and parameters."""

    name: str = ""
    decorators: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    inside: tuple[str, ...] = field(default=(), name="in")


class ClassPattern(_Pattern, frozen=True, tag="class"):
    """A class, struct, interface …, with all of these bases, however far above, and methods."""

    name: str = ""
    bases: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    inside: tuple[str, ...] = field(default=(), name="in")


class ComponentPattern(_Pattern, frozen=True, tag="component"):
    """A component of a user interface, of any of ``framework``, with all of ``props``."""

    name: str = ""
    framework: tuple[str, ...] = ()
    props: tuple[str, ...] = ()
    inside: tuple[str, ...] = field(default=(), name="in")


class TestPattern(_Pattern, frozen=True, tag="test"):
    """A test, or what holds tests, of any of ``framework``."""

    __test__ = False  # for pytest, which takes it for one

    name: str = ""
    framework: tuple[str, ...] = ()
    inside: tuple[str, ...] = field(default=(), name="in")


class ModelPattern(_Pattern, frozen=True, tag="model"):
    """A class that stands for a table, or that describes data which comes from outside."""

    name: str = ""
    table: str = ""
    inside: tuple[str, ...] = field(default=(), name="in")


class CommandPattern(_Pattern, frozen=True, tag="command"):
    """A command of a command line, of any of ``framework``."""

    name: str = ""
    framework: tuple[str, ...] = ()
    inside: tuple[str, ...] = field(default=(), name="in")


Pattern: TypeAlias = (
    ApiRoute
    | FunctionPattern
    | ClassPattern
    | ComponentPattern
    | TestPattern
    | ModelPattern
    | CommandPattern
)

PATTERNS: tuple[type[Pattern], ...] = (
    ApiRoute,
    FunctionPattern,
    ClassPattern,
    ComponentPattern,
    TestPattern,
    ModelPattern,
    CommandPattern,
)


def type_of(pattern: Pattern | type[Pattern]) -> str:
    """The word for the type of a pattern."""
    return str(pattern.__struct_config__.tag)


BY_TYPE = {type_of(one): one for one in PATTERNS}


def conditions_of(pattern: Pattern) -> dict[str, str | tuple[str, ...]]:
    """What it asks for, by the words for it, in their order; nothing that it does not ask."""
    written = zip(pattern.__struct_encode_fields__, pattern.__struct_fields__, strict=True)
    return {word: value for word, name in written if (value := getattr(pattern, name))}


def to_json(patterns: Iterable[Pattern]) -> str:
    """As they are kept; empty for none."""
    some = [*patterns]
    return msgspec.json.encode(some).decode() if some else ""


def from_json(text: str) -> tuple[Pattern, ...]:
    """What :func:`to_json` made. Raises StoreError for anything else."""
    try:
        return msgspec.json.decode(text, type=tuple[Pattern, ...]) if text else ()
    except (msgspec.MsgspecError, UnicodeError) as error:
        message = f"the patterns that are kept of a task cannot be read: {error}"
        raise StoreError(message, fix="planproof update-task … --no-analogous") from None
