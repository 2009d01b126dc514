"""What the rules of the Django example must find, said a second time, with `ast` alone.

Nothing here imports planproof: a fault of the engine cannot hide in both places.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Line = tuple[str, int]
"""A repository-relative path and a 1-based line."""

Places = Counter[Line]
"""How many things stand on each line."""


@dataclass(frozen=True)
class Name:
    """A name in the code: what it is written as, in which role, and on which line."""

    text: str
    role: str
    line: int


class File:
    """One parsed file, walked once for all rules."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.nodes = tuple(ast.walk(ast.parse(content)))
        self.names = tuple(name for node in self.nodes for name in _names_of(node))
        self.strings = tuple(
            (node.value, node.lineno)
            for node in self.nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )


Finder = Callable[[File], Iterator[int]]
"""The lines on which one rule must find something in one file."""


def files(root: Path) -> Iterator[File]:
    """Every Python file under ``root``, one after the other: together they would fill the memory."""
    for file in sorted(root.rglob("*.py")):
        yield File(file.relative_to(root).as_posix(), file.read_bytes())


def named(pattern: str, *roles: str) -> Finder:
    """Lines with a whole name that fits ``pattern``, in any of ``roles`` (none: in any role)."""
    fits = re.compile(pattern).fullmatch

    def find(file: File) -> Iterator[int]:
        for name in file.names:
            if (not roles or name.role in roles) and fits(name.text):
                yield name.line

    return find


def quoted(pattern: str) -> Finder:
    """Lines where a string begins whose whole value fits ``pattern``."""
    fits = re.compile(pattern).fullmatch

    def find(file: File) -> Iterator[int]:
        yield from (line for value, line in file.strings if fits(value))

    return find


def written(code: str) -> Finder:
    """Lines where a statement or expression begins that is ``code``, but for layout."""
    statement = ast.parse(code).body[0]
    wanted = ast.dump(statement.value if isinstance(statement, ast.Expr) else statement)

    def find(file: File) -> Iterator[int]:
        for node in file.nodes:
            if isinstance(node, ast.stmt | ast.expr) and ast.dump(node) == wanted:
                yield node.lineno

    return find


def condition(code: str) -> Finder:
    """Lines of an ``if`` on exactly ``code``."""
    wanted = ast.dump(ast.parse(code, mode="eval").body)

    def find(file: File) -> Iterator[int]:
        for node in file.nodes:
            if isinstance(node, ast.If) and ast.dump(node.test) == wanted:
                yield node.lineno

    return find


def signature(name: str, arguments: str) -> Finder:
    """Lines of ``def name(arguments)``; the arguments compared whole, but for layout."""
    wanted = _arguments(f"def f({arguments}): pass")

    def find(file: File) -> Iterator[int]:
        for node in file.nodes:
            match node:
                case ast.FunctionDef(name=found, args=args) if found == name:
                    if ast.dump(args) == wanted:
                        yield node.lineno

    return find


def any_of(*finders: Finder) -> Finder:
    """Lines where one of ``finders`` finds something."""

    def find(file: File) -> Iterator[int]:
        for finder in finders:
            yield from finder(file)

    return find


def _arguments(code: str) -> str:
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    return ast.dump(function.args)


def _names_of(node: ast.AST) -> Iterator[Name]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield Name(node.name, "definition", node.lineno)
        case ast.Name():
            role = "assignment" if isinstance(node.ctx, ast.Store) else "reference"
            yield Name(node.id, role, node.lineno)
        case ast.Attribute():
            yield Name(node.attr, "attribute", node.end_lineno or node.lineno)
        case ast.arg():
            yield Name(node.arg, "parameter", node.lineno)
        case ast.keyword(arg=str(name)):
            yield Name(name, "keyword", node.lineno)
        case ast.Global() | ast.Nonlocal():
            yield from (Name(name, "reference", node.lineno) for name in node.names)
        case ast.Import() | ast.ImportFrom():
            yield from _imported_names(node)


def _imported_names(node: ast.Import | ast.ImportFrom) -> Iterator[Name]:
    """Each imported name, alone and with its module, and what it is called here."""
    for alias in node.names:
        yield Name(alias.name, "import", alias.lineno)
        if isinstance(node, ast.ImportFrom):
            yield Name(f"{node.module}.{alias.name}", "from", alias.lineno)
        if alias.asname:
            yield Name(alias.asname, "alias", alias.lineno)
