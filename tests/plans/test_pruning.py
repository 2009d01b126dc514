"""What is let go, what must stay, and diffs that several tasks share."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.errors import RefusedError
from planproof.model.evaluation import Verdict
from planproof.plans import Change, Diff, Keeping, NewSnapshot, NewTask, PlanStore
from planproof.plans.ledger import Entry, append
from planproof.plans.migrate import create, statements
from planproof.plans.migrations import STEPS

AT = "2026-11-21T09:30:00Z"
LATER = "2026-11-23T09:30:00Z"


OLD = """
INSERT INTO plans (slug, name, created_at) VALUES ('p', 'p', '2026-11-21T09:30:00Z');
INSERT INTO plan_tasks (plan_id, task_number, key, title, status_actor, status_at, created_at) VALUES
    (1, 1, 'k1', 'a', 'ada', '2026-11-21T09:30:00Z', '2026-11-21T09:30:00Z'),
    (1, 2, 'k2', 'b', 'ada', '2026-11-21T09:30:00Z', '2026-11-21T09:30:00Z');
INSERT INTO code_snapshots
    (plan_id, task_id, sequence, checkpoint_name, timestamp, tree, violations, actor) VALUES
    (1, 1, 1, 's', '2026-11-21T09:30:00Z', 't', 0, 'ada'),
    (1, 2, 1, 's', '2026-11-21T09:30:00Z', 't', 0, 'ada');
INSERT INTO code_diffs
    (snapshot_id, file_path, status, added_lines, removed_lines, diff_text) VALUES
    (1, 'x', 'modified', 1, 0, '+x'),
    (2, 'y', 'modified', 1, 0, '+x');
