"""Changes that a rule has to report: its own bad examples, or its code from when it was red."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from planproof.evaluate.examples import files_of_example
from planproof.languages import Language, language_of
from planproof.model.tree import EntryKind, Manifest
from planproof.rules import Glob, OwnPaths, Rule

_NAME = "planproof_selftest"
_WILD = re.compile(r"[*?\[\]!\\{}]")
_READABLE = (EntryKind.FILE, EntryKind.EXECUTABLE)


class BadChange(Struct, frozen=True):
    """``files`` are new contents by path, None for a path that is gone. ``certain``: the author of
    the rule says that this is bad, so a rule that does not report it is at fault."""

    how: str
    files: Mapping[str, bytes | None]
    certain: bool = True


class Grounds:
    """Where code for rules can be put in one tree, without being in the way of what is there."""

    def __init__(self, manifest: Manifest, own: OwnPaths) -> None:
        self._manifest = manifest
        self._own = own
        self._made = 0

    def changes_by_example(self, rule: Rule) -> Iterator[BadChange]:
        """One for each bad example that can be put into the rule's scope."""
        for number, text in enumerate(rule.spec.examples.bad, start=1):
            files = self._files(rule, text)
            if files:
                yield BadChange(f"bad example {number}", files)

    def change_by_path(self, rule: Rule) -> BadChange | None:
        """A file at a path that the rule forbids."""
        terms = rule.match.terms if rule.match is not None else ()
        for term in terms:
            if isinstance(term.matcher, Glob):
                path = _path_of(term.matcher)
                if term.matcher.fits(path) and self._holds(rule, path):
                    return BadChange("a file at a path that it forbids", {path: b""})
        return None

    def new_place(self, rule: Rule, path: str) -> str | None:
        """A path in the rule's scope that is not there, for a file like the one at ``path``."""
        place = self._place(rule, language_of(path), posixpath.splitext(path)[1])
        return None if place in self._manifest.entries else place

    def _files(self, rule: Rule, text: str) -> dict[str, bytes | None]:
        bare = text.strip()
        if "\n" not in bare and self._is_forbidden_path(rule, bare):
            return {bare: b""}
        parts, language = files_of_example(rule, text)
        if language is None and any(self._holds(rule, path) for path in parts):
            return {path: said.encode("utf-8", "replace") for path, said in parts.items()}
        if len(parts) > 1:
            return {}
        ((path, said),) = parts.items()
        place = self._place(rule, language or language_of(path), posixpath.splitext(path)[1])
        return {place: said.encode("utf-8", "replace")} if place else {}

    def _is_forbidden_path(self, rule: Rule, text: str) -> bool:
        terms = rule.match.terms if rule.match is not None else ()
        globs = (term.matcher for term in terms if isinstance(term.matcher, Glob))
        return any(glob.fits(text) for glob in globs) and self._holds(rule, text)

    def _place(self, rule: Rule, language: Language | None, suffix: str) -> str | None:
        """A path in the rule's scope: a new one beside others, else one that is there."""
        self._made += 1
        extension = language.extensions[0] if language is not None else suffix
        name = f"{_NAME}_{self._made}{extension}"
        there = [path for path in self._paths if self._holds(rule, path)]
        alike = [path for path in there if language is None or language_of(path) is language]
        folders = dict.fromkeys(posixpath.dirname(path) for path in (*alike, *there))
        heads = (_head(glob) for glob in (*rule.scope.include, ""))
        for folder in (*folders, *heads):
            path = posixpath.join(folder, name)
            if path not in self._manifest.entries and self._holds(rule, path):
                return path
        return alike[0] if alike else None

    @cached_property
    def _paths(self) -> Sequence[str]:
        entries = self._manifest.entries.values()
        return [entry.path for entry in entries if entry.kind in _READABLE]

    def _holds(self, rule: Rule, path: str) -> bool:
        return _is_plain(path) and rule.scope.holds(path, self._own)


def _path_of(glob: Glob) -> str:
    """A path that the glob may mean: every wildcard as a plain letter."""
    return glob.text.strip("/").replace("**/", "").replace("**", "x").replace("*", "x")


def _head(glob: str) -> str:
    """The folder that a glob begins with."""
    literal = _WILD.split(glob.strip("/"))[0]
    return literal.rpartition("/")[0] if "/" in literal else ""


def _is_plain(path: str) -> bool:
    parts = path.split("/")
    return bool(path) and not {"", ".", "..", ".git"} & set(parts)
