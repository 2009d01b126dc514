"""What a name that is written in a file means by the file's imports."""

from __future__ import annotations

from collections.abc import Iterable

from planproof.model.document import Document
from planproof.model.name import canonical


class Chains:
    """By the imports of one document alone. Of a relative import the dots are left out: what is
    asked for are the last segments of a chain."""

    def __init__(self, document: Document) -> None:
        self._targets: dict[str, tuple[str, ...]] = {}
        for each in document.imports:
            if each.local:
                known = self._targets.get(each.local, ())
                self._targets[each.local] = (*known, canonical(each.target))

    def of(self, written: str) -> tuple[str, ...]:
        """As it is written, then all that it may mean; each once."""
        chain = canonical(written)
        first, dot, rest = chain.partition(".")
        meant = (f"{target}{dot}{rest}" for target in self._targets.get(first, ()))
        return tuple(dict.fromkeys((chain, *meant)))

    def meant(self, written: str) -> str:
        """The last of them: what it means where something is imported by that name."""
        return self.of(written)[-1]

    def all(self, written: Iterable[str]) -> list[str]:
        return [*dict.fromkeys(chain for each in written for chain in self.of(each))]

    @property
    def targets(self) -> frozenset[str]:
        """All that is imported under some name."""
        return frozenset(target for each in self._targets.values() for target in each)
