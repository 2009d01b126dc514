"""Verifications and the witnesses they leave behind, read and written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from planproof.errors import Diagnostic
from planproof.model.verdict import Proof, Verdict
from planproof.plans.database import Database
from planproof.plans.records import Plan, Snapshot, Task, Verification
from planproof.plans.text import from_text, to_text
from planproof.progress import Counts

if TYPE_CHECKING:
    from planproof.model.evaluation import Coverage, Evaluation, RuleReport, Witness

_HEADS = (
    "SELECT id, task_id, spec_digest, scope_digest, commit_id, engine, verdict, violations,"
    " counts_json, snapshot_id, actor, at, unaccepted FROM verifications"
)


def all_verifications(
    database: Database, task: Task, limit: int | None = None
) -> tuple[Verification, ...]:
    """Oldest first; the last ``limit`` of them."""
    rows = database.rows(
        f"{_HEADS} WHERE task_id = ? ORDER BY id DESC LIMIT ?",
        [task.id, -1 if limit is None else limit],
    )
    return tuple(_verification(row) for row in reversed(rows))


def verification_by_id(database: Database, verification_id: int) -> Verification:
    return _verification(database.rows(f"{_HEADS} WHERE id = ?", [verification_id])[0])


def completing(database: Database, task: Task) -> Verification | None:
    """The one that completed the task, if it is."""
    return None if task.completed_by is None else verification_by_id(database, task.completed_by)


def latest_of_plan(database: Database, plan: Plan) -> dict[int, Verification]:
    """{task number: its latest verification}, for the tasks that have one."""
    rows = database.rows(
        "SELECT t.task_number, v.id, v.task_id, v.spec_digest, v.scope_digest, v.commit_id,"
        " v.engine, v.verdict, v.violations, v.counts_json, v.snapshot_id, v.actor, v.at,"
        " v.unaccepted"
        " FROM plan_tasks t JOIN verifications v"
        " ON v.id = (SELECT max(id) FROM verifications WHERE task_id = t.id)"
        " WHERE t.plan_id = ? ORDER BY t.task_number",
        [plan.id],
    )
    return {row["task_number"]: _verification(row) for row in rows}


def undecided_in(database: Database, plan: Plan) -> frozenset[int]:
    """The ids of the snapshots that a verification without a verdict took."""
    rows = database.rows(
        "SELECT v.snapshot_id FROM verifications v JOIN plan_tasks t ON t.id = v.task_id"
        " WHERE t.plan_id = ? AND v.verdict = ? AND v.snapshot_id IS NOT NULL",
        [plan.id, Verdict.INDETERMINATE.value],
    )
    return frozenset(row[0] for row in rows)


def find_same_content(
    database: Database, task: Task, spec_digest: str, scope_digest: str
) -> Verification | None:
    """The latest verification of the same files in scope by the same spec, on whatever commit."""
    row = database.row(
        f"{_HEADS} WHERE task_id = ? AND spec_digest = ? AND scope_digest = ?"
        " ORDER BY id DESC LIMIT 1",
        [task.id, spec_digest, scope_digest],
    )
    return None if row is None else _verification(row)


def passing_commits(database: Database, task: Task) -> tuple[str, ...]:
    """The commits at which the task's present spec passed, latest first, each once."""
    rows = database.rows(
        "SELECT commit_id, max(id) AS latest FROM verifications WHERE task_id = ?"
        " AND spec_digest = ? AND verdict = 'passed' AND unaccepted = 0 AND commit_id IS NOT NULL"
        " GROUP BY commit_id ORDER BY latest DESC",
        [task.id, task.spec_digest],
    )
    return tuple(row["commit_id"] for row in rows)


def rule_reports(database: Database, verification: Verification) -> tuple[RuleReport, ...]:
    """What every rule looked at and found, as it was judged then."""
    stored = _column(database, verification, "coverage_json")
    return tuple(_report(one) for one in json.loads(stored))


def witnesses_then(database: Database, verification: Verification) -> tuple[Witness, ...]:
    """The witnesses of that evaluation."""
    stored = _column(database, verification, "witnesses_json")
    from planproof.model.evaluation import Witness

    return tuple(Witness(**one) for one in json.loads(stored))


