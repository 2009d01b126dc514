"""Forms that take one thing or a list of them: terms, words, mappings with known keys."""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from planproof.spec.forms import Choice, Form, Json, refuse_unquoted, wrong_type
from planproof.yamlio import Complaints, Kind, Mapping, Node, Scalar, Sequence, leaves

_VISIBLE = re.compile(r"\S")
_TEXT: Json = {"type": "string", "pattern": r"\S"}


class Empty(Enum):
    """What an empty list is, where a list may stand."""

    WRONG = "an error"
    ODD = "a warning: it asks for nothing"
    FINE = "nothing to speak of"

    def check(self, node: Sequence, name: str, noun: str, complaints: Complaints) -> None:
        fix = f"list at least one {noun}, or remove {name}"
        if self is Empty.WRONG:
            complaints.add("empty-list", f"{name} is an empty list", fix, node.at)
        elif self is Empty.ODD:
            message = f"{name} is an empty list, so it asks for nothing"
            complaints.warn("asks-for-nothing", message, fix, node.at)

    def schema(self) -> Json:
        return {"minItems": 1} if self is Empty.WRONG else {}


class One(Struct, frozen=True):
    """A single text. What is not quoted and reads as no text is an error."""

    noun: str

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Scalar):
            self._refuse_container(node, name, complaints)
        elif node.kind is not Kind.TEXT and node.text:
            refuse_unquoted(node, name, complaints)
        elif not _VISIBLE.search(node.text):
            what = "an empty text" if node.kind is Kind.TEXT else "an empty entry"
            fix = f"write a {self.noun}, or remove the entry"
            complaints.add("empty-value", f"{name} holds {what}", fix, node.at)

    def schema(self) -> Json:
        return _TEXT

    def _refuse_container(self, node: Node, name: str, complaints: Complaints) -> None:
        noun = "a mapping" if isinstance(node, Mapping) else "a list"
        fix = f'quote the whole {self.noun}: ": ", {{ and [ mean something else in YAML'
        message = f"{name}: each entry must be text, and this is {noun}"
        complaints.add("wrong-type", message, fix, node.at)


class Texts(Struct, frozen=True):
    """A list of texts, or a single one; with ``entry``, mappings of that form among them."""

    noun: str
    empty: Empty = Empty.WRONG
    entry: Form | None = None

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if isinstance(node, Sequence) and not node.items:
            self.empty.check(node, name, self.noun, complaints)
        for item in node.items if isinstance(node, Sequence) else (node,):
            if self.entry is not None and isinstance(item, Mapping):
                self.entry.check(item, name, complaints)
            else:
                One(self.noun).check(item, name, complaints)

    def schema(self) -> Json:
        if self.entry is None:
            return {"$ref": f"#/$defs/{'texts' if self.empty is Empty.WRONG else 'texts_or_none'}"}
        return self.definition()

    def definition(self) -> Json:
        one = _TEXT if self.entry is None else {"anyOf": [_TEXT, self.entry.schema()]}
        return {"anyOf": [one, {"type": "array", "items": one, **self.empty.schema()}]}


class Words(Struct, frozen=True):
    """One of a few words, or a list of them."""

    word: Choice

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if isinstance(node, Sequence) and not node.items:
            Empty.WRONG.check(node, name, "word", complaints)
        for item in node.items if isinstance(node, Sequence) else (node,):
            self.word.check(item, name, complaints)

    def schema(self) -> Json:
        one = self.word.schema()
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


class Each(Struct, frozen=True):
    """A mapping of one form, or a list of such mappings."""

    entry: Form
    noun: str
    empty: Empty = Empty.WRONG

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if isinstance(node, Sequence) and not node.items:
            self.empty.check(node, name, self.noun, complaints)
        for item in node.items if isinstance(node, Sequence) else (node,):
            self.entry.check(item, name, complaints)

    def schema(self) -> Json:
        one = self.entry.schema()
        return {"anyOf": [one, {"type": "array", "items": one, **self.empty.schema()}]}


class Members(Struct, frozen=True):
    """A list of names that must be there, or a mapping that says more about the list."""

    noun: str
    more: Form

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if isinstance(node, Sequence) and not node.items:
            fix = f"write {name}: {{at_most: 0}} for none of them"
            complaints.add("empty-list", f"{name} is an empty list", fix, node.at)
        elif isinstance(node, Mapping):
            self.more.check(node, name, complaints)
        else:
            Texts(self.noun).check(node, name, complaints)

    def schema(self) -> Json:
        return {"anyOf": [{"$ref": "#/$defs/texts"}, self.more.schema()]}


class Arguments(Struct, frozen=True):
    """Keyword arguments with the values they must have, or a list of keywords of any value."""

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Mapping):
            Texts("keyword").check(node, name, complaints)
            return
        if not node.entries:
            fix = f'write {name}: {{shell: "True"}}, or {name}: [shell] for any value'
            complaints.add("empty-value", f"{name} is empty", fix, node.at)
        for entry in node.entries:
            if not _VISIBLE.search(entry.key.text):
                complaints.add("empty-value", f"{name} holds an empty keyword", at=entry.key.at)
            self._check_value(entry.value, entry.key.text, complaints)

    def schema(self) -> Json:
        arguments: Json = {
            "type": "object",
            "propertyNames": _TEXT,
            "additionalProperties": _TEXT,
            "minProperties": 1,
        }
        return {"anyOf": [{"$ref": "#/$defs/texts"}, arguments]}

    def _check_value(self, node: Node, keyword: str, complaints: Complaints) -> None:
        if isinstance(node, Scalar) and node.kind is not Kind.TEXT and node.text:
            spelt = {Kind.BOOLEAN: node.text.capitalize(), Kind.NULL: "None"}
            complaints.add(
                "unquoted-text",
                f"{keyword}: {node.text} is not quoted, and values are compared as source text",
                f'write it in quotes as the source spells it: "{spelt.get(node.kind, node.text)}"',
                node.at,
            )
        else:
            One("value").check(node, keyword, complaints)


class Objects(Struct, frozen=True):
    """A mapping that another tool reads, taken verbatim, or a list of such mappings."""

    noun: str
    empty: Empty = Empty.WRONG

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if isinstance(node, Sequence) and not node.items:
            self.empty.check(node, name, self.noun.partition(" ")[2], complaints)
        for item in node.items if isinstance(node, Sequence) else (node,):
            self._check_one(item, name, complaints)

    def schema(self) -> Json:
        one: Json = {"type": "object", "minProperties": 1}
        return {"anyOf": [one, {"type": "array", "items": one, **self.empty.schema()}]}

    def _check_one(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Mapping):
            wrong_type(node, name, f"{self.noun}: a mapping", complaints)
        elif not node.entries:
            complaints.add("empty-value", f"{name} is empty", f"write {self.noun}", node.at)
        for scalar in leaves(node):
            if scalar.kind is Kind.DISPUTED:
                refuse_unquoted(scalar, name, complaints)
