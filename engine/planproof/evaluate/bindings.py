"""The names of files, and what they are bound to, as skims have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.evaluate.opened import imported
from planproof.languages import Language, Skim, SkimKind
from planproof.model.document import WHOLE


class Binding(NamedTuple):
    """One name of a file, and the chain that it is bound to. The name of a star is empty, that of
    a module as a whole ``*``; an import may bind no name."""

    path: str
    language: Language
    name: str
    chain: str
    kind: SkimKind

    @property
    def is_star(self) -> bool:
        return self.kind is SkimKind.STAR or self.name == WHOLE

    @property
    def offers(self) -> str | None:
        """By what others take it: a name, empty for all names; None if by nothing."""
        if self.is_star:
            return ""
        return self.name or None


def bindings_of(skim: Skim, language: Language, path: str, place: str) -> Iterator[Binding]:
    chains = imported(skim, language, path, place)
    for each, chain in zip(skim, chains, strict=True):
        yield Binding(path, language, each.name, chain, each.kind)
