"""What jedi says the callees of a package are, and whether that is what this engine says.

Run by ``test_resolution.py`` with the Python of an environment of its own, in which jedi and the
packages are installed: ``python resolution_oracle.py FOLDER PACKAGE… < chains.json``. Standard input
maps each path to its call sites (``"start:end"`` of the callee, in bytes) and those to the chains
that the engine gives. Each line of the output is one call site whose callee is a chain of names.

A chain is judged ``same`` if it is what jedi says, or leads to the same object in the packages as
they are imported; ``path`` if link by link it is what jedi says of the parts of the callee, while
of the whole jedi says where the value's type has the method: ``self.jar.clear`` as a member of the
attribute ``jar``, not of its class. Else it is ``other``.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import inspect
import json
import sys
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jedi

CHOICES = ("import", "definition", "self", "alias", "builtin", "parameter", "variable")
"""How a root is bound; of several ways the first counts."""

_DEEPEST = 6


def main() -> None:
    warnings.simplefilter("ignore")
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    chains = json.load(sys.stdin)
    project = jedi.Project(folder)
    for path in (path for name in sys.argv[2:] for path in sorted((folder / name).rglob("*.py"))):
        name = path.relative_to(folder).as_posix()
        module = Module(path, project)
        for site in module.sites(chains.get(name, {})):
            print(json.dumps({"path": name, **site}))


class Module:
    """One source and what jedi makes of it."""

    def __init__(self, path: Path, project: Any) -> None:
        self._path = path
        source = path.read_text(encoding="utf-8")
        self._lines = source.encode().splitlines(keepends=True)
        self._tree = ast.parse(source)
        self._script = jedi.Script(source, path=path, project=project)

    def sites(self, chains: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
        starts = [0]
        for line in self._lines:
            starts.append(starts[-1] + len(line))
        for callee, root in sorted(self._callees(), key=lambda each: _position(each[0])):
            begin = starts[callee.lineno - 1] + callee.col_offset
            end = starts[(callee.end_lineno or 0) - 1] + (callee.end_col_offset or 0)
            given = chains.get(f"{begin}:{end}", [])
            said = self.names(callee)
            yield {
                "line": callee.lineno,
                "column": callee.col_offset,
                "written": ast.unparse(callee),
                "root": self._kind(root),
                "jedi": sorted(each.full_name for each in said),
                "chains": given,
                "verdicts": [self._verdict(callee, chain, said) for chain in given] if said else [],
            }

    def _callees(self) -> Iterator[tuple[ast.expr, ast.Name]]:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call):
                root = node.func
                while isinstance(root, ast.Attribute):
                    root = root.value
                if isinstance(root, ast.Name):
                    yield node.func, root

    def _verdict(self, callee: ast.expr, chain: str, said: list[Any]) -> str:
        if any(same(chain, each.full_name) for each in said):
            return "same"
        return "path" if self._agrees(callee, chain, 0) else "other"

    def _agrees(self, node: ast.expr, chain: str, depth: int) -> bool:
        said = {name for each in self.names(node) for name in (each.full_name, as_member(each))}
        if any(same(chain, name) for name in said if name):
            return True
        if depth == _DEEPEST or not isinstance(node, ast.Attribute | ast.Name):
            return False
        if isinstance(node, ast.Attribute):
            owner, _, last = chain.rpartition(".")
            if last == node.attr and owner and self._agrees(node.value, owner, depth + 1):
                return True
        return any(self._agrees(each, chain, depth + 1) for each in self._given(node))

    def _given(self, node: ast.expr) -> Iterator[ast.expr]:
        """What a name is given in this file where jedi says that it is bound."""
        for each in self._ask(node, follow=False):
            if str(each.module_path) == str(self._path):
                for value in self._values.get((each.line, each.column), ()):
                    yield from _choices(value)

    @functools.cached_property
    def _values(self) -> dict[tuple[int, int], list[ast.expr]]:
        found: dict[tuple[int, int], list[ast.expr]] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name | ast.Attribute):
                        line, column = self._last_name(target)
                        found.setdefault((line, column), []).append(node.value)
        return found

    def _last_name(self, node: ast.Name | ast.Attribute) -> tuple[int, int]:
        name = node.id if isinstance(node, ast.Name) else node.attr
        return node.end_lineno or 0, self._end_column(node) - len(name)

    def names(self, node: ast.expr) -> list[Any]:
        """What an expression goes to, and what it is when its value is looked for."""
        found = self._ask(node, follow=True)
        with contextlib.suppress(Exception):  # jedi gives up in many ways
            found.extend(self._script.infer(node.end_lineno, self._end_column(node) - 1))
        return [each for each in found if each.full_name]

    def _ask(self, node: ast.expr, *, follow: bool) -> list[Any]:
        at = (node.end_lineno, self._end_column(node) - 1)
        try:
            return list(
                self._script.goto(*at, follow_imports=follow, follow_builtin_imports=follow)
            )
        except Exception:
            return []

    def _end_column(self, node: ast.expr) -> int:
        line = self._lines[(node.end_lineno or 0) - 1]
        return len(line[: node.end_col_offset].decode())

    def _kind(self, root: ast.Name) -> str:
        kinds = {_kind_of(each) for each in self._ask(root, follow=False)}
        return next((kind for kind in CHOICES if kind in kinds), "unknown")


def _position(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _choices(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.IfExp):
        yield from (*_choices(value.body), *_choices(value.orelse))
    elif isinstance(value, ast.BoolOp):
        yield from (choice for each in value.values for choice in _choices(each))
    else:
        yield value.func if isinstance(value, ast.Call) else value


def as_member(name: Any) -> str:
    """``C.__init__.x``, which is what jedi calls ``self.x``, as a member of its class: ``C.x``."""
    parent = name.parent()
    while parent is not None and parent.type == "function":
        parent = parent.parent()
    return f"{parent.full_name}.{name.name}" if parent is not None else ""


def _kind_of(name: Any) -> str:
    if name.module_name == "builtins":
        return "builtin"
    tree_name = name._name.tree_name
    if tree_name is None:
        return "import" if name.type == "module" else "unknown"
    definition = tree_name.get_definition(include_setitem=True, import_name_always=True)
    kind = definition.type if definition is not None else ""
    if kind in ("import_from", "import_name"):
        return "import"
    if kind in ("funcdef", "classdef"):
        return "definition"
    if kind == "param":
        return "self" if _receives(definition) else "parameter"
    return "alias" if kind == "expr_stmt" and _is_plain(definition) else "variable"


_BETWEEN = ("suite", "decorated", "async_funcdef", "async_stmt")


def _receives(parameter: Any) -> bool:
    """Whether a parameter is the first of a method."""
    function = parameter.get_parent_function()
    if parameter.position_index or function.type != "funcdef":
        return False
    around = function.parent
    while around.type in _BETWEEN:
        around = around.parent
    decorators = [each.get_code(include_prefix=False).strip() for each in function.get_decorators()]
    return around.type == "classdef" and "@staticmethod" not in decorators


def _is_plain(statement: Any) -> bool:
    """``get = requests.get``: only names on the right side."""
    right = statement.get_rhs().get_code(include_prefix=False)
    return all(part.strip().isidentifier() for part in right.split("."))


@functools.cache
def same(chain: str, full_name: str) -> bool:
    if chain in (full_name, full_name.removeprefix("builtins.")):
        return True
    ours, theirs = thing(chain), thing(full_name)
    if ours is None or theirs is None:
        return False
    return ours is theirs or (identity(ours) is not None and identity(ours) == identity(theirs))


@functools.cache
def thing(chain: str) -> Any:
    """What a chain leads to from the longest module in it; None where it leads nowhere."""
    parts = chain.split(".")
    for length in range(len(parts), 0, -1):
        module = module_of(".".join(parts[:length]))
        if module is not None:
            return member(module, parts[length:])
    return None


@functools.cache
def module_of(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except BaseException:
        return None


def member(value: Any, names: list[str]) -> Any:
    for name in names:
        look_up = inspect.getattr_static if inspect.isclass(value) else getattr
        try:
            value = look_up(value, name)
        except Exception:
            return None
        value = unbound(value)
    return value


def unbound(value: Any) -> Any:
    """The function behind a method, a partial or a decorator that says what it wraps."""
    while isinstance(value, staticmethod | classmethod | types.MethodType | functools.partial):
        value = value.func if isinstance(value, functools.partial) else value.__func__
    if isinstance(value, types.BuiltinMethodType) and not inspect.ismodule(value.__self__):
        held = value.__self__
        return member(held if inspect.isclass(held) else type(held), [value.__name__])
    return inspect.unwrap(value) if callable(value) and not inspect.isclass(value) else value


def identity(value: Any) -> tuple[str, str] | None:
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    return (module, name) if module and name else None


if __name__ == "__main__":
    main()
