"""Copies planted in a real tree: is the function that each was made from found again?

Of some functions, chosen by a fixed seed, copies are made under other names and in other files:
type 1 is laid out anew and without comments, type 2 has other names for its parameters and
variables too, type 3 is also reordered and edited (of its simple statements one in eight is gone,
two neighbours are swapped, two statements are new). Half of the originals are taken out of the
tree: there is nothing to find for their copies.

Each copy is asked for with ``--copies``, and its answer is its best match outside the planted
files. It is right if it is the original, and also if it is as good as a copy by another measure:
seven tenths of its tokens are those of the original, in their order. Real trees have such pairs.
Precision is how many of the answers are right, recall how many of the copies whose original is
there get that one.
"""

from __future__ import annotations

import ast
import random
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from planproof.git import find_root, working_tree
from planproof.index import Index
from planproof.model.tree import Tree
from planproof.search.similar import Page, asked_for, find_similar, only_copies
from planproof.search.similar_places import Found, find_line

ALIKE = 0.7
LINES = 8
SEED = 7
TYPES = (1, 2, 3)


@dataclass(frozen=True)
class Original:
    """A function of the tree that is copied. ``stays`` is false where it is taken out."""

    path: str
    name: str
    line: int
    source: str
    stays: bool


@dataclass(frozen=True)
class Copy:
    original: Original
    kind: int
    path: str
    source: str


def originals_of(files: Mapping[str, str], count: int) -> list[Original]:
    """So many functions of a tree whose text stands there only once."""
    every = [one for path in sorted(files) for one in _functions(path, files[path])]
    once = {}
    for one in every:
        once[ast.dump(ast.parse(one[2]))] = None if ast.dump(ast.parse(one[2])) in once else one
    chosen = random.Random(SEED).sample([one for one in once.values() if one], count)
    return [
        Original(path, node.name, node.lineno, source, at % 2 == 0)
        for at, (path, node, source) in enumerate(chosen)
    ]


_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(path: str, text: str) -> Iterator[tuple[str, _Function, str]]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, _Function) and (node.end_lineno or 0) - node.lineno >= LINES:
            yield path, node, ast.unparse(node)


def copies_of(originals: Sequence[Original]) -> Iterator[Copy]:
    for number, one in enumerate(originals):
        for kind in TYPES:
            path = f"planted/copy_{number}_{kind}.py"
            yield Copy(one, kind, path, _copy(one.source, kind, f"planted_{number}_{kind}"))


def _copy(source: str, kind: int, name: str) -> str:
    (node,) = ast.parse(source).body
    assert isinstance(node, _Function)
    node.name = name
    if kind >= 2:
        _Renaming(node).visit(node)
    if kind == 3:
        _edit(node, random.Random(f"{SEED}{name}"))
    return ast.unparse(ast.fix_missing_locations(node)) + "\n"


_SIMPLE = (
    ast.Expr | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Assert | ast.Raise | ast.Return
)


class _Renaming(ast.NodeTransformer):
    """Other names for what a function binds."""

    def __init__(self, function: _Function) -> None:
        bound = [one.arg for one in ast.walk(function) if isinstance(one, ast.arg)]
        bound += [
            one.id
            for one in ast.walk(function)
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
        ]
        names = [one for one in dict.fromkeys(bound) if one not in ("self", "cls")]
        self._names = {one: f"item{number}" for number, one in enumerate(names)}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self._names.get(node.arg, node.arg)
        return node


def _edit(function: _Function, chance: random.Random) -> None:
    """Statements gone, swapped and new, in every block."""
    bodies = [
        node.body for node in ast.walk(function) if isinstance(getattr(node, "body", 0), list)
    ]
    for body in bodies:
        for at in range(len(body) - 1, -1, -1):
            if len(body) > 1 and isinstance(body[at], _SIMPLE) and chance.random() < 1 / 8:
                del body[at]
    body = max(bodies, key=len)
    if len(body) > 2:
        at = chance.randrange(len(body) - 2)
        body[at], body[at + 1] = body[at + 1], body[at]
    for text in ("checked = True", "counter.update(1)"):
        function.body.insert(chance.randrange(len(function.body)), ast.parse(text).body[0])


def without(text: str, originals: Sequence[Original]) -> str:
    """A file without the functions that are taken out, decorators and all; the rest stays."""
    tree = ast.parse(text)
    gone = {(one.name, one.line) for one in originals if not one.stays}
    lines = text.split("\n")
    spans = sorted(
        (min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1, -_end(node), node)
        for node in ast.walk(tree)
        if isinstance(node, _Function) and (node.name, node.lineno) in gone
    )
    end = 0
    for start, minus_end, node in spans:
        if start >= end:  # else it is inside one that is gone
            end = -minus_end
            lines[start:end] = [" " * node.col_offset + "pass", *[""] * (end - start - 1)]
    return "\n".join(lines)


def _end(node: _Function) -> int:
    return node.end_lineno or node.lineno


@dataclass(frozen=True)
class Outcome:
    """What became of one copy: was its original found, was anything answered, and rightly?"""

    copy: Copy
    found: bool
    answered: bool
    right: bool


def measure(root: Path, count: int, scratch: Path) -> list[Outcome]:
    """Copies of so many functions of the Python files below a folder, planted and asked for.

    ``scratch`` is an empty folder, which gets the tree.
    """
    files = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(root.rglob("*.py"))
        if path.is_file()
    }
    originals = originals_of(files, count)
    for path in {one.path for one in originals}:
        files[path] = without(files[path], [one for one in originals if one.path == path])
    copies = list(copies_of(originals))
    write_files(scratch, {**files, **{one.path: one.source for one in copies}})
    with Index.open(None) as index:
        tree = working_tree(find_root(scratch))
        return [_outcome(index, tree, one) for one in copies]


def write_files(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def _outcome(index: Index, tree: Tree, copy: Copy) -> Outcome:
    asked = only_copies(asked_for(find_line(index, tree, copy.path, 1), tree))
    answer = find_similar(index, tree, asked, Page(0, len(TYPES) + 5), lambda _done, _all: None)
    others = [one.found for one in answer.matches if not one.found.path.startswith("planted/")]
    if not others:
        return Outcome(copy, found=False, answered=False, right=False)
    best, original = others[0], copy.original
    found = original.stays and best.path == original.path and _named(best) == original.name
    return Outcome(copy, found, answered=True, right=found or _alike(best, original) >= ALIKE)


def _named(found: Found) -> str:
    return found.symbol.rpartition(".")[2]


def _alike(found: Found, original: Original) -> float:
    text = found.source[found.span.start : found.span.end].decode("utf-8", "replace")
    written = ast.unparse(ast.parse(textwrap.dedent(" " * found.margin + text)))
    words = [_TOKEN.findall(one) for one in (original.source, written)]
    return SequenceMatcher(None, *words, autojunk=False).ratio()


_TOKEN = re.compile(r"\w+|[^\s\w]")


def precision(outcomes: Sequence[Outcome]) -> float:
    answered = [one for one in outcomes if one.answered]
    return sum(one.right for one in answered) / max(len(answered), 1)


def recall(outcomes: Sequence[Outcome]) -> float:
    there = [one for one in outcomes if one.copy.original.stays]
    return sum(one.found for one in there) / max(len(there), 1)
