"""Finding, adding, refusing: what use cases rely on."""

from __future__ import annotations

import pytest

from planproof.errors import NotFoundError, RefusedError, StoreError, UsageError
from planproof.model.evaluation import Verdict, Witness
from planproof.plans import (
    NewSnapshot,
    NewSpec,
    NewTask,
    PlanStatus,
    RedFirst,
    TaskStatus,
    Transition,
    set_status,
)
from planproof.progress import Counts

AT = "2026-11-21T09:30:00Z"
LATER = "2026-11-22T10:00:00.5Z"


def fix_of(caught: pytest.ExceptionInfo[UsageError]) -> str:
    return caught.value.diagnostics[0].fix


def test_plans_are_found_by_slug_and_number(store, plan):
    assert store.plan("auth-migration") == store.plan(1) == store.plan("1") == plan
    with store.transaction("ada", AT) as tx:
        again = tx.create_plan("Auth migration")
    assert again.slug == "auth-migration-2"
    assert store.plans() == (plan, again)


def test_a_plan_that_does_not_exist_names_the_nearest(store, plan):
    with pytest.raises(
        NotFoundError, match=r"no plan auth-migratoin; did you mean auth-migration\?"
    ) as caught:
        store.plan("auth-migratoin")
    assert fix_of(caught) == "planproof list"
    for name in ("7", "9" * 40, "²"):
        with pytest.raises(NotFoundError):
            store.plan(name)


def test_the_plan_that_is_meant_when_none_is_named(store, plan):
    assert store.default_plan() == plan
    with store.transaction("ada", AT) as tx:
        other = tx.create_plan("Other")
    with pytest.raises(UsageError, match="which plan"):
        store.default_plan()
    with store.transaction("ada", AT) as tx:
        tx.archive_plan(plan)
    assert store.default_plan() == other
    with store.transaction("ada", AT) as tx:
        tx.archive_plan(other)
    with pytest.raises(NotFoundError, match="no plan is open"):
        store.default_plan()
    assert [one.slug for one in store.plans(PlanStatus.ARCHIVED)] == ["auth-migration", "other"]


def test_a_task_that_does_not_exist_says_which_do(store, plan, add):
    with pytest.raises(NotFoundError, match="it has no tasks yet"):
        store.task(plan, 1)
    add()
    add()
    with pytest.raises(NotFoundError, match="its tasks are 1 to 2") as caught:
        store.task(plan, 3)
    assert fix_of(caught) == "planproof show auth-migration"


@pytest.mark.parametrize("title", ["", "  \n"])
def test_titles_and_names_are_required(store, plan, add, title):
    with pytest.raises(UsageError, match="title"):
        add(title)
    with pytest.raises(UsageError, match="name"), store.transaction("ada", AT) as tx:
        tx.create_plan(title)
    task = add("real")
    with pytest.raises(UsageError, match="title"), store.transaction("ada", AT) as tx:
        tx.edit_task(task, title=title)


def test_actor_and_time_are_required(store):
    with pytest.raises(UsageError, match="nobody"), store.transaction(" ", AT):
        pass
    with (
        pytest.raises(ValueError, match="not a time in UTC"),
        store.transaction("ada", "2026-11-21"),
    ):
        pass


def test_keys_are_stable_and_random(store, plan, add):
    one, two = add(), add()
    assert one.key != two.key
    with store.transaction("ada", AT) as tx:
        tx.edit_task(one, title="other", description="d", assigned_to="bob")
    again = store.task(plan, 1)
    assert (again.key, again.title, again.description, again.assigned_to) == (
        one.key,
        "other",
        "d",
        "bob",
    )
    assert add(key="0123456789").key == "0123456789"


def test_an_edit_that_changes_nothing_is_no_event(store, add):
    task = add()
    before = store.events()
    with store.transaction("ada", AT) as tx:
        tx.edit_task(task, title=task.title, description=None)
        tx.set_dependencies(task, ())
        tx.apply(task, set_status(store.standing(task), TaskStatus.PENDING))
    assert store.events() == before


def test_dependencies_are_kept_and_cycles_shown(store, plan, add):
    one, two, three = add("one"), add("two", depends_on=(1,)), add("three", depends_on=(2, 1))
    assert three.depends_on == (1, 2)
    assert [task.depends_on for task in store.tasks(plan)] == [(), (1,), (1, 2)]
    with pytest.raises(RefusedError, match="1 → 3 → 1"), store.transaction("ada", AT) as tx:
        tx.set_dependencies(one, [3])
    with pytest.raises(RefusedError, match="2 → 2"), store.transaction("ada", AT) as tx:
        tx.set_dependencies(two, [2])
    with pytest.raises(NotFoundError), store.transaction("ada", AT) as tx:
        tx.set_dependencies(two, [9])
    with pytest.raises(NotFoundError):
        add("four", depends_on=(9,))
    assert len(store.tasks(plan)) == 3
    with store.transaction("ada", AT) as tx:
        assert tx.set_dependencies(three, [2, 2]).depends_on == (2,)


