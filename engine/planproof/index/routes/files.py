"""Frameworks whose routes are files: the path of the file is the path of the route."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from planproof.index.routes.facts import Handler
from planproof.languages.frameworks import FileRoutes, file_routes_of
from planproof.model.location import Span

_VARIABLE = re.compile(r"\[+(?:\.\.\.)?([^\]]*)\]+")


class FileRoute(Struct, frozen=True):
    """No methods: any; ``vague``: the code does not say which."""

    path: str
    span: Span
    methods: tuple[str, ...]
    vague: bool = False


def file_routes(path: str, language: str, handlers: Sequence[Handler]) -> Iterator[FileRoute]:
    """What a file at a path declares by what it exports."""
    for table in file_routes_of(language):
        url = _url(path, table)
        if url is None:
            continue
        for handler in handlers:
            if handler.name in table.names:
                methods = () if handler.name == "default" else (handler.name,)
                yield FileRoute(url, handler.span, methods, vague=not methods)


def _url(path: str, table: FileRoutes) -> str | None:
    folders, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    parts = folders.split("/")
    start = _start(parts, table.folder)
    if start is None or (table.file and stem != table.file):
        return None
    inside = parts[start:]
    if not table.file:
        inside = [*table.folder[table.kept :], *inside, *([stem] if stem != "index" else [])]
    shown = [part for part in inside if not part.startswith(("(", "@"))]
    return "/" + "/".join(_VARIABLE.sub(r"{\1}", part) for part in shown)


def _start(parts: Sequence[str], folder: Sequence[str]) -> int | None:
    """Where the folder's inside begins: below ``src`` if it is there, else the first."""
    size = len(folder)
    found = [at for at in range(len(parts)) if tuple(parts[at : at + size]) == tuple(folder)]
    below = [at for at in found if at and parts[at - 1] == "src"]
    at = next(iter(below or found), None)
    return None if at is None else at + size
