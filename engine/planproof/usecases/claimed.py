"""A task whose file claims that its spec was seen red: shown here, or said that it is not."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.index import Index
from planproof.model.evaluation import Evaluation, Witness
from planproof.model.verdict import Proof, Verdict
from planproof.plans import Plan, PlanStore, RedFirst, Task, Transaction, claim_of
from planproof.usecases.prepare import prepare_stored
from planproof.usecases.try_spec import check_red
from planproof.usecases.workspace import Workspace

_SHOWN = (
    *(Proof.RED_AT_BASE, Proof.WITNESS, Proof.EXAMPLE, Proof.RED_IN_SNAPSHOT, Proof.SUPPRESSED),
)


class ClaimProof(Struct, frozen=True):
    """``how`` the spec was shown able to be red here; empty where it was not, or needs not be."""

    how: str = ""
    spec_digest: str = ""
    witnesses: Sequence[Witness] = ()
    warnings: tuple[Diagnostic, ...] = ()

    def write(self, writer: Transaction, task: Task) -> None:
        if self.how:
            writer.prove_red_first(task, self.how)
        if self.witnesses:
            writer.keep_witnesses(task, self.spec_digest, self.witnesses)


def prove_claimed(
    workspace: Workspace,
    index: Index,
    store: PlanStore,
    plan: Plan,
    task: Task,
    evaluation: Evaluation,
) -> ClaimProof:
    """That it was seen red is a claim, too: it counts when the base, a witness or an example shows
    it here. A red verdict is its own proof."""
    claim, stored = claim_of(task), store.spec(task)
    asked = task.red_first is RedFirst.UNPROVEN and evaluation.verdict is Verdict.PASSED
    if claim is None or not claim.red_first or stored is None or not asked:
        return ClaimProof()
    shown = _shown(evaluation)
    red = check_red(workspace, index, prepare_stored(workspace.root, stored), plan.base_commit)
    if red.red_first is RedFirst.PROVEN:
        how = "at the base" if red.base is not None else "a guard"
        witnesses = red.base.witnesses if red.base is not None else ()
        return ClaimProof(f"shown here: {how}", evaluation.spec_digest, witnesses)
    if shown:
        return ClaimProof(f"shown here: {shown[0].value}", evaluation.spec_digest)
    message = (
        "its file says that its spec was seen red, and here nothing shows that: neither the plan's "
        "base, nor a witness, nor an example"
    )
    fix = "fetch the plan's base commit, or add a bad example to the spec"
    return ClaimProof(warnings=(Diagnostic("claim-unproven", message, fix),))


def is_shown_red(evaluation: Evaluation) -> bool:
    """Whether the evaluation itself shows of a rule that it can be red."""
    return bool(_shown(evaluation))


def _shown(evaluation: Evaluation) -> list[Proof]:
    return [report.proof for report in evaluation.rules if report.proof in _SHOWN]