def witnesses_of(database: Database, task: Task) -> tuple[Witness, ...]:
    """For each rule and version of the task's spec the first place where it was red."""
    from planproof.model.evaluation import Witness

    rows = database.rows(
        "SELECT DISTINCT rule, blob, path, snippet FROM witnesses WHERE task_id = ?"
        " ORDER BY rule, at, blob, path, snippet",
        [task.id],
    )
    return tuple(Witness(*(from_text(value) for value in row)) for row in rows)


def evidence_digest(database: Database, verification_id: int) -> str:
    """SHA-256, in hex, of what the verification rests on, as it is stored."""
    import hashlib

    row = database.rows(
        "SELECT counts_json, witnesses_json, coverage_json FROM verifications WHERE id = ?",
        [verification_id],
    )[0]
    return hashlib.sha256("\0".join(row).encode()).hexdigest()


def insert_verification(
    database: Database,
    task: Task,
    evaluation: Evaluation,
    commit: str | None,
    counts: Counts,
    snapshot: Snapshot | None,
    by: tuple[str, str],
    unaccepted: int = 0,
) -> Verification:
    """``by`` is actor and time; the caller holds the transaction."""
    actor, at = by
    verification_id = database.insert(
        "INSERT INTO verifications (task_id, spec_digest, scope_digest, commit_id, engine, verdict,"
        " violations, counts_json, snapshot_id, actor, at, witnesses_json, coverage_json,"
        " unaccepted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            task.id,
            evaluation.spec_digest,
            evaluation.scope_digest,
            commit,
            evaluation.engine,
            evaluation.verdict.value,
            len(evaluation.violations),
            json.dumps(counts._asdict()),
            snapshot.id if snapshot else None,
            to_text(actor),
            at,
            json.dumps([one._asdict() for one in evaluation.witnesses]),
            json.dumps([_report_json(one) for one in evaluation.rules]),
            unaccepted,
        ],
    )
    keep_witnesses(database, task, evaluation.spec_digest, evaluation.witnesses, at)
    return verification_by_id(database, verification_id)


def keep_witnesses(
    database: Database, task: Task, spec_digest: str, witnesses: tuple[Witness, ...], at: str
) -> None:
    """The first for each rule and version of the spec stays."""
    database.write_many(
        "INSERT OR IGNORE INTO witnesses (task_id, spec_digest, rule, blob, path, snippet, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                task.id,
                spec_digest,
                to_text(one.rule),
                one.blob,
                to_text(one.path),
                to_text(one.snippet),
                at,
            )
            for one in witnesses
        ],
    )


def _column(database: Database, verification: Verification, name: str) -> str:
    sql = f"SELECT {name} FROM verifications WHERE id = ?"  # noqa: S608 - a constant
    return str(database.rows(sql, [verification.id])[0][0])


def _verification(row: sqlite3.Row) -> Verification:
    return Verification(
        id=row["id"],
        task_id=row["task_id"],
        spec_digest=row["spec_digest"],
        scope_digest=row["scope_digest"],
        commit=row["commit_id"],
        engine=row["engine"],
        verdict=Verdict(row["verdict"]),
        violations=row["violations"],
        counts=Counts(**json.loads(row["counts_json"])),
        snapshot_id=row["snapshot_id"],
        actor=from_text(row["actor"]),
        at=row["at"],
        unaccepted=row["unaccepted"],
    )


def _report_json(report: RuleReport) -> dict[str, object]:
    return {
        **report._asdict(),
        "verdict": report.verdict.value,
        "coverage": report.coverage._asdict(),
        "proof": report.proof.name,
        "problems": [one._asdict() for one in report.problems],
        "warnings": [one._asdict() for one in report.warnings],
    }


def _report(stored: Mapping[str, Any]) -> RuleReport:
    from planproof.model.evaluation import RuleReport

    return RuleReport(
        stored["rule"],
        Verdict(stored["verdict"]),
        stored["violations"],
        _coverage(stored["coverage"]),
        Proof[stored["proof"]],
        tuple(Diagnostic(**one) for one in stored["problems"]),
        tuple(Diagnostic(**one) for one in stored["warnings"]),
    )


def _coverage(stored: Mapping[str, Any]) -> Coverage:
    from planproof.model.evaluation import Coverage

    pairs = {name: _pairs(stored[name]) for name in ("unjudged", "blocking")}
    return Coverage(**{**stored, **pairs})


def _pairs(stored: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((path, why) for path, why in stored)