"""
"""What version 2 stored of two tasks with a snapshot each."""


def diff(path, lines=1):
    return Diff(path, "+x\n" * lines, lines, 0)


@pytest.fixture
def take(store, plan):
    def run(task, tree, *diffs, at=AT):
        with store.transaction("ada", at) as tx:
            return tx.record_snapshot(plan, task, NewSnapshot("s", tree, diffs=diffs))

    return run


@pytest.fixture
def prune(store, plan):
    def run(keeping, task=None):
        with store.transaction("ada", LATER) as tx:
            goes = store.prunable(plan, task, keeping)
            tx.prune_snapshots(plan, goes)
        return [(one.task_number, one.sequence) for one in goes]

    return run


def rows(store):
    return store._database.number("SELECT count(*) FROM code_diffs")


def test_tasks_that_see_one_tree_store_its_diffs_once(store, plan, add, take):
    tasks = [add(f"task {number}") for number in range(5)]
    for task in tasks:
        take(task, "t1", diff("a.py"), diff("b.py"))
    assert rows(store) == 2
    for task in tasks:
        take(task, "t2", diff("a.py"), diff("b.py", 2))
    assert rows(store) == 3
    for task in tasks:
        first, second = store.snapshots(plan, task)
        assert [one.added for one in store.diffs(first)] == [1, 1]
        assert [one.added for one in store.diffs(second)] == [1, 2]
        assert store.files(second) == ("a.py", "b.py")


def test_work_trees_side_by_side_cost_only_their_own_edits(store, plan, add, take):
    """Two people, each in a work tree and a task of their own, by turns."""
    tasks = [add("one"), add("two")]
    for step in range(5):
        for who, task in enumerate(tasks):
            many = [diff(f"{who}/{number}.py") for number in range(20)]
            take(task, f"{who} {step}", *many, diff(f"{who}/now.py", step + 1))
    assert rows(store) == 2 * (20 + 5)


def test_the_latest_of_each_and_the_last_of_all_stay(store, plan, add, take, prune):
    one, two = add("one"), add("two")
    for number in range(4):
        take(one, f"t{number}", diff("a.py", number + 1))
    take(two, "t9")
    take(None, "t8")
    assert prune(Keeping(last=2)) == [(1, 1), (1, 2)]
    assert prune(Keeping(last=2)) == []
    assert prune(Keeping(day="2026-11-22"), one) == [(1, 3)]
    assert prune(Keeping(last=1)) == []
    pruned = [snapshot.pruned_at for snapshot in store.snapshots(plan, one)]
    assert pruned == [LATER, LATER, LATER, None]
    assert [len(store.diffs(snapshot)) for snapshot in store.snapshots(plan, one)] == [0, 0, 0, 1]
    assert rows(store) == 1
    assert store.examine() == ()


def test_days_are_counted_in_utc_and_both_wishes_count(store, plan, add, take, prune):
    task = add()
    for number, at in enumerate((AT, "2026-11-22T00:00:00Z", LATER, LATER)):
        take(task, f"t{number}", at=at)
    assert prune(Keeping(last=3, day="2026-11-22")) == [(1, 1)]
    assert prune(Keeping(day="2026-11-22")) == []
    assert prune(Keeping(day="2026-11-24")) == [(1, 2), (1, 3)]


def test_what_completed_a_task_stays(store, plan, add, take, prune, evaluation, verify):
    """A verification of what had not changed rests on the snapshot before it."""
    named, unnamed = add("named"), add("unnamed")
    first = take(named, "t1")
    verify(named, Verdict.VIOLATED)
    take(unnamed, "t1")
    verify(named, Verdict.PASSED)
    verify(unnamed, Verdict.PASSED)
    for task in (named, unnamed):
        take(task, "t2", at=LATER)
        take(task, "t3", at=LATER)
    assert prune(Keeping(last=1)) == [(1, 2), (2, 2)]
    assert store.snapshot(plan, store.task(plan, 1), 1).pruned_at is None
    assert first is not None


def test_an_archived_plan_stays_as_it_is_until_everything_goes(store, plan, add, take):
    task = add()
    taken = [take(task, "t1", diff("a.py")), take(task, "t2", diff("b.py"))]
    with store.transaction("ada", AT) as tx:
        tx.archive_plan(plan)
    with pytest.raises(RefusedError), store.transaction("ada", AT) as tx:
        tx.prune_snapshots(plan, taken[:1])
    with store.transaction("ada", LATER) as tx:
        assert tx.purge_snapshots() == 2
    assert rows(store) == 0
    assert [one.pruned_at for one in store.snapshots(plan, task)] == [LATER, LATER]
    with store.transaction("ada", LATER) as tx:
        assert tx.purge_snapshots() == 0
    assert [one.verb for one in store.events("plan auth-migration")].count("snapshots-purged") == 1
    assert store.verify_ledger() is None


def test_a_pruned_snapshot_is_no_reason_not_to_take_another(store, plan, add, take):
    task = add()
    assert take(task, "t1", diff("a.py")) is not None
    assert take(task, "t1", diff("a.py")) is None
    with store.transaction("ada", LATER) as tx:
        tx.purge_snapshots()
    assert store.trees(plan) == frozenset()
    assert store.twin(plan, "t1", None) is None
    again = take(task, "t1", diff("a.py"))
    assert (again.sequence, len(store.diffs(again))) == (2, 1)


moves = st.lists(
    st.tuples(st.integers(0, 2), st.sets(st.sampled_from("ab")), st.integers(0, 3)), max_size=16
)


@settings(deadline=None, max_examples=40)
@given(moves, st.booleans())
def test_what_is_kept_reads_as_it_was_taken_whatever_goes(tmp_path_factory, moves, old):
    """For two tasks and the plan side by side, which may be judged in one tree; ``old``: the first
    rows are of an earlier release."""
    path = tmp_path_factory.mktemp("p") / "plans.db"
    begin(path, old=old)
    with PlanStore.open(path) as store:
        plan = store.plan(1)
        tasks = [None, store.task(plan, 1), store.task(plan, 2)]
        taken = [(one, store.diffs(one)) for one in store.snapshots(plan)]
        assert [[each.path for each in diffs] for _, diffs in taken] == ([["x"], ["y"]] * old)
        for which, paths, what in moves:
            if what == 0:
                with store.transaction("ada", LATER) as tx:
                    tx.prune_snapshots(plan, store.prunable(plan, tasks[which], Keeping(last=1)))
                continue
            diffs = tuple(diff(path, what) for path in sorted(paths))
            with store.transaction("ada", AT) as tx:
                new = NewSnapshot("s", f"tree {what} {sorted(paths)}", diffs=diffs)
                snapshot = tx.record_snapshot(plan, tasks[which], new)
                taken += [(snapshot, diffs)] if snapshot else []
        pruned = {one.id for one in store.snapshots(plan) if one.pruned_at}
        for snapshot, diffs in taken:
            now = next(one for one in store.snapshots(plan) if one.id == snapshot.id)
            assert store.diffs(now) == (() if snapshot.id in pruned else diffs)
        expected = {
            one.id: Change(len(diffs), sum(each.added for each in diffs), 0)
            for one, diffs in taken
            if one.id not in pruned
        }
        assert store.changes(plan) == expected
        assert store.examine() == ()


def begin(path, *, old):
    if not old:
        with PlanStore.create(path) as store, store.transaction("ada", AT) as tx:
            plan = tx.create_plan("p")
            for title in "ab":
                tx.add_task(plan, NewTask(title))
        return
    database = create(path, STEPS[:2])
    for statement in statements(OLD):
        database.write(statement)
    for number, subject in enumerate(("plan p", "task p 1", "task p 2"), start=1):
        status = "active" if number == 1 else "pending"
        append(database, Entry("made", subject, after={"status": status}), "ada", AT)
    database.close()
