"""“Does the code keep to these specs?” Needs no plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planproof.model.evaluation import Evaluation
from planproof.usecases.judge import Evidence, judge_at, judge_now
from planproof.usecases.prepare import Prepared, prepare_file
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
    """Every spec is loaded before the first is judged. Raises SpecError, NotFoundError."""
    prepared = [prepare_file(workspace.root, directory, file) for file in files]
    if question.base is not None and workspace.repository is not None:
        workspace.repository.resolve(question.base)
    return tuple(_judge(workspace, one, question) for one in prepared)


def _judge(workspace: Workspace, prepared: Prepared, question: SpecQuestion) -> SpecVerdict:
    evidence = Evidence(base=question.base)
    with workspace.index() as index:
        if question.at is None:
            judged = judge_now(workspace, index, prepared, evidence)
        else:
            judged = judge_at(workspace, index, prepared, question.at, evidence)
    return SpecVerdict(prepared.spec.source, judged.evaluation)
