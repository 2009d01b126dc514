"""A change may begin at a commit that no gate ever saw: in the middle of another pull request, or
years ago. What was there does not count as known, unless the base knows it too."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate_play import CLEAN, DIRTY, HOUSE, PLAN, RETIRED, SPEC, Play, plan_file, task_file
from planproof.gate.verdict import GateVerdict
from planproof.model.verdict import Verdict
from planproof.plans.status import TaskStatus
from planproof.progress.baseline import line_for
from planproof.progress.baseline_file import write_lines

BASELINE = ".planproof/baseline.jsonl"
OPEN = ".planproof/plans/auth/tasks/0a0a0a0a.yaml"
PRINTS = "\n\ndef a():\n    print('a')\n"
HUSHED = PRINTS.replace("('a')", "('a')  # planproof: ignore[no-print] wanted")


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    play = Play(root)
    task = task_file(RETIRED, TaskStatus.IN_PROGRESS, "0a0a0a0a", 2)
    plan = plan_file() + "gate: [no_new]\n"
    play.begin({SPEC: HOUSE, PLAN: plan, OPEN: task, "app.py": CLEAN, "far.py": "x = 1\n"})
    return play


def _lines(play: Play) -> bytes:
    """A line for every violation of the working tree."""
    found = [one for each in play.gate().judgements for one in each.evaluation.violations]
    return write_lines(line_for(SPEC, one, "it was there", "ada", "") for one in found)


def _merge_with_a_commit_in_between(play: Play, app: str, *, baseline: bool = False) -> None:
    """main gets a clean change in one of whose commits ``app.py`` was like this; then a branch
    begins at that very commit."""
    play.write("app.py", app)
    if baseline:
        play.write(BASELINE, _lines(play))
    middle = play.commit("in between")
    play.write("app.py", CLEAN)
    if baseline:
        play.remove(BASELINE)
    play.commit("back")
    assert play.gate(base="main", head="HEAD").verdict is Verdict.PASSED
    play.git("switch", "--quiet", "main")
    play.git("merge", "--quiet", "--no-ff", "--message", "merged", "change")
    play.git("switch", "--quiet", "--create", "sly", middle)


def _committed(play: Play) -> GateVerdict:
    play.commit()
    found = play.gate(base="main", head="HEAD")
    assert found.ends.fork != found.ends.base
    return found


def test_a_comment_that_the_base_never_had(play: Play) -> None:
    _merge_with_a_commit_in_between(play, CLEAN + HUSHED)
    play.write("far.py", "x = 2\n")
    assert _committed(play).verdict is Verdict.PASSED  # a merge takes app.py from main
    play.write("app.py", CLEAN)
    play.write("other.py", HUSHED)
    found = _committed(play)
    assert found.verdict is Verdict.VIOLATED
    assert [one.path for one in found.change.weakenings] == ["other.py"]


def test_a_debt_that_the_base_never_had(play: Play) -> None:
    _merge_with_a_commit_in_between(play, CLEAN + PRINTS, baseline=True)
    play.write("far.py", "x = 2\n")
    assert _committed(play).verdict is Verdict.PASSED
    play.write("app.py", CLEAN)
    play.write("other.py", PRINTS)
    play.write(BASELINE, _lines(play))
    found = _committed(play)
    assert found.verdict is Verdict.VIOLATED
    assert [one.place.path for each in found.judgements for one in each.counted] == ["other.py"]
    accepted = play.gate(base="main", head="HEAD", accepted=found.change.digest)
    assert accepted.verdict is Verdict.PASSED


@pytest.mark.parametrize("note", ["", "  # planproof: ignore[no-legacy-login] wanted"])
def test_what_an_open_task_has_more_of_than_the_base(play: Play, note: str) -> None:
    more = f"legacy_login(1){note}\n"
    _merge_with_a_commit_in_between(play, CLEAN + more)
    play.write("far.py", "x = 2\n")
    assert _committed(play).verdict is Verdict.PASSED
    play.write("app.py", CLEAN)
    play.write("other.py", more)
    found = _committed(play)
    assert found.verdict is Verdict.VIOLATED
    assert [(one.rule, one.path) for one in found.objections] == [("no_new", "other.py")]


def test_a_debt_that_the_base_has_paid_does_not_come_back_elsewhere(tmp_path: Path) -> None:
    """From a commit of long ago, with everything else as the base has it now."""
    root = tmp_path / "old"
    root.mkdir()
    play = Play(root)
    play.git("init", "--quiet")
    for path, text in ((SPEC, HOUSE), ("app.py", CLEAN + PRINTS)):
        play.write(path, text)
    play.write(BASELINE, _lines(play))
    long_ago = play.commit("long ago")
    play.write("app.py", CLEAN)
    play.remove(BASELINE)
    play.commit("paid")
    play.git("switch", "--quiet", "--create", "change", long_ago)
    play.write("app.py", CLEAN)
    play.write("other.py", PRINTS)
    play.write(BASELINE, _lines(play))
    assert _committed(play).verdict is Verdict.VIOLATED
    play.git("checkout", "--quiet", long_ago, ".")
    play.remove("other.py")
    play.write("far.py", "x = 2\n")
    assert _committed(play).verdict is Verdict.PASSED  # only behind
    play.write("app.py", DIRTY + PRINTS)
    assert _committed(play).verdict is Verdict.VIOLATED  # main paid it in the file that it edits
