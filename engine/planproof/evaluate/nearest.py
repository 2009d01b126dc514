"""Names and paths that exist and look like one that does not: for messages, never for verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from planproof.evaluate.dependencies import nearest_of_dependency
from planproof.evaluate.routes import nearest_routes
from planproof.evaluate.selection import Selection
from planproof.evaluate.tree_files import TreeFiles
from planproof.index import MAX_BYTES, names_tables
from planproof.model.tree import Entry, Tree
from planproof.rules import (
    DependencyTerm,
    Glob,
    NameTerm,
    OwnPaths,
    RouteTerm,
    Rule,
    RuleTerm,
    TableTerm,
)

_MOST = 3
_ENOUGH_BYTES = 64_000_000
_MOST_NAMES = 4_000
_LIKENESS = 0.7
_SHARED = 3
"""Characters that a likely name shares with the wanted one, at its beginning or its end."""


class Nearest:
    """Looks through the files in scope of a rule, at most 64 MB, when it is first asked."""

    def __init__(self, tree: Tree, own: OwnPaths, files: TreeFiles) -> None:
        self._tree = tree
        self._own = own
        self._files = files

    def names(self, rule: Rule, term: RuleTerm) -> Sequence[str]:
        """At most three, best first: for a glob paths, for a name names, for a route routes,
        for a dependency modules."""
        if isinstance(term.matcher, Glob):
            return self.paths(term.text)
        if isinstance(term.matcher, RouteTerm):
            return nearest_routes(term.matcher, self._files)
        if isinstance(term.matcher, DependencyTerm):
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
        import re2

        head, tail = re2.escape(wanted[:_SHARED]), re2.escape(wanted[-_SHARED:])
        likely = re2.compile(rf"(?i)\b(?:{head}\w*|\w*{tail})\b".encode())
        words: set[str] = set()
        for content in self._contents(rule):
            words.update(word.decode("utf-8", "replace") for word in likely.findall(content))
            if len(words) > _MOST_NAMES:
                break
        return words

    def _contents(self, rule: Rule) -> Iterator[bytes]:
        selection = Selection((rule,), self._own, self._tree.manifest)
        files = (
            each for each in selection.files() if each.language or names_tables(each.entry.path)
        )
        entries = (selected.entry for selected in files)
        left = _ENOUGH_BYTES
        for _, content in self._tree.read(_within(entries, self._tree)):
            if content is not None:
                left -= len(content)
                yield content
            if left < 0:
                return


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
