"""What may be written of a verdict: itself, its witnesses and suppressions, its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planproof.errors import UsageError
from planproof.plans import plan_rows, receipt_rows, suppression_rows, verification_rows
from planproof.plans.event_facts import listed, of_task, suppression_facts, verification_facts
from planproof.plans.ledger import Facts
from planproof.plans.records import Snapshot, Task, Verification
from planproof.plans.scribe import Scribe
from planproof.progress import Counts

if TYPE_CHECKING:
    from planproof.model.evaluation import Evaluation, Witness
    from planproof.model.suppression import Suppression


class VerdictActs(Scribe):
    """Each method one act."""

    def record_verification(
        self,
        task: Task,
        evaluation: Evaluation,
        *,
        commit: str | None,
        counts: Counts = Counts(),  # noqa: B008 - frozen
        snapshot: Snapshot | None = None,
        unaccepted: int = 0,
    ) -> Verification:
        """Write down a verdict, whatever it is. The status is another act: :meth:`apply`.

        ``unaccepted`` counts suppressions that are new and accepted by nobody: with any, the
        verification can complete nothing.

        Decide it inside this transaction, from ``store.standing(task)``: another process may have
        changed the task while the tree was being judged.
        """
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        verification = verification_rows.insert_verification(
            self._database,
            task,
            evaluation,
            commit,
            counts,
            snapshot,
            (self._actor, self._at),
            unaccepted,
        )
        evidence = verification_rows.evidence_digest(self._database, verification.id)
        facts = verification_facts(verification, evidence)
        self._log("task-verified", of_task(plan, task), after=facts)
        return verification

    def keep_witnesses(self, task: Task, spec_digest: str, witnesses: Sequence[Witness]) -> None:
        """Keep the places where rules were red at the base; the first for each rule stays."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        verification_rows.keep_witnesses(
            self._database, task, spec_digest, tuple(witnesses), self._at
        )
        facts: Facts = {"spec": spec_digest, "rules": listed(one.rule for one in witnesses)}
        self._log("witnesses-kept", of_task(plan, task), after=facts)

    def accept_suppressions(
        self, task: Task, suppressions: Sequence[Suppression], reason: str
    ) -> None:
        """Let the task complete although these are in the code. It needs a reason."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        if not reason.strip():
            raise UsageError("accepting a suppression needs a reason", fix='--reason "REASON"')
        by = (self._actor, self._at)
        suppression_rows.insert_accepted(self._database, task, suppressions, reason, by)
        for one in suppressions:
            facts = suppression_facts(one)
            self._log("suppression-accepted", of_task(plan, task), after=facts, reason=reason)

    def record_receipt(
        self, task: Task, verification: Verification, digest: str, path: str
    ) -> None:
        """Note that a receipt of the verification was written to ``path``, and its SHA-256."""
        plan = plan_rows.require_changeable(self._database, task.plan_id)
        receipt_rows.insert_receipt(self._database, task, verification, digest, path, self._at)
        facts: Facts = {"receipt": digest, "verification": verification.id, "path": path}
        self._log("receipt-written", of_task(plan, task), after=facts)
