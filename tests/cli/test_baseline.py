"""``baseline accept``, ``prune`` and ``diff``, as a team uses them."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from planproof_testing import Project

HOUSE = ".planproof/specs/house.yaml"
BASELINE = ".planproof/baseline.jsonl"
SPEC = """\
refactor_name: house rules
enforce: true
rules:
  - id: no-print
    description: Programs log, they do not print
    guard: true
    match: {calls: [print]}
    scope: {include: ["**/*.py"]}
  - id: no-eval
    description: Nothing is evaluated
    guard: true
    match: {calls: [eval]}
    scope: {include: ["**/*.py"]}
"""
TWO = "def pay(total):\n    print(total)\n    print(total)\n    eval(total)\n"


@pytest.fixture
def house(folder: Project) -> Project:
    """``main`` with an enforced spec and three violations of it."""
    folder.write(HOUSE, SPEC)
    folder.write("src/shop.py", TWO)
    folder.write(".gitattributes", f"{BASELINE} merge=union\n")
    folder.git("init", "--quiet", "-b", "main")
    folder.commit("the house")
    return folder


@pytest.fixture
def settled(house: Project) -> Project:
    """The same with all of them in the baseline, on a branch ``change``."""
    assert house.run("baseline", "accept", "--reason", "from before").code == 0
    house.commit("a baseline")
    house.git("checkout", "--quiet", "-b", "change")
    return house


def lines(project: Project) -> list[Any]:
    text = (project.root / BASELINE).read_text(encoding="ascii")
    return [json.loads(line) for line in text.splitlines()]


def said(project: Project) -> list[tuple[str, str, int]]:
    return [(one["rule"], one["path"], one.get("ordinal", 0)) for one in lines(project)]


def test_each_violation_gets_a_line_and_asking_again_changes_nothing(house: Project) -> None:
    accept = ("baseline", "accept", "--reason", "old", "--owner", "ada", "--expires", "2999-12-31")
    answer = house.run(*accept)
    assert answer.code == 0
    assert answer.out.startswith(f"+3 lines, now 3 in {BASELINE}\n")
    assert said(house) == [
        ("no-eval", "src/shop.py", 0),
        ("no-print", "src/shop.py", 0),
        ("no-print", "src/shop.py", 1),
    ]
    assert {(one["reason"], one["owner"], one["expires"]) for one in lines(house)} == {
        ("old", "ada", "2999-12-31")
    }
    before = (house.root / BASELINE).read_bytes()
    assert house.run(*accept).out.startswith("nothing to accept")
    assert (house.root / BASELINE).read_bytes() == before


def test_it_says_what_the_gate_will_say(house: Project) -> None:
    """These are red on the base, so that lines for them are growth."""
    answer = house.run("baseline", "accept", "--reason", "old", "--json")
    assert (len(answer.data["added"]), answer.data["waiting"]) == (3, 3)
    house.write("src/more.py", "print(1)\n")
    text = house.run("baseline", "accept", "--reason", "new").out
    assert "1 of 1 excused only once accepted: on a pull request planproof gate counts" in text


def test_a_spec_can_be_adopted_with_its_lines_in_one_change(house: Project) -> None:
    house.git("checkout", "--quiet", "-b", "adopt")
    house.write(".planproof/specs/more.yaml", SPEC.replace("house rules", "more"))
    answer = house.run(
        "baseline", "accept", ".planproof/specs/more.yaml", "--reason", "old", "--json"
    )
    assert (len(answer.data["added"]), answer.data["waiting"]) == (3, 0)
    assert {one["contract"] for one in answer.data["added"]} == {".planproof/specs/more.yaml"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (("--rule", "no-eval"), [("no-eval", "src/shop.py", 0)]),
        (("--path", "lib/**"), []),
        (("--path", "src/"), [("no-eval", "src/shop.py", 0), ("no-print", "src/shop.py", 0), ("no-print", "src/shop.py", 1)]),
        ((HOUSE, "--rule", "no-eval", "--path", "*.py"), [("no-eval", "src/shop.py", 0)]),
    ],
)  # fmt: skip
def test_some_can_be_chosen(house: Project, chosen: tuple[str, ...], expected: list[Any]) -> None:
    assert house.run("baseline", "accept", "--reason", "old", *chosen).code == 0
    found = said(house) if (house.root / BASELINE).exists() else []
    assert found == expected


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ((), "a baseline needs a reason"),
        (("--reason", " "), "a baseline needs a reason"),
        (("--reason", "x", "--expires", "tomorrow"), "is no day"),
        (("--reason", "x", "--expires", "2020-01-01"), "has passed"),
        (("--reason", "x", "--rule", "no-prnt"), "no enforced spec has a rule 'no-prnt'"),
        (("--reason", "x", "--path", "!"), "--path !"),
        (("--reason", "x", "nowhere.yaml"), "nowhere.yaml is not enforced here"),
    ],
)
def test_what_cannot_be_asked_writes_nothing(
    house: Project, typed: tuple[str, ...], complaint: str
) -> None:
    answer = house.run("baseline", "accept", *typed)
    assert answer.code == 2
    assert complaint in answer.err
    assert not (house.root / BASELINE).exists()


def test_a_project_that_enforces_nothing_hears_how_to(project: Project) -> None:
    answer = project.run("baseline", "accept", "--reason", "x")
    assert (answer.code, "enforce: true" in answer.err) == (2, True)
    answer = project.run("baseline", "prune")
    assert (answer.code, answer.out) == (0, f"✓ nothing to prune: 0 lines in {BASELINE}\n")


def test_a_spec_that_cannot_be_judged_in_full_gets_no_line(house: Project) -> None:
    """Who knows what else is in there?"""
    house.write("src/torn.py", b"print(1)\0")
    answer = house.run("baseline", "accept", "--reason", "old", "--json")
    assert (answer.code, answer.data["unjudged"]) == (3, [HOUSE])
    assert not (house.root / BASELINE).exists()
    assert "could not be judged in full" in house.run("baseline", "accept", "--reason", "x").err


def test_nor_loses_one(settled: Project) -> None:
    before = (settled.root / BASELINE).read_bytes()
    settled.write("src/shop.py", b"print(1)\0")
    answer = settled.run("baseline", "prune")
    assert answer.code == 3
    assert (settled.root / BASELINE).read_bytes() == before
    assert settled.run("baseline", "diff").code == 3


def test_pruning_takes_out_what_was_fixed_and_nothing_else(settled: Project) -> None:
    settled.write("src/shop.py", TWO.replace("    print(total)\n", "", 1))
    look = settled.run("baseline", "prune", "--check")
    assert (look.code, len(lines(settled))) == (1, 3)
    assert look.out.endswith(f"✗ would be 2 lines in {BASELINE}\n")
    done = settled.run("baseline", "prune", "--json")
    assert (done.code, done.data["written"], len(done.data["removed"])) == (0, True, 1)
    assert said(settled) == [("no-eval", "src/shop.py", 0), ("no-print", "src/shop.py", 0)]
    assert settled.run("baseline", "prune", "--check").code == 0


def test_pruning_follows_what_moved_and_keeps_what_people_wrote(settled: Project) -> None:
    settled.git("mv", "src/shop.py", "src/till.py")
    settled.write("src/till.py", "import os\n\n\n" + TWO)
    done = settled.run("baseline", "prune", "--json")
    assert (done.data["removed"], len(done.data["refreshed"])) == ([], 3)
    assert {one["path"] for one in lines(settled)} == {"src/till.py"}
    assert {one["reason"] for one in lines(settled)} == {"from before"}
    assert done.data["refreshed"][0]["was"]["path"] == "src/shop.py"


def test_lines_of_a_spec_that_is_no_more_go_once_the_base_has_none_either(
    settled: Project,
) -> None:
    (settled.root / HOUSE).unlink()
    assert settled.run("baseline", "prune").code == 0
    assert len(lines(settled)) == 3, "the base judges by it still"
    settled.commit("no more house")
    settled.git("branch", "--force", "main")
    assert settled.run("baseline", "prune").code == 0
    assert (settled.root / BASELINE).read_bytes() == b""


def test_the_difference_to_the_base(settled: Project) -> None:
    assert settled.run("baseline", "diff").out.endswith("3 excused, 0 not\n")
    settled.write("src/shop.py", TWO.replace("    eval(total)\n", ""))
    settled.write("src/new.py", "print('hello')\n")
    assert settled.run("baseline", "accept", "--reason", "mine").code == 0
    answer = settled.run("baseline", "diff", "--json")
    assert answer.code == 1
    assert [one["path"] for one in answer.data["added"]] == ["src/new.py"]
    assert [one["kind"] for one in answer.data["growth"]] == ["added"]
    assert [one["rule"] for one in answer.data["stale"]] == ["no-eval"]
    assert [one["path"] for one in answer.data["counted"]] == ["src/new.py"]
    assert answer.data["tolerated"] == 2
    shown = settled.run("baseline", "diff").out
    assert "1 line to be accepted from outside: for violations that this change adds" in shown
    (settled.root / "src/new.py").unlink()
    settled.run("baseline", "prune")
    gone = settled.run("baseline", "diff", "--json")
    assert (gone.code, [one["rule"] for one in gone.data["removed"]]) == (0, ["no-eval"])


def test_a_line_that_has_expired_excuses_nothing(settled: Project) -> None:
    rows = [{**one, "expires": "2020-02-02"} for one in lines(settled)]
    settled.write(BASELINE, "".join(json.dumps(one) + "\n" for one in rows))
    answer = settled.run("baseline", "diff", "--json")
    assert (answer.code, len(answer.data["expired"]), answer.data["tolerated"]) == (1, 3, 0)
    assert settled.run("baseline", "prune", "--json").data["removed"] == [], "it is still there"
    assert settled.run("baseline", "accept", "--reason", "again").code == 0
    assert {one["reason"] for one in lines(settled)} == {"again"}


def test_two_branches_that_remove_neighbours_leave_only_a_stale_line(settled: Project) -> None:
    """git's union driver brings both lines back; nothing turns red, and pruning takes them out."""
    settled.git("checkout", "--quiet", "main")
    for branch, gone in (("one", "    eval(total)\n"), ("other", "    print(total)\n")):
        settled.git("checkout", "--quiet", "-b", branch, "main")
        settled.write("src/shop.py", TWO.replace(gone, "    pass\n", 1))
        assert settled.run("baseline", "prune").code == 0
        settled.commit(branch)
    settled.git("checkout", "--quiet", "main")
    settled.git("merge", "--quiet", "--no-edit", "one")
    settled.git("merge", "--quiet", "--no-edit", "-X", "ours", "other")
    settled.write("src/shop.py", "def pay(total):\n    print(total)\n")
    answer = settled.run("baseline", "diff", "--json")
    assert (answer.data["counted"], answer.data["tolerated"]) == ([], 1)
    assert settled.run("baseline", "prune").code == 0
    assert said(settled) == [("no-print", "src/shop.py", 0)]


