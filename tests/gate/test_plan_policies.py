"""What a plan asks of every change: no task taken back, no violations more, no other files."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from gate_play import CLEAN, DIRTY, GUARD, PLAN, RETIRED, TASK, Play, plan_file, task_file
from planproof.gate.objection import ObjectionKind
from planproof.gate.verdict import GateVerdict, WeakeningKind
from planproof.model.verdict import Verdict
from planproof.plans.status import TaskStatus

OPEN = ".planproof/plans/auth/tasks/0a0a0a0a.yaml"
SCOPED = RETIRED.replace("rules:", "scope: {include: [app.py, auth/**]}\nrules:")


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    return Play(root)


def _begin(play: Play, *policies: str) -> None:
    gate = f"gate: [{', '.join(policies)}]\n"
    task = task_file(SCOPED, TaskStatus.IN_PROGRESS, "0a0a0a0a", 2)
    play.begin({PLAN: plan_file() + gate, OPEN: task, GUARD: RETIRED.replace("legacy_login", "x_y"),
                "app.py": DIRTY})  # fmt: skip


def _broken(found: GateVerdict) -> list[tuple[str, str]]:
    return [(one.rule, one.path) for one in found.objections if one.kind is ObjectionKind.POLICY]


def test_an_open_task_may_not_get_violations_more(play: Play) -> None:
    _begin(play, "no_new")
    assert play.gate().verdict is Verdict.PASSED
    play.write("auth/more.py", DIRTY)
    found = play.gate()
    assert found.verdict is Verdict.VIOLATED
    assert _broken(found) == [("no_new", "auth/more.py")] * 2
    play.remove("auth/more.py")
    play.git("mv", "app.py", "auth.py")
    (play.root / "auth").mkdir(exist_ok=True)
    play.git("mv", "auth.py", "auth/app.py")
    assert play.gate().verdict is Verdict.PASSED  # moved, not new


def test_without_the_policy_an_open_task_is_not_judged(play: Play) -> None:
    _begin(play, "task_complete")
    play.write("auth/more.py", DIRTY)
    assert play.gate().verdict is Verdict.PASSED


def test_a_file_that_breaks_an_open_task_unseen_leaves_no_verdict(play: Play) -> None:
    _begin(play, "no_new")
    play.write("auth/more.py", "legacy_login(1)\n" + "x = 1\n" * 1_000_000)
    found = play.gate()
    assert found.verdict is Verdict.INDETERMINATE
    assert [one.kind for one in found.objections] == [ObjectionKind.UNJUDGED]


def test_only_files_of_the_task_may_be_touched(play: Play) -> None:
    _begin(play, "scope")
    play.write("app.py", CLEAN)
    assert play.gate().verdict is Verdict.PASSED
    play.write("other.py", "x = 1\n")
    assert _broken(play.gate()) == [("scope", "other.py")]


def test_a_task_may_not_be_taken_out(play: Play) -> None:
    _begin(play, "plan_intact")
    play.remove(OPEN)
    assert _broken(play.gate()) == [("plan_intact", OPEN)]


def test_a_policy_that_the_change_drops_still_holds_and_is_a_weakening(play: Play) -> None:
    _begin(play, "plan_intact")
    play.write(PLAN, plan_file())
    play.remove(OPEN)
    found = play.gate()
    assert _broken(found) == [("plan_intact", OPEN)]
    assert [one.kind for one in found.change.weakenings] == [WeakeningKind.WEAKER_POLICY]
    assert play.gate(accepted=found.change.digest).verdict is Verdict.PASSED


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs OpenSSH")
def test_a_signature_counts_if_the_base_allows_its_key(play: Play, tmp_path: Path) -> None:
    from planproof.usecases.accept_contract_change import accept_contract_change

    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = key.with_suffix(".pub").read_text()
    signers = f'ada@example.org namespaces="planproof-contract" {public}'
    play.begin({GUARD: RETIRED, ".planproof/allowed_signers": signers, TASK: task_file(),
                PLAN: plan_file(), "app.py": CLEAN})  # fmt: skip
    play.remove(GUARD)
    digest = play.gate().change.digest
    accept_contract_change(play.workspace, digest, key)
    found = play.gate()
    assert found.verdict is Verdict.PASSED
    assert "ada@example.org" in found.change.accepted_by
    play.git("switch", "--quiet", "--force", "--create", "earlier", "main")
    play.remove(".planproof/allowed_signers")
    play.commit()
    play.remove(GUARD)
    play.write(".planproof/allowed_signers", signers)
    assert play.gate(base="earlier").verdict is Verdict.VIOLATED
