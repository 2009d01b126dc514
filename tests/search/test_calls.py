"""Callers and callees, step by step."""

from __future__ import annotations

CHAIN = {
    "a.py": "def low(): ...\n\ndef mid():\n    low()\n    low()\n",
    "b.py": "from a import mid\n\ndef top():\n    mid()\n\ntop()\n",
}
CIRCLE = {"a.py": "def f(): g()\n\ndef g(): h()\n\ndef h(): f()\n"}


def test_callers_are_the_definitions_around_the_calls(ask) -> None:
    assert ask(CHAIN).callers("low") == ["1 a.py:mid -> low"]
    assert ask(CHAIN).callers("top") == ["1 b.py: -> top"]


def test_callers_of_callers_are_told_with_their_depth(ask) -> None:
    assert ask(CHAIN).callers("low", depth=3) == [
        "1 a.py:mid -> low", "2 b.py:top -> mid", "3 b.py: -> top",
    ]  # fmt: skip


def test_callers_in_a_circle_come_to_an_end(ask) -> None:
    assert ask(CIRCLE).callers("f", depth=50) == ["1 a.py:h -> f", "2 a.py:g -> h"]


def test_what_calls_itself_is_told_once(ask) -> None:
    assert ask({"a.py": "def f(): f()\n"}).callers("f", depth=9) == ["1 a.py:f -> f"]


def test_an_uncertain_caller_is_marked(ask) -> None:
    asked = ask({"a.py": "class A:\n    def run(self): ...\n", "b.py": "def f(x): x.run()\n"})

    assert asked.callers("A.run") == ["1 b.py:f -> A.run?"]


def test_callees_are_followed(ask) -> None:
    assert ask(CHAIN).callees("top", depth=2) == ["1 top -> mid", "2 mid -> low"]
    assert ask(CIRCLE).callees("f", depth=50) == ["1 f -> g", "2 g -> h"]


def test_callees_outside_and_unknown_ones_are_told(ask) -> None:
    source = "import requests\n\ndef f(x, call):\n    requests.get(x)\n    len(x)\n    x.run()\n    call()\n"

    assert ask({"a.py": source}).callees("f") == [
        "1 f -> requests.get", "1 f -> builtins.len", "1 f -> x.run?", "1 f -> call?",
    ]  # fmt: skip
