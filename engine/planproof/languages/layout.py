"""What the configuration of a project says about the names of its modules: bytes → aliases.

Nothing is looked up here and nothing is believed beyond the tree: what is damaged, or leads out of
the tree, says nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from planproof.languages.module_specifier import without_extension
from planproof.model.name import canonical

CONFIGURATIONS = ("tsconfig.json", "jsconfig.json", "package.json", "go.mod", "Cargo.toml")
"""Names of the files that are read; a tsconfig may extend others."""

_TOKEN = re.compile(
    r'"(?:[^"\\]++|\\.)*+"?|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?|,(?=\s*+[}\]])', re.DOTALL
)
_MODULE = re.compile(r'^[ \t]*module[ \t]+"?([^\s"]+)', re.MULTILINE)
_MOST_EXTENDED = 20

Look = Callable[[str], bytes | None]
"""The contents of another file of the tree, by its path; None where there is none."""


class Alias(NamedTuple):
    """In files below ``folder`` (empty: in all), chains that begin with ``written`` name what is
    at ``place``. ``whole`` says that ``written`` ends with a segment, not within one."""

    folder: str
    space: str
    written: str
    place: str
    whole: bool = True

    def places(self, chain: str) -> Iterator[str]:
        """The place that a chain names by the alias, if it does."""
        if not self.whole:
            if chain.startswith(self.written):
                yield self.place + chain.removeprefix(self.written)
        elif chain == self.written:
            yield self.place
        elif not self.written or chain.startswith(f"{self.written}."):
            yield ".".join(filter(None, (self.place, chain[len(self.written) :].lstrip("."))))


def read_configuration(path: str, content: bytes, look: Look) -> tuple[Alias, ...]:
    """The aliases that one of the configuration files makes; none where it is damaged."""
    folder, _, name = path.rpartition("/")
    try:
        text = content.decode("utf-8-sig")
        match name:
            case "go.mod":
                return tuple(_of_go(folder, text))
            case "Cargo.toml":
                return tuple(_of_cargo(text))
            case "package.json":
                return tuple(_of_package(folder, _json(text)))
            case _:
                return tuple(_of_tsconfig(path, look, content))
    except (ValueError, RecursionError):
        return ()


def _of_go(folder: str, text: str) -> Iterator[Alias]:
    if found := _MODULE.search(text):
        yield Alias("", "go", canonical(found[1]), canonical(folder))


def _of_cargo(text: str) -> Iterator[Alias]:
    """A crate by the name that other crates, its tests and its binaries know it by."""
    import tomllib

    manifest = tomllib.loads(text)
    for section in ("package", "lib"):
        held = manifest.get(section)
        name = held.get("name") if isinstance(held, dict) else None
        if isinstance(name, str) and name:
            yield Alias("", "rust", name.replace("-", "_"), "crate")


def _of_package(folder: str, config: object) -> Iterator[Alias]:
    """A package of a workspace, by its folder, its entry and the folder of its sources."""
    name = config.get("name") if isinstance(config, dict) else None
    if not isinstance(config, dict) or not isinstance(name, str) or not name:
        return
    entries = [config.get(key) for key in ("main", "module", "types", "typings", "source")]
    written = [".", "src", "lib", *(entry for entry in entries if isinstance(entry, str))]
    for place in dict.fromkeys(_inside(folder, entry) for entry in written):
        if place is not None:
            yield Alias("", "ecmascript", canonical(name), _module(place))


def _of_tsconfig(path: str, look: Look, content: bytes) -> Iterator[Alias]:
    """``paths`` are relative to ``baseUrl``, else to the file that says them."""
    folder = path.rpartition("/")[0]
    base: str | None = None
    paths: dict[str, object] | None = None
    paths_folder = folder
    for at, config in _extended(path, content, look, []):
        options = config.get("compilerOptions")
        options = options if isinstance(options, dict) else {}
        here = at.rpartition("/")[0]
        if base is None and isinstance(options.get("baseUrl"), str):
            base = _inside(here, options["baseUrl"])
        if paths is None and isinstance(options.get("paths"), dict):
            paths, paths_folder = options["paths"], here
    if base is not None:
        yield Alias(folder, "ecmascript", "", canonical(base))
    for pattern, targets in (paths or {}).items():
        for target in targets if isinstance(targets, list) else ():
            if isinstance(target, str):
                yield from _of_path(folder, paths_folder if base is None else base, pattern, target)


def _of_path(folder: str, base: str, pattern: str, target: str) -> Iterator[Alias]:
    written, star, _ = pattern.partition("*")
    place = _inside(base, target.partition("*")[0])
    if place is None:
        return
    if star and written and not written.endswith("/"):
        yield Alias(folder, "ecmascript", canonical(written), canonical(place), whole=False)
    else:
        yield Alias(folder, "ecmascript", canonical(written), _module(place))


def _extended(
    path: str, content: bytes, look: Look, seen: list[str]
) -> Iterator[tuple[str, dict[str, object]]]:
    """A configuration, then those that it extends, the nearest first; each once."""
    seen.append(path)
    config = _json(content.decode("utf-8-sig"))
    if not isinstance(config, dict):
        return
    yield path, config
    extends = config.get("extends")
    listed = extends if isinstance(extends, list) else [extends]
    for each in reversed(listed):
        if not isinstance(each, str) or not each.startswith(".") or len(seen) >= _MOST_EXTENDED:
            continue
        other = _inside(path.rpartition("/")[0], each)
        if other is None:
            continue
        for candidate in (other, f"{other}.json"):
            if candidate not in seen and (held := look(candidate)) is not None:
                yield from _extended(candidate, held, look, seen)
                break


def _json(text: str) -> object:
    """JSON with comments and commas at the end of lists."""
    kept = _TOKEN.sub(lambda token: token[0] if token[0][0] == '"' else " ", text)
    found: object = json.loads(_TOKEN.sub(lambda t: t[0] if t[0][0] == '"' else " ", kept))
    return found


def _inside(folder: str, written: str) -> str | None:
    """A path relative to a folder, from the top of the tree; None where it leads out of it."""
    parts = folder.split("/") if folder and not written.startswith("/") else []
    if written.startswith("/"):
        return None
    for part in written.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _module(path: str) -> str:
    """A file or folder as a chain: without its ending, and without ``index``."""
    module = without_extension(path)
    folder, _, last = module.rpartition("/")
    return canonical(folder if last == "index" else module)
