"""Ways around the gate that only several files, branches or pull requests together make."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate_play import (
    CLEAN,
    DIRTY,
    GUARD,
    HOUSE,
    PLAN,
    RETIRED,
    SPEC,
    TASK,
    Play,
    completed,
    plan_file,
    task_file,
)
from planproof.errors import UsageError
from planproof.gate.verdict import GateVerdict, WeakeningKind
from planproof.model.verdict import Verdict
from planproof.plans.status import TaskStatus
from planproof.progress.baseline import line_for
from planproof.progress.baseline_file import write_lines

BASELINE = ".planproof/baseline.jsonl"
OTHER_SPEC = ".planproof/specs/other.yaml"
OPEN = ".planproof/plans/auth/tasks/0a0a0a0a.yaml"
NEW = ".planproof/plans/auth/tasks/0b0b0b0b.yaml"
PRINTS = "def a():\n    print('a')\n"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    return Play(root)


def _is_shut(found: GateVerdict, *kinds: WeakeningKind) -> None:
    assert found.verdict is Verdict.VIOLATED
    assert [one.kind for one in found.change.weakenings] == list(kinds)


def _committed(play: Play, today: str = "2026-11-21") -> GateVerdict:
    play.commit()
    return play.gate(base="main", head="HEAD", today=today)


def _lines(play: Play, spec: str = SPEC, expires: str = "") -> bytes:
    """A line for every violation of the working tree."""
    found = [one for each in play.gate().judgements for one in each.evaluation.violations]
    return write_lines(line_for(spec, one, "it was there", "ada", expires) for one in found)


def _begin_with_debts(play: Play, expires: str | None) -> None:
    """With a violation on main, and unless ``expires`` is None a line that excuses it."""
    play.git("init", "--quiet")
    play.write(SPEC, HOUSE)
    play.write("app.py", PRINTS)
    if expires is not None:
        play.write(BASELINE, _lines(play, expires=expires))
    play.commit("begin")
    play.git("switch", "--quiet", "--create", "change")


def test_a_debt_gets_no_more_time_by_moving_its_spec(play: Play) -> None:
    _begin_with_debts(play, expires="2026-11-25")
    play.git("mv", SPEC, OTHER_SPEC)
    play.write(BASELINE, _lines(play, OTHER_SPEC))
    _is_shut(_committed(play, "2026-11-21"), WeakeningKind.BASELINE_GROWTH)
    _is_shut(play.gate(base="main", head="HEAD", today="2026-11-29"), WeakeningKind.BASELINE_GROWTH)


def test_a_debt_gets_no_more_time_by_renaming_its_rule(play: Play) -> None:
    _begin_with_debts(play, expires="2026-11-25")
    play.write(SPEC, HOUSE.replace("no-print", "no-prints"))
    play.write(BASELINE, _lines(play))
    _is_shut(_committed(play, "2026-11-29"), WeakeningKind.BASELINE_GROWTH)


def test_what_nothing_excused_is_not_excused_by_moving_its_spec(play: Play) -> None:
    _begin_with_debts(play, expires=None)
    play.git("mv", SPEC, OTHER_SPEC)
    play.write(BASELINE, _lines(play, OTHER_SPEC))
    _is_shut(_committed(play), WeakeningKind.BASELINE_GROWTH)


def test_a_spec_that_moves_with_its_lines_keeps_its_debts(play: Play) -> None:
    _begin_with_debts(play, expires="2026-11-25")
    play.git("mv", SPEC, OTHER_SPEC)
    play.write(BASELINE, _lines(play, OTHER_SPEC, expires="2026-11-25"))
    found = _committed(play)
    assert found.verdict is Verdict.PASSED
    assert found.tolerated == 1


def _begin_with_open_task(play: Play, policy: str) -> None:
    scoped = RETIRED.replace("rules:", "scope: {include: [app.py, auth/**]}\nrules:")
    task = task_file(scoped, TaskStatus.IN_PROGRESS, "0a0a0a0a", 2)
    play.begin(
        {PLAN: plan_file() + f"gate: [{policy}]\n", OPEN: task, SPEC: HOUSE, "app.py": DIRTY}
    )


def test_a_task_does_not_allow_a_file_by_calling_it_its_source(play: Play) -> None:
    _begin_with_open_task(play, "scope")
    play.write("other.py", "x = 1\n")
    play.write(OPEN, (play.root / OPEN).read_text().replace("specs/login.yaml", "other.py"))
    _is_shut(_committed(play))


def test_a_task_that_comes_along_allows_no_file(play: Play) -> None:
    _begin_with_open_task(play, "scope")
    play.write("other.py", "x = 1\n")
    play.write(NEW, task_file(RETIRED, TaskStatus.PENDING, "0b0b0b0b", 3))
    _is_shut(_committed(play))


def test_without_its_tasks_a_plan_still_allows_no_other_file(play: Play) -> None:
    _begin_with_open_task(play, "scope")
    play.write("other.py", "x = 1\n")
    play.remove(OPEN)
    _is_shut(_committed(play))


def test_a_comment_hides_no_violation_more_of_an_open_task(play: Play) -> None:
    _begin_with_open_task(play, "no_new")
    play.write("auth/b.py", "legacy_login(1)  # planproof: ignore[no-legacy-login] wanted\n")
    _is_shut(_committed(play))


def test_a_task_that_is_called_regressed_may_not_get_more_either(play: Play) -> None:
    _begin_with_open_task(play, "no_new")
    done = task_file(key="0a0a0a0a", number=2).replace("status: completed", "status: regressed")
    play.write(OPEN, done)
    play.write("auth/b.py", "legacy_login(1)\n")
    _is_shut(_committed(play))


@pytest.mark.parametrize("tag", ["origin/main", "main"])
def test_a_tag_is_not_taken_for_the_branch_of_its_name(play: Play, tag: str) -> None:
    play.begin(completed() | {GUARD: RETIRED})
    if tag == "origin/main":
        play.git("update-ref", "refs/remotes/origin/main", "main")
    for path in (TASK, PLAN):
        play.remove(path)
    play.write(GUARD, RETIRED.replace("legacy_login", "legacy_logon"))
    play.commit()
    play.git("tag", tag)
    play.write("app.py", DIRTY)
    play.commit()
    assert play.gate(head="HEAD").verdict is Verdict.VIOLATED
    with pytest.raises(UsageError, match="more than one commit"):
        play.gate(base=tag, head="HEAD")
    assert CLEAN in play.git("show", "refs/heads/main:app.py")


def test_a_tree_is_no_head(play: Play) -> None:
    play.begin(completed())
    with pytest.raises(UsageError, match="is a tree"):
        play.gate(base="main", head="main^{tree}")