def test_a_conflict_is_called_one(settled: Project) -> None:
    text = (settled.root / BASELINE).read_text(encoding="utf-8")
    settled.write(BASELINE, f"<<<<<<< HEAD\n{text}=======\n>>>>>>> other\n")
    for command in (("prune",), ("diff",), ("accept", "--reason", "x")):
        answer = settled.run("baseline", *command)
        assert answer.code == 2
        assert f"{BASELINE}:1" in answer.err
        assert "git conflict" in answer.err
        assert "merge=union" in answer.err


def test_what_git_should_be_told_is_said_and_not_written(house: Project) -> None:
    house.write(".gitattributes", "")
    house.write(".gitignore", ".planproof/baseline.jsonl\n")
    answer = house.run("baseline", "accept", "--reason", "old")
    assert f"add to .gitattributes: {BASELINE} merge=union" in answer.err
    assert f"git ignores {BASELINE}" in answer.err
    assert (house.root / ".gitattributes").read_bytes() == b""


@pytest.mark.parametrize("linked", [BASELINE, ".planproof"])
def test_nothing_is_written_through_a_link(house: Project, linked: str) -> None:
    outside = house.home / "outside"
    outside.mkdir()
    place = house.root / linked
    if place.exists():
        place.rename(outside / "moved")
        os.symlink(outside / "moved", place)
    else:
        (outside / "file").write_bytes(b"")
        os.symlink(outside / "file", place)
    answer = house.run("baseline", "accept", "--reason", "old")
    assert answer.code == 2
    assert not (outside / "moved" / "baseline.jsonl").exists()
    assert not (outside / "file").exists() or (outside / "file").read_bytes() == b""


def test_names_from_the_repository_do_not_reach_the_terminal(house: Project) -> None:
    house.write("src/\x1b[31mred\n.py", "print(1)\n")
    assert house.run("baseline", "accept", "--reason", "\x1b[2J").code == 0
    for command in (("diff", "--verbose"), ("prune",)):
        answer = house.run("baseline", *command)
        assert "\x1b" not in answer.out + answer.err
    raw = (house.root / BASELINE).read_bytes()
    assert raw.isascii()
    assert raw.count(b"\n") == 4


def test_before_the_first_commit_lines_can_be_written_and_pruned(folder: Project) -> None:
    folder.git("init", "--quiet")
    folder.write(HOUSE, SPEC)
    folder.write("a.py", "print(1)\nprint(2)\n")
    assert folder.run("baseline", "accept", "--reason", "old").code == 0
    folder.write("a.py", "print(2)\n")
    assert folder.run("baseline", "prune").code == 0
    assert len(lines(folder)) == 1


def test_outside_of_git_there_is_no_baseline(folder: Project) -> None:
    folder.write(HOUSE, SPEC)
    answer = folder.run("baseline", "diff")
    assert answer.code in (2, 3)
    assert "git" in answer.err
