"""Names of modules that only a file beside the code tells: go.mod and tsconfig.json."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import cast

from msgspec import Struct

from planproof.evaluate.tree_files import TreeFile, TreeFiles
from planproof.languages import ModuleName
from planproof.model.name import canonical

_GO = "go.mod"
_SCRIPTS = ("tsconfig.json", "jsconfig.json")
_MODULE = re.compile(r"^[ \t]*module[ \t]+\"?([^\s\"]+)", re.MULTILINE)
_NO_JSON = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)
_MOST_EXTENDED = 10


class _Alias(Struct, frozen=True):
    """``@app/*`` means ``src/app/*`` for the code below a folder; without a star just the one."""

    root: str
    written: str
    place: str

    def name(self, path: str, module: str) -> str:
        """What the module of a file is called by the alias; empty if it is not."""
        before, star, _ = self.place.partition("*")
        if not star:
            place = canonical(posixpath.splitext(before)[0]).removesuffix(".index")
            return canonical(self.written) if module == place else ""
        if not path.startswith(before):
            return ""
        chain = canonical(before)
        below = module.removeprefix(chain).removeprefix(".") if chain else module
        return canonical(self.written.partition("*")[0]) + (f".{below}" if below else "")


class Layouts:
    """Made once per tree; reads nothing but these files."""

    def __init__(self, files: TreeFiles) -> None:
        self._files = files
        self._texts = dict(_texts(files))
        self._go = {_folder(p): m[1] for p, t in self._texts.items() if (m := _go_module(p, t))}
        self._aliases = [a for path in self._texts if _is_config(path) for a in self._read(path)]

    def names(self, file: TreeFile) -> Iterator[ModuleName]:
        """More names of the module of a file."""
        module = canonical(file.language.module_of(file.path))
        if file.language.name == "go":
            yield from self._names_in_go(_folder(file.path))
        for alias in self._aliases if file.language.module_space == "ecmascript" else ():
            if name := alias.name(file.path, module).strip("."):
                yield ModuleName(alias.root, name, everywhere=False)

    def _names_in_go(self, folder: str) -> Iterator[ModuleName]:
        root = folder
        while root not in self._go and root:
            root = _folder(root)
        if root in self._go:
            below = canonical(folder.removeprefix(root))
            name = canonical(self._go[root]) + (f".{below}" if below else "")
            yield ModuleName("", name, everywhere=True)

    def _read(self, path: str) -> Iterator[_Alias]:
        root = _folder(path)
        for written, places in self._paths(path).items():
            for place in places:
                yield _Alias(root, written, place)

    def _paths(self, path: str) -> Mapping[str, list[str]]:
        """What stands for what, with what is extended; places from the top of the tree on."""
        found: dict[str, list[str]] = {}
        base: str | None = None
        for at in self._extended(path):
            options = _mapping(_json(self._texts[at]).get("compilerOptions"))
            if isinstance(options.get("baseUrl"), str) and base is None:
                base = posixpath.join(_folder(at), str(options["baseUrl"]))
            start = base if base is not None else _folder(at)
            for written, places in _mapping(options.get("paths")).items():
                listed = [str(place) for place in places] if isinstance(places, list) else []
                found.setdefault(written, [_bare(posixpath.join(start, p)) for p in listed])
        if base is not None:
            found.setdefault("*", [_bare(posixpath.join(base, "*"))])
        return found

    def _extended(self, path: str) -> Iterator[str]:
        for _ in range(_MOST_EXTENDED):
            if path not in self._texts:
                return
            yield path
            extended = _json(self._texts[path]).get("extends")
            if not isinstance(extended, str) or not extended.startswith("."):
                return
            path = _bare(posixpath.join(_folder(path), extended))
            path = path if path.endswith(".json") else f"{path}.json"


def _texts(files: TreeFiles) -> Iterator[tuple[str, str]]:
    names = {f.language.module_space or f.language.name for f in files.all}
    entries = files.tree.manifest.entries.values()
    wanted = [
        entry
        for entry in entries
        if (entry.path.endswith(".json") and "ecmascript" in names and _may_be_config(entry.path))
        or (entry.path.rpartition("/")[2] == _GO and "go" in names)
    ]
    for path, content in files.contents(wanted):
        yield path, content.decode("utf-8", "replace")


def _may_be_config(path: str) -> bool:
    """A configuration, or one that others extend: tsconfig.base.json."""
    return path.rpartition("/")[2].startswith(("tsconfig", "jsconfig"))


def _is_config(path: str) -> bool:
    return path.rpartition("/")[2] in _SCRIPTS


def _go_module(path: str, text: str) -> re.Match[str] | None:
    return _MODULE.search(text) if path.rpartition("/")[2] == _GO else None


def _json(text: str) -> Mapping[str, object]:
    """JSON with comments and trailing commas; empty for what is none."""
    try:
        return _mapping(json.loads(_NO_JSON.sub(lambda found: found[1] or "", text)))
    except (ValueError, RecursionError):
        return {}


def _mapping(value: object) -> Mapping[str, object]:
    return cast(Mapping[str, object], value) if isinstance(value, dict) else {}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _bare(path: str) -> str:
    """The path from the top of the tree on."""
    normal = posixpath.normpath(path)
    return "" if normal == "." else normal.removeprefix("./")
