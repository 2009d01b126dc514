"""What is kept from verdict to verdict never changes one: a short walk of each kind.

Longer ones, each with another seed: ``make test-incremental``.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from walks.checks import CHECKS
from walks.material import specs
from walks.steps import STEPS
from walks.walk import Tally, plan_walk, run


@pytest.mark.parametrize(("whole", "checks"), [(False, 10), (True, 6)])
@pytest.mark.parametrize("hasty", [False, True])
def test_a_walk_finds_no_difference(whole: bool, checks: int, hasty: bool) -> None:
    """With a clock that runs ahead all files count as at rest; without, none does."""
    tally = Tally()
    plan = replace(plan_walk(20261121, checks, whole=whole), real=False, hasty=hasty)
    failure = run(plan, tally)
    assert failure is None, str(failure)
    assert tally.checks.total() == checks + 1


def test_processes_started_anew_find_no_difference() -> None:
    plan = replace(plan_walk(7, 3, whole=False), hasty=False, anew=True)
    failure = run(plan, Tally())
    assert failure is None, str(failure)


def test_walks_hold_every_step_and_every_check() -> None:
    items = {name for seed in range(40) for name, _ in plan_walk(seed).items}
    assert items == STEPS.keys() | CHECKS.keys()


def test_the_specs_of_walks_ask_for_every_facet() -> None:
    from planproof.spec.wire import Facet

    texts = "".join(specs().values())
    assert [facet.value for facet in Facet if f"{facet.value}:" not in texts] == []
