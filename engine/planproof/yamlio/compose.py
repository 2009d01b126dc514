"""Events to nodes: aliases written out within bounds, merge keys merged, duplicates refused.

Built from events, not from PyYAML's node graph: its composer is recursive and unbounded, and it
drops duplicate keys without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from planproof.yamlio.complaints import START, Complaints, quoted
from planproof.yamlio.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_VALUES
from planproof.yamlio.merge import merged
from planproof.yamlio.nodes import Entry, Kind, Mapping, Mark, Node, Scalar, Sequence
from planproof.yamlio.parser import parse
from planproof.yamlio.scalars import read_scalar
from planproof.yamlio.text import Lines

if TYPE_CHECKING:
    import yaml

_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS = {
    f"{_CORE}int": Kind.INTEGER,
    f"{_CORE}float": Kind.NUMBER,
    f"{_CORE}bool": Kind.BOOLEAN,
    f"{_CORE}null": Kind.NULL,
}
_TEXT_TAGS = ("!", f"{_CORE}str")


def compose(text: str, complaints: Complaints) -> Node:
    """The one document of ``text``.

    Duplicate keys, tags and keys that are no text are complained about and the rest is read on;
    what cannot be read past raises SpecError.
    """
    composer = _Composer(text, complaints)
    for event in parse(text, complaints):
        composer.take(event)
    if composer.root is None:
        raise complaints.fatal("empty-file", "the file is empty", "write a spec, or remove it")
    return composer.root


class _Weight(Struct):
    """What a node and all under it come to, aliases written out."""

    values: int = 0
    characters: int = 0
    height: int = 1

    def add(self, other: _Weight) -> None:
        self.values += other.values
        self.characters += other.characters
        self.height = max(self.height, other.height + 1)


class _Open(Struct):
    """A container whose end has not come yet. Nodes of a mapping are keys and values in turn."""

    at: Mark
    is_mapping: bool
    anchor: str | None
    nodes: list[Node] = field(default_factory=list)
    weight: _Weight = field(default_factory=lambda: _Weight(values=1))


class _Composer:
    def __init__(self, text: str, complaints: Complaints) -> None:
        self.root: Node | None = None
        self._complaints = complaints
        self._lines = Lines(text)
        self._documents = 0
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, _Weight] | None] = {}
        self._values = 0
        self._characters = 0

    def take(self, event: yaml.Event) -> None:
        import yaml

        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            self._take_alias(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._take_start(event, is_mapping=isinstance(event, yaml.MappingStartEvent))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._take_end()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._take_document(event)

    def _take_document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._complaints.fatal(
                "several-documents",
                "a second document begins here, and a file holds one",
                "write one file for each, or remove the --- line",
                self._mark(event),
            )

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        at = self._mark(event)
        scalar = self._scalar(event, at)
        weight = _Weight(1, len(scalar.text))
        self._count(weight, at)
        self._place(scalar, weight, event.anchor)

    def _take_alias(self, event: yaml.AliasEvent) -> None:
        at = self._mark(event)
        if event.anchor not in self._anchors:
            raise self._complaints.fatal(
                "bad-alias",
                f"*{event.anchor} refers to nothing: there is no &{event.anchor} before it",
                f'name the value with &{event.anchor}, or quote the text: "*{event.anchor}"',
                at,
            )
        anchored = self._anchors[event.anchor]
        if anchored is None:
            raise self._complaints.fatal(
                "bad-alias", f"*{event.anchor} stands inside itself", "write the value out", at
            )
        node, weight = anchored
        self._count(weight, at)
        self._place(node, weight, None)

    def _take_start(self, event: yaml.CollectionStartEvent, *, is_mapping: bool) -> None:
        at = self._mark(event)
        self._check_collection_tag(event, is_mapping=is_mapping, at=at)
        self._open.append(_Open(at, is_mapping, event.anchor))
        if event.anchor:
            self._anchors[event.anchor] = None
        self._count(_Weight(values=1), at)

    def _take_end(self) -> None:
        closed = self._open.pop()
        node: Node
        if closed.is_mapping:
            node = Mapping(self._entries(closed.nodes), closed.at)
        else:
            node = Sequence(tuple(closed.nodes), closed.at)
        self._place(node, closed.weight, closed.anchor)

    def _place(self, node: Node, weight: _Weight, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = (node, weight)
        if self._open:
            self._open[-1].nodes.append(node)
            self._open[-1].weight.add(weight)
        else:
            self.root = node

    def _count(self, weight: _Weight, at: Mark) -> None:
        self._values += weight.values
        self._characters += weight.characters
        if len(self._open) + weight.height > MAX_DEPTH + 1:
            message = f"the values are nested more than {MAX_DEPTH} deep"
            raise self._complaints.fatal("too-deep", message, "make it flatter", at)
        if self._values > MAX_VALUES or self._characters > MAX_CHARACTERS:
            message = (
                f"the file holds more than {MAX_VALUES:,} values or {MAX_CHARACTERS:,} characters,"
                " counted with every alias written out"
            )
            raise self._complaints.fatal("too-large", message, "split it, or use fewer aliases", at)

    def _scalar(self, event: yaml.ScalarEvent, at: Mark) -> Scalar:
        text = str(event.value)
        if event.tag in _TEXT_TAGS or (event.tag is None and not event.implicit[0]):
            return Scalar(text, text, Kind.TEXT, at)
        kind, value, reading = read_scalar(text)
        if event.tag is not None and _SCALAR_TAGS.get(event.tag) is not kind:
            self._refuse_tag(event.tag, at)
        return Scalar(text, value, kind, at, reading)

    def _check_collection_tag(
        self, event: yaml.CollectionStartEvent, *, is_mapping: bool, at: Mark
    ) -> None:
        own = f"{_CORE}map" if is_mapping else f"{_CORE}seq"
        if event.tag not in (None, "!", own):
            self._refuse_tag(str(event.tag), at)

    def _refuse_tag(self, tag: str, at: Mark) -> None:
        name = tag.replace(_CORE, "!!")
        self._complaints.add(
            "yaml-tag",
            f"the tag {quoted(name)} is not allowed here: a file holds text, numbers and lists",
            "remove the tag; quote a text that begins with !",
            at,
        )

    def _entries(self, nodes: list[Node]) -> tuple[Entry, ...]:
        written: dict[str, Entry] = {}
        merges: list[Node] = []
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._complaints.add("bad-key", "a key must be text", "write key: value", key.at)
            elif key.kind is Kind.NULL:
                self._complaints.add("bad-key", "a key is missing", "write key: value", key.at)
            elif key.text == "<<" and key.kind is Kind.DISPUTED:
                merges.append(value)
            elif key.text in written:
                self._refuse_duplicate(key, written[key.text].key.at)
            else:
                written[key.text] = Entry(key, value)
        return merged(written, merges, self._complaints)

    def _refuse_duplicate(self, key: Scalar, first: Mark) -> None:
        self._complaints.add(
            "duplicate-key",
            f"the key {quoted(key.text)} stands twice:"
            f" it is already at line {first.line}, column {first.column}",
            "keep one of the two",
            key.at,
        )

    def _mark(self, event: yaml.Event) -> Mark:
        return self._lines.mark(event.start_mark.index) if event.start_mark else START
