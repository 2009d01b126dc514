"""What rustc's own parser sees in a file: the tree that ``-Zunpretty=ast-tree`` prints, read back.

Names have no places of their own in it, so that facts are (line, last segment of the name).
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_PLACE = re.compile(r":(\d+):(\d+): (\d+):(\d+) \(#")
_NAMED = {"Fn", "Struct", "Enum", "Trait", "Union"}
_OTHERS = {"StructExpr {", "PolyTraitRef {", "None,"}
"""What is printed under the same words and defines nothing."""


@dataclass
class Node:
    text: str
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(node.children)

    def child(self, start: str) -> Node | None:
        return next((each for each in self.children if each.text.startswith(start)), None)

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line of a ``span``."""
        found = _PLACE.search(self.text)
        assert found, self.text
        return int(found[1]), int(found[3])


@dataclass
class RustFacts:
    """``opaque`` are the (first, last) lines of the tokens of macros, which no parser looks into."""

    calls: Counter[tuple[int, str]] = field(default_factory=Counter)
    definitions: Counter[str] = field(default_factory=Counter)
    opaque: list[tuple[int, int]] = field(default_factory=list)


def rust_facts(rustc: str, path: Path) -> RustFacts | None:
    """None where rustc finds an error."""
    done = subprocess.run(
        [rustc, "--edition", "2021", "-Zunpretty=ast-tree", path.name],
        cwd=path.parent, env={**os.environ, "RUSTC_BOOTSTRAP": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if not done.stdout:
        return None
    facts = RustFacts()
    for node in read(done.stdout).walk():
        _add(facts, node)
    return facts


def read(printed: str) -> Node:
    root = Node("")
    stack = [(-1, root)]
    for line in printed.splitlines():
        text = line.lstrip()
        depth = len(line) - len(text)
        while stack[-1][0] >= depth:
            stack.pop()
        node = Node(text)
        stack[-1][1].children.append(node)
        stack.append((depth, node))
    return root


def _add(facts: RustFacts, node: Node) -> None:
    kind = node.text.removeprefix("kind: ").partition("(")[0]
    if node.text == "dspan: DelimSpan {":
        first, last = node.child("open"), node.child("close")
        assert first is not None
        assert last is not None
        facts.opaque.append((first.lines[0], last.lines[1]))
    elif kind == "Call" and node.children[0].text == "Expr {":
        _add_path_call(facts, node.children[0].child("kind: Path("))
    elif kind == "MethodCall":
        _add_method_call(facts, node.children[0])
    elif kind in _NAMED and node.children[0].text not in _OTHERS:
        facts.definitions[_defined(node.children[0])] += 1


def _defined(node: Node) -> str:
    """The name of an item: written in its fields, or in the place of the first."""
    return _ident(node) or node.text.partition("#")[0]


def _add_path_call(facts: RustFacts, kind: Node | None) -> None:
    path = kind.child("Path {") if kind is not None and kind.child("None") else None
    segments = path.child("segments") if path is not None else None
    if path is None or segments is None:
        return
    span, name = path.child("span"), _ident(segments.children[-2])
    if span is not None and name:
        facts.calls[span.lines[0], name] += 1


def _add_method_call(facts: RustFacts, call: Node) -> None:
    segment, span = call.child("seg:"), call.child("span:")
    name = _ident(segment) if segment is not None else None
    if span is not None and name:
        facts.calls[span.lines[0], name] += 1


def _ident(node: Node) -> str | None:
    found = node.child("ident: ")
    return found.text.removeprefix("ident: ").partition("#")[0] if found is not None else None
