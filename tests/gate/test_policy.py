"""What a plan asks of every change."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from planproof.gate.objection import ObjectionKind
from planproof.gate.policy import PlanState, no_new, out_of_scope, plan_intact, policies_of
from planproof.model.violation import Severity
from planproof.plans.claims import Completion
from planproof.plans.files import PlanFile, SpecText, TaskFile
from planproof.plans.policies import Policy, with_policies
from planproof.plans.status import TaskStatus

from .conftest import Maker

DONE = Completion("d", "s", None, "1", "ada", "2026-11-21T09:30:00Z")


def spec(rule: str = "match: {calls: [f, g]}", scope: str = "src/**") -> SpecText:
    text = f"refactor_name: x\nrules: [{{id: r, description: d, scope: {{include: ['{scope}']}}, {rule}}}]\n"
    return SpecText(text, "specs/x.yaml")


def task(number: int, **more: object) -> TaskFile:
    task = TaskFile(f"{number:06x}", number, f"Task {number}", spec=spec())
    return replace(task, **more)  # type: ignore[arg-type]


def plan(*tasks: TaskFile, policies: tuple[str, ...] = (), archived: bool = False) -> PlanState:
    file = PlanFile("login", "Login", archived=archived, metadata=with_policies((), policies))
    return PlanState(file, {one.key: one for one in tasks})


OPEN = task(1)
COMPLETED = task(2, status=TaskStatus.COMPLETED, completion=DONE, depends_on=("000001",))


def said(before: PlanState, after: PlanState | None, *, accepted: bool = False) -> list[str]:
    return [one.message for one in plan_intact(before, after, accepted=accepted)]


def test_what_is_added_breaks_no_plan() -> None:
    before = plan(OPEN, COMPLETED)
    stricter = replace(OPEN, spec=spec("match: {calls: [f, g, h]}"), depends_on=("000003",))
    assert said(before, before) == []
    assert said(before, plan(stricter, COMPLETED, task(3))) == []
    assert said(before, plan(replace(OPEN, status=TaskStatus.COMPLETED, completion=DONE), COMPLETED)) == []  # fmt: skip
    assert said(before, plan(replace(OPEN, title="Other words"), COMPLETED)) == []


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (None, "plan login is gone"),
        (plan(OPEN, COMPLETED, archived=True), "plan login is archived while tasks are open: 1"),
        (plan(COMPLETED), "task 1 (Task 1) is gone"),
        (plan(replace(OPEN, spec=None), COMPLETED), "task 1 (Task 1) asks for less: its spec is gone"),
        (plan(replace(OPEN, spec=SpecText("rules: [", "")), COMPLETED),
         "task 1 (Task 1) asks for less: its spec cannot be read"),
        (plan(replace(OPEN, spec=spec("match: {calls: [f]}")), COMPLETED),
         "task 1 (Task 1) asks for less: r: match lost calls: g"),
        (plan(OPEN, replace(COMPLETED, status=TaskStatus.CANCELLED)),
         "task 2 (Task 2) was completed and is cancelled now"),
        (plan(OPEN, replace(COMPLETED, depends_on=())), "task 2 (Task 2) no longer waits for 000001"),
    ],
)  # fmt: skip
def test_what_is_taken_out_breaks_it(after: PlanState | None, message: str) -> None:
    assert said(plan(OPEN, COMPLETED), after) == [message]


def test_an_archived_plan_of_which_all_is_done_is_whole() -> None:
    assert said(plan(COMPLETED), plan(COMPLETED, archived=True)) == []


def test_what_was_accepted_of_completed_tasks_is_not_asked_again() -> None:
    assert said(plan(OPEN, COMPLETED), plan(OPEN), accepted=True) == []
    assert said(plan(OPEN, COMPLETED), plan(), accepted=True) == ["task 1 (Task 1) is gone"]


def test_a_broken_plan_is_an_objection_with_a_way_out() -> None:
    (one,) = plan_intact(plan(OPEN), plan())
    assert (one.kind, one.contract, one.rule) == (ObjectionKind.POLICY, "login", "plan_intact")
    assert one.path == ".planproof/plans/login/tasks/000001.yaml"
    assert one.fix
    assert len(one.fingerprint) == 24


def outside(before: PlanState | None, after: PlanState, *changed: str) -> list[str]:
    return [one.path for one in out_of_scope(before, after, changed)]


def test_a_change_stays_in_the_scope_of_the_tasks_it_works_on() -> None:
    docs = task(2, spec=spec(scope="docs/**"))
    before = plan(OPEN, docs)
    paths = ("docs/a.md", "lib/x.py", "src/a.py", ".planproof/plans/login/plan.yaml")
    assert outside(before, before, *paths) == ["lib/x.py"], "any open task"
    worked = plan(replace(OPEN, status=TaskStatus.IN_PROGRESS), docs)
    assert outside(before, worked, *paths) == ["docs/a.md", "lib/x.py"], "only the task it changes"
    assert outside(None, plan(docs), *paths) == ["lib/x.py", "src/a.py"], "a new plan"
    assert outside(before, before, "specs/x.yaml") == [], "where its spec comes from"


def test_a_scope_that_the_change_widens_widens_nothing_yet() -> None:
    wide = replace(OPEN, spec=spec(scope="**"))
    assert outside(plan(OPEN), plan(wide), "lib/x.py") == ["lib/x.py"]
    assert outside(plan(), plan(wide), "lib/x.py") == [], "of a new task it is all there is"


def test_a_spec_that_cannot_be_read_has_nothing_in_scope() -> None:
    for text in ("rules: [", spec(scope="a/../b").text):
        assert outside(plan(), plan(replace(OPEN, spec=SpecText(text, ""))), "src/a.py") == [
            "src/a.py"
        ]


def test_without_an_open_task_that_has_a_spec_nothing_is_asked() -> None:
    assert outside(plan(COMPLETED), plan(COMPLETED), "lib/x.py") == []
    bare = replace(OPEN, spec=None)
    assert outside(plan(bare), plan(replace(bare, title="x")), "lib/x.py") == []


def test_each_violation_more_of_an_open_task(make: Maker) -> None:
    (one,) = no_new("login", OPEN, [make.violation(path="b.py", line=4)])
    assert one.message == "task 1 (Task 1) gets one more of r: use of f()"
    assert (one.rule, one.severity, one.path) == ("no_new", Severity.HIGH, "b.py")
    assert one.command == "planproof verify-task login 1"
    assert one.fix


def test_the_policies_of_both_hold_until_somebody_accepts_the_change() -> None:
    before, after = plan(policies=("no_new",)), plan(policies=("scope",))
    always = Policy.TASK_COMPLETE
    assert policies_of(before, after) == (always, Policy.NO_NEW, Policy.SCOPE)
    assert policies_of(before, after, accepted=True) == (always, Policy.SCOPE)
    assert policies_of(before, None) == (always, Policy.NO_NEW)
    assert policies_of(before, None, accepted=True) == ()
    assert policies_of(None, after) == (always, Policy.SCOPE)


def test_names_of_objections_tell_them_apart(make: Maker) -> None:
    def broken(after: PlanState) -> list[str]:
        return [one.fingerprint for one in plan_intact(plan(OPEN, COMPLETED), after)]

    found = [*broken(plan()), *broken(plan(OPEN, replace(COMPLETED, depends_on=())))]
    found += [one.fingerprint for one in out_of_scope(None, plan(OPEN), ["x", "y"])]
    found += [one.fingerprint for one in no_new("login", OPEN, [make.violation()])]
    assert len({*found}) == len(found) == 6