def test_a_task_waits_for_what_it_depends_on(store, plan, add, verify):
    first, second = add("first"), add("second", depends_on=(1,))
    with pytest.raises(RefusedError, match=r"task 1 \(first, pending\)") as caught:
        verify(second, Verdict.PASSED)
    assert fix_of(caught) == "planproof verify-task auth-migration 1"
    assert store.latest_verification(second).verdict is Verdict.PASSED
    assert store.task(plan, 2).status is TaskStatus.PENDING
    verify(first, Verdict.PASSED)
    assert verify(second, Verdict.PASSED).status is TaskStatus.COMPLETED


def test_the_life_of_a_task(store, plan, add, verify):
    task = add(red_first=RedFirst.UNPROVEN)
    task = verify(task, Verdict.VIOLATED)
    assert (task.status, task.red_first) == (TaskStatus.IN_PROGRESS, RedFirst.PROVEN)
    task = verify(task, Verdict.PASSED, commit="c2")
    done = store.verifications(task)[-1]
    assert (task.status, task.completed_by, task.completed_at) == (
        TaskStatus.COMPLETED,
        done.id,
        AT,
    )
    assert store.plan(plan.id).status is PlanStatus.COMPLETED
    assert verify(task, Verdict.VIOLATED, done_here=False).status is TaskStatus.COMPLETED
    task = verify(task, Verdict.VIOLATED)
    assert (task.status, task.completed_by) == (TaskStatus.REGRESSED, done.id)
    assert store.plan(plan.id).status is PlanStatus.ACTIVE
    verify(task, Verdict.PASSED, commit="c3")
    task = verify(task, Verdict.PASSED, commit="c2")
    assert store.passing_commits(task) == ("c2", "c3")
    assert store.examine() == ()


def test_a_changed_spec_is_a_new_version_and_starts_again(store, plan, add, verify):
    task = verify(add(), Verdict.PASSED)
    with store.transaction("bob", LATER) as tx:
        changed = tx.add_spec_version(
            task, NewSpec("other", "digest-2", source="specs/legacy.yaml")
        )
    assert (changed.status, changed.red_first, changed.spec_digest) == (
        TaskStatus.PENDING,
        RedFirst.UNPROVEN,
        "digest-2",
    )
    assert (changed.completed_at, changed.completed_by) == (None, None)
    assert (changed.status_actor, changed.status_at) == ("bob", LATER)
    assert [spec.digest for spec in store.specs(plan)] == ["digest-1", "digest-2"]
    assert store.passing_commits(changed) == ()


def test_the_same_text_changes_nothing(store, add, verify):
    task = verify(add(), Verdict.PASSED)
    kept = store.spec(task)
    made = NewSpec(kept.text, kept.digest, kept.name, kept.kind, kept.source)
    with store.transaction("ada", AT) as tx:
        same = tx.add_spec_version(task, made)
    assert same == task
    assert add("another").spec_id == same.spec_id


def test_the_same_meaning_in_other_words_is_kept_and_asks_for_nothing(store, add, verify):
    task, another = verify(add(), Verdict.PASSED), add("another")
    with store.transaction("ada", AT) as tx:
        said = tx.add_spec_version(
            task, NewSpec("# comment", "digest-1", source="specs/legacy.yaml")
        )
        moved = tx.add_spec_version(task, NewSpec("", "digest-1", source="specs/new.yaml"))
    assert (said.status, store.spec(said).text) == (TaskStatus.COMPLETED, "# comment")
    assert (moved.status, moved.spec_source) == (TaskStatus.COMPLETED, "specs/new.yaml")
    assert store.spec(another).text != "# comment"


def test_a_task_gets_a_spec_later_but_not_once_cancelled(store, add):
    task = add(spec=None)
    with store.transaction("ada", AT) as tx:
        task = tx.add_spec_version(task, NewSpec("x", "d"), RedFirst.PROVEN)
        task = tx.apply(task, set_status(store.standing(task), TaskStatus.CANCELLED))
    assert task.spec_digest == "d"
    with pytest.raises(RefusedError, match="cancelled"), store.transaction("ada", AT) as tx:
        tx.add_spec_version(task, NewSpec("y", "e"))
    assert store.spec(task).digest == "d"


def test_already_done_is_kept_with_its_reason(store, add, verify):
    task = add(red_first=RedFirst.UNPROVEN)
    with pytest.raises(RefusedError, match="needs a reason"), store.transaction("ada", AT) as tx:
        tx.accept_already_done(task, "")
    with store.transaction("ada", AT) as tx:
        task = tx.accept_already_done(task, "done in 2024")
    assert (task.red_first, task.already_done) == (RedFirst.ALREADY_DONE, "done in 2024")
    assert verify(task, Verdict.PASSED).status is TaskStatus.COMPLETED
    assert add("at once", already_done="in 2023").red_first is RedFirst.ALREADY_DONE
    assert verify(store.task(store.plan(1), 1), Verdict.VIOLATED).already_done == ""


