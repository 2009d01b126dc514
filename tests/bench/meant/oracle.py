"""Which definitions of a package each name in it means, as jedi says.

Run by ``agreement.py`` with the Python of an environment in which jedi is installed:
``python oracle.py FOLDER PACKAGE``. Each line of the output is one name in an expression that
jedi resolves: its place, whether it is called, and the functions and classes of the package that it
means, by path, line and name; an empty list where it means something else.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jedi


def main() -> None:
    folder, package = Path(sys.argv[1]).resolve(), sys.argv[2]
    project = jedi.Project(folder)
    files = sorted((folder / package).rglob("*.py"))
    classes = [each for path in files for each in classes_in(path, folder)]
    for path in files:
        source = path.read_text(encoding="utf-8")
        script = jedi.Script(source, path=path, project=project)
        for line, column, name, is_called, is_member in names(source):
            said = meanings(script, line, column)
            if said:
                known = classes if is_member else []
                there = [one for each in said for one in places(each, folder, package, known)]
                where = path.relative_to(folder).as_posix()
                print(json.dumps([where, line, column, name, is_called, there]))


def names(source: str) -> Iterator[tuple[int, int, str, bool, bool]]:
    """Line, column in characters, the last name, whether it is called, and whether it is a member.
    Where a variable gets a value it means nothing yet."""
    tree, lines = ast.parse(source), source.encode().splitlines()
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            name, line, at = node.id, node.lineno, node.col_offset
        elif isinstance(node, ast.Attribute):
            name, line = node.attr, node.end_lineno or 0
            at = (node.end_col_offset or 0) - len(name.encode())
        else:
            continue
        before = lines[line - 1][:at].decode()
        yield line, len(before), name, id(node) in called, isinstance(node, ast.Attribute)


def meanings(script: Any, line: int, column: int) -> list[Any]:
    """What a name goes to, and what its value is where that is a function or a class."""
    try:
        found = script.goto(line, column, follow_imports=True)
        return [*found, *(each for each in script.infer(line, column) if is_definition(each))]
    except Exception:  # jedi gives up in many ways
        return []


def is_definition(name: Any) -> bool:
    return name.type in ("function", "class", "property")


def places(name: Any, folder: Path, package: str, classes: list[Class]) -> Iterator[list[object]]:
    """``self.x = 1`` runs the setter of a property, perhaps one that is inherited, and jedi goes
    to the assignment: ``classes`` are where to look for it."""
    path = name.module_path
    if path is None or not path.is_relative_to(folder / package):
        return
    where = path.relative_to(folder).as_posix()
    if is_definition(name):
        yield [where, name.line, name.name]
    elif name.type == "statement" and name.full_name:
        seen: set[Class] = set()
        known = {
            one
            for one in classes
            if one.name == (name.full_name.split(".") * 3)[-3] and one.path == where
        }
        while known and (known := known - seen):
            seen |= known
            for one in known:
                yield from ([one.path, line, name.name] for line in one.lines_of(name.name))
            known = {each for one in known for each in classes if each.name in one.bases}


class Class(NamedTuple):
    """By its name: its path, the last names of its bases, and its methods with their lines."""

    name: str
    path: str
    bases: tuple[str, ...]
    methods: tuple[tuple[str, int], ...]

    def lines_of(self, name: str) -> list[int]:
        return [line for method, line in self.methods if method == name]


def classes_in(path: Path, folder: Path) -> Iterator[Class]:
    where = path.relative_to(folder).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            bases = tuple(ast.unparse(base).rpartition(".")[2] for base in node.bases)
            methods = (each for each in node.body if isinstance(each, ast.FunctionDef))
            lines = tuple((method.name, method.lineno) for method in methods)
            yield Class(node.name, where, bases, lines)


if __name__ == "__main__":
    main()
