"""What a plan asks of every change: as its file says, as the database keeps it."""

from __future__ import annotations

import pytest

from planproof.errors import SpecError
from planproof.plans.files import PlanFile, plan_text, read_plan
from planproof.plans.policies import RESERVED, Policy

PLAN = "plan_format: 1\nslug: login\nname: Login\n"


def read(more: str = "") -> PlanFile:
    return read_plan(f"{PLAN}{more}".encode(), "plan.yaml")


@pytest.mark.parametrize(
    ("more", "policies"),
    [
        ("", [Policy.TASK_COMPLETE]),
        ("gate: no_new\n", [Policy.TASK_COMPLETE, Policy.NO_NEW]),
        ("gate: [task_complete]\n", [Policy.TASK_COMPLETE]),
        ("gate: [plan_intact, scope, no_new, no_new]\n", [*Policy]),
    ],
)
def test_that_what_is_completed_is_so_is_asked_whatever_the_file_says(
    more: str, policies: list[Policy]
) -> None:
    assert [*read(more).policies] == policies


def test_the_list_and_the_metadata_come_out_as_they_went_in() -> None:
    file = read("gate: [plan_intact, no_new]\nmetadata: {owner: ada}\n")
    text = plan_text(file)
    assert text.endswith("gate:\n  - no_new\n  - plan_intact\nmetadata:\n  owner: ada\n")
    assert read_plan(text.encode(), "plan.yaml") == file
    assert "gate" not in plan_text(read("metadata: {owner: ada}\n"))


def test_an_unknown_policy_is_an_error_that_says_what_was_meant() -> None:
    with pytest.raises(SpecError) as caught:
        read("gate: [no_now]\n")
    (problem,) = caught.value.diagnostics
    assert (problem.line, problem.fix) == (4, "did you mean no_new?")


def test_an_empty_list_is_an_error_and_not_all_or_nothing() -> None:
    with pytest.raises(SpecError):
        read("gate: []\n")


def test_metadata_cannot_ask_for_it() -> None:
    with pytest.raises(SpecError) as caught:
        read(f"metadata: {{{RESERVED}: no_new}}\n")
    assert caught.value.diagnostics[0].fix == "write gate: [no_new] instead"


def test_what_a_database_keeps_that_nobody_knows_is_not_written_on() -> None:
    file = PlanFile("login", "Login", metadata=((RESERVED, "no_new nonsense"),))
    assert read_plan(plan_text(file).encode(), "plan.yaml").policies == file.policies
