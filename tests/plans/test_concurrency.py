"""Real processes: ten at once, and one that dies in the middle."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import pytest

from planproof.plans import PlanStore

AT = "2026-11-21T09:30:00Z"
PROCESSES = 10
EACH = 8

WORKER = """
import sys
from pathlib import Path
from planproof.model.evaluation import Coverage, Evaluation, Proof, RuleReport, Verdict
from planproof.plans import NewSnapshot, NewSpec, NewTask, PlanStore, RedFirst, after_verification

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
report = RuleReport("r", Verdict.PASSED, 0, Coverage(), Proof.WITNESS)
store = PlanStore.create(path)
for number in range(count):
    with store.transaction(name, "2026-11-21T09:30:00Z") as tx:
        plan = store.plan(1) if store.plans() else tx.create_plan("shared")
        spec = NewSpec("s", f"digest-{number}")
        task = tx.add_task(plan, NewTask(f"{name} {number}", spec=spec, red_first=RedFirst.PROVEN))
    judged = Evaluation("s", f"digest-{number}", "scope", "1", None, (report,), ())
    with store.transaction(name, "2026-11-21T09:30:00Z") as tx:
        snapshot = tx.record_snapshot(plan, None, NewSnapshot(name, f"{name} {number}"))
        verification = tx.record_verification(task, judged, commit=None, snapshot=snapshot)
        tx.apply(task, after_verification(store.standing(task), judged.verdict), verification)
    print(task.number, flush=True)
"""


def start(path, name, count):
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(path), name, str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_ten_processes_lose_nothing(path):
    """They also race for making the database and the plan."""
    workers = [start(path, f"worker-{n}", EACH) for n in range(PROCESSES)]
    said = []
    for worker in workers:
        output, errors = worker.communicate(timeout=300)
        assert worker.returncode == 0, errors
        said += [int(line) for line in output.split()]
    total = PROCESSES * EACH
    assert sorted(said) == list(range(1, total + 1))
    with PlanStore.open(path) as store:
        (plan,) = store.plans()
        tasks = store.tasks(plan)
        assert {task.title for task in tasks} == {
            f"worker-{n} {m}" for n in range(PROCESSES) for m in range(EACH)
        }
        assert len({task.key for task in tasks}) == total
        assert [task.status.value for task in tasks] == ["completed"] * total
        assert [one.sequence for one in store.snapshots(plan)] == list(range(1, total + 1))
        assert len(store.latest_verifications(plan)) == total
        assert store.examine() == ()


@pytest.mark.crash
def test_killed_at_a_random_moment_it_is_whole(path, request):
    """What was said to be done is there, the chain holds, and the next process just goes on."""
    rounds = request.config.getoption("--crash-rounds")
    dice = random.Random(rounds)
    said: list[int] = []
    for number in range(rounds):
        worker = start(path, f"round-{number}", 10_000)
        assert worker.stdout is not None
        said += [int(worker.stdout.readline()) for _ in range(2)]
        time.sleep(dice.uniform(0, 0.2))
        worker.kill()
        output, _ = worker.communicate()
        assert worker.returncode == -signal.SIGKILL
        said += [int(line) for line in output.splitlines(keepends=True) if line.endswith("\n")]
        with PlanStore.open(path) as store:
            tasks = {task.number: task for task in store.tasks(store.plan(1))}
            assert set(said) <= set(tasks)
            assert all(tasks[one].status.value == "completed" for one in said)
            assert sorted(tasks) == list(range(1, len(tasks) + 1))
            assert store.examine() == ()


HALF_DONE = """
import sys, time
from pathlib import Path
from planproof.plans import NewTask, PlanStore
store = PlanStore.open(Path(sys.argv[1]))
with store.transaction("ada", "2026-11-21T09:30:00Z") as tx:
    for number in range(2000):
        tx.add_task(store.plan(1), NewTask("x" * 1000))
    print("now", flush=True)
    time.sleep(600)
"""


def test_killed_inside_a_transaction_nothing_of_it_is_kept(store, plan, add, path):
    add("before")
    worker = subprocess.Popen([sys.executable, "-c", HALF_DONE, str(path)], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"now\n"
    assert [task.title for task in store.tasks(plan)] == ["before"]
    worker.kill()
    worker.communicate()
    add("after")
    assert [task.title for task in store.tasks(plan)] == ["before", "after"]
    assert store.examine() == ()
