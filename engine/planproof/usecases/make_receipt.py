"""What a receipt says of a verification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from planproof import _version
from planproof._build import engine_digest
from planproof.errors import SpecError
from planproof.plans import AcceptedSuppression, PlanStore, RedFirst, StoredSpec, Task, TaskStatus
from planproof.plans.text import to_text
from planproof.receipts import (
    Acceptance,
    EngineClaim,
    LedgerClaim,
    PlanClaim,
    Predicate,
    ScopeClaim,
    SpecClaim,
    Statement,
    Subject,
    SuppressionClaim,
    TaskClaim,
    WaiverClaim,
    WitnessClaim,
    claims_of,
)
from planproof.receipts.statement import PREDICATE_TYPE, STATEMENT_TYPE
from planproof.usecases.prepare import Prepared, prepare_text, tree_path
from planproof.usecases.scope_files import files_in_scope
from planproof.usecases.take_snapshot import Picture
from planproof.usecases.workspace import Workspace

if TYPE_CHECKING:
    from planproof.plans import Plan, Verification
    from planproof.usecases.judge import Judged
    from planproof.usecases.write_verdict import TaskVerification


def make_receipt(
    workspace: Workspace,
    store: PlanStore,
    found: TaskVerification,
    judged: Judged,
    view: Picture,
    verification: Verification,
) -> Statement:
    """The whole statement, as the plan stands now; ask inside the transaction that notes it."""
    plan, task, evaluation = found.plan, found.task, found.evaluation
    stored = store.spec(task)
    assert stored is not None  # noqa: S101 - it was just judged by it
    events, head = store.ledger_head()
    return Statement(
        subject=tuple(_subjects(workspace, view)),
        predicate=Predicate(
            plan=PlanClaim(plan.slug, to_text(plan.name), plan.base_commit),
            task=TaskClaim(task.number, task.key, to_text(task.title), task.status.value),
            spec=_spec(workspace, stored),
            scope=_scope(workspace, stored, judged, view),
            verdict=evaluation.verdict.value,
            violations=len(evaluation.violations),
            rules=claims_of(evaluation.rules),
            witnesses=_witnesses(store, found),
            suppressions=tuple(_suppressions(store, found)),
            waivers=tuple(_waivers(store, plan, task)),
            engine=EngineClaim("planproof", _version.__version__, engine_digest()),
            actor=to_text(verification.actor),
            time=verification.at,
            head=view.head,
            previous=store.latest_receipt(plan),
            ledger=LedgerClaim(events, head),
        ),
        type_=STATEMENT_TYPE,
        predicate_type=PREDICATE_TYPE,
    )


def _subjects(workspace: Workspace, view: Picture) -> Iterator[Subject]:
    """The commit only where nothing differed from it: of others nothing was judged."""
    repository = workspace.repository
    if repository is None:
        yield Subject("manifest", {"sha256": view.tree})
        return
    yield Subject("tree", {"gitTree": view.tree})
    if view.head is not None and repository.tree_of(view.head) == view.tree:
        yield Subject("commit", {"gitCommit": view.head})


def _spec(workspace: Workspace, stored: StoredSpec) -> SpecClaim:
    """With the text of the file, which means the same: it tells the file from others."""
    file = workspace.root.path / stored.source
    text = stored.text
    if stored.source and file.is_file():
        written = file.read_bytes().decode("utf-8", "surrogateescape")
        if written != text and _digest(written) == stored.digest:
            text = written
    return SpecClaim(to_text(stored.name), to_text(stored.source), stored.digest, to_text(text))


def _digest(text: str) -> str:
    try:
        return Prepared(text.encode("utf-8", "surrogateescape"), "spec").spec.digest
    except SpecError:
        return ""


def _scope(workspace: Workspace, stored: StoredSpec, judged: Judged, view: Picture) -> ScopeClaim:
    manifest = judged.tree.manifest
    source = stored.source
    inside = tree_path(workspace.root, Path(workspace.root.path, source)) if source else None
    rules = prepare_text(stored.text, source).rules
    files = files_in_scope(rules, manifest, inside, manifest.entries.values())
    complete = not (view.left_out or manifest.notes or manifest.unreadable)
    return ScopeClaim(judged.evaluation.scope_digest, len(files), complete)


def _witnesses(store: PlanStore, found: TaskVerification) -> tuple[WitnessClaim, ...]:
    """Of the rules that are judged now, each once."""
    rules = {one.rule for one in found.evaluation.rules}
    known = dict.fromkeys((*found.evaluation.witnesses, *store.witnesses(found.task)))
    return tuple(
        WitnessClaim(to_text(one.rule), one.blob, to_text(one.path), to_text(one.snippet))
        for one in known
        if one.rule in rules
    )


def _suppressions(store: PlanStore, found: TaskVerification) -> Iterator[SuppressionClaim]:
    accepted: dict[tuple[str, str], list[AcceptedSuppression]] = {}
    for one in store.accepted_suppressions(found.task):
        accepted.setdefault(one.key, []).append(one)
    used: Counter[tuple[str, str]] = Counter()
    for each in found.evaluation.suppressions:
        taken = accepted.get(each.key, [])[used[each.key] :]
        used[each.key] += 1
        yield SuppressionClaim(
            to_text(each.rule),
            to_text(each.path),
            each.violation.place.start.line + 1,
            to_text(each.key[1]),
            to_text(each.reason),
            _acceptance(taken[0]) if taken else None,
        )


def _acceptance(one: AcceptedSuppression) -> Acceptance:
    return Acceptance(to_text(one.actor), to_text(one.reason), one.at)


def _waivers(store: PlanStore, plan: Plan, task: Task) -> Iterator[WaiverClaim]:
    if task.red_first is RedFirst.ALREADY_DONE:
        events = store.events(f"task {plan.slug} {task.number}")
        lifted = [one for one in events if '"red_first":"already-done"' in one.after]
        actor, at = (lifted[0].actor, lifted[0].at) if lifted else ("", "")
        reason = to_text(task.already_done)
        yield WaiverClaim("already-done", task.number, reason, to_text(actor), at)
    for number in task.depends_on:
        needed = store.task(plan, number)
        if needed.status in (TaskStatus.WAIVED, TaskStatus.CANCELLED):
            yield WaiverClaim(
                f"task-{needed.status.value}",
                number,
                to_text(needed.status_reason),
                to_text(needed.status_actor),
                needed.status_at,
            )
