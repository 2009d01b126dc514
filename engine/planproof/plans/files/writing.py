"""The files of a plan, as text: the same state, the same bytes."""

from __future__ import annotations

from planproof.plans.analogous import Json, listed_patterns
from planproof.plans.claims import Completion
from planproof.plans.files.state import Decision, PlanFile, TaskFile
from planproof.plans.policies import without_policies, written_in
from planproof.plans.records import AcceptedSuppression
from planproof.plans.status import RedFirst
from planproof.plans.text import to_text
from planproof.yamlio import Value, write

FORMAT = 1


def plan_text(plan: PlanFile) -> str:
    return _written(
        {
            "plan_format": FORMAT,
            "slug": plan.slug,
            "name": plan.name,
            "description": plan.description,
            "base_commit": plan.base_commit,
            "status": "archived" if plan.archived else "active",
            "gate": [*written_in(plan.metadata)],
            "metadata": {
                to_text(key): to_text(text) for key, text in without_policies(plan.metadata)
            },
        }
    )


def task_text(task: TaskFile) -> str:
    """What people read first stands first; the spec comes last."""
    return _written(
        {
            "task_format": FORMAT,
            "key": task.key,
            "number": task.number,
            "title": task.title,
            "description": task.description,
            "assigned_to": task.assigned_to,
            "depends_on": [*sorted(task.depends_on)],
            "analogous": [*map(_pattern, listed_patterns(task.analogous))],
            "status": task.status.value,
            "decision": _decision(task.decision),
            "red_first": "" if task.red_first is RedFirst.UNPROVEN else task.red_first.value,
            "already_done": task.already_done,
            "completion": _completion(task.completion),
            "accepted_suppressions": [_accepted(one) for one in task.accepted],
            "spec_source": task.spec.source if task.spec else "",
            "spec": task.spec.text if task.spec else None,
        }
    )


def _pattern(pattern: Json) -> Value:
    """A single value of a list stands for it."""
    if not isinstance(pattern, dict):
        return str(pattern)
    written: dict[str, Value] = {}
    for name, value in pattern.items():
        texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        written[name] = texts[0] if len(texts) == 1 else [*texts]
    return written


def _decision(decision: Decision | None) -> Value:
    if decision is None:
        return None
    return _filled({"reason": decision.reason, "actor": decision.actor, "at": decision.at})


def _completion(completion: Completion | None) -> Value:
    return None if completion is None else _filled(dict(completion._asdict()))


def _accepted(accepted: AcceptedSuppression) -> Value:
    return _filled(dict(accepted._asdict()))


def _filled(values: dict[str, Value]) -> dict[str, Value]:
    """What is empty is not written; what is no Unicode text is written as the database keeps it."""
    return {
        key: to_text(value) if isinstance(value, str) else value
        for key, value in values.items()
        if value not in ("", None, [], {})
    }


def _written(values: dict[str, Value]) -> str:
    return write(_filled(values))
