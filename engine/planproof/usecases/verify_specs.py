"""“Does the code keep to these specs?” Needs no plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planproof.git import commit_tree, require_repository
from planproof.model.evaluation import Evaluation
from planproof.model.tree import Tree
from planproof.usecases.judge import Evidence, judge_tree, on_working_tree
from planproof.usecases.prepare import prepare_file
from planproof.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SpecVerdict:
    """A spec as it was named, and what it says of the tree."""

    source: str
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class SpecQuestion:
    """``at`` judges a commit instead of the working tree; ``base`` is where red is looked for."""

    at: str | None = None
    base: str | None = None


def verify_specs(
    workspace: Workspace, directory: Path, files: tuple[str, ...], question: SpecQuestion
) -> tuple[SpecVerdict, ...]:
    """Judge one tree by all specs. Every spec is loaded before the first is judged.

    Raises SpecError, NotFoundError, UsageError.
    """
    prepared = [prepare_file(workspace.root, directory, file) for file in files]
    if question.base is not None and workspace.repository is not None:
        workspace.repository.resolve(question.base)

    with workspace.index() as index:

        def ask(tree: Tree) -> tuple[SpecVerdict, ...]:
            evidence = Evidence(base=question.base)
            return tuple(
                SpecVerdict(
                    one.spec.source, judge_tree(workspace, index, one, tree, evidence).evaluation
                )
                for one in prepared
            )

        if question.at is None:
            return on_working_tree(workspace, index, ask)
        repository = require_repository(workspace.repository, workspace.root.path)
        return ask(commit_tree(repository, question.at, memo=index.memo))
