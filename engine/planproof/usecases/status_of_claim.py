"""What a completion that only a plan file claims is worth on a tree."""

from __future__ import annotations

from planproof.model.evaluation import Evaluation
from planproof.model.verdict import Verdict
from planproof.plans import RedFirst
from planproof.report.status import Standing, TaskStanding
from planproof.usecases.claimed import is_shown_red, prove_claimed
from planproof.usecases.find_culprit import Case
from planproof.usecases.judge import Judged
from planproof.usecases.status_look import drift_of, rests_on_suppressions


def look_at_claim(case: Case, judged: Judged) -> TaskStanding:
    """The claim counts for nothing, so nothing is written down: only ``verify-task`` completes."""
    standing, status = _standing(case, judged), case.task.status
    return TaskStanding(
        case.task, standing, status, judged.evaluation, warnings=drift_of(case)
    )  # fmt: skip


def _standing(case: Case, judged: Judged) -> Standing:
    verdict = judged.evaluation.verdict
    if verdict is Verdict.INDETERMINATE:
        return Standing.NO_VERDICT
    if verdict is Verdict.VIOLATED:
        return Standing.CLAIM_RED
    if rests_on_suppressions(case, judged):
        return Standing.SUPPRESSED
    shown = _can_be_red(case, judged.evaluation)
    return Standing.CLAIM_PASSES if shown else Standing.CLAIM_UNSHOWN


def _can_be_red(case: Case, evaluation: Evaluation) -> bool:
    """A spec that nothing here shows red may be one that cannot be: its green says nothing."""
    if case.task.red_first is not RedFirst.UNPROVEN or is_shown_red(evaluation):
        return True
    proof = prove_claimed(
        case.workspace, case.index, case.store, case.plan, case.task, evaluation
    )  # fmt: skip
    return bool(proof.how)
