"""What chains may mean in the files of one tree, as far as that is the same for all who ask."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from msgspec import Struct, field

from planproof.evaluate.opened import Opened

_MOST = 200_000
"""Answers that are taken over from tree to tree; beyond these all are looked for again."""


class Answer(NamedTuple):
    """What a chain may mean, and the marks of what was looked at on the way."""

    chains: tuple[str, ...]
    marks: frozenset[str]


class Answers(Struct):
    """By path, or path and chain. An answer is a function of the tree alone: what rests on other
    questions, too, is none of these."""

    hinted: dict[str, Opened] = field(default_factory=dict)
    known: dict[tuple[str, str], Answer] = field(default_factory=dict)
    vocabularies: dict[str, str] = field(default_factory=dict)

    def without(self, marks: Collection[str], paths: Collection[str]) -> Answers:
        """Those that hold in another tree, too, in which nothing else differs than what the marks
        are of, and the files at the paths."""
        hinted = {path: one for path, one in self.hinted.items() if path not in paths}
        if len(self.known) > _MOST:
            return Answers(hinted)
        differing = frozenset(marks)
        known = {
            asked: answer
            for asked, answer in self.known.items()
            if asked[0] not in paths and differing.isdisjoint(answer.marks)
        }
        return Answers(hinted, known)
