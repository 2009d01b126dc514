"""The facts of many files against those of another parser of the same language."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from planproof.index.scan import scan
from planproof.languages import language_of
from planproof.model.document import Document, Role
from planproof.model.location import Span

Fact = tuple[str, int, int, str]


@dataclass
class SyntaxAgreement:
    """``expected`` per path, as JSON lines: [[role, start, end, name], …] in bytes, or null for a
    file that the other parser refuses. Names that are no names, such as ``()``, are left out."""

    roles: Role
    files: int = 0
    broken: int = 0
    refused: int = 0
    compared: Counter[str] = field(default_factory=Counter)
    different: list[tuple[str, Fact, str]] = field(default_factory=list)

    def compare(self, paths: Iterable[Path], answers: Iterable[str]) -> None:
        for path, answer in zip(paths, answers, strict=True):
            facts = json.loads(answer)
            if facts is None:
                self.refused += 1
            else:
                self._compare_file(path, {(r, start, end, name) for r, start, end, name in facts})

    def _compare_file(self, path: Path, expected: set[Fact]) -> None:
        language = language_of(path.name)
        assert language is not None
        document = scan(path.read_bytes(), language.name)
        assert isinstance(document, Document), path
        found = {
            (role.word, row.span.start, row.span.end, row.name)
            for row in document
            for role in row.roles & self.roles
            if row.name != "()"
        }
        self.files += 1
        self.broken += bool(document.broken)
        self.compared.update(fact[0] for fact in found)
        for fact in sorted(found ^ expected):
            if not document.is_broken(Span(fact[1], fact[2])):
                side = "ours" if fact in found else "theirs"
                self.different.append((str(path), fact, side))

    @property
    def rate(self) -> float:
        """The share of facts that only one side has."""
        return len(self.different) / max(1, self.compared.total())

    def summary(self, what: str) -> str:
        counts = ", ".join(f"{count:,} {role}s" for role, count in sorted(self.compared.items()))
        return (
            f"{what}: {self.files:,} files ({self.broken} with broken regions, "
            f"{self.refused} refused by the other), {counts}; "
            f"{len(self.different)} differ ({self.rate:.4%})"
        )
