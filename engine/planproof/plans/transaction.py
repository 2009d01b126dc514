"""What may be written: each method one act, with its event in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.plans.plan_acts import PlanActs
from planproof.plans.snapshot_acts import SnapshotActs
from planproof.plans.task_acts import TaskActs
from planproof.plans.verdict_acts import VerdictActs

if TYPE_CHECKING:
    from planproof.plans.importing import Importer


class Transaction(PlanActs, TaskActs, VerdictActs, SnapshotActs):
    """One person's writes at one moment: all of them are kept, or none.

    Made by :meth:`PlanStore.transaction` only. An archived plan refuses everything (RefusedError).
    """

    def importer(self) -> Importer:
        """What only an import of plan files may write."""
        from planproof.plans.importing import Importer

        return Importer(self._database, self._log, self._settle, (self._actor, self._at))
