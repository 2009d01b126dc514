"""What may stand at a place of a spec: one form checks a YAML node and writes its JSON Schema.

Every check adds to the complaints and goes on, so that one run tells everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from planproof.spec.suggest import did_you_mean
from planproof.yamlio import Complaints, Kind, Mapping, Node, Scalar, Sequence, leaves, quoted

Json = dict[str, object]

_VISIBLE = re.compile(r"\S")
_NOT_IN_AN_ID = r"[\[\],\r\n\t]"
_MOST = 1_000_000_000


class Form(Protocol):
    """``name`` is the key that messages speak of."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None: ...

    def schema(self) -> Json: ...


@dataclass(frozen=True, slots=True)
class Text:
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


@dataclass(frozen=True, slots=True)
class Identifier:
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


@dataclass(frozen=True, slots=True)
class Flag:
    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not (isinstance(node, Scalar) and node.kind is Kind.BOOLEAN):
            wrong_type(node, name, "true or false", complaints)

    def schema(self) -> Json:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number, from 1 on."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not (isinstance(node, Scalar) and node.kind in (Kind.INTEGER, Kind.NUMBER)):
            wrong_type(node, name, "a whole number", complaints)
        elif count_of(node) is None:
            fix = f"write {name}: 1, or more"
            message = f"{name} must be a whole number from 1 on, not {quoted(node.text)}"
            complaints.add("bad-value", message, fix, node.at)

    def schema(self) -> Json:
        return {"type": "integer", "minimum": 1, "maximum": _MOST}


def count_of(node: Node | None) -> int | None:
    """The number that stands at a place of form Count, None for anything else."""
    value = node.value if isinstance(node, Scalar) and node.kind is not Kind.BOOLEAN else None
    if not isinstance(value, int | float) or value != value // 1 or not 1 <= value <= _MOST:
        return None
    return int(value)


@dataclass(frozen=True, slots=True)
class Choice:
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


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of texts, or a single one. What is not quoted and reads as no text is an error."""

    noun: str
    may_be_empty: bool = False
    selectors: bool = False
    """Whether entries that are mappings are a form that a later version knows."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if isinstance(node, Mapping):
            self._refuse_container(node, name, complaints)
        elif isinstance(node, Scalar):
            self._check_one(node, name, complaints)
        elif not node.items and not self.may_be_empty:
            fix = f"list at least one {self.noun}, or remove {name}"
            complaints.add("empty-list", f"{name} is an empty list", fix, node.at)
        else:
            for item in node.items:
                self._check_one(item, name, complaints)

    def schema(self) -> Json:
        return {"$ref": "#/$defs/texts_or_none" if self.may_be_empty else "#/$defs/texts"}

    def definition(self) -> Json:
        one: Json = {"type": "string", "pattern": r"\S"}
        least: Json = {} if self.may_be_empty else {"minItems": 1}
        return {"anyOf": [one, {"type": "array", "items": one, **least}]}

    def _check_one(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Scalar):
            self._refuse_container(node, name, complaints)
        elif node.kind is not Kind.TEXT:
            self._refuse_unquoted(node, name, complaints)
        elif not _VISIBLE.search(node.text):
            fix = f"write a {self.noun}, or remove the entry"
            complaints.add("empty-value", f"{name} holds an empty text", fix, node.at)

    def _refuse_unquoted(self, node: Scalar, name: str, complaints: Complaints) -> None:
        if not node.text:
            fix = f"write a {self.noun}, or remove the entry"
            complaints.add("empty-value", f"{name} holds an empty entry", fix, node.at)
            return
        refuse_unquoted(node, name, complaints)

    def _refuse_container(self, node: Node, name: str, complaints: Complaints) -> None:
        if self.selectors and isinstance(node, Mapping):
            complaints.add(
                "unsupported-key",
                f"{name}: an entry with keys (a selector) is not supported by this version",
                "write the name alone, or say the rest with pattern or ast",
                node.at,
            )
            return
        noun = "a mapping" if isinstance(node, Mapping) else "a list"
        fix = f'quote the whole {self.noun}: ": ", {{ and [ mean something else in YAML'
        message = f"{name}: each entry must be text, and this is {noun}"
        complaints.add("wrong-type", message, fix, node.at)


@dataclass(frozen=True, slots=True)
class Objects:
    """A mapping that another tool reads, taken verbatim, or a list of such mappings."""

    noun: str

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if isinstance(node, Sequence) and not node.items:
            fix = f"write {self.noun}, or remove {name}"
            complaints.add("empty-list", f"{name} is an empty list", fix, node.at)
        for item in node.items if isinstance(node, Sequence) else (node,):
            self._check_one(item, name, complaints)

    def schema(self) -> Json:
        one: Json = {"type": "object", "minProperties": 1}
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}

    def _check_one(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Mapping):
            wrong_type(node, name, f"{self.noun}: a mapping", complaints)
        elif not node.entries:
            complaints.add("empty-value", f"{name} is empty", f"write {self.noun}", node.at)
        for scalar in leaves(node):
            if scalar.kind is Kind.DISPUTED:
                refuse_unquoted(scalar, name, complaints)


@dataclass(frozen=True, slots=True)
class Anything:
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
