"""What a plan file says of a task, and nobody has verified here."""

from __future__ import annotations

import json
from typing import NamedTuple

from planproof.plans.records import Task, Verification
from planproof.plans.status import TaskStatus
from planproof.plans.text import from_text, to_text


class Completion(NamedTuple):
    """That a tree passed: what a verification says, for those who were not there.

    ``spec`` and ``scope`` are digests; ``commit`` is None without git.
    """

    spec: str
    scope: str
    commit: str | None
    engine: str
    actor: str
    at: str


class Claim(NamedTuple):
    """``status`` is ``completed`` or ``regressed`` where ``completion`` is there.

    ``red_first`` says that the spec was seen red where the file comes from.
    """

    status: TaskStatus | None = None
    completion: Completion | None = None
    red_first: bool = False


def claim_of(task: Task) -> Claim | None:
    """What the task's file claims, None if nothing."""
    if not task.claim:
        return None
    stored = json.loads(from_text(task.claim))
    status, completion = stored["status"], stored["completion"]
    return Claim(
        None if status is None else TaskStatus(status),
        None if completion is None else Completion(*completion),
        stored["red_first"],
    )


def open_claim(task: Task) -> Completion | None:
    """The completion that the task's file claims and that is not verified here.

    None where the task is settled, or where the claim is of another version of its spec.
    """
    claim = claim_of(task) if task.status.is_open else None
    if claim is None or claim.completion is None or task.status is TaskStatus.REGRESSED:
        return None
    return claim.completion if claim.completion.spec == task.spec_digest else None


def claim_text(claim: Claim | None) -> str:
    """As it is stored; empty for none."""
    if claim is None or claim == Claim():
        return ""
    status = None if claim.status is None else claim.status.value
    row = {"status": status, "completion": claim.completion, "red_first": claim.red_first}
    return to_text(json.dumps(row, ensure_ascii=False, sort_keys=True))


def completion_of(verification: Verification) -> Completion:
    return Completion(
        verification.spec_digest,
        verification.scope_digest,
        verification.commit,
        verification.engine,
        verification.actor,
        verification.at,
    )
