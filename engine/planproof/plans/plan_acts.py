"""What may be written of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.errors import UsageError
from planproof.plans import plan_rows
from planproof.plans.event_facts import listed, of_plan, plan_facts
from planproof.plans.records import Plan
from planproof.plans.scribe import Scribe
from planproof.plans.status import PlanStatus


class PlanActs(Scribe):
    """Each method one act."""

    def create_plan(
        self,
        name: str,
        *,
        description: str = "",
        base_commit: str | None = None,
        metadata: Sequence[tuple[str, str]] = (),
    ) -> Plan:
        """The slug is derived from ``name``, with a number behind it where that is taken."""
        if not name.strip():
            raise UsageError("a plan needs a name", fix='planproof plan new --name "NAME"')
        plan = plan_rows.insert_plan(
            self._database, name, description, base_commit, tuple(metadata), self._at
        )
        self._log("plan-created", of_plan(plan), after=plan_facts(plan))
        return plan

    def archive_plan(self, plan: Plan, reason: str = "") -> Plan:
        """From here on the plan only can be read."""
        before = plan_rows.require_changeable(self._database, plan.id)
        after = plan_rows.update_plan_status(self._database, before, PlanStatus.ARCHIVED)
        self._log_status("plan-archived", before, after, reason)
        return after

    def record_guards(self, plan: Plan, files: Sequence[str]) -> None:
        """Note in the ledger which files keep out what is gone; nothing for none."""
        if files:
            self._log("guards-promoted", of_plan(plan), after={"files": listed(files)})
