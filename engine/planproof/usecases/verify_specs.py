"""“Does the code keep to these specs?” Needs no plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from planproof.git import commit_tree, require_repository
from planproof.model.evaluation import Evaluation
from planproof.model.tree import Tree
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import judge_tree, on_working_tree
from planproof.usecases.prepare import Prepared, open_file
from planproof.usecases.workspace import Workspace


class SpecVerdict(Struct, frozen=True):
    """A spec as it was named, and what it says of the tree."""

    source: str
    evaluation: Evaluation
    prepared: Prepared

    @property
    def descriptions(self) -> Mapping[tuple[str, str], str]:
        """What each rule is for, by the spec's name and the rule's id."""
        return {(self.source, rule.id): rule.description for rule in self.prepared.spec.rules}


class SpecQuestion(Struct, frozen=True):
    """``at`` judges a commit instead of the working tree; ``base`` is where red is looked for."""

    at: str | None = None
    base: str | None = None


def verify_specs(
    workspace: Workspace, directory: Path, files: tuple[str, ...], question: SpecQuestion
) -> tuple[SpecVerdict, ...]:
    """Judge one tree by all specs. Every spec is read before the first is judged.

    Raises SpecError, NotFoundError, UsageError.
    """
    prepared = [open_file(workspace.root, directory, file) for file in files]
    if question.base is not None and workspace.repository is not None:
        workspace.repository.resolve(question.base)

    with workspace.index() as index:
        evidence = Evidence(base=question.base)
        judge = partial(judge_tree, workspace, index, of_commit=question.at is not None)

        def ask(tree: Tree) -> tuple[SpecVerdict, ...]:
            _read_all(prepared)
            judged = [(one, judge(one, tree, evidence)) for one in prepared]
            return tuple(SpecVerdict(one.source, found.evaluation, one) for one, found in judged)

        if question.at is None:
            return on_working_tree(workspace, index, ask)
        repository = require_repository(workspace.repository, workspace.root.path)
        return ask(commit_tree(repository, question.at, memo=index.memo))


def _read_all(prepared: Sequence[Prepared]) -> None:
    """A mistake in one of several specs is heard of before the first is judged."""
    for one in prepared if len(prepared) > 1 else ():
        assert one.rules is not None  # noqa: S101 - asking reads it
