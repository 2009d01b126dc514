"""Which paths a rule looks at: gitignore-style globs, exclude wins."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from planproof.errors import UsageError
from planproof.rules.globs import is_plain, matcher_of
from planproof.rules.regex import encodable
from planproof.spec.wire import Scope

_MOST_STARS = 3
_MOST_DOUBLE_STARS = 4
_WILDCARD = re.compile(r"[*?\[\]!\\]")


class BadGlobError(UsageError):
    """A glob that cannot be read, or that can never match."""

    code = "bad-glob"


class PathScope(Struct, frozen=True):
    """A compiled scope. ``own`` are planproof's own paths: outside, unless an include names them.

    Naming means without wildcards: ``.planproof/**`` names the folder ``.planproof``, ``**`` does
    not; a file is named by its whole path.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def holds(self, path: str, own: OwnPaths) -> bool:
        include = self._naming(path, own) if own.hold(path) else self.include
        if include is None or (include and not _match(include, path)):
            return False
        return not (self.exclude and _match(self.exclude, path))

    def may_hold_below(self, folder: str) -> bool:
        """Whether a folder (ending in ``/``) that cannot be listed may hold a path in scope."""
        if self.exclude and _match(self.exclude, f"{folder}file"):
            return False
        return not self.include or any(_may_enter(glob, folder) for glob in self.include)

    def _naming(self, path: str, own: OwnPaths) -> tuple[str, ...] | None:
        return tuple(glob for glob in self.include if own.named_by(glob, path)) or None


class OwnPaths(Struct, frozen=True):
    """Folders and files that belong to planproof itself, relative to the root."""

    folders: tuple[str, ...] = (".planproof",)
    files: tuple[str, ...] = ()

    def hold(self, path: str) -> bool:
        return path in self.files or any(path.startswith(f"{folder}/") for folder in self.folders)

    def named_by(self, glob: str, path: str) -> bool:
        bare = glob.strip("/")
        if bare == path:
            return True
        head = _WILDCARD.split(bare)[0].rstrip("/")
        return any(f"{head}/".startswith(f"{folder}/") for folder in self.folders)


class Glob(Struct, frozen=True):
    """One glob as a term of the facet ``files``."""

    text: str
    letters: None = None

    @property
    def words(self) -> frozenset[str]:
        return frozenset()

    def fits(self, path: str) -> bool:
        return _match((self.text,), path)


def _may_enter(glob: str, folder: str) -> bool:
    """A glob with a slash before its end is anchored: its literal beginning must lie on the way."""
    if "/" not in glob.rstrip("/"):
        return True
    head = _WILDCARD.split(glob.lstrip("/"))[0]
    return head.startswith(folder) or folder.startswith(head)


def compile_scope(scope: Scope) -> PathScope:
    """The scope without the globs that do not compile: :func:`check_glob` tells of those."""
    return PathScope(scope.include, scope.exclude)


def parse_glob(text: str) -> Glob:
    """A term of the facet ``files``. Raises BadGlobError."""
    check_glob(text)
    return Glob(text)


def check_glob(text: str) -> None:
    """Raises BadGlobError for a glob that gitignore does not know or that can match nothing."""
    _refuse_dead_globs(text)
    _refuse_wild_globs(text)
    if is_plain(text):
        return
    from pathspec import GitIgnoreSpec

    try:
        patterns = GitIgnoreSpec.from_lines([text]).patterns
    except ValueError:
        patterns = []
    if not any(pattern.include is not None for pattern in patterns):
        raise BadGlobError(f"{text!r} is not a glob", fix="write one such as src/** or *.py")


def _refuse_dead_globs(text: str) -> None:
    if not text.strip():
        raise BadGlobError("an empty glob matches nothing", fix="write one such as src/**")
    parts = text.strip("/").split("/")
    if "." in parts or ".." in parts:
        bare = "/".join(part for part in parts if part not in (".", ".."))
        raise BadGlobError(
            f"{text!r} can never match: paths are relative to the root of the repository",
            fix=f"write {bare or '**'}",
        )
    if re.search(r"\\\w", text):
        raise BadGlobError(f"{text!r} uses \\", fix="write / between folders")
    if text.startswith("#"):
        raise BadGlobError(f"{text!r} is a comment in gitignore", fix=f"write \\{text}")


def _refuse_wild_globs(text: str) -> None:
    """``**`` that is not a folder of its own is read differently by git and by others."""
    parts = text.removeprefix("!").strip("/").split("/")
    loose = any("**" in part and part != "**" for part in parts)
    if loose or text.endswith("**/") or "//" in text:
        raise BadGlobError(f"{text!r}: ** must stand alone between slashes", fix="write a/**/b")
    stars = max(part.replace("**", "").count("*") for part in text.split("/"))
    if stars > _MOST_STARS or text.count("**") > _MOST_DOUBLE_STARS:
        raise BadGlobError(
            f"{text!r} has too many wildcards",
            fix=f"use at most {_MOST_STARS} * in a segment and {_MOST_DOUBLE_STARS} **",
        )


def _match(globs: tuple[str, ...], path: str) -> bool:
    """Bytes of a path that are not UTF-8 count as some character."""
    return _globs(globs)(encodable(path))


_globs = lru_cache(maxsize=4096)(matcher_of)