def test_a_waiver_keeps_reason_and_actor_and_its_plan_is_not_completed(store, plan, add, verify):
    verify(add(), Verdict.PASSED)
    task = add("waived")
    outcome = set_status(store.standing(task), TaskStatus.WAIVED, reason="vendored", actor="eve")
    with store.transaction("eve", LATER) as tx:
        task = tx.apply(task, outcome)
    assert (task.status_reason, task.status_actor, task.status_at) == ("vendored", "eve", LATER)
    assert store.plan(plan.id).status is PlanStatus.ACTIVE
    assert verify(task, Verdict.PASSED).status is TaskStatus.WAIVED


def test_a_decision_on_a_task_that_moved_meanwhile_is_refused(store, add):
    task = add()
    outcome = set_status(store.standing(task), TaskStatus.BLOCKED)
    with store.transaction("bob", AT) as tx:
        tx.apply(task, set_status(store.standing(task), TaskStatus.CANCELLED))
    with (
        pytest.raises(RefusedError, match="became cancelled meanwhile"),
        store.transaction("ada", AT) as tx,
    ):
        tx.apply(task, outcome)


def test_nothing_completes_without_its_own_passing_verification(store, plan, add, evaluation):
    task, other = add(), add("other")
    jump = Transition(TaskStatus.PENDING, TaskStatus.COMPLETED, "trust me")
    with pytest.raises(RefusedError, match="completes only"), store.transaction("ada", AT) as tx:
        tx.apply(task, jump)
    with store.transaction("ada", AT) as tx:
        red = tx.record_verification(task, evaluation(Verdict.VIOLATED), commit=None)
        alien = tx.record_verification(other, evaluation(Verdict.PASSED), commit=None)
        stale = tx.record_verification(task, evaluation(Verdict.PASSED, spec="old"), commit=None)
    for verification in (red, alien):
        with pytest.raises(StoreError, match="only a passing"), store.transaction("ada", AT) as tx:
            tx.apply(task, jump, verification)
    with pytest.raises(RefusedError), store.transaction("ada", AT) as tx:
        tx.apply(task, jump, stale)
    assert store.task(plan, 1).status is TaskStatus.PENDING


def test_an_archived_plan_refuses_every_write(store, plan, add, evaluation):
    task = add()
    with store.transaction("ada", AT) as tx:
        archived = tx.archive_plan(plan, "shipped")
    assert archived.status is PlanStatus.ARCHIVED
    before = store.events()
    for write in (
        lambda tx: tx.archive_plan(plan),
        lambda tx: tx.add_task(plan, NewTask("t")),
        lambda tx: tx.edit_task(task, title="t"),
        lambda tx: tx.set_dependencies(task, []),
        lambda tx: tx.add_spec_version(task, NewSpec("", "")),
        lambda tx: tx.accept_already_done(task, "r"),
        lambda tx: tx.apply(task, Transition(task.status, TaskStatus.BLOCKED, "")),
        lambda tx: tx.record_verification(task, evaluation(Verdict.PASSED), commit=None),
        lambda tx: tx.record_snapshot(plan, task, NewSnapshot("s", "t")),
        lambda tx: tx.keep_witnesses(task, "d", ()),
    ):
        with (
            pytest.raises(RefusedError, match="archived") as caught,
            store.transaction("ada", AT) as tx,
        ):
            write(tx)
        assert fix_of(caught) == 'planproof plan new --name "NAME"'
    assert store.events() == before


def test_a_transaction_is_all_or_nothing(store, plan):
    def interrupted():
        with store.transaction("ada", AT) as tx:
            tx.add_task(plan, NewTask("gone"))
            assert len(store.tasks(plan)) == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.tasks(plan) == ()
    assert [event.verb for event in store.events()] == ["plan-created"]


def test_verifications_remember_what_was_judged(store, plan, add, evaluation):
    task = add()
    witness = Witness(
        "no-legacy", "blob", b"caf\xe9.py".decode("utf-8", "surrogateescape"), "login(u)"
    )
    judged = evaluation(Verdict.VIOLATED, witnesses=(witness,))
    later = Witness("no-legacy", "blob2", "b.py", "login(v)")
    with store.transaction("ada", AT) as tx:
        tx.keep_witnesses(task, "digest-0", [Witness("other", "b", "p", "s")])
        first = tx.record_verification(task, judged, commit="c1", counts=Counts(new=1))
        tx.record_verification(task, evaluation(Verdict.VIOLATED, witnesses=(later,)), commit="c1")
        last = tx.record_verification(
            task, evaluation(Verdict.PASSED, scope="scope-2"), commit=None
        )
    assert first == store.verifications(task)[0]
    assert (first.violations, first.counts, first.commit) == (1, Counts(new=1), "c1")
    assert store.rule_reports(first) == judged.rules
    assert store.witnesses_then(first) == (witness,)
    assert store.witnesses(task) == (witness, Witness("other", "b", "p", "s"))
    assert store.latest_verification(task) == last
    assert store.latest_verifications(plan) == {1: last}
    assert store.find_verification(task, "scope-2") == last
    assert store.find_verification(task, "scope-3") is None
    assert first.repeats(judged, "c1")
    assert not first.repeats(judged, "c2")
    assert not first.repeats(evaluation(Verdict.PASSED), "c1")
