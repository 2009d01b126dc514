"""Names and paths that exist and look like one that does not: for messages, never for verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from planproof.evaluate.kept_words import KeptWords, all_words
from planproof.evaluate.options import Keep
from planproof.evaluate.selection import Selection
from planproof.evaluate.tree_files import TreeFiles
from planproof.index import MAX_BYTES
from planproof.model.tree import Entry, Tree
from planproof.rules import (
    DependencyTerm,
    Glob,
    NameTerm,
    OwnPaths,
    Rule,
    RuleTerm,
    TableTerm,
)
from planproof.spec.wire import Facet

if TYPE_CHECKING:
    import re2

_MOST = 3
_ENOUGH_BYTES = 64_000_000
_MOST_NAMES = 20_000
_LIKENESS = 0.7
_SHARED = 3
"""Characters that a likely name shares with the wanted one, at its beginning or its end."""


class Nearest:
    """Looks through the files in scope of a rule, at most 64 MB, when it is first asked."""

    def __init__(
        self, tree: Tree, own: OwnPaths, files: TreeFiles, keep: Keep | None = None
    ) -> None:
        self._tree = tree
        self._own = own
        self._files = files
        self._keep = keep

    def names(self, rule: Rule, term: RuleTerm) -> Sequence[str]:
        """At most three, best first: for a glob paths, for a name names, for a route routes,
        for a dependency modules."""
        if isinstance(term.matcher, Glob):
            return self.paths(term.text)
        if term.facet is Facet.API_ROUTES:
            from planproof.evaluate.routes import nearest_routes
            from planproof.rules import RouteTerm

            if isinstance(term.matcher, RouteTerm):
                return nearest_routes(term.matcher, self._files)
        if isinstance(term.matcher, DependencyTerm):
            from planproof.evaluate.dependencies import nearest_of_dependency

            return nearest_of_dependency(term.matcher, self._files)
        wanted = _last_word(term)
        if wanted is None:
            return ()
        return _closest(wanted, self._words(rule, wanted))

    def paths(self, glob: str) -> Sequence[str]:
        """Existing files and folders like the literal part of a glob."""
        wanted = re.split(r"[*?\[]", glob.strip("/"))[0].strip("/")
        return _closest(wanted, self._places(wanted.count("/"))) if wanted else ()

    def _places(self, depth: int) -> set[str]:
        """What lies as deep as the wanted path: comparing with all paths would take seconds."""
        paths = self._tree.manifest.entries
        places = {"/".join(path.split("/")[: depth + 1]) for path in paths}
        return {place for place in places if place.count("/") == depth}

    def _words(self, rule: Rule, wanted: str) -> set[str]:
        """Words in files in scope; of files that were looked at before only if they changed."""
        question = f"{rule.id} {wanted}"
        kept = KeptWords(self._files.memo, self._keep, self._tree.manifest)
        known = kept.recall(question)
        found: dict[str, list[str]] = {}
        entries: Iterable[Entry]
        if known is None:
            entries = self._tree.manifest.entries.values()
        else:
            words, changes = known
            found = {path: old for path, old in words.items() if path not in changes}
            now = (self._tree.manifest.entries.get(path) for path in changes)
            entries = [entry for entry in now if entry is not None]
        scan = _Scan(_likely(wanted))
        found |= scan.run(self._contents(rule, entries))
        if scan.is_complete and (known is None or entries):
            kept.save(question, found)
        return all_words(found)

    def _contents(self, rule: Rule, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
        from planproof.index import names_tables

        selection = Selection((rule,), self._own, self._tree.manifest)
        files = (
            each
            for each in selection.among(entries)
            if each.language or names_tables(each.entry.path)
        )
        wanted = (selected.entry for selected in files)
        for entry, content in self._tree.read(_within(wanted, self._tree)):
            if content is not None:
                yield entry.path, content


class Hintless(Nearest):
    """Where nobody reads what messages say."""

    def __init__(self) -> None:
        pass

    def names(self, rule: Rule, term: RuleTerm) -> Sequence[str]:
        del rule, term
        return ()

    def paths(self, glob: str) -> Sequence[str]:
        del glob
        return ()


def _likely(wanted: str) -> re2._Regexp[bytes]:
    import re2

    head, tail = re2.escape(wanted[:_SHARED]), re2.escape(wanted[-_SHARED:])
    return re2.compile(rf"(?i)\b(?:{head}\w*|\w*{tail})\b".encode())


class _Scan(Struct):
    """Stops when it has seen enough, and is not complete then."""

    likely: re2._Regexp[bytes]
    is_complete: bool = True

    def run(self, contents: Iterable[tuple[str, bytes]]) -> dict[str, list[str]]:
        left, names = _ENOUGH_BYTES, 0
        found: dict[str, list[str]] = {}
        for path, content in contents:
            seen = {word.decode("utf-8", "replace") for word in self.likely.findall(content)}
            if seen:
                found[path] = sorted(seen)
            left -= len(content)
            names += len(seen)
            if left < 0 or names > _MOST_NAMES:
                self.is_complete = False
                break
        return found


def _within(entries: Iterable[Entry], tree: Tree) -> Iterator[Entry]:
    return (entry for entry in entries if (tree.size(entry) or 0) <= MAX_BYTES)


def _last_word(term: RuleTerm) -> str | None:
    """The last segment without wildcards, for terms that are names."""
    name = term.matcher if isinstance(term.matcher, TableTerm) else term.plain
    if not isinstance(name, NameTerm | TableTerm):
        return None
    plain = [part for part in name.parts if "*" not in part and part.isidentifier()]
    return plain[-1] if plain and len(plain[-1]) >= _SHARED else None


def _closest(wanted: str, names: Iterable[str]) -> Sequence[str]:
    from difflib import get_close_matches

    return get_close_matches(wanted, sorted(set(names) - {wanted}), _MOST, _LIKENESS)
