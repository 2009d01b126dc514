"""Which definitions of a package each name in it means, as jedi says.

Run by ``test_uses_agreement.py`` with the Python of an environment in which jedi is installed:
``python uses_oracle.py FOLDER PACKAGE``. Each line of the output is one name in an expression that
jedi resolves: its place, whether it is called, and the functions and classes of the package that it
means, by path, line and name; an empty list where it means something else.
"""

from __future__ import annotations

import ast
import functools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jedi


def main() -> None:
    folder, package = Path(sys.argv[1]).resolve(), sys.argv[2]
    project = jedi.Project(folder)
    for path in sorted((folder / package).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        script = jedi.Script(source, path=path, project=project)
        for line, column, name, is_called in names(source):
            said = meanings(script, line, column)
            if said:
                there = [one for each in said for one in places(each, folder, package)]
                where = path.relative_to(folder).as_posix()
                print(json.dumps([where, line, column, name, is_called, there]))


def names(source: str) -> Iterator[tuple[int, int, str, bool]]:
    """Line, column in characters, the last name, and whether it is called."""
    tree, lines = ast.parse(source), source.encode().splitlines()
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            name, line, at = node.id, node.lineno, node.col_offset
        elif isinstance(node, ast.Attribute):
            name, line = node.attr, node.end_lineno or 0
            at = (node.end_col_offset or 0) - len(name.encode())
        else:
            continue
        yield line, len(lines[line - 1][:at].decode()), name, id(node) in called


def meanings(script: Any, line: int, column: int) -> list[Any]:
    """What a name goes to, and what its value is where that is a function or a class."""
    try:
        found = script.goto(line, column, follow_imports=True)
        return [*found, *(each for each in script.infer(line, column) if is_definition(each))]
    except Exception:  # jedi gives up in many ways
        return []


def is_definition(name: Any) -> bool:
    return name.type in ("function", "class", "property")


def places(name: Any, folder: Path, package: str) -> Iterator[list[object]]:
    path = name.module_path
    if path is None or not path.is_relative_to(folder / package):
        return
    where = path.relative_to(folder).as_posix()
    if is_definition(name):
        yield [where, name.line, name.name]
    elif name.type == "statement" and name.full_name:
        owner = name.full_name.split(".")[-3:-2]
        yield from ([where, line, name.name] for line in members(path, *owner, name.name))


@functools.cache
def members(path: Path, *names: str) -> tuple[int, ...]:
    """The lines of the methods of a class by a name: ``self.x = 1`` runs the setter of a property,
    and jedi goes to the assignment."""
    return tuple(
        method.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and [node.name] == [*names[:-1]]
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name == names[-1]
    )


if __name__ == "__main__":
    main()
