"""What may stand at a place of a spec: one form checks a YAML node and writes its JSON Schema.

Every check adds to the complaints and goes on, so that one run tells everything.
"""

from __future__ import annotations

import re
from typing import Protocol

from msgspec import Struct

from planproof.spec.suggest import did_you_mean
from planproof.yamlio import Complaints, Kind, Mapping, Node, Scalar, Sequence, quoted

Json = dict[str, object]

_VISIBLE = re.compile(r"\S")
_NOT_IN_AN_ID = r"[\[\],\r\n\t]"
_MOST = 1_000_000_000


class Form(Protocol):
    """``name`` is the key that messages speak of."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None: ...

    def schema(self) -> Json: ...


class Text(Struct, frozen=True):
    """Prose: any scalar, taken as written (``version: 2.10`` is "2.10")."""

    required: bool = False

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Scalar):
            wrong_type(node, name, "text", complaints)
        elif self.required and not (node.kind is not Kind.NULL and _VISIBLE.search(node.text)):
            complaints.add("empty-value", f"{name} is empty", f"write {name}: some text", node.at)

    def schema(self) -> Json:
        types = ["string", "number", "boolean"]
        return {"type": types, "pattern": r"\S"} if self.required else {"type": [*types, "null"]}


class Identifier(Struct, frozen=True):
    """Text that other files name: one line, and nothing that ``ignore[a, b]`` would cut."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        Text(required=True).check(node, name, complaints)
        if isinstance(node, Scalar) and (bad := re.search(_NOT_IN_AN_ID, node.text)):
            complaints.add(
                "bad-id",
                f"{name} {quoted(node.text)} holds {quoted(bad.group())}",
                "write letters, digits, - . _ and single spaces on one line",
                node.at,
            )

    def schema(self) -> Json:
        return {**Text(required=True).schema(), "not": {"type": "string", "pattern": _NOT_IN_AN_ID}}


class Flag(Struct, frozen=True):
    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not (isinstance(node, Scalar) and node.kind is Kind.BOOLEAN):
            wrong_type(node, name, "true or false", complaints)

    def schema(self) -> Json:
        return {"type": "boolean"}


class Count(Struct, frozen=True):
    """A whole number, from ``least`` on."""

    least: int = 1

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not (isinstance(node, Scalar) and node.kind in (Kind.INTEGER, Kind.NUMBER)):
            wrong_type(node, name, "a whole number", complaints)
        elif count_of(node, self.least) is None:
            fix = f"write {name}: {self.least}, or more"
            message = f"{name} must be a whole number from {self.least} on, not {quoted(node.text)}"
            complaints.add("bad-value", message, fix, node.at)

    def schema(self) -> Json:
        return {"type": "integer", "minimum": self.least, "maximum": _MOST}


def count_of(node: Node | None, least: int = 0) -> int | None:
    """The number that stands at a place of form Count, None for anything else."""
    value = node.value if isinstance(node, Scalar) and node.kind is not Kind.BOOLEAN else None
    if not isinstance(value, int | float) or value != value // 1 or not least <= value <= _MOST:
        return None
    return int(value)


class Choice(Struct, frozen=True):
    """One of a few words; with ``any_case`` also Written or WRITTEN so."""

    words: tuple[str, ...]
    any_case: bool = False

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not (isinstance(node, Scalar) and node.kind is not Kind.NULL):
            wrong_type(node, name, f"one of {', '.join(self.words)}", complaints)
        elif node.value not in self._spellings():
            fix = did_you_mean(node.text, self.words, f"write one of {', '.join(self.words)}")
            message = f"{name} {quoted(node.text)} is not one of {', '.join(self.words)}"
            complaints.add("bad-value", message, fix, node.at)

    def schema(self) -> Json:
        return {"enum": list(self._spellings())}

    def _spellings(self) -> tuple[str, ...]:
        if not self.any_case:
            return self.words
        return tuple(f(word) for f in (str.lower, str.capitalize, str.upper) for word in self.words)


class Anything(Struct, frozen=True):
    """A mapping of the user's own, kept and shown, never judged."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        is_null = isinstance(node, Scalar) and node.kind is Kind.NULL
        if not (isinstance(node, Mapping) or is_null):
            wrong_type(node, name, "a mapping", complaints)

    def schema(self) -> Json:
        return {"type": ["object", "null"]}


def wrong_type(node: Node, name: str, wanted: str, complaints: Complaints, fix: str = "") -> None:
    """``guard`` must be true or false, and this is a list."""
    message = f"{name} must be {wanted}, and this is {_noun(node)}"
    complaints.add("wrong-type", message, fix or f"write {wanted}", node.at)


def refuse_unquoted(node: Scalar, name: str, complaints: Complaints) -> None:
    """A text that YAML turns into something else."""
    read_as = node.reading or {Kind.NULL: "nothing", Kind.BOOLEAN: node.text.lower()}.get(
        node.kind, "a number"
    )
    complaints.add(
        "unquoted-text",
        f"{name}: {node.text} is not quoted, and YAML may read it as {read_as}",
        f'write "{node.text}", in quotes',
        node.at,
    )


def _noun(node: Node) -> str:
    if isinstance(node, Scalar):
        is_text = node.kind in (Kind.TEXT, Kind.DISPUTED)
        return f"the text {quoted(node.text)}" if is_text else node.kind.value
    return "a list" if isinstance(node, Sequence) else "a mapping"
