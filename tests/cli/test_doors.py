"""The rooms' doors: what they name is there, whatever was imported before."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import planproof

HOME = Path(planproof.__file__).parent
DOORS = sorted(
    ".".join(("planproof", *file.parent.relative_to(HOME).parts))
    for file in HOME.rglob("__init__.py")
    if "lazily(" in file.read_text()
)


def test_there_are_doors_to_look_at() -> None:
    assert {"planproof.index", "planproof.plans", "planproof.rules"} <= set(DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_all_that_a_door_names_is_behind_it(door: str) -> None:
    room = import_module(door)

    for name in room.__all__:
        assert getattr(room, name) is not None


@pytest.mark.parametrize("door", DOORS)
def test_no_name_of_a_door_is_hidden_by_a_module(door: str) -> None:
    room = import_module(door)
    modules = {file.stem for file in Path(str(room.__file__)).parent.iterdir()}

    assert not modules & set(room.__all__)


@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_nothing_by_itself(door: str) -> None:
    asked = f"import sys, {door}; print(*(m for m in sys.modules if m.startswith('{door}.')))"
    found = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )

    assert found.stdout.split() == []


def test_a_door_says_which_name_it_does_not_know() -> None:
    with pytest.raises(AttributeError, match=r"'planproof\.index' has no attribute 'cellar'"):
        import_module("planproof.index").cellar  # noqa: B018
