"""Real edits of Python files: a statement more, an import more, a violation more."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import count, cycle, islice
from pathlib import Path

_SMALL, _LARGE = 3_000, 30_000
"""Files of other sizes, in bytes, are not edited: neither are most edits of people."""


class Edit(Enum):
    """``{n}`` is another number each time, so that no two edits make the same file."""

    STATEMENT = "bench_probe_{n}(bench_value_{n}.part, {n})"
    IMPORT = "import bench_module_{n}"
    VIOLATION = 'print("bench {n}")'


def edited(text: str, edit: Edit, number: int) -> str:
    """The file with one line more: in a function's body, or before its first import.

    ``number`` chooses the function too. Raises ValueError for a file that has no such place.
    """
    lines = text.splitlines(keepends=True)
    module = ast.parse(text)
    places = list(_imports(module) if edit is Edit.IMPORT else _statements(module, lines))
    if not places:
        raise ValueError("no place to edit")
    at, indent = places[number % len(places)]
    lines.insert(at, " " * indent + edit.value.format(n=number) + "\n")
    return "".join(lines)


def _imports(module: ast.Module) -> Iterator[tuple[int, int]]:
    for node in module.body:
        if isinstance(node, ast.Import | ast.ImportFrom) and not _is_future(node):
            yield node.lineno - 1, 0
            return


def _is_future(node: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _statements(module: ast.Module, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Before the last statement of each function, where that begins its line."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.body[-1]
            decorators = getattr(last, "decorator_list", [])
            row = min([last.lineno, *(each.lineno for each in decorators)]) - 1
            if not lines[row][: last.col_offset].strip() and row >= node.lineno:
                yield row, last.col_offset


def editable(root: Path, paths: Sequence[str], wanted: int) -> tuple[str, ...]:
    """So many files that take all kinds of edits, chosen at random, the same each time."""
    shuffled = random.Random(4).sample(paths, len(paths))
    return tuple(islice((path for path in shuffled if _takes_edits(root / path)), wanted))


def _takes_edits(file: Path) -> bool:
    if not _SMALL <= file.stat().st_size <= _LARGE:
        return False
    try:
        text = file.read_bytes().decode()
        return all(edited(text, edit, 1) for edit in Edit)
    except (ValueError, SyntaxError):
        return False


_numbers = count(1)
"""No text is ever made twice in a run, so that nothing can know it from before."""


class Editor:
    """Edits one file after another, each time with a text that was never there before."""

    def __init__(self, root: Path, paths: Sequence[str]) -> None:
        self._root = root
        self._next = cycle(paths)

    def edit(self, edit: Edit) -> str:
        """The path of the file that was edited."""
        path = next(self._next)
        file = self._root / path
        file.write_bytes(edited(file.read_bytes().decode(), edit, next(_numbers)).encode())
        return path
