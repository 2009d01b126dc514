"""Components that patterns mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planproof.evaluate.tree_files import READABLE
from planproof.index.patterns.file_props import props_of_file
from planproof.index.patterns.rows import ComponentRow
from planproof.model.location import Span
from planproof.search.patterns.field import Field, Sight, each_row
from planproof.search.patterns.kinds import ComponentPattern
from planproof.search.patterns.lineage import Below, Key, Lineage
from planproof.search.patterns.terms import Fits, chain_term, chain_terms, every_of, inside_term

_FILES = {".vue": "vue", ".svelte": "svelte"}
_MODULES = frozenset({"react", "React", "preact", "Preact", "inferno"})
_BASES = frozenset({"Component", "PureComponent"})
_MOST_BYTES = 5_000_000
_MOST_SAID = 8


def find_components(pattern: ComponentPattern, field: Field) -> list[Sight]:
    """The components of the tree that are meant."""
    asked = _Asked(pattern)
    found = [*_in_code(asked, field)]
    if asked.wants("vue") or asked.wants("svelte"):
        found += _in_files(asked, field)
    return found


class _Asked:
    def __init__(self, pattern: ComponentPattern) -> None:
        self.fits: Fits = chain_term(pattern.name)
        self.props = chain_terms(pattern.props)
        self.is_inside: Fits = inside_term(pattern.inside)
        self._frameworks = frozenset(pattern.framework)

    def wants(self, framework: str) -> bool:
        return not self._frameworks or framework in self._frameworks

    def takes(self, props: Sequence[str], *, more: bool) -> str | None:
        """What is open about the props that it must take; None where it does not take them."""
        if every_of(self.props, props):
            return ""
        return "if it takes such props" if more else None


def _in_code(asked: _Asked, field: Field) -> Iterator[Sight]:
    classes: dict[Key, Below] | None = None
    for path, row in each_row(field.components, ComponentRow, asked.is_inside):
        name = row.name or _stem(path)
        if not (asked.wants(row.framework) and asked.fits(name)):
            continue
        why = row.why
        if row.bases:
            if classes is None:
                classes = Lineage(field).below(_is_react)
            below = classes.get((path, row.start))
            if below is None:
                continue
            why = "" if below.certain else f"if its base {below.base} is a component"
        open_ = asked.takes(row.props, more=row.open)
        if open_ is not None:
            said = _said(row.framework, row.kind, row.props)
            at = Span(row.start, row.end)
            why = why or open_
            yield Sight(path, at, "component", name, said, not why, why)


def _is_react(chain: str) -> bool:
    first, _, rest = chain.partition(".")
    last = rest.rpartition(".")[2]
    return first in _MODULES and last in _BASES


def _in_files(asked: _Asked, field: Field) -> Iterator[Sight]:
    """Files that are components: they are called by their paths."""
    tree = field.files.tree
    for path in sorted(tree.manifest.entries):
        entry = tree.manifest.entries[path]
        ending = next((one for one in _FILES if path.endswith(one)), None)
        if ending is None or entry.kind not in READABLE or not asked.is_inside(path):
            continue
        framework, name = _FILES[ending], _stem(path)
        if not (asked.wants(framework) and asked.fits(name)):
            continue
        names: list[str] = []
        open_ = True
        if asked.props and (tree.size(entry) or 0) <= _MOST_BYTES:
            ((_, content),) = tree.read([entry])
            names, open_ = props_of_file(content or b"", framework)
        why = asked.takes(names, more=open_)
        if why is not None:
            said = _said(framework, "file", names)
            yield Sight(path, Span(0, 0), "component", name, said, not why, why)


def _stem(path: str) -> str:
    """A file is called by its name, ``index.tsx`` by its folder."""
    folders, _, name = path.rpartition("/")
    stem = re.split(r"\.", name, maxsplit=1)[0]
    above = folders.rpartition("/")[2]
    return above if stem == "index" and above else stem


def _said(framework: str, kind: str, props: Sequence[str]) -> str:
    shown = [*props] if len(props) <= _MOST_SAID else [*props[:_MOST_SAID], "…"]
    return f"{framework} {kind}" + (f" {{{', '.join(shown)}}}" if shown else "")
