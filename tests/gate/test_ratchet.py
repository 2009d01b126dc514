"""The baseline at the gate: it only ever shrinks."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate_play import HOUSE, SPEC, Play
from planproof.errors import BaselineError
from planproof.gate.objection import ObjectionKind
from planproof.gate.verdict import GateVerdict
from planproof.model.verdict import Verdict
from planproof.progress.baseline import line_for
from planproof.progress.baseline_file import write_lines

BASELINE = ".planproof/baseline.jsonl"
TWO = "def a():\n    print('a')\n\n\ndef b():\n    print('b')\n"


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    return Play(root)


def _lines(play: Play, expires: str = "") -> bytes:
    """A line for every violation of the working tree."""
    found = [one for each in play.gate().judgements for one in each.evaluation.violations]
    return write_lines(line_for(SPEC, one, "it was there", "ada", expires) for one in found)


def _begin(play: Play, expires: str = "") -> None:
    """Two violations on main that the baseline excuses."""
    play.git("init", "--quiet")
    play.write(SPEC, HOUSE)
    play.write("app.py", TWO)
    play.write(BASELINE, _lines(play, expires))
    play.commit("begin")
    play.git("switch", "--quiet", "--create", "change")


def _counted(found: GateVerdict) -> list[str]:
    return [one.snippet for each in found.judgements for one in each.counted]


def test_what_was_there_is_excused(play: Play) -> None:
    _begin(play)
    found = play.gate()
    assert found.verdict is Verdict.PASSED
    assert found.tolerated == 2
    assert found.stale == ()


def test_what_comes_in_is_not_whatever_the_change_writes_into_the_baseline(play: Play) -> None:
    _begin(play)
    play.write("app.py", TWO + "\n\ndef c():\n    print('c')\n")
    assert _counted(play.gate()) == ["print('c')"]
    play.write(BASELINE, _lines(play))
    found = play.gate()
    assert found.verdict is Verdict.VIOLATED
    assert _counted(found) == ["print('c')"]


def test_without_its_baseline_nothing_is_excused(play: Play) -> None:
    _begin(play)
    play.remove(BASELINE)
    assert len(_counted(play.gate())) == 2


def test_one_fixed_and_one_added_is_not_the_same_number(play: Play) -> None:
    _begin(play)
    play.write("app.py", TWO.replace("print('a')", "log('a')") + "\n\ndef c():\n    print('c')\n")
    assert _counted(play.gate()) == ["print('c')"]


def test_a_moved_and_reformatted_violation_stays_excused(play: Play) -> None:
    rest = "".join(f"\n\ndef rest_{number}():\n    return {number}\n" for number in range(20))
    play.git("init", "--quiet")
    play.write(SPEC, HOUSE)
    play.write("app.py", TWO + rest)
    play.write(BASELINE, _lines(play))
    play.commit("begin")
    play.git("switch", "--quiet", "--create", "change")
    play.git("mv", "app.py", "moved.py")
    longer = TWO.replace("print('a')", "print(\n        'a'\n    )")
    play.write("moved.py", "import os\n\n\n" + longer + rest)
    assert play.gate().verdict is Verdict.PASSED
    play.commit()
    assert play.gate(head="HEAD").verdict is Verdict.PASSED


def test_a_union_merge_that_brings_a_fixed_line_back_turns_nothing_red(play: Play) -> None:
    _begin(play)
    before = (play.root / BASELINE).read_bytes()
    play.write("app.py", "def a():\n    pass\n")
    play.write(BASELINE, b"")
    play.commit("fix both")
    play.git("switch", "--quiet", "main")
    play.git("merge", "--quiet", "change")
    play.git("switch", "--quiet", "--create", "next")
    play.write(BASELINE, before)
    found = play.gate()
    assert found.verdict is Verdict.PASSED
    assert len(found.stale) == 2
    strict = play.gate(strict=True)
    assert strict.verdict is Verdict.VIOLATED
    assert {one.kind for one in strict.objections} == {ObjectionKind.BASELINE}


def test_a_line_that_came_back_excuses_nothing_that_comes_later(play: Play) -> None:
    _begin(play)
    before = (play.root / BASELINE).read_bytes()
    play.git("switch", "--quiet", "main")
    play.write("app.py", "def a():\n    pass\n")
    play.write(BASELINE, before)
    play.commit("fixed, and the lines stay")
    play.git("switch", "--quiet", "--create", "next")
    play.write("app.py", TWO)
    assert len(_counted(play.gate())) == 2


def test_a_spec_that_comes_in_brings_its_baseline(play: Play) -> None:
    play.begin({"app.py": TWO})
    play.write(SPEC, HOUSE)
    assert len(_counted(play.gate())) == 2
    play.write(BASELINE, _lines(play))
    found = play.gate()
    assert found.verdict is Verdict.PASSED
    assert found.adopts
    play.write("app.py", TWO + "\n\ndef c():\n    print('c')\n")
    play.write(BASELINE, _lines(play))
    assert _counted(play.gate()) == ["print('c')"]


def test_a_new_rule_of_a_spec_may_be_adopted_in_the_same_way(play: Play) -> None:
    _begin(play)
    more = HOUSE + (
        "  - id: no-names-of-one-letter\n    description: Names say what they name\n"
        "    match: {definitions: [a]}\n"
    )
    play.write(SPEC, more)
    assert [one.rule for one in play.gate().objections] == ["no-names-of-one-letter"]
    play.write(BASELINE, _lines(play))
    found = play.gate()
    assert found.verdict is Verdict.PASSED
    assert found.tolerated == 3


def test_a_line_excuses_until_its_last_day(play: Play) -> None:
    _begin(play, expires="2026-12-01")
    assert play.gate(today="2026-12-01").verdict is Verdict.PASSED
    late = play.gate(today="2026-12-02")
    assert late.verdict is Verdict.VIOLATED
    assert "2026-12-01" in late.notes[0].message


def test_a_baseline_that_cannot_be_read_is_an_error(play: Play) -> None:
    _begin(play)
    play.write(BASELINE, b'{"contract": "x"}\n')
    with pytest.raises(BaselineError):
        play.gate()


def test_a_line_for_a_contract_that_is_not_enforced_is_stale(play: Play) -> None:
    _begin(play)
    kept = (play.root / BASELINE).read_bytes()
    play.write(BASELINE, kept + kept.replace(b"house.yaml", b"other.yaml"))
    assert len(play.gate().stale) == 2


def test_guards_and_tasks_are_never_excused(play: Play) -> None:
    guard = ".planproof/guards/house.yaml"
    play.begin({guard: HOUSE, "app.py": "x = 1\n"})
    play.write("app.py", TWO)
    found = [one for each in play.gate().judgements for one in each.evaluation.violations]
    lines = write_lines(line_for(guard, one, "it was there", "ada", "") for one in found)
    play.write(BASELINE, lines)
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    assert len(_counted(play.gate())) == 2


def test_what_is_excused_hides_nothing_that_could_not_be_judged(play: Play) -> None:
    """A rule that is violated is not indeterminate, and yet there may be more."""
    _begin(play)
    play.write("huge.py", "print(1)\n" + "x = 1\n" * 1_000_000)
    found = play.gate()
    assert found.tolerated == 2
    assert found.verdict is Verdict.INDETERMINATE
    assert [one.kind for one in found.objections] == [ObjectionKind.UNJUDGED]
