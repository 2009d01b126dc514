"""What may break, with the way that leads there."""

from __future__ import annotations

FILES = {
    "core.py": "LIMIT = 3\n\ndef low(): return LIMIT\n\nclass Base:\n    def run(self): low()\n",
    "mid.py": "from core import Base, low\n\nclass Mid(Base): ...\n\ndef use(): return low()\n",
    "top.py": "from mid import Mid, use\n\nTABLE = [use()]\n\ndef make(): return Mid()\n",
    "end.py": "import top\n\ndef show(): return 1\n",
}


def test_uses_of_uses_are_found_with_their_way(ask) -> None:
    assert ask(FILES).impact("low", depth=2) == [
        "1 low < Base.run",
        "1 low < mid.py",
        "1 low < use",
        "2 low < use < top.py",
    ]


def test_what_runs_at_the_top_of_a_file_breaks_who_imports_it(ask) -> None:
    assert ask(FILES).impact("low", depth=3)[-1] == "3 low < use < top.py < end.py"


def test_a_constant_a_class_and_a_base_count(ask) -> None:
    assert ask(FILES).impact("core.LIMIT", depth=1) == ["1 LIMIT < low"]
    assert ask(FILES).impact("Base", depth=2) == [
        "1 Base < mid.py",
        "1 Base < Mid",
        "2 Base < Mid < top.py",
        "2 Base < Mid < make",
    ]


def test_circles_come_to_an_end(ask) -> None:
    asked = ask({"a.py": "def f(): g()\n\ndef g(): f()\n"})

    assert asked.impact("f", depth=100) == ["1 f < g"]


def test_an_uncertain_use_is_told_and_not_followed(ask) -> None:
    asked = ask(
        {
            "a.py": "class A:\n    def run(self): ...\n",
            "b.py": "def f(x): x.run()\n\ndef g(): f(1)\n",
        }
    )

    assert asked.impact("A.run") == ["1 A.run < f?"]
