"""Snapshots: complete for the reader, thin on disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.errors import NotFoundError
from planproof.model.location import Place, Position
from planproof.model.violation import Identity
from planproof.plans import Diff, NewSnapshot, NewTask, PlanStore
from planproof.progress import Recorded

AT = "2026-11-21T09:30:00Z"
ODD = b"caf\xe9/\xff.py".decode("utf-8", "surrogateescape")


def diff(path: str, text: str = "+x\n") -> Diff:
    return Diff(path, text, text.count("+"), text.count("-"))


def violation(name: str, line: int = 0) -> Recorded:
    identity = Identity("r", name, "", name, "", "m")
    return Recorded(f"id-{name}", identity, Place(name, Position(line, 0), Position(line, 5)))


@pytest.fixture
def take(store, plan):
    def run(task, new):
        with store.transaction("ada", AT) as tx:
            return tx.record_snapshot(plan, task, new)

    return run


def test_what_goes_in_comes_out(store, plan, add, take, recorded):
    task = add()
    changes = (
        Diff(ODD, "-\udce9\n+é\n", 1, 1),
        Diff("new.py", "", 0, 0, status="renamed", old_path=ODD),
    )
    new = NewSnapshot(
        "verify",
        "tree-1",
        git_ref="c1",
        spec_digest="digest-1",
        files=("z.py", ODD),
        left_out=(".env",),
        diffs=changes,
        violations=recorded("login(u)", "login('\udcff')", path=ODD),
    )
    snapshot = take(task, new)
    assert (snapshot.sequence, snapshot.checkpoint_name, snapshot.git_ref, snapshot.tree) == (
        1,
        "verify",
        "c1",
        "tree-1",
    )
    assert (snapshot.timestamp, snapshot.actor, snapshot.violations) == (AT, "ada", 2)
    assert snapshot.task_number == 1
    assert store.files(snapshot) == tuple(sorted(("z.py", ODD)))
    assert store.left_out(snapshot) == (".env",)
    assert set(store.diffs(snapshot)) == set(changes)
    assert store.violations(snapshot) == tuple(new.violations)


def test_only_a_change_makes_a_new_one(store, plan, add, take):
    task = add()
    base = {"tree": "t1", "spec_digest": "d1", "violations": (violation("a"), violation("b"))}
    assert take(task, NewSnapshot("1", **base)).sequence == 1
    assert take(task, NewSnapshot("again", **base)) is None
    assert (
        take(task, NewSnapshot("again", **{**base, "violations": base["violations"][::-1]})) is None
    )
    assert take(task, NewSnapshot("tree", **{**base, "tree": "t2"})).sequence == 2
    assert take(task, NewSnapshot("back", **base)).sequence == 3
    assert take(task, NewSnapshot("spec", **{**base, "spec_digest": "d2"})).sequence == 4
    other = {**base, "spec_digest": "d2", "violations": (violation("a"), violation("c"))}
    assert take(task, NewSnapshot("swap", **other)).sequence == 5
    assert take(task, NewSnapshot("fixed", **{**other, "violations": ()})).sequence == 6


def test_sequences_are_those_of_the_task_or_of_the_plan(store, plan, add, take):
    one, two = add("one"), add("two")
    for task in (one, two, None, two, None):
        take(task, NewSnapshot("s", f"tree-{len(store.snapshots(plan))}"))
    assert [(s.task_number, s.sequence) for s in store.snapshots(plan)] == [
        (1, 1),
        (2, 1),
        (None, 1),
        (2, 2),
        (None, 2),
    ]
    assert [s.sequence for s in store.snapshots(plan, two)] == [1, 2]
    assert store.snapshot(plan, None, 2) == store.latest_snapshot(plan, None)
    assert store.snapshot(plan, two, 1).tree == "tree-1"
    with pytest.raises(NotFoundError, match="its snapshots are 1 to 2"):
        store.snapshot(plan, two, 3)
    with pytest.raises(NotFoundError, match="no snapshots yet"):
        store.snapshot(plan, add("three"), 1)


def test_rules_seen_red_belong_to_a_version_of_the_spec(store, plan, add, take):
    task = add()
    expected = Recorded(
        "x", Identity("wants", "s.yaml", "", "", "", ""), violation("s").place, expected=True
    )
    take(task, NewSnapshot("1", "t1", spec_digest="d1", violations=(violation("a"), expected)))
    take(task, NewSnapshot("2", "t2", spec_digest="d2", violations=(violation("a"),)))
    take(task, NewSnapshot("3", "t3", spec_digest="d3"))
    take(None, NewSnapshot("4", "t4", spec_digest="d3", violations=(violation("a"),)))
    seen = [store.rules_seen_red(task, digest) for digest in ("d1", "d2", "d3", "d4")]
    assert seen == [{"r"}, {"r"}, frozenset(), frozenset()]


names = st.sets(st.sampled_from("abcde"))
steps = st.lists(st.tuples(st.integers(0, 2), names, names, st.integers(0, 1)), max_size=12)


@settings(deadline=None, max_examples=40)
@given(steps)
def test_every_snapshot_reads_as_it_was_taken(tmp_path_factory, moves):
    """Whatever appears, disappears and comes back, for two tasks and the plan side by side."""
    with PlanStore.create(tmp_path_factory.mktemp("p") / "plans.db") as store:
        with store.transaction("ada", AT) as tx:
            plan = tx.create_plan("p")
            tasks = [None, *(tx.add_task(plan, NewTask(title)) for title in "ab")]
        taken = []
        for number, (which, red, changed, line) in enumerate(moves):
            new = NewSnapshot(
                "s",
                f"tree-{number}",
                diffs=[diff(name, "+" * (line + 1)) for name in sorted(changed)],
                violations=[violation(name, line) for name in sorted(red)],
            )
            with store.transaction("ada", AT) as tx:
                taken.append((tx.record_snapshot(plan, tasks[which], new), new))
        for snapshot, new in taken:
            assert store.violations(snapshot) == tuple(new.violations)
            assert store.diffs(snapshot) == tuple(new.diffs)
        assert store.examine() == ()


def test_a_one_file_edit_costs_little(store, path, plan, add, take):
    """4,000 violations in 400 files and a large diff; then 25 edits of one file each."""
    task = add()
    everything = {
        f"src/module_{n}.py": [violation(f"src/module_{n}.py", line) for line in range(10)]
        for n in range(400)
    }
    diffs = {name: diff(name, "+ some line of code\n" * 30) for name in everything}
    take(
        task,
        NewSnapshot(
            "0",
            "t",
            violations=[*chain.from_iterable(everything.values())],
            diffs=[*diffs.values()],
        ),
    )
    before = size(path)
    for step in range(25):
        name = f"src/module_{step}.py"
        everything[name] = [violation(name, line + 1) for line in range(9)]
        diffs[name] = diff(name, "+ some other line of code\n" * 30)
        new = NewSnapshot(
            f"{step}",
            f"t{step}",
            violations=[*chain.from_iterable(everything.values())],
            diffs=[*diffs.values()],
            files=[*everything],
        )
        take(task, new)
    assert (size(path) - before) / 25 < 64_000
    assert len(store.violations(store.snapshot(plan, task, 21))) == 4000 - 20


def size(path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        return int(pages * connection.execute("PRAGMA page_size").fetchone()[0])
