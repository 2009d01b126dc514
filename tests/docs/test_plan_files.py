"""The files that docs/plan-files.md shows are what is written and read."""

from __future__ import annotations

import re
from pathlib import Path

from planproof.plans.files import plan_text, read_plan, read_task, task_text
from planproof.spec import load_spec

PAGE = Path(__file__).parents[2] / "docs" / "plan-files.md"


def blocks() -> dict[str, str]:
    """By their first key."""
    found = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return {re.search(r"^(\w+):", text, re.MULTILINE)[1]: text for text in found}  # type: ignore[index]


def test_the_plan_and_the_task_are_as_an_export_writes_them() -> None:
    shown = blocks()

    plan, task = shown["plan_format"], shown["task_format"]
    assert plan_text(read_plan(plan.encode(), "plan")) == plan
    assert task_text(read_task(task.encode(), "task")) == task


def test_the_task_claims_what_its_spec_is_and_the_guard_is_a_spec() -> None:
    shown = blocks()

    task = read_task(shown["task_format"].encode(), "task")
    assert task.spec is not None
    assert task.completion is not None
    digest = load_spec(task.spec.text.encode(), "spec").digest
    assert task.completion.spec == digest
    guard = load_spec(shown["refactor_name"].encode(), "guard")
    assert dict(guard.metadata) == {"plan": "login", "task": "1", "key": task.key, "spec": digest}
