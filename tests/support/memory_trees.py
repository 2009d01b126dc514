"""Trees in memory and specs without YAML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from planproof.git import blob_id
from planproof.model.tree import Entry, EntryKind, Manifest, Note
from planproof.spec.wire import Clause, Examples, Facet, RuleSpec, Scope, Spec, TermSpec, Where

Contents = Mapping[str, str | bytes]


@dataclass
class MemoryTree:
    """A tree of a mapping. ``served`` replaces contents after the manifest was made."""

    manifest: Manifest
    contents: dict[str, bytes]
    served: dict[str, bytes | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        for entry in entries:
            self.asked.append(entry.path)
            yield entry, self._content(entry)

    def size(self, entry: Entry) -> int | None:
        content = self._content(entry)
        return None if content is None else len(content)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        content = self._content(entry) or b""
        for at in range(0, len(content), 1 << 20):
            yield content[at : at + (1 << 20)]

    def _content(self, entry: Entry) -> bytes | None:
        return self.served.get(entry.path, self.contents.get(entry.path))


def make_tree(
    contents: Contents,
    *,
    links: Iterable[str] = (),
    unreadable: Iterable[str] = (),
    notes: Iterable[Note] = (),
) -> MemoryTree:
    found = {path: _bytes(text) for path, text in sorted(contents.items())}
    entries = {
        path: Entry(
            path, blob_id(data), EntryKind.SYMLINK if path in set(links) else EntryKind.FILE
        )
        for path, data in found.items()
    }
    manifest = Manifest(entries, "c0ffee", "sha1", tuple(notes), tuple(unreadable))
    return MemoryTree(manifest, found)


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def make_clause(line: int, terms: Mapping[str, object]) -> Clause:
    found = []
    for facet, texts in terms.items():
        if facet not in ("at_least", "at_most", "alternative"):
            for text in texts if isinstance(texts, list) else [texts]:
                written = text if isinstance(text, str) else json.dumps(text)
                where = Where(line + len(found) + 1, 9)
                found.append(TermSpec(Facet(facet), written, where))
    limits = {key: value for key, value in terms.items() if key.startswith(("at_", "alt"))}
    return Clause(tuple(found), Where(line, 5), **limits)


def make_rule(
    name: str = "rule",
    *,
    match: Mapping[str, object] | None = None,
    expect: Mapping[str, object] | None = None,
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    bad: Iterable[str] = (),
    good: Iterable[str] = (),
    languages: Iterable[str] = (),
    guard: bool = False,
) -> RuleSpec:
    return RuleSpec(
        id=name,
        description=name,
        where=Where(10, 5),
        languages=tuple(languages),
        scope=Scope(tuple(include), tuple(exclude)),
        match=make_clause(11, match) if match is not None else None,
        expect=make_clause(31, expect) if expect is not None else None,
        guidance="do better",
        guard=guard,
        examples=Examples(tuple(bad), tuple(good)),
    )


def make_spec(*rules: RuleSpec, guard: bool = False) -> Spec:
    return Spec("a spec", rules, "digest", "", "spec.yaml", guard=guard)
