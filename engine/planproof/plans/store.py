"""The door to plans.db: what can be asked of it, and the transaction that may change it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from planproof.plans import plan_rows, snapshot_rows, suppression_rows, task_rows, verification_rows
from planproof.plans.database import VERSION, Database, backups, connect

if TYPE_CHECKING:
    from planproof.errors import Diagnostic
    from planproof.model.evaluation import RuleReport, Witness
    from planproof.plans.audit import Audit
    from planproof.plans.ledger import Break
    from planproof.plans.outcomes import Standing
    from planproof.plans.pruning import Change, Keeping
    from planproof.plans.records import (
        AcceptedSuppression,
        Diff,
        Event,
        Plan,
        Snapshot,
        Snippet,
        StoredSpec,
        Task,
        Verification,
    )
    from planproof.plans.status import PlanStatus, TaskStatus
    from planproof.plans.transaction import Transaction
    from planproof.progress import Recorded
    from planproof.progress.burndown import Held


class PlanStore:
    """Plans, tasks, specs, snapshots, verifications and the ledger of one clone.

    Reads are methods; all writes go through :meth:`transaction`. Every failure of the database is
    a StoreError. A context manager: leaving it closes the connection.
    """

    def __init__(self, database: Database) -> None:
        """Use :meth:`create` or :meth:`open`."""
        self._database = database

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make the database, or open the one that is there. Nothing else ever makes one.

        Raises StoreError, and touches nothing, if the file is somebody else's.
        """
        from planproof.plans.migrate import create

        return cls(create(path))

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open the database; one of an older release is backed up beside itself and migrated.

        Raises DatabaseMissingError (also a FileNotFoundError) if there is none, StoreError if the
        file is foreign, damaged, of a newer release, or of an older one and ``read_only``.
        """
        database = connect(path, read_only=read_only)
        try:
            if database.number("PRAGMA user_version") < VERSION:
                from planproof.plans.migrate import upgrade

                upgrade(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    @property
    def path(self) -> Path:
        return self._database.path

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self, actor: str, at: str) -> Iterator[Transaction]:
        """All that is written inside is kept together, or nothing of it if anything is raised.

        Other writers wait meanwhile, so judge first and write then. Reads of this store inside see
        what was written. ``at`` is ISO 8601 in UTC, ending in ``Z``.
        """
        from planproof.plans.transaction import Transaction

        writer = Transaction(self._database, actor, at)
        with self._database.transaction():
            yield writer

    def plans(self, status: PlanStatus | None = None) -> tuple[Plan, ...]:
        return plan_rows.all_plans(self._database, status)

    def plan(self, name: str | int) -> Plan:
        """By slug or number. Raises NotFoundError with the nearest slug."""
        return plan_rows.find_plan(self._database, name)

    def default_plan(self) -> Plan:
        """The only plan that is not archived; UsageError lists them when there are several."""
        return plan_rows.only_active_plan(self._database)

    def tasks(self, plan: Plan, status: TaskStatus | None = None) -> tuple[Task, ...]:
        """By number."""
        return task_rows.all_tasks(self._database, plan, status)

    def task(self, plan: Plan, number: int) -> Task:
        return task_rows.find_task(self._database, plan, number)

    def standing(self, task: Task) -> Standing:
        """What decisions about the task look at, as it is now."""
        return task_rows.standing_of(self._database, task)

    def spec(self, task: Task) -> StoredSpec | None:
        """The version that the task carries."""
        return task_rows.spec_of(self._database, task)

    def file_texts(self, plan: Plan) -> tuple[str, dict[str, str]]:
        """What the plan's file, and by its key each task's, held when it was last written or read.
        Empty for what never was."""
        from planproof.plans.importing import file_texts

        return file_texts(self._database, plan)

    def specs(self, plan: Plan) -> tuple[StoredSpec, ...]:
        """All versions of all specs of the plan, oldest first."""
        return task_rows.specs_of_plan(self._database, plan)

    def snapshots(self, plan: Plan, task: Task | None = None) -> tuple[Snapshot, ...]:
        """Those of the task in sequence; without one all of the plan as they were taken."""
        return snapshot_rows.all_snapshots(self._database, plan, task)

    def snapshot(self, plan: Plan, task: Task | None, sequence: int) -> Snapshot:
        """By its sequence within the task, or within the plan's own when ``task`` is None."""
        return snapshot_rows.find_snapshot(self._database, plan, task, sequence)

    def latest_snapshot(self, plan: Plan, task: Task | None) -> Snapshot | None:
        return snapshot_rows.latest_snapshot(self._database, plan, task)

    def trees(self, plan: Plan) -> frozenset[str]:
        """The trees of all snapshots of the plan."""
        return snapshot_rows.trees_of(self._database, plan)

    def twin(self, plan: Plan, tree: str, head: str | None) -> Snapshot | None:
        """The first snapshot of the plan that was taken of this tree at this commit."""
        return snapshot_rows.find_twin(self._database, plan, tree, head)

    def prunable(self, plan: Plan, task: Task | None, keeping: Keeping) -> tuple[Snapshot, ...]:
        """What may go, as it was taken: never the latest of a task, nor what completed one."""
        from planproof.plans.pruning import find_prunable

        return find_prunable(self._database, plan, task, keeping)

    def changes(self, plan: Plan) -> dict[int, Change]:
        """{id of a snapshot that is kept → how much it differs from its HEAD}."""
        from planproof.plans.pruning import changes_of

        return changes_of(self._database, plan)

    def files(self, snapshot: Snapshot) -> tuple[str, ...]:
        """The paths that differed from HEAD."""
        return snapshot_rows.files_of(self._database, snapshot)

    def left_out(self, snapshot: Snapshot) -> tuple[str, ...]:
        """The paths whose contents were not stored."""
        return snapshot_rows.left_out_of(self._database, snapshot)

    def diffs(self, snapshot: Snapshot) -> tuple[Diff, ...]:
        """Against HEAD as it was, by path."""
        return snapshot_rows.diffs_of(self._database, snapshot)

    def violations(
        self, snapshot: Snapshot, ids: Collection[str] | None = None
    ) -> tuple[Recorded, ...]:
        """By place; with ``ids`` only those that carry one of them."""
        return snapshot_rows.violations_of(self._database, snapshot, ids)

    def held(self, plan: Plan) -> dict[int, list[Held]]:
        """{task number → which of its snapshots hold which violations}."""
        return snapshot_rows.held_in(self._database, plan)

    def rules_seen_red(self, task: Task, spec_digest: str) -> frozenset[str]:
        """The rules with a forbidden hit in any snapshot of the task under that spec."""
        return snapshot_rows.rules_seen_red(self._database, task, spec_digest)

    def snippets_seen(self, task: Task, rule: str, limit: int) -> tuple[Snippet, ...]:
        """The code on which the rule was red in snapshots of the task, the shortest first."""
        return snapshot_rows.snippets_seen(self._database, task, rule, limit)

    def verifications(self, task: Task, limit: int | None = None) -> tuple[Verification, ...]:
        """Oldest first; the last ``limit`` of them."""
        return verification_rows.all_verifications(self._database, task, limit)

    def completing_verification(self, task: Task) -> Verification | None:
        """The one that completed the task; None while it is neither completed nor regressed."""
        return verification_rows.completing(self._database, task)

    def latest_verification(self, task: Task) -> Verification | None:
        return next(iter(self.verifications(task, limit=1)), None)

    def undecided(self, plan: Plan) -> frozenset[int]:
        """The ids of the snapshots on which there was no verdict."""
        return verification_rows.undecided_in(self._database, plan)

    def latest_verifications(self, plan: Plan) -> dict[int, Verification]:
        """{task number: its latest verification}, for the tasks that have one."""
        return verification_rows.latest_of_plan(self._database, plan)

    def find_verification(self, task: Task, scope_digest: str) -> Verification | None:
        """The latest one of these very files by the spec that the task carries, on any commit."""
        return verification_rows.find_same_content(
            self._database, task, task.spec_digest, scope_digest
        )

    def passing_commits(self, task: Task) -> tuple[str, ...]:
        """Where the present spec passed, latest first; one that HEAD descends from: done here."""
        return verification_rows.passing_commits(self._database, task)

    def rule_reports(self, verification: Verification) -> tuple[RuleReport, ...]:
        return verification_rows.rule_reports(self._database, verification)

    def witnesses_then(self, verification: Verification) -> tuple[Witness, ...]:
        """Those of that evaluation, as they were."""
        return verification_rows.witnesses_then(self._database, verification)

    def witnesses(self, task: Task) -> tuple[Witness, ...]:
        """For each rule and version of its spec the first place where it was red."""
        return verification_rows.witnesses_of(self._database, task)

    def accepted_suppressions(self, task: Task) -> tuple[AcceptedSuppression, ...]:
        """In the order in which they were accepted."""
        return suppression_rows.accepted_of(self._database, task)

    def events(self, subject: str | None = None, limit: int | None = None) -> tuple[Event, ...]:
        """Oldest first, the last ``limit``. Subjects: ``plan SLUG`` and ``task SLUG NUMBER``."""
        from planproof.plans import ledger

        return ledger.find_events(self._database, subject, limit)

    def ledger_head(self) -> tuple[int, str]:
        """How many events there are, and the hash of the last."""
        from planproof.plans import ledger

        return ledger.head_of(self._database)

    def latest_receipt(self, plan: Plan) -> str | None:
        """The SHA-256 of the last receipt that was written of the plan."""
        from planproof.plans.receipt_rows import latest_receipt

        return latest_receipt(self._database, plan)

    def verify_ledger(self) -> Break | None:
        """The first link of the ledger's chain that does not hold, or None."""
        from planproof.plans import ledger

        return ledger.find_break(self._database)

    def audit(self, head: str | None = None) -> Audit:
        """What the ledger proves of every row, and that it goes on from ``head``."""
        from planproof.plans.audit import audit

        return audit(self._database, head)

    def examine(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with the file, its schema, its ledger; statuses set past the ledger."""
        from planproof.plans.health import examine

        return examine(self._database)

    def compact(self) -> None:
        """Write the file anew, without what was deleted; nothing of it stays in the log either."""
        self._database.write("VACUUM")
        self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def copies(self) -> tuple[Path, ...]:
        """What was kept beside the file before it was migrated, oldest version first."""
        return tuple(backups(self._database.path))

    def back_up(self, target: Path) -> None:
        """Write a consistent copy to ``target``, replacing it, while others may be writing."""
        from planproof.plans.migrate import back_up

        back_up(self._database, target)
