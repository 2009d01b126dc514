"""What a change is held to: the contracts of base and head."""

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
from planproof.errors import PlanproofError, SpecError, UsageError
from planproof.gate.contract import Version
from planproof.gate.objection import ObjectionKind
from planproof.model.verdict import Verdict


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    return Play(root)


def test_a_change_that_keeps_to_every_contract_passes(play: Play) -> None:
    play.begin(completed() | {GUARD: RETIRED, SPEC: HOUSE})
    play.write("more.py", "x = 1\n")
    found = play.gate()
    assert found.verdict is Verdict.PASSED
    assert [one.contract.id for one in found.judgements] == [GUARD, SPEC, "auth/3fa94c0d"]
    assert {one.version for one in found.judgements} == {Version.BOTH}


@pytest.mark.parametrize("committed", [False, True])
def test_a_completed_task_that_the_change_breaks_shuts_the_gate(
    play: Play, committed: bool
) -> None:
    play.begin(completed())
    play.write("app.py", DIRTY)
    if committed:
        play.commit()
    found = play.gate()
    assert found.verdict is Verdict.VIOLATED
    first = found.objections[0]
    assert (first.kind, first.contract, first.rule) == (
        ObjectionKind.VIOLATION, "auth/3fa94c0d", "no-legacy-login",
    )  # fmt: skip
    assert first.place is not None
    assert first.place.path == "app.py"
    assert first.fix == "Use tokens.login(user)"
    assert first.command == "planproof verify-task auth 1"


def test_a_commit_is_judged_without_looking_at_the_working_tree(play: Play) -> None:
    play.begin(completed())
    play.write("app.py", DIRTY)
    assert play.gate(head="HEAD").verdict is Verdict.PASSED
    play.commit()
    play.write("app.py", CLEAN)
    assert play.gate(head="HEAD").verdict is Verdict.VIOLATED
    assert play.gate().verdict is Verdict.PASSED


def test_a_contract_that_the_change_removes_is_judged_all_the_same(play: Play) -> None:
    play.begin({GUARD: RETIRED, "app.py": CLEAN})
    play.remove(GUARD)
    play.write("app.py", DIRTY)
    found = play.gate()
    assert found.verdict is Verdict.VIOLATED
    assert [one.version for one in found.judgements] == [Version.BASE]


def test_a_contract_that_comes_in_is_judged_and_must_be_able_to_be_red(play: Play) -> None:
    play.begin({"app.py": DIRTY})
    play.write(GUARD, RETIRED)
    assert play.gate().verdict is Verdict.VIOLATED
    play.write("app.py", CLEAN)
    found = play.gate()
    assert found.verdict is Verdict.PASSED
    assert found.adopts
    play.write(GUARD, RETIRED.replace("legacy_login", "legacy_logon"))
    assert play.gate().verdict is Verdict.PASSED  # its bad example shows that it can be
    play.write(GUARD, RETIRED.partition("    examples")[0].replace("legacy_login", "legcay_login"))
    found = play.gate()
    assert found.verdict is Verdict.INDETERMINATE
    assert found.objections[0].kind is ObjectionKind.UNJUDGED


def test_where_there_is_no_contract_nothing_was_judged(play: Play) -> None:
    play.begin({"app.py": CLEAN})
    assert play.gate().verdict is Verdict.INDETERMINATE


def test_before_the_first_commit_the_contracts_of_the_tree_are_judged(play: Play) -> None:
    play.git("init", "--quiet")
    play.write(GUARD, RETIRED)
    play.write("app.py", CLEAN)
    found = play.gate()
    assert found.verdict is Verdict.PASSED
    assert found.ends.base is None
    play.write("app.py", DIRTY)
    assert play.gate().verdict is Verdict.VIOLATED


def test_a_spec_that_is_not_enforced_is_no_contract(play: Play) -> None:
    play.begin({SPEC: HOUSE.replace("enforce: true\n", ""), GUARD: RETIRED, "app.py": "print(1)\n"})
    assert [one.contract.id for one in play.gate().judgements] == [GUARD]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (SPEC, HOUSE.replace("enforce", "enforc")),
        (GUARD, "rules: ["),
        (TASK, task_file().replace("status: completed", "status: complete")),
        (PLAN, plan_file().replace("slug: auth", "slog: auth")),
        (".planproof/plans/other/tasks/abcdef.yaml", task_file(key="abcdef")),
        (".planproof/guards/login.yml", RETIRED.replace("identifiers", "identifers")),
    ],
)
def test_a_contract_that_cannot_be_read_is_an_error_and_named(
    play: Play, path: str, text: str
) -> None:
    play.begin(completed() | {SPEC: HOUSE})
    play.write(path, text)
    with pytest.raises(SpecError) as caught:
        play.gate()
    assert path.rpartition("/tasks")[0] in caught.value.diagnostics[0].source


@pytest.mark.parametrize("place", [".planproof", ".planproof/guards", GUARD])
def test_contracts_are_not_read_through_links(play: Play, place: str) -> None:
    play.begin({"app.py": CLEAN, "elsewhere/login.yaml": RETIRED})
    (play.root / place).parent.mkdir(parents=True, exist_ok=True)
    (play.root / place).symlink_to(play.root / "elsewhere")
    with pytest.raises(UsageError, match="no regular file"):
        play.gate()
    play.commit()
    with pytest.raises(UsageError, match="no regular file"):
        play.gate(head="HEAD")


def test_histories_without_a_common_commit_are_refused(play: Play) -> None:
    play.begin(completed())
    play.git("switch", "--quiet", "--orphan", "other")
    play.commit("another beginning")
    with pytest.raises(UsageError, match="no commit in common"):
        play.gate(base="main")


def test_without_a_base_it_says_so(play: Play) -> None:
    play.git("init", "--quiet", "--initial-branch", "trunk")
    play.write(GUARD, RETIRED)
    play.commit()
    with pytest.raises(UsageError, match="no base"):
        play.gate()


def test_a_base_that_is_newer_than_the_head_brings_its_contracts(play: Play) -> None:
    """Or a change could begin before its contracts were made, and meet none of them."""
    play.begin({"app.py": DIRTY})
    play.git("switch", "--quiet", "main")
    play.write(GUARD, RETIRED)
    play.write("app.py", CLEAN)
    play.commit("keep it out")
    play.git("switch", "--quiet", "change")
    play.write("more.py", "x = 1\n")
    play.commit()
    found = play.gate()
    assert found.verdict is Verdict.VIOLATED
    assert found.ends.fork != found.ends.base


def test_a_task_that_is_no_longer_claimed_completed_is_still_held_to_it(play: Play) -> None:
    from planproof.plans.status import TaskStatus

    play.begin(completed())
    play.write(TASK, task_file(status=TaskStatus.PENDING))
    play.write("app.py", DIRTY)
    assert play.gate().verdict is Verdict.VIOLATED


def test_a_contract_that_git_ignores_is_not_judged_as_if_it_were_there(play: Play) -> None:
    play.begin({".gitignore": ".planproof/guards/\n", "app.py": CLEAN})
    play.write(GUARD, RETIRED)
    assert play.gate().verdict is Verdict.INDETERMINATE


def test_no_repository_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PlanproofError, match="git"):
        Play(tmp_path).gate()
