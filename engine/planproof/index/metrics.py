"""How large and how branched the functions and classes of one source are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from planproof.index.broken import merged
from planproof.index.parsed import Parsed, parse
from planproof.languages import Language, compiled_query
from planproof.model.document import Definition, Document
from planproof.model.location import LineMap, Span

if TYPE_CHECKING:
    from tree_sitter import Node

CLASSES = frozenset({"class", "enum", "interface", "record", "struct", "trait", "union"})
"""Kinds of definitions that have methods."""

_METHODS = frozenset({"constructor", "method"})
_FUNCTIONS = frozenset({*_METHODS, "function"})
_BEGINS = re.compile(
    rb"\b(?:def|function|func|fn|lambda|class|struct|impl|trait|enum|interface)\b|[=-]>|\)\s*\{"
)
"""What a function may begin with, or what has methods."""

ANONYMOUS = "anonymous function"


class FunctionMetrics(NamedTuple):
    """Of one function, named or not.

    ``start`` and ``end`` are where its name stands, or the beginning of one that has none.
    ``lines`` are counted from that of its head to its last, without decorators. ``parameters`` are
    without the receiver (``self``). ``nesting`` is how deep its control structures stand in each
    other, 0 for none; those of functions inside it are theirs. ``complexity`` is one more than its
    decisions. ``broken``: part of it could not be parsed, and it may be more.
    """

    name: str
    start: int
    end: int
    lines: int
    parameters: int
    nesting: int
    complexity: int
    broken: bool


class ClassMetrics(NamedTuple):
    """Of one class, or what its language has instead. ``start`` and ``end`` as of a function."""

    name: str
    start: int
    end: int
    methods: int
    broken: bool


class FileMetrics(NamedTuple):
    """Of one file. A last line without a line end counts, an empty one behind one does not.

    ``hidden``: a function may stand where nothing could be parsed, so that none is known there.
    """

    lines: int
    functions: tuple[FunctionMetrics, ...]
    classes: tuple[ClassMetrics, ...]
    hidden: bool = False


def measure(source: bytes, language: str, document: Document) -> FileMetrics:
    """``document`` is what was scanned of the source."""
    lines = LineMap(source)
    last = len(lines) - (not source or source.endswith((b"\n", b"\r")))
    parsed = parse(source, language)
    numbers = {each.name: number for number, each in enumerate(document.definitions)}
    functions = tuple(_Functions(parsed, document, lines, numbers).all())
    return FileMetrics(last, functions, tuple(_classes(document)), _may_hide(source, document))


def _may_hide(source: bytes, document: Document) -> bool:
    """Whether what begins a function stands in a broken region, and in none that is known."""
    known = merged(each.extent for each in document.definitions if each.kind in _FUNCTIONS)
    for region in document.broken:
        at = bisect_right(known, (region.start, len(source))) - 1
        inside = at >= 0 and region.end <= known[at][1]
        if not inside and _BEGINS.search(source, region.start, region.end):
            return True
    return False


def _classes(document: Document) -> Iterator[ClassMetrics]:
    """By the names of methods, since some languages define them outside of what they belong to."""
    owned = Counter(_owner(each) for each in document.definitions if each.kind in _METHODS)
    for each in document.definitions:
        if each.kind in CLASSES:
            broken = document.is_broken(each.extent)
            name = each.name
            what = f"{each.kind} {each.qualified}"
            yield ClassMetrics(what, name.start, name.end, owned[each.qualified], broken)


def _owner(method: Definition) -> str:
    return method.qualified.rpartition(".")[0]


class _Open(Struct):
    """A function while what stands in it is counted."""

    node: Node
    depth: int = 0
    nesting: int = 0
    decisions: int = 0


class _Counter(Struct):
    """Goes through the nodes that matter, in the order of the source."""

    language: Language
    found: list[_Open] = field(default_factory=list)
    functions: list[_Open] = field(default_factory=list)
    around: list[tuple[int, _Open | None, bool]] = field(default_factory=list)
    """What is not yet behind: its end, the function that it is, whether it nests."""

    def add(self, node: Node, kinds: Collection[str]) -> None:
        while self.around and self.around[-1][0] <= node.start_byte:
            self._close(*self.around.pop()[1:])
        if "function" in kinds:
            self._open(node)
        elif self.functions:
            self._count(node, kinds)

    def _open(self, node: Node) -> None:
        for function in self._concerned():
            function.decisions += self.language.inner_functions_count
        opened = _Open(node)
        self.found.append(opened)
        self.functions.append(opened)
        self.around.append((node.end_byte, opened, False))

    def _count(self, node: Node, kinds: Collection[str]) -> None:
        for function in self._concerned():
            function.decisions += "decision" in kinds and "otherwise" not in kinds
        deeper = "nesting" in kinds and "chained" not in kinds
        inner = self.functions[-1]
        inner.depth += deeper
        inner.nesting = max(inner.nesting, inner.depth)
        self.around.append((node.end_byte, None, deeper))

    def _concerned(self) -> Sequence[_Open]:
        """Those of the functions around of which a decision is one."""
        return self.functions if self.language.inner_functions_count else self.functions[-1:]

    def _close(self, function: _Open | None, deeper: bool) -> None:
        if function is not None:
            self.functions.pop()
        elif deeper:
            self.functions[-1].depth -= 1


class _Functions(Struct, frozen=True):
    parsed: Parsed
    document: Document
    lines: LineMap
    numbers: Mapping[Span, int]
    """Definitions by the places of their names."""

    def all(self) -> Iterator[FunctionMetrics]:
        """In the order of their beginnings."""
        counter = _Counter(self.parsed.language)
        for node, kinds in self._nodes():
            counter.add(node, kinds)
        taken: set[int] = set()
        for each in counter.found:
            yield self._measured(each, taken)

    def _nodes(self) -> Iterator[tuple[Node, Collection[str]]]:
        from tree_sitter import QueryCursor

        language = self.parsed.language
        query = compiled_query(language.name, language.metrics_query)
        kinds: dict[int, list[str]] = {}
        nodes: dict[int, Node] = {}
        for kind, captured in QueryCursor(query).captures(self.parsed.root).items():
            for node in captured:
                kinds.setdefault(node.id, []).append(kind)
                nodes[node.id] = node
        ordered = sorted(nodes.values(), key=lambda node: (node.start_byte, -node.end_byte))
        return ((node, kinds[node.id]) for node in ordered)

    def _measured(self, function: _Open, taken: set[int]) -> FunctionMetrics:
        node = function.node
        span = self.parsed.outside(node.start_byte, node.end_byte)
        head = self.parsed.outside(self._head(node), node.end_byte)
        definition = self._definition(node, taken)
        place = definition.name if definition is not None else self._beginning(head)
        return FunctionMetrics(
            name=f"{_kind(definition)} {definition.qualified}" if definition else ANONYMOUS,
            start=place.start,
            end=place.end,
            lines=self.lines.line_of(max(head.start, span.end - 1))
            - self.lines.line_of(head.start)
            + 1,
            parameters=self._parameters(node, definition),
            nesting=function.nesting,
            complexity=function.decisions + 1,
            broken=self.document.is_broken(span),
        )

    def _definition(self, node: Node, taken: set[int]) -> Definition | None:
        """The definition that a function is: that of its name, else the innermost around it, unless
        a function around is that already."""
        name = node.child_by_field_name("name")
        inner = name if name is not None else node
        place = self.parsed.outside(inner.start_byte, inner.end_byte)
        number = self.numbers.get(place, -1)
        if number < 0:
            number = self.document.enclosing(Span(place.start, place.start + 1))
        if number < 0 or number in taken or self.document.definitions[number].kind in CLASSES:
            return None
        taken.add(number)
        return self.document.definitions[number]

    def _beginning(self, head: Span) -> Span:
        line = self.lines.line_span(self.lines.line_of(head.start))
        return Span(head.start, max(head.start, min(head.end, line.end - 1)))

    def _head(self, node: Node) -> int:
        """Where a function begins without its decorators, which some grammars put into it."""
        language = self.parsed.language
        skipped = language.annotations | language.comments
        waiting = list(reversed(node.children))
        while skipped and waiting:
            child = waiting.pop()
            if any(each.type in skipped for each in child.children):
                waiting.extend(reversed(child.children))
            elif child.type not in skipped:
                return child.start_byte
        return node.start_byte

    def _parameters(self, node: Node, definition: Definition | None) -> int:
        declared = self.parsed.language.parameters(node)
        if declared is None:
            return int(node.child_by_field_name("parameter") is not None)
        return len(declared) - (bool(declared) and self._has_receiver(definition))

    def _has_receiver(self, definition: Definition | None) -> bool:
        """Whether the first parameter is the object itself: not for what is called on a class."""
        if definition is None or not self.parsed.language.first_parameter_receives:
            return False
        static = any(name.split(".")[-1] == "staticmethod" for name in definition.decorators)
        return definition.kind == "method" and not static


def _kind(definition: Definition) -> str:
    return definition.kind if definition.kind in _FUNCTIONS else "function"
