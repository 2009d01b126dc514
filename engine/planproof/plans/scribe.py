"""Who writes, and when: each act with its event in the ledger."""

from __future__ import annotations

import re

from planproof.errors import UsageError
from planproof.plans import plan_rows
from planproof.plans.database import Database
from planproof.plans.event_facts import of_plan
from planproof.plans.ledger import Entry, Facts, append
from planproof.plans.records import Plan

_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


class Scribe:
    """What every act needs; the caller holds the transaction."""

    def __init__(self, database: Database, actor: str, at: str) -> None:
        """``at`` is ISO 8601 in UTC, ``2026-11-21T09:30:00Z``."""
        if not _UTC.fullmatch(at):
            raise ValueError(f"{at!r} is not a time in UTC such as 2026-11-21T09:30:00Z")
        if not actor.strip():
            raise UsageError(
                "nobody is named as the one who does this",
                fix='git config --global user.name "YOUR NAME"',
            )
        self._database = database
        self._actor = actor
        self._at = at

    def _settle(self, plan: Plan) -> None:
        """Let the plan's own status follow from its tasks."""
        status = plan_rows.status_by_tasks(self._database, plan)
        if status is not plan.status:
            after = plan_rows.update_plan_status(self._database, plan, status)
            self._log_status("plan-status", plan, after, "")

    def _log_status(self, verb: str, before: Plan, after: Plan, reason: str) -> None:
        self._log(
            verb,
            of_plan(after),
            {"status": before.status.value},
            {"status": after.status.value},
            reason,
        )

    def _log(
        self,
        verb: str,
        subject: str,
        before: Facts | None = None,
        after: Facts | None = None,
        reason: str = "",
    ) -> None:
        append(self._database, Entry(verb, subject, before, after, reason), self._actor, self._at)
