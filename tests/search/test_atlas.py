"""What is kept of names: an answer after edits is the answer from nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planproof.index import Index
from planproof.index.mention_batches import MOST

SOURCES = (
    "from a import f\nf()\n",
    "def f(): ...\n",
    "class A:\n    def f(self): ...\n\ndef g(x): x.f()\n",
    "from b import *\nf()\n",
    "import a as f\nf.f()\n",
    "",
)
PATHS = ("a.py", "b.py", "p/__init__.py", "p/a.py")

trees = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(SOURCES), max_size=4)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(trees, min_size=1, max_size=5))
def test_answers_after_edits_are_those_from_nothing(asked_of, history) -> None:
    with Index.open(None, jobs=1) as index:
        for files in history:
            kept = asked_of(files, index)
            with Index.open(None, jobs=1) as fresh:
                anew = asked_of(files, fresh)
                assert kept.find("f") == anew.find("f")
                if any(path.endswith(":f") for path in names(anew)):
                    assert kept.uses("f") == anew.uses("f")
                    assert kept.impact("f") == anew.impact("f")


def names(asked) -> list[str]:
    """What is defined or given a value."""
    told = {unit.path: asked.atlas.told_at(unit.path) for unit in asked.atlas.units.values()}
    return [f"{path}:{each.qualified}" for path in told for each in told[path].definitions]


def test_many_small_edits_do_not_pile_up(ask_again) -> None:
    for number in range(70):
        asked = ask_again({"a.py": f"def f(): return {number}\n", "b.py": "from a import f\nf()\n"})

        assert asked.uses("f") == ["b.py:1:15", "b.py:2:1"]
    assert len(asked.atlas.units) == 2
    assert max(asked.atlas.units) < MOST


def test_a_moved_file_is_known_at_its_new_place(ask_again) -> None:
    text = "def f(): ...\n\ndef g(): f()\n"
    assert ask_again({"a.py": text}).uses("a.f") == ["a.py:3:10"]

    assert ask_again({"b.py": text}).uses("b.f") == ["b.py:3:10"]
