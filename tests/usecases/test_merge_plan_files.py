"""What becomes of a task that changed here, in its file, or in both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.plans import Completion, TaskStatus
from planproof.plans.files import Decision, PlanFile, SpecText, TaskFile
from planproof.usecases.merge_plan_files import claims_anew, merge_plan, merge_task

AT = "2026-11-21T09:30:00Z"
DONE = Completion("d", "s", None, "1", "ada", AT)
AGAIN = DONE._replace(actor="bo")
DONES = (TaskStatus.COMPLETED, TaskStatus.REGRESSED)
BY_HAND = (TaskStatus.BLOCKED, TaskStatus.WAIVED, TaskStatus.CANCELLED)


def task(status: str = "pending", **parts: object) -> TaskFile:
    known = TaskStatus(status)
    if known in DONES:
        parts.setdefault("completion", DONE)
    if known in BY_HAND:
        parts.setdefault("decision", Decision("ada", AT, "why"))
    return TaskFile(key="abcdef", number=1, title="t", status=known, **parts)  # type: ignore[arg-type]


TITLES = st.sampled_from(["a", "b", "c"])
TASKS = st.builds(
    lambda title, description, spec, status: TaskFile(
        key="abcdef", number=1, title=title, description=description, spec=spec,
        status=status, completion=DONE if status in DONES else None,
        decision=Decision("ada", AT, "why") if status in BY_HAND else None,
    ),
    TITLES, TITLES, st.none() | TITLES.map(SpecText), st.sampled_from(list(TaskStatus)),
)  # fmt: skip


@given(TASKS, TASKS)
def test_what_only_one_side_changed_is_never_a_conflict(last: TaskFile, changed: TaskFile) -> None:
    ours = merge_task(changed, last, last, completed_here=False)
    theirs = merge_task(last, last, changed, completed_here=False)

    assert (ours.taken, ours.conflicts) == (frozenset(), ())
    assert theirs.conflicts == ()
    for word in ("title", "description", "spec"):
        assert (word in theirs.taken) is (getattr(last, word) != getattr(changed, word))


@given(TASKS, TASKS, st.none() | TASKS, st.booleans())
def test_the_same_on_both_sides_is_nothing(
    same: TaskFile, other: TaskFile, last: TaskFile | None, here: bool
) -> None:
    merged = merge_task(same, last, same, completed_here=here)

    assert (merged.taken, merged.conflicts) == (frozenset(), ())
    both = merge_task(same, last, other, completed_here=here)
    assert not both.taken.intersection(both.conflicts)


@pytest.mark.parametrize(
    ("ours", "last", "theirs", "here", "taken", "conflict"),
    [
        ("in_progress", "pending", "completed", False, False, False),
        ("completed", "pending", "completed", True, False, False),
        ("completed", "pending", "in_progress", True, False, False),
        ("completed", "completed", "pending", True, False, False),
        ("completed", "completed", "pending", False, True, False),
        ("pending", "pending", "waived", False, True, False),
        ("in_progress", "pending", "waived", False, False, True),
        ("completed", "pending", "waived", True, False, True),
        ("completed", "completed", "cancelled", True, False, True),
        ("waived", "waived", "completed", False, True, False),
        ("cancelled", "waived", "completed", False, False, True),
        ("waived", "waived", "pending", False, True, False),
        ("blocked", "pending", "waived", False, False, True),
        ("regressed", "completed", "completed", True, False, False),
        ("pending", None, "completed", False, False, False),
        ("pending", None, "waived", False, False, True),
    ],
)  # fmt: skip
def test_statuses(
    ours: str, last: str | None, theirs: str, here: bool, taken: bool, conflict: bool
) -> None:
    before = None if last is None else task(last)

    merged = merge_task(task(ours), before, task(theirs), completed_here=here)

    assert ("status" in merged.taken, "status" in merged.conflicts) == (taken, conflict)


def test_another_reason_in_the_file_is_taken_and_our_own_stays() -> None:
    last = task("waived")
    other = task("waived", decision=Decision("bo", AT, "another"))

    assert merge_task(last, last, other, completed_here=False).taken == {"status"}
    assert merge_task(other, last, last, completed_here=False).taken == frozenset()


def test_without_a_common_past_what_differs_is_a_conflict() -> None:
    merged = merge_task(task(description="a"), None, task(description="b"), completed_here=False)

    assert merged.conflicts == ("description",)
    plans = (PlanFile("s", "n", base_commit="a" * 40), PlanFile("s", "n", base_commit="b" * 40))
    assert merge_plan(plans[0], None, plans[1]).conflicts == ("base_commit",)


def test_a_completion_is_new_when_nobody_here_knows_it() -> None:
    done, again = task("completed"), task("completed", completion=AGAIN)

    assert claims_anew(task(), task(), done, completed_here=False)
    assert claims_anew(done, done, again, completed_here=True), "the file keeps the one it has"
    assert not claims_anew(again, done, done, completed_here=True)
    assert not claims_anew(done, done, done, completed_here=False)
    assert not claims_anew(done, done, task(), completed_here=True)
    assert claims_anew(done, done, task("regressed"), completed_here=False)
    assert not claims_anew(done, done, task("regressed"), completed_here=True)
