"""Receipts and what became of them, as text and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import to_builtins

from planproof.plans.text import from_text
from planproof.report.escape import visible
from planproof.report.places import counted
from planproof.report.style import Paint, StyleName

if TYPE_CHECKING:
    from planproof.receipts import Difference, Predicate, Statement
    from planproof.report.envelope import Json

_SHOWN = 10


def statement_text(statement: Statement, digest: str, paint: Paint) -> str:
    """All that a receipt claims, in a few lines."""
    claimed = statement.predicate
    rows = [*_head(claimed), *_subject(statement), *_rest(claimed, digest)]
    text = "".join(f"{paint('dim', name.ljust(10))}{_shown(value)}\n" for name, value in rows)
    rules = "".join(_rule_lines(claimed, paint))
    return f"{text}{rules}a receipt is a claim; to prove it: planproof receipt check FILE\n"


def statement_json(statement: Statement, digest: str) -> dict[str, Json]:
    document: Json = to_builtins(statement)
    return {"sha256": digest, "statement": document}


def differences_text(rows: tuple[Difference, ...]) -> Iterator[str]:
    for one in rows[:_SHOWN]:
        yield f"    {_shown(one.text)}\n"
    if len(rows) > _SHOWN:
        yield f"    … and {len(rows) - _SHOWN} more\n"


def paths_text(paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths[:_SHOWN]:
        yield f"    differs: {_shown(path)}\n"
    if len(paths) > _SHOWN:
        yield f"    … and {counted(len(paths) - _SHOWN, 'other file')}\n"


def claim_text(claimed: Predicate) -> str:
    """What it is a receipt of."""
    task = f"task {claimed.task.number} of {claimed.plan.slug}: {claimed.task.title}"
    return _shown(f"{task} · {claimed.verdict} · {claimed.time} by {claimed.actor}")


def _head(claimed: Predicate) -> Iterator[tuple[str, str]]:
    task = claimed.task
    yield "plan", f"{claimed.plan.name} ({claimed.plan.slug})"
    yield "task", f"{task.number} ({task.key}): {task.title} · {task.status}"
    yield "verdict", f"{claimed.verdict} · {counted(claimed.violations, 'violation')}"
    spec = claimed.spec
    yield "spec", f"{spec.name} · {spec.source or 'without a file'} · {spec.digest}"
    yield "scope", f"{counted(claimed.scope.files, 'file')} · {claimed.scope.digest}"


def _subject(statement: Statement) -> Iterator[tuple[str, str]]:
    for one in statement.subject:
        for algorithm, digest in sorted(one.digest.items()):
            yield "subject", f"{one.name} · {algorithm} {digest}"


def _rest(claimed: Predicate, digest: str) -> Iterator[tuple[str, str]]:
    for waiver in claimed.waivers:
        yield "waiver", f"{waiver.kind} (task {waiver.task}): {waiver.actor}: {waiver.reason}"
    for one in claimed.suppressions:
        by = one.accepted
        accepted = "nobody" if by is None else f"{by.actor}: {by.reason}"
        where = f"{one.rule} at {one.path}:{one.line}"
        yield "suppressed", f"{where} ({one.comment}) · accepted by {accepted}"
    yield "by", f"{claimed.actor} at {claimed.time}"
    engine = claimed.engine
    yield "engine", f"{engine.name} {engine.version} · {engine.digest}"
    yield "witnesses", f"{len(claimed.witnesses)}"
    yield "ledger", f"{counted(claimed.ledger.events, 'event')} · head {claimed.ledger.head}"
    yield "previous", claimed.previous or "none: the first of the plan"
    yield "sha256", digest


def _rule_lines(claimed: Predicate, paint: Paint) -> Iterator[str]:
    styles: dict[str, StyleName] = {"passed": "good", "violated": "bad"}
    for one in claimed.rules:
        seen = one.coverage
        verdict = paint(styles.get(one.verdict, "warn"), one.verdict)
        files = f"{counted(seen.in_scope, 'file')} in scope, {seen.examined} examined"
        found = counted(one.violations, "violation")
        yield f"  {_shown(one.rule)}: {verdict}, {found} · {files} · {_shown(one.proof)}\n"


def _shown(text: str) -> str:
    """A receipt comes from anybody."""
    return visible(from_text(text))
