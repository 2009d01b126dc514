"""What people do to code without adding a violation, done to whole files; and swaps, which add one.

All work on the text of Python files. A file that a change cannot be done to is left as it is.
"""

from __future__ import annotations

import ast
import difflib
import re
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

Files = Mapping[str, str]
Lines = Mapping[str, Collection[int]]
"""Path → lines, from 0, on which violations begin."""


@dataclass(frozen=True)
class Swap:
    """One violation was taken away, and one of the same rule added at ``line``, from 0."""

    path: str
    rule: str
    line: int


@dataclass(frozen=True)
class Changed:
    """The files that are other than before, None for those that are gone; ``counted`` are the
    paths, before, of which violations count."""

    files: Mapping[str, str | None]
    counted: frozenset[str]
    swaps: tuple[Swap, ...] = ()


_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def insert_lines(files: Files) -> Changed:
    """A comment above each definition at the top level and as the first line of each function."""
    trees = {path: _parsed(text) for path, text in files.items()}
    noted = {path: _with_comments(files[path], tree, inside=True)
             for path, tree in trees.items() if tree is not None}  # fmt: skip
    changed = {path: text for path, text in noted.items() if text != files[path]}
    return Changed(changed, frozenset(changed))


def rename_and_edit(files: Files, most: int = 900) -> Changed:
    """Another folder and name, and a comment above every second definition. So many files at most:
    git looks for renames with edits among a thousand."""
    step = max(1, -(-len(files) // most))
    chosen = sorted(files)[::step]
    changed: dict[str, str | None] = {}
    for path in chosen:
        text = files[path]
        tree = _parsed(text)
        old = PurePosixPath(path)
        new = old.parent / "moved_here" / f"renamed_{old.name}"
        changed[path] = None
        changed[str(new)] = text if tree is None else _with_comments(text, tree, inside=False)
    return Changed(changed, frozenset(chosen))


def split_module(files: Files) -> Changed:
    """The second half of a module's definitions, into a new one with the same imports."""
    changed: dict[str, str | None] = {}
    counted = set()
    for path, text in files.items():
        tree = _parsed(text)
        halves = None if tree is None else _halves(text, tree)
        if halves is not None:
            changed[path], changed[path.removesuffix(".py") + "_part_two.py"] = halves
            counted.add(path)
    return Changed(changed, frozenset(counted))


def reformat(files: Files, length: int = 60) -> Changed:
    """By a real formatter, with another length of lines."""
    ruff = Path(sys.executable).with_name("ruff")
    with tempfile.TemporaryDirectory() as scratch:
        for path, text in files.items():
            file = Path(scratch, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        words = (str(ruff), "format", "--isolated", "--quiet", f"--line-length={length}", scratch)
        subprocess.run(words, check=False, capture_output=True)  # what it cannot parse it leaves
        found = {path: Path(scratch, path).read_bytes().decode() for path in files}
    changed = {path: text for path, text in found.items() if text != files[path]}
    return Changed(changed, frozenset(changed))


def rename_variables(files: Files, lines: Lines) -> Changed:
    """Up to two local variables of each function with a violation, those on its lines first."""
    changed: dict[str, str | None] = {}
    for path, text in files.items():
        tree = _parsed(text)
        places = [] if tree is None else list(_renamings(tree, frozenset(lines.get(path, ()))))
        if places:
            changed[path] = _with_names(text, places)
    return Changed(changed, frozenset(changed))


def swap(files: Files, rules: Mapping[tuple[str, int], Sequence[str]]) -> Changed:
    """In each file one violation fixed and another of its rule added: the statement of another
    file, in every second file right behind the place of the first and else in a function of its own.
    ``rules`` tells the rules by path and line."""
    statements = {path: dict(_simple_statements(text)) for path, text in files.items()}
    victims = {path: _victims(path, statements[path], rules) for path in files}
    chosen = _chosen(victims)
    gone = {(rule, statements[path][line]) for path, (line, rule) in chosen}
    donors: dict[str, list[str]] = {}
    for path, found in victims.items():
        for line, rule in found:
            text = statements[path][line]
            if (rule, text) not in gone:  # a statement gone there and come here was moved
                donors.setdefault(rule, []).append(text)
    changed: dict[str, str | None] = {}
    swaps = []
    for number, (path, (line, rule)) in enumerate(chosen):
        present = {*statements[path].values()}
        other = next((one for one in donors.get(rule, ())
                      if one not in present and _differs(one, statements[path][line])),
                     None)  # fmt: skip
        if other is not None:
            changed[path], at = _swapped(files[path], line, other, near=bool(number % 2))
            swaps.append(Swap(path, rule, at))
    return Changed(changed, frozenset(changed), tuple(swaps))


_Victim = tuple[int, str]
"""Line and rule."""


def _victims(
    path: str, statements: Mapping[int, str], rules: Mapping[tuple[str, int], Sequence[str]]
) -> list[_Victim]:
    """Violations that are alone on a line with one simple statement."""
    return [(line, rules[path, line][0]) for line in sorted(statements)
            if len(rules.get((path, line), ())) == 1]  # fmt: skip


def _chosen(victims: Mapping[str, Sequence[_Victim]]) -> list[tuple[str, _Victim]]:
    """Of each file the one to be fixed: here the first, there the second, and so on."""
    there = [(path, found) for path, found in sorted(victims.items()) if found]
    return [(path, found[number % len(found)]) for number, (path, found) in enumerate(there)]


def _parsed(text: str) -> ast.Module | None:
    if "\r" in text or "\f" in text:  # lines are others for ast than for everybody else
        return None
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def _first_line(node: ast.stmt) -> int:
    """With its decorators, from 0."""
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)]) - 1


