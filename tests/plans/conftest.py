"""A real database in a folder of its own, and evaluations as the engine makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planproof.model.evaluation import Coverage, Evaluation, Proof, RuleReport, Verdict, Witness
from planproof.model.location import Place, Position
from planproof.model.violation import Identity, Severity, Violation, fingerprint
from planproof.plans import (
    NewSpec,
    NewTask,
    Plan,
    PlanStore,
    RedFirst,
    Task,
    Transition,
    after_verification,
)
from planproof.progress import Recorded, record

AT = "2026-11-21T09:30:00Z"
SPEC = NewSpec("refactor_name: legacy\n", "digest-1", name="legacy", source="specs/legacy.yaml")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "planproof" / "plans.db"


@pytest.fixture
def store(path: Path) -> Iterator[PlanStore]:
    with PlanStore.create(path) as opened:
        yield opened


@pytest.fixture
def plan(store: PlanStore) -> Plan:
    with store.transaction("ada", AT) as tx:
        return tx.create_plan("Auth migration")


@pytest.fixture
def add(store: PlanStore, plan: Plan) -> Callable[..., Task]:
    """``add("title", depends_on=(1,))``: a task with a spec that was seen red."""

    def build(title: str = "Remove legacy", **options: object) -> Task:
        defaults: dict[str, object] = {"spec": SPEC, "red_first": RedFirst.PROVEN}
        with store.transaction("ada", AT) as tx:
            return tx.add_task(plan, NewTask(title, **{**defaults, **options}))

    return build


def make_violation(
    text: str, path: str = "a.py", line: int = 0, rule: str = "no-legacy"
) -> Violation:
    identity = Identity(rule, path, "f", text, text, "legacy is gone")
    place = Place(path, Position(line, 0), Position(line, len(text)))
    return Violation(
        rule, Severity.HIGH, "legacy is gone", place, identity, fingerprint(identity), "f", text
    )


def make_recorded(*texts: str, path: str = "a.py") -> tuple[Recorded, ...]:
    return tuple(record(make_violation(text, path, line)) for line, text in enumerate(texts))


def make_evaluation(
    verdict: Verdict,
    *violations: Violation,
    spec: str = "digest-1",
    scope: str = "scope-1",
    witnesses: tuple[Witness, ...] = (),
) -> Evaluation:
    if verdict is Verdict.VIOLATED and not violations:
        violations = (make_violation("login(u)"),)
    coverage = Coverage(in_scope=3, examined=2, hits=len(violations), unjudged=(("x.rb", "why"),))
    report = RuleReport("no-legacy", verdict, len(violations), coverage, Proof.RED_NOW)
    return Evaluation(
        "legacy", spec, scope, "1.0", None, (report,), tuple(violations), witnesses=witnesses
    )


@pytest.fixture
def evaluation() -> Callable[..., Evaluation]:
    return make_evaluation


@pytest.fixture
def recorded() -> Callable[..., tuple[Recorded, ...]]:
    return make_recorded


@pytest.fixture
def verify(store: PlanStore) -> Callable[..., Task]:
    """Judge, decide and write, as ``verify-task`` does; a refusal is raised."""

    def run(
        task: Task, verdict: Verdict, *, commit: str | None = "c1", done_here: bool = True
    ) -> Task:
        judged = make_evaluation(verdict, spec=task.spec_digest)
        with store.transaction("ada", AT) as tx:
            verification = tx.record_verification(task, judged, commit=commit)
            outcome = after_verification(store.standing(task), verdict, done_here=done_here)
            if isinstance(outcome, Transition):
                return tx.apply(task, outcome, verification)
        raise outcome.error()

    return run
