"""Random plans: what goes out comes in elsewhere, and goes out again byte for byte."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.git import Root
from planproof.model.evaluation import Coverage, Evaluation, Proof, RuleReport, Verdict
from planproof.plans import (
    AcceptedSuppression,
    NewTask,
    PlanStore,
    RedFirst,
    Task,
    TaskStatus,
    Transaction,
    Transition,
    after_verification,
    set_status,
)
from planproof.plans.files import TaskFile
from planproof.usecases.add_task import kept_patterns
from planproof.usecases.export_plan import export_plan
from planproof.usecases.import_plan import import_plans
from planproof.usecases.import_tasks import allot
from planproof.usecases.prepare import prepare_text
from planproof.usecases.workspace import Workspace

AT = "2026-11-21T09:30:00Z"
PROSE = st.text(max_size=40) | st.sampled_from(
    ["# no comment", "yes", "2026-11-21", "- a\n- b", " lead", "trail \n\n", "a: b\r\n\tc", "\udc80ü",
     "---", "\n", "~", "0x1F", "'\"", "\u2028\x00\x85", "\U0010f8ff"]
)  # fmt: skip
TITLES = PROSE.filter(lambda text: bool(text.strip()))
NAMES = st.sampled_from(["old", "legacy.login", "Über"])
PATTERNS = st.lists(st.sampled_from(
    ["api_route method=POST,get 'path=/users/**'", "function 'name=/^get, (a|b)$/' parameters=a,b",
     "class bases=models.Model bases=/x{1,2}/ in=src/** in=*.py", "component framework=Vue props=yes",
     "test 'name=404: \"it\" — works\\u2028 # no comment'", "model table=legacy_*", "command"]
), max_size=3)  # fmt: skip
BY_HAND = (TaskStatus.BLOCKED, TaskStatus.WAIVED, TaskStatus.CANCELLED, TaskStatus.IN_PROGRESS)
OUTCOMES = st.sampled_from(["", "passed", "violated", "both", "regressed", *BY_HAND])


def workspace(folder: Path) -> Workspace:
    folder.mkdir(parents=True, exist_ok=True)
    return Workspace(Root(folder, None), {}, lambda: AT, "ada")


def spec_text(name: str, comment: str) -> str:
    said = "".join(f"# {line}\n" for line in comment.split("\n")) if comment.isprintable() else ""
    return (f"{said}refactor_name: gone\nrules:\n  - id: r\n    description: d\n"
            f"    match: {{identifiers: [{name}]}}\n\n")  # fmt: skip


def evaluation(verdict: Verdict, spec: str) -> Evaluation:
    report = RuleReport("r", verdict, 0, Coverage(), Proof.RED_NOW)
    return Evaluation("gone", spec, "scope-1", "1.0", None, (report,), ())


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, object]:
    return {
        "title": draw(TITLES), "description": draw(PROSE), "assigned_to": draw(PROSE),
        "spec": draw(st.none() | st.tuples(NAMES, PROSE, st.sampled_from(["", "s.yaml", "../s.yaml"]))),
        "already_done": draw(st.just("") | TITLES), "after": draw(st.integers(0, 3)),
        "outcome": draw(OUTCOMES), "reason": draw(TITLES), "accepted": draw(st.booleans()),
        "analogous": draw(PATTERNS),
    }  # fmt: skip


def add(store: PlanStore, slug: str, draft: dict[str, object]) -> None:
    plan = store.plan(slug)
    spec = None
    if draft["spec"] is not None:
        name, comment, source = draft["spec"]  # type: ignore[misc]
        source = source.removeprefix("../")
        spec = prepare_text(spec_text(name, comment), source).to_store()
        if not source:
            spec = spec._replace(text=spec_text(name, ""))
    needed = [task.number for task in store.tasks(plan)][-int(str(draft["after"])) :]
    with store.transaction("ada", AT) as writer:
        task = writer.add_task(
            plan,
            NewTask(
                str(draft["title"]), str(draft["description"]), str(draft["assigned_to"]),
                spec, RedFirst.PROVEN if spec else RedFirst.UNPROVEN,
                str(draft["already_done"]), tuple(needed) if draft["after"] else (),
                analogous=kept_patterns(draft["analogous"]),  # type: ignore[arg-type]
            ),
        )  # fmt: skip
        if draft["accepted"]:
            accepted = AcceptedSuppression("r", "old()", "a.py", 3, "why", "agreed", "bo", AT)
            writer.importer().accept(plan, task, [accepted])
        move(store, writer, task, draft["outcome"], str(draft["reason"]))


def move(store: PlanStore, writer: Transaction, task: Task, outcome: object, reason: str) -> None:
    if isinstance(outcome, TaskStatus):
        step = set_status(store.standing(task), outcome, reason=reason, actor="ada")
        assert isinstance(step, Transition)
        writer.apply(task, step)
        return
    verdicts = {
        "passed": [Verdict.PASSED], "violated": [Verdict.VIOLATED],
        "both": [Verdict.VIOLATED, Verdict.PASSED],
        "regressed": [Verdict.PASSED, Verdict.VIOLATED],
    }  # fmt: skip
    for verdict in verdicts.get(str(outcome), []) if task.spec_id is not None else []:
        seen = writer.record_verification(task, evaluation(verdict, task.spec_digest), commit=None)
        following = after_verification(store.standing(task), verdict)
        if isinstance(following, Transition):
            task = writer.apply(task, following, seen)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.yaml"))}  # fmt: skip


@given(TITLES, PROSE, st.dictionaries(TITLES, PROSE, max_size=2), st.lists(drafts(), max_size=5),
       st.booleans())  # fmt: skip
@settings(max_examples=30)
def test_what_was_exported_and_imported_is_exported_the_same(
    name: str,
    description: str,
    metadata: dict[str, str],
    tasks: list[dict[str, object]],
    archived: bool,
) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        here, there = workspace(Path(temporary, "here")), workspace(Path(temporary, "there"))
        with PlanStore.create(here.plans_path) as store:
            with store.transaction("ada", AT) as writer:
                plan = writer.create_plan(
                    name, description=description, base_commit="0" * 40,
                    metadata=[*metadata.items()],
                )  # fmt: skip
            for draft in tasks:
                add(store, plan.slug, draft)
            if archived:
                with store.transaction("ada", AT) as writer:
                    writer.archive_plan(plan)
            health = store.examine()
        assert health == ()
        first = export_plan(here, plan.slug, here.root.path, None)
        folder = here.root.path / first.folder
        exported = files(folder)

        PlanStore.create(there.plans_path).close()
        (imported,) = import_plans(there, there.root.path, [folder])
        again = there.root.path / export_plan(there, plan.slug, there.root.path, None).folder

        assert imported.warnings == ()
        assert files(again) == exported
        assert not any(
            one.is_new for one in export_plan(here, plan.slug, here.root.path, None).files
        )
        before = there.plans_path.read_bytes()
        import_plans(there, there.root.path, [again])
        import_plans(there, there.root.path, [folder])
        assert there.plans_path.read_bytes() == before
        with PlanStore.open(there.plans_path) as store:
            assert store.examine() == ()
            told = store.tasks(store.plan(plan.slug), TaskStatus.COMPLETED)
        assert told == (), "nothing is completed by a file"


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@given(st.lists(drafts(), min_size=2, max_size=4), st.lists(drafts(), max_size=2),
       st.lists(drafts(), max_size=2), st.randoms(use_true_random=False))  # fmt: skip
@settings(max_examples=5)
def test_branches_that_add_or_change_different_tasks_merge_and_import(
    shared: list[dict[str, object]],
    added_here: list[dict[str, object]],
    added_there: list[dict[str, object]],
    choose: random.Random,
) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        top = Path(temporary, "files")
        here, there = workspace(Path(temporary, "here")), workspace(Path(temporary, "there"))
        with PlanStore.create(here.plans_path) as store:
            with store.transaction("ada", AT) as writer:
                writer.create_plan("Plan")
            for draft in shared:
                add(store, "plan", draft)
        export_plan(here, None, top, str(top))
        for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "base"]):
            git(top, *words)
        PlanStore.create(there.plans_path).close()
        import_plans(there, top, [top])

        numbers = list(range(1, len(shared) + 1))
        choose.shuffle(numbers)
        half = len(numbers) // 2
        for side, branch, own, new in (
            (here, "ours", numbers[:half], added_here),
            (there, "theirs", numbers[half:], added_there),
        ):
            git(top, "switch", "-q", "-c", branch, "main")
            with PlanStore.open(side.plans_path) as store:
                plan = store.plan("plan")
                for number in own:
                    with store.transaction("ada", AT) as writer:
                        task = store.task(plan, number)
                        text = f"by {branch}"
                        writer.edit_task(task, title=text, description=text, assigned_to=branch)
                for draft in new:
                    add(store, "plan", draft)
            shutil.rmtree(top / "tasks")
            export_plan(side, None, top, str(top))
            git(top, "add", ".")
            git(top, "commit", "-qm", branch, "--allow-empty")
        git(top, "merge", "-q", "--no-edit", "ours")

        for side in (here, there):
            import_plans(side, top, [top])
            export_plan(side, None, top, str(top))
            assert git(top, "status", "--porcelain") == ""
            with PlanStore.open(side.plans_path) as store:
                tasks = store.tasks(store.plan("plan"))
            assert len(tasks) == len(shared) + len(added_here) + len(added_there)
            assert sum(task.title == "by ours" for task in tasks) >= half


def test_numbers_are_given_by_the_files_as_far_as_they_are_free() -> None:
    wanted = [("bb", 2), ("aa", 2), ("cc", 3), ("dd", 7)]
    named = [TaskFile(key=key, number=number, title="t") for key, number in wanted]

    assert allot(named, {3}) == {"aa": 2, "dd": 7, "bb": 8, "cc": 9}
    assert allot(reversed(named), {3}) == allot(named, {3})
    assert allot(named, ()) == {"aa": 2, "cc": 3, "dd": 7, "bb": 8}