def _with_comments(text: str, tree: ast.Module, *, inside: bool) -> str:
    lines = text.split("\n")
    tops = [node for node in tree.body if isinstance(node, _Definition)]
    where = {_first_line(node): "" for node in (tops if inside else tops[::2])}
    for node in ast.walk(tree) if inside else ():
        if isinstance(node, _Function) and node.body[0].lineno > node.lineno:
            first = _first_line(node.body[0])
            where.setdefault(first, re.match(r"[ \t]*", lines[first])[0])  # type: ignore[index]
    for line in sorted(where, reverse=True):
        lines[line:line] = [f"{where[line]}# A note of two lines that somebody left here,",
                            f"{where[line]}# and that says nothing."]  # fmt: skip
    return "\n".join(lines)


def _halves(text: str, tree: ast.Module) -> tuple[str, str] | None:
    tops = [node for node in tree.body if isinstance(node, _Definition)]
    if len(tops) < 2:
        return None
    lines = text.split("\n")
    moved: list[str] = []
    kept = [True] * len(lines)
    for node in tops[len(tops) // 2 :]:
        first, last = _first_line(node), node.end_lineno or node.lineno
        if not all(kept[first:last]):
            return None
        moved += ["", "", *lines[first:last]]
        kept[first:last] = [False] * (last - first)
    imports = [
        line
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for line in lines[node.lineno - 1 : node.end_lineno]
    ]
    rest = [line for line, stays in zip(lines, kept, strict=True) if stays]
    return "\n".join(rest), "\n".join([*imports, *moved, ""])


def _renamings(tree: ast.Module, lines: frozenset[int]) -> Iterator[tuple[int, int, str]]:
    """Line from 1, column in bytes, and name of each place to write another name at."""
    done: set[int] = set()
    for node in ast.walk(tree):
        if not isinstance(node, _Function) or node.lineno in done:
            continue
        if not any(node.lineno <= line + 1 <= (node.end_lineno or 0) for line in lines):
            continue
        inner = {one.lineno for one in ast.walk(node) if isinstance(one, _Function)}
        done |= inner
        names = _renameable(node)
        on_lines = {one.id for one in ast.walk(node)
                    if isinstance(one, ast.Name) and one.lineno - 1 in lines}  # fmt: skip
        chosen = set(sorted(names, key=lambda name: (name not in on_lines, name))[:2])
        for one in ast.walk(node):
            if isinstance(one, ast.Name) and one.id in chosen:
                yield one.lineno, one.col_offset, one.id


def _renameable(function: ast.AST) -> set[str]:
    """Names that the function binds by assignment only, and that stand in no f-string."""
    bound: set[str] = set()
    taken: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.arg):
            taken.add(node.arg)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            taken.update(node.names)
        elif isinstance(node, ast.alias):
            taken.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
            taken.add(node.name or "")
        elif isinstance(node, ast.JoinedStr):  # their places are unknown before Python 3.12
            taken |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        elif isinstance(node, _Definition):
            taken.add(node.name)
            if isinstance(node, ast.ClassDef):
                taken |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return {name for name in bound - taken if name != "_"}


def _with_names(text: str, places: Sequence[tuple[int, int, str]]) -> str:
    lines = [line.encode() for line in text.split("\n")]
    for line, column, name in sorted(set(places), reverse=True):
        row, old = lines[line - 1], name.encode()
        if row[column : column + len(old)] != old:
            return text
        lines[line - 1] = row[:column] + b"other_" + old + row[column + len(old) :]
    return b"\n".join(lines).decode()


_SIMPLE = (ast.Expr, ast.Assign, ast.Import, ast.ImportFrom)


def _simple_statements(text: str) -> Iterator[tuple[int, str]]:
    """Line, from 0, and text of each statement that is the only one on its only line."""
    tree = _parsed(text)
    if tree is None:
        return
    lines = text.split("\n")
    for node in ast.walk(tree):
        if isinstance(node, _SIMPLE) and node.lineno == node.end_lineno:
            line = lines[node.lineno - 1]
            whole = line.encode()[node.col_offset : node.end_col_offset].decode()
            if line.strip() == whole and not whole.startswith(('"', "'")):
                yield node.lineno - 1, whole


def _swapped(text: str, line: int, other: str, *, near: bool) -> tuple[str, int]:
    """The text with another statement instead, and the line of that."""
    lines = text.split("\n")
    indent = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    lines[line] = f"{indent}pass"
    if near:
        lines.insert(line + 1, f"{indent}{other}")
        return "\n".join(lines), line + 1
    lines += ["", "", "def that_was_added_here():", f"    {other}", ""]
    return "\n".join(lines), len(lines) - 2


def _differs(one: str, other: str) -> bool:
    """Statements that are much alike are an edit of one another, not a swap."""
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() < 0.6
