"""Planproof's facts of a Python file against those of the standard library's ``ast``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ast_facts import AstFacts, Fact

from planproof.index.scan import scan
from planproof.model.document import Document, Role

ROLES = (
    "call",
    "import",
    "attribute",
    "decorator",
    "base",
    "keyword",
    "assignment",
    "parameter",
    "annotation",
)


@dataclass
class Agreement:
    """How many facts were compared, and each one that only one side has."""

    compared: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def compare(self, path: Path, source: bytes) -> None:
        expected = AstFacts(source)
        document = scan(source, "python")
        assert isinstance(document, Document), path
        self._compare_definitions(path, source, expected, document)
        found = list(_facts(document))
        exact = {fact for fact in found if not _inside(fact[1], expected.fstrings)}
        self._differ(path, expected.facts, exact)
        inside = Counter((r, n) for r, start, _, n in found if _inside(start, expected.fstrings))
        self._differ(path, expected.in_fstrings.items(), inside.items())
        self.compared.update(fact[0] for fact in expected.facts)
        self.compared.update(role for role, _ in expected.in_fstrings.elements())

    def _compare_definitions(
        self, path: Path, source: bytes, expected: AstFacts, document: Document
    ) -> None:
        """Equal but for one thing: to planproof a comment behind the last statement of a body
        belongs to the body."""
        ours = {
            (each.extent.start, each.qualified, each.kind): each.extent.end
            for each in document.definitions
        }
        theirs = {(start, name, kind): end for start, end, name, kind in expected.definitions}
        self._differ(path, theirs, ours)
        self.compared["definition"] += len(theirs)
        for key in theirs.keys() & ours.keys():
            if not _is_comment(source[theirs[key] : ours[key]]) or ours[key] < theirs[key]:
                self.differences.append(f"{path}: {key} ends at {theirs[key]}, not {ours[key]}")

    def _differ(self, path: Path, expected: Iterable[object], found: Iterable[object]) -> None:
        theirs, ours = set(expected), set(found)
        self.differences += [f"{path}: only ast: {fact}" for fact in sorted(theirs - ours, key=str)]
        self.differences += [
            f"{path}: only ours: {fact}" for fact in sorted(ours - theirs, key=str)
        ]


def _facts(document: Document) -> Iterator[Fact]:
    for row in document:
        for role in ROLES:
            if row.roles & Role[role.upper()]:
                yield role, row.span.start, row.span.end, row.name


def _inside(start: int, regions: list[tuple[int, int]]) -> bool:
    return any(low < start < high for low, high in regions)


def _is_comment(text: bytes) -> bool:
    return all(not line.strip() or line.strip().startswith(b"#") for line in text.splitlines())
