"""“What do functions like these all do, and which one does not?”, answered with a rule.

A rule is proposed only if the engine, judging the tree by the very text that is printed, finds the
family as its candidates and the odd ones as its violations, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from planproof.git import commit_tree, require_repository
from planproof.model.tree import Tree
from planproof.search.conventions import FEWEST, LEAST_SURPRISE, Convention
from planproof.usecases.from_similar_conventions import Conventions
from planproof.usecases.from_similar_engine import Ground
from planproof.usecases.from_similar_families import (
    Family,
    Progress,
    Wanted,
    find_families,
    simplified,
)
from planproof.usecases.from_similar_rules import Proposal, make_proposals, spec_of
from planproof.usecases.judge import on_working_tree
from planproof.usecases.workspace import Workspace

_TRIED = 6
"""Conventions for which a rule is made, or as many as are wanted if these are more."""


class Question(Struct, frozen=True):
    """``least`` is the share of members that makes a convention; ``limit`` how many rules are
    wanted. A ``guard`` is a rule that no member breaks."""

    wanted: Wanted
    least: float = 0.8
    limit: int = 1
    guard: bool = False
    at: str | None = None


class Proposed(Struct, frozen=True):
    """``proposals`` are ready, the most surprising first; ``unready`` those of which the rule does
    not do what it should. ``more`` conventions are surprising, too, and were not asked for.

    ``nearly`` are the best of the others. ``text`` is a spec of the rules, empty for none.
    """

    family: Family
    proposals: tuple[Proposal, ...] = ()
    unready: tuple[Proposal, ...] = ()
    more: tuple[Convention, ...] = ()
    nearly: tuple[Convention, ...] = ()
    text: str = ""


def propose(
    workspace: Workspace, directory: Path, question: Question, on_progress: Progress
) -> Proposed:
    """Rules for what a family of definitions has in common. Raises UsageError, NotFoundError."""
    with workspace.index() as index:

        def ask(tree: Tree) -> Proposed:
            ground = Ground(index, tree)
            families = find_families(workspace, directory, ground, question.wanted, on_progress)
            if len(families[0].members) < FEWEST:
                return Proposed(families[0])
            return _proposed(ground, families, question)

        if question.at is None:
            return on_working_tree(workspace, index, ask)
        repository = require_repository(workspace.repository, workspace.root.path)
        return ask(commit_tree(repository, question.at, memo=index.memo))


def _proposed(ground: Ground, families: Sequence[Family], question: Question) -> Proposed:
    family, found = _most_surprising(ground, families, question)
    wanted = [one for one in found if one.surprise >= LEAST_SURPRISE]
    if wanted and len(families) > 1:
        family = simplified(ground, family)
    tried = wanted[: max(_TRIED, question.limit)]
    proposals = make_proposals(ground, family, tried)
    ready = [one for one in proposals if one.verified]
    shown = tuple(ready[: question.limit])
    more = [one.convention for one in ready[question.limit :]] + wanted[len(tried) :]
    return Proposed(
        family,
        shown,
        tuple(one for one in proposals if not one.verified),
        tuple(more),
        tuple(one for one in found if one.surprise < LEAST_SURPRISE)[:3],
        spec_of(family, shown),
    )


def _most_surprising(
    ground: Ground, families: Sequence[Family], question: Question
) -> tuple[Family, list[Convention]]:
    """The family with the best convention, of equal ones the nearest, and its conventions."""
    conventions = Conventions(ground, question.least, guard=question.guard)
    every = [(family, conventions.of(family)) for family in families]
    return max(every, key=lambda one: one[1][0].surprise if one[1] else 0.0)
