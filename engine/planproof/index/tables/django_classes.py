"""The classes of a file that are models of Django, or may be."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from planproof.index.parsed import Parsed
from planproof.index.tables.python_nodes import (
    arguments_of,
    assignments_in,
    callee_of,
    dotted,
    source_of,
)
from planproof.languages import compiled_query
from planproof.languages.orms import DJANGO
from planproof.model.document import Import

if TYPE_CHECKING:
    from tree_sitter import Node

_MODELS = re.compile(
    r"django\.(?:.*\.)?models\.Model|django\.contrib\.\w+\.(?:models|base_\w+)\.\w+"
)
_FIELDS = re.compile(r"django\.(?:.*\.)?(?:models|fields)\.(?:\w+Field|ForeignKey)")
_NO_MODELS = re.compile(
    r"(?:Manager|QuerySet|Choices|Enum|Exception|Error|Form|FormSet|View|ViewSet|Admin|Serializer"
    r"|TestCase|Field|Command|Migration|Config|Lookup|Transform|Func|Expression|Descriptor|Widget"
    r"|Middleware|Backend|Router|Storage|dict|list|tuple|str|int|set|type|NamedTuple|TypedDict"
    r"|Thread|Iterable|Iterator|Mapping|Sequence|Aggregate|Warning|Filter|FilterSet|Handler|Signal"
    r"|Factory|Feed|Sitemap|Loader|Schema)\Z"
)
_MOST_ANCESTORS = 100
_NEITHER = frozenset({"ABC", "Generic", "Protocol", "object"})


class Standing(Enum):
    """Whether a class is a model."""

    NO = 0
    MAYBE = 1
    YES = 2


class ModelClass(Struct):
    """A class as written; ``meta`` are the assignments of its ``Meta``, None where it has none."""

    name: Node
    bases: tuple[str, ...]
    fields: dict[str, Node] = field(default_factory=dict)
    meta: dict[str, Node] | None = None
    inherits_meta: bool = False
    standing: Standing = Standing.NO


class Classes:
    """All classes of a file. A base of one is found by its name: of two with one, the last."""

    def __init__(self, parsed: Parsed, imports: Sequence[Import]) -> None:
        self._parsed = parsed
        self._targets = {each.local: each.target for each in imports if each.local}
        self.all = tuple(_classes(parsed))
        self._by_name = {source_of(each.name, parsed): each for each in self.all}
        for each in self.all:
            each.standing = self._standing(each)

    def lineage(self, model: ModelClass) -> Iterator[ModelClass]:
        """The class and those classes of the file that it inherits from, nearest first.

        A hundred at most: nobody writes more, and looking at all of a long chain takes minutes.
        """
        waiting, seen = deque([model]), {model.name.id}
        for _ in range(_MOST_ANCESTORS):
            if not waiting:
                break
            each = waiting.popleft()
            yield each
            for base in each.bases:
                above = self._by_name.get(base)
                if above is not None and above.name.id not in seen:
                    seen.add(above.name.id)
                    waiting.append(above)

    def resolved(self, name: str) -> str:
        """What a dotted name means by the imports of the file."""
        first, dot, rest = name.partition(".")
        return f"{self._targets.get(first, first)}{dot}{rest}"

    def _standing(self, model: ModelClass) -> Standing:
        """By its bases and theirs; fields of Django are only written in models."""
        lineage = list(self.lineage(model))
        found = {self._of_base(base) for each in lineage for base in each.bases}
        if len(lineage) == _MOST_ANCESTORS:
            found.add(Standing.MAYBE)
        if Standing.YES in found or Standing.MAYBE not in found:
            return Standing.YES if Standing.YES in found else Standing.NO
        if any(map(self._has_fields, lineage)):
            return Standing.YES
        return Standing.NO if Standing.NO in found else Standing.MAYBE

    def _of_base(self, base: str) -> Standing | None:
        """None for a base that says nothing: a class of this file, whose own bases are asked."""
        target = self.resolved(base)
        if base in self._by_name or target.rpartition(".")[2] in _NEITHER:
            return None
        if _NO_MODELS.search(target):
            return Standing.NO
        if _MODELS.fullmatch(target):
            return Standing.YES
        imported = base.partition(".")[0] in self._targets
        return Standing.MAYBE if imported and not target.startswith("django.db.") else Standing.NO

    def _has_fields(self, model: ModelClass) -> bool:
        callees = (callee_of(value, self._parsed) for value in model.fields.values())
        return any(_FIELDS.fullmatch(self.resolved(callee)) for callee in callees)


def _classes(parsed: Parsed) -> Iterator[ModelClass]:
    from tree_sitter import QueryCursor

    cursor = QueryCursor(compiled_query("python", DJANGO.text))
    for _, captures in cursor.matches(parsed.root):
        if "class" in captures and captures["class.name"][0].text != b"Meta":
            yield _class(captures, parsed)


def _class(captures: dict[str, list[Node]], parsed: Parsed) -> ModelClass:
    (name,), (bases,), (body,) = (captures[f"class.{part}"] for part in ("name", "bases", "body"))
    written = (dotted(base, parsed) for base in arguments_of(bases, parsed).positional)
    model = ModelClass(name, tuple(filter(None, written)))
    model.fields = {source_of(left, parsed): right for left, right in assignments_in(body)}
    for inner in body.named_children:
        inner_name = inner.child_by_field_name("name")
        is_class = inner.type == "class_definition"
        if is_class and inner_name is not None and source_of(inner_name, parsed) == "Meta":
            block = inner.child_by_field_name("body")
            model.meta = {source_of(k, parsed): v for k, v in assignments_in(block)}
            model.inherits_meta = inner.child_by_field_name("superclasses") is not None
    return model
