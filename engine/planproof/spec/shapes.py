"""Mappings with known keys, and lists of them: the forms that hold other forms."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from planproof.spec.forms import Form, Json, count_of, wrong_type
from planproof.spec.suggest import closest
from planproof.yamlio import (
    Complaints,
    Entry,
    Kind,
    Mapping,
    Mark,
    Node,
    Scalar,
    Sequence,
    quoted,
)

_MOST_UNKNOWN = 20
"""Unknown keys of one mapping that are looked at for what they were meant to be."""


class Key(Struct, frozen=True):
    """One key of a shape. ``meaning`` is a sentence for editors and for the reference."""

    name: str
    form: Form
    meaning: str
    required: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class Shape(Struct, frozen=True):
    """A mapping with known keys; ``name`` is that of its definition in the JSON Schema.

    One of ``needs`` (names of keys) must be there; ``lacking`` is the (code, message, fix) when
    none is. With ``terms`` an empty list does not count for that, and with ``may_lack`` it is for
    the mapping around it to judge: such a part may be empty beside another.

    ``elsewhere`` are keys that people look for here, with the place they belong to.
    """

    name: str
    noun: str
    keys: tuple[Key, ...]
    needs: tuple[str, ...] = ()
    lacking: tuple[str, str, str] = ("", "", "")
    terms: bool = False
    may_lack: bool = False
    elsewhere: tuple[tuple[str, str], ...] = ()

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Mapping):
            self._refuse(node, name, complaints)
            return
        for entry in node.entries:
            key = self.key(entry.key.text)
            if key is None:
                self._refuse_key(entry.key, complaints)
            else:
                key.form.check(entry.value, entry.key.text, complaints)
        self._check_required(node, name, complaints)
        if not self.may_lack:
            self._check_needs(node, name, complaints)
        self._check_aliases(node, complaints)
        check_bounds(node, self.least, complaints)

    @property
    def least(self) -> int:
        """What ``at_least`` is where only ``at_most`` is written."""
        return 1 if self.may_lack else 0

    def asks(self, node: Node) -> bool:
        """Whether the mapping asks for anything. What is wrong in it was complained about."""
        if not isinstance(node, Mapping):
            return not (isinstance(node, Scalar) and node.kind is Kind.NULL)
        keys = [(self.key(entry.key.text), entry.value) for entry in node.entries]
        return any(k is None or (k.name in self.needs and self._holds(k, v)) for k, v in keys)

    def schema(self) -> Json:
        return {"$ref": f"#/$defs/{self.name}"}

    def filled(self) -> Json:
        """The schema of such a mapping that asks for something; it is checked besides."""
        keys = [key for key in self.keys if key.name in self.needs]
        return {
            "type": "object",
            "anyOf": [self._asking(key, word) for key in keys for word in key.spellings],
        }

    def definition(self) -> Json:
        properties = {
            spelling: {**key.form.schema(), "description": key.meaning}
            for key in self.keys
            for spelling in key.spellings
        }
        kinds: Json = {"type": ["object", "null"] if self.may_lack else "object"}
        shape = {**kinds, "properties": properties, "additionalProperties": False}
        demands = list(self._demands())
        return {**shape, "allOf": demands} if demands else shape

    def key(self, spelling: str) -> Key | None:
        return next((key for key in self.keys if spelling in key.spellings), None)

    def _demands(self) -> Iterator[Json]:
        for key in self.keys:
            if key.required:
                yield _any_of(key.spellings)
            for other in key.aliases:
                yield {"not": {"required": [key.name, other]}}
        if self.needs and not self.may_lack:
            yield {"anyOf": self.filled()["anyOf"]}

    def _refuse(self, node: Node, name: str, complaints: Complaints) -> None:
        if self.needs and isinstance(node, Scalar) and node.kind is Kind.NULL:
            if not self.may_lack:
                self.complain_of_lack(node.at, name, complaints)
        else:
            known = ", ".join(key.name for key in self.keys[:3])
            fix = f"write keys under it: {known} …"
            wrong_type(node, name, "a mapping", complaints, fix)

    def _refuse_key(self, key: Scalar, complaints: Complaints) -> None:
        message = f"{self.noun} has no key {quoted(key.text)}"
        complaints.add("unknown-key", message, self._mend(key.text), key.at)

    def _mend(self, unknown: str) -> str:
        """What to type instead of a key that is not known."""
        places = dict(self.elsewhere)
        meant = self._meant(unknown)
        belongs = closest(unknown, places, cutoff=0.9)
        if unknown in places or (belongs and not meant):
            return places[belongs or unknown]
        known = [spelling for own in self.keys for spelling in own.spellings]
        return f"did you mean {meant}?" if meant else f"known keys: {', '.join(known)}"

    def _meant(self, unknown: str) -> str | None:
        return closest(unknown, [spelling for own in self.keys for spelling in own.spellings])

    def _check_required(self, node: Mapping, name: str, complaints: Complaints) -> None:
        """A key that is there but misspelt has been complained about."""
        unknown = [entry.key.text for entry in node.entries if not self.key(entry.key.text)]
        meant = {self._meant(word) for word in unknown[:_MOST_UNKNOWN]}
        for key in self.keys:
            if (
                key.required
                and node.entry(*key.spellings) is None
                and meant.isdisjoint(key.spellings)
            ):
                fix = f"add {key.name}: … ({key.meaning[0].lower()}{key.meaning[1:]})"
                complaints.add("missing-key", f"{name} has no {key.name}", fix, node.at)

    def _check_needs(self, node: Mapping, name: str, complaints: Complaints) -> None:
        """A key that is not known may be a needed one misspelt: that complaint is enough."""
        parts = [(e, key) for e in node.entries if (key := self.key(e.key.text))]
        needed = [(entry, key) for entry, key in parts if key.name in self.needs]
        is_filled = any(self._holds(key, entry.value) for entry, key in needed)
        empty = [(e, key.form) for e, key in needed if not self._holds(key, e.value)]
        for entry, form in empty:
            if isinstance(form, Shape) and form.may_lack:
                form.say_empty(entry, complaints, beside=is_filled)
        all_known = len(parts) == len(node.entries)
        was_said = any(_may_lack(form) for _, form in empty)
        if self.needs and all_known and not is_filled and not was_said:
            self.complain_of_lack(node.at, name, complaints)

    def _holds(self, key: Key, node: Node) -> bool:
        """Whether what stands under a needed key asks for anything."""
        if isinstance(key.form, Shape) and key.form.may_lack:
            return key.form.asks(node)
        return not (self.terms and isinstance(node, Sequence) and not node.items)

    def _asking(self, key: Key, spelling: str) -> Json:
        """The key is there, and what stands under it asks for something."""
        wanted: Json = {"required": [spelling]}
        if _may_lack(key.form) and isinstance(key.form, Shape):
            return {**wanted, "properties": {spelling: {"$ref": f"#/$defs/{key.form.name}_filled"}}}
        return {**wanted, "properties": {spelling: {"minItems": 1}}} if self.terms else wanted

    def say_empty(self, entry: Entry, complaints: Complaints, *, beside: bool) -> None:
        """It asks for nothing: an error, unless something ``beside`` it does ask."""
        lists = [
            name
            for name in self.needs
            if isinstance(entry.value, Mapping) and entry.value.get(name)
        ]
        if beside and not lists:  # each of them was warned of
            message = f"{entry.key.text} is empty, so it asks for nothing"
            complaints.warn("asks-for-nothing", message, "remove it, or list terms", entry.key.at)
        elif not beside:
            self.complain_of_lack(entry.value.at, entry.key.text, complaints)

    def complain_of_lack(self, at: Mark, name: str, complaints: Complaints) -> None:
        code, message, fix = self.lacking
        complaints.add(code, message.format(name=name), fix.format(name=name), at)

    def _check_aliases(self, node: Mapping, complaints: Complaints) -> None:
        for key in self.keys:
            if not key.aliases:
                continue
            written = [entry.key for entry in node.entries if entry.key.text in key.spellings]
            for again in written[1:]:
                complaints.add(
                    "same-key-twice",
                    f"{again.text} and {written[0].text} (line {written[0].at.line}) are the same",
                    f"keep {key.name} alone",
                    again.at,
                )


class Records(Struct, frozen=True):
    """A list of mappings of one shape, at least one."""

    shape: Shape

    def check(self, node: Node, name: str, complaints: Complaints) -> None:
        if not isinstance(node, Sequence):
            wrong_type(node, name, "a list", complaints, f"begin each entry of {name} with a dash")
        elif not node.items:
            complaints.add("empty-list", f"{name} is empty", f"add {self.shape.noun}", node.at)
        else:
            for item in node.items:
                self.shape.check(item, self.shape.noun, complaints)

    def schema(self) -> Json:
        return {"type": "array", "items": self.shape.schema(), "minItems": 1}


def _may_lack(form: Form) -> bool:
    return isinstance(form, Shape) and form.may_lack


def check_bounds(node: Mapping, least: int, complaints: Complaints) -> None:
    """``at_least`` and ``at_most``, where a mapping has them, can both hold."""
    most = node.get("at_most")
    low, high = count_of(node.get("at_least")), count_of(most)
    low = least if low is None else low
    if most is not None and high is not None and high < low:
        message = f"at_most {high} is less than at_least {low}, so it can never hold"
        complaints.add("impossible-count", message, f"write at_most: {low}, or more", most.at)


def _any_of(names: tuple[str, ...]) -> Json:
    if len(names) == 1:
        return {"required": list(names)}
    return {"anyOf": [{"required": [name]} for name in names]}
