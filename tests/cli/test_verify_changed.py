"""``verify --changed`` and ``--staged``: quick feedback that never claims to be the gate."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import Any

import pytest

from planproof_testing import Answer, Project

HOUSE = ".planproof/specs/house.yaml"
SPEC = """\
refactor_name: house rules
enforce: true
rules:
  - id: no-print
    description: Programs log, they do not print
    match: {calls: [print]}
  - id: one-main
    description: There is an entry point
    expect: {definitions: [main]}
"""
SCOPE = "scope: changed files, not the gate"


@pytest.fixture
def house(folder: Project) -> Project:
    """Two violations of an enforced spec, which nobody excuses; then a clean commit."""
    folder.write(HOUSE, SPEC)
    folder.write("src/old.py", "print(1)\n")
    folder.write("src/app.py", "def main():\n    print(2)\n")
    folder.write("README.md", "print(3)\n")
    folder.git("init", "--quiet", "-b", "main")
    folder.commit("the house")
    return folder


def found(answer: Answer) -> list[tuple[str, int]]:
    return [(one["path"], one["start"]["line"]) for one in answer.data["violations"]]


def test_only_violations_in_changed_files_are_told(house: Project) -> None:
    house.write("src/app.py", "def main():\n    print(2)\n    print(4)\n")
    house.write("src/new.py", "print(5)\n")
    answer = house.run("verify", "--changed", "--json")
    assert answer.code == 1
    assert found(answer) == [("src/app.py", 2), ("src/app.py", 3), ("src/new.py", 1)]
    assert answer.data["scope"] == "changed files, not the gate"
    assert answer.data["verdict"] == "violated"
    assert answer.data["paths"] == ["src/app.py", "src/new.py"]


def test_a_clean_change_passes_and_hears_what_was_not_judged(house: Project) -> None:
    house.write("src/app.py", "def main():\n    pass\n")
    answer = house.run("verify", "--changed")
    assert answer.code == 0
    assert "✓ passed  1 file changed" in answer.out
    assert f"{SCOPE}; 1 rule needs the whole tree: not judged here" in answer.out
    left = house.run("verify", "--changed", "--json").data["not_judged"]
    assert left == [{"spec": HOUSE, "rule": "one-main"}]


def test_what_changes_elsewhere_is_found_where_it_is_used(house: Project) -> None:
    """The changed file says nothing of print: another one does."""
    house.write("src/say.py", "from builtins import print as say\n")
    house.commit("another name")
    house.write("src/use.py", "from src.say import say\n\nsay(1)\n")
    assert found(house.run("verify", "--changed", "--json")) == [("src/use.py", 3)]


@pytest.mark.parametrize("option", ["--changed", "--staged"])
def test_where_nothing_changed_nothing_was_judged(house: Project, option: str) -> None:
    answer = house.run("verify", option)
    assert answer.code == 0
    assert "nothing was judged" in answer.out
    assert "passed" not in answer.out
    assert SCOPE in answer.out
    data = house.run("verify", option, "--json").data
    assert (data["verdict"], data["paths"]) == ("nothing-judged", [])


def test_nor_where_no_rule_looks_at_what_changed(house: Project) -> None:
    house.write(HOUSE, SPEC.replace("match:", "languages: [python]\n    match:"))
    house.commit("python only")
    house.write("README.md", "print(4)\n")
    (house.root / "src/old.py").unlink()
    answer = house.run("verify", "--changed")
    assert (answer.code, "nothing was judged" in answer.out) == (0, True)


def test_since_a_base_all_that_the_branch_did_counts(house: Project) -> None:
    house.git("checkout", "--quiet", "-b", "change")
    house.write("src/one.py", "print(1)\n")
    house.commit("one")
    house.git("checkout", "--quiet", "main")
    house.write("src/two.py", "print(2)\n")
    house.commit("two, on main")
    house.git("checkout", "--quiet", "change")
    house.write("src/three.py", "print(3)\n")
    answer = house.run("verify", "--changed", "--base", "main", "--json")
    assert found(answer) == [("src/one.py", 1), ("src/three.py", 1)]
    assert found(house.run("verify", "--changed", "--json")) == [("src/three.py", 1)]


def test_what_is_staged_is_judged_whatever_lies_in_the_folder(house: Project) -> None:
    house.write("src/app.py", "def main():\n    print('staged')\n    print('too')\n")
    house.git("add", "src/app.py")
    house.write("src/app.py", "def main():\n    pass\n")
    house.write("src/new.py", "print('not staged')\n")
    assert found(house.run("verify", "--staged", "--json")) == [
        ("src/app.py", 2),
        ("src/app.py", 3),
    ]
    assert found(house.run("verify", "--changed", "--json")) == [("src/new.py", 1)]
    house.git("add", "--all")
    house.write("src/new.py", "pass\n")
    assert found(house.run("verify", "--staged", "--json")) == [("src/new.py", 1)]


def test_the_specs_are_the_staged_ones_too(house: Project) -> None:
    house.write("src/app.py", "eval(1)\n")
    house.write(HOUSE, SPEC.replace("[print]", "[eval]"))
    house.git("add", "--all")
    house.write(HOUSE, SPEC)
    assert found(house.run("verify", "--staged", "--json")) == [("src/app.py", 1)]


def test_what_was_only_announced_is_not_staged(house: Project) -> None:
    house.write("src/new.py", "print(1)\n")
    house.git("add", "--intent-to-add", "src/new.py")
    data = house.run("verify", "--staged", "--json").data
    assert (data["verdict"], data["paths"]) == ("nothing-judged", [])


@pytest.mark.parametrize("how", [("--all",), ("src/app.py",)])
def test_a_hook_judges_what_the_very_commit_would_hold(
    house: Project, how: tuple[str, ...]
) -> None:
    """``git commit --all`` and ``git commit PATH`` have an index of their own."""
    hook = house.write(
        ".git/hooks/pre-commit", f"#!/bin/sh\n{sys.executable} -m planproof_cli verify --staged\n"
    )
    hook.chmod(0o755)
    house.write("src/app.py", "def main():\n    print('not added')\n")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        house.git("commit", "--quiet", "--message", "no", *how)
    assert b"1 file staged" in refused.value.stdout + refused.value.stderr
    house.write("src/app.py", "def main():\n    pass\n")
    house.git("commit", "--quiet", "--message", "yes", *how)
    assert house.git("log", "-1", "--format=%s") == "yes\n"


def test_an_unmerged_index_is_no_commit(house: Project) -> None:
    house.git("checkout", "--quiet", "-b", "other")
    house.write("src/app.py", "other = 1\n")
    house.commit("other")
    house.git("checkout", "--quiet", "main")
    house.write("src/app.py", "ours = 1\n")
    house.commit("ours")
    with pytest.raises(subprocess.CalledProcessError):
        house.git("merge", "--quiet", "other")
    answer = house.run("verify", "--staged")
    assert (answer.code, "unmerged" in answer.err) == (2, True)


@pytest.mark.parametrize("option", ["--changed", "--staged"])
def test_before_the_first_commit_everything_has_changed(folder: Project, option: str) -> None:
    folder.git("init", "--quiet")
    folder.write(HOUSE, SPEC)
    folder.write("a.py", "print(1)\n")
    folder.git("add", "--all")
    answer = folder.run("verify", option, "--json")
    assert (answer.code, found(answer), answer.data["since"]) == (1, [("a.py", 1)], None)


def test_given_specs_need_not_be_enforced(house: Project) -> None:
    house.write("mine.yaml", SPEC.replace("enforce: true\n", "").replace("[print]", "[eval]"))
    house.write("src/new.py", "eval(1)\nprint(1)\n")
    assert found(house.run("verify", "mine.yaml", "--changed", "--json")) == [("src/new.py", 1)]


def test_guards_are_judged_too(house: Project) -> None:
    guard = SPEC.replace("enforce: true\n", "guard: true\n").replace("[print]", "[eval]")
    house.write(".planproof/guards/eval.yaml", guard)
    house.write("src/new.py", "eval(1)\n")
    assert found(house.run("verify", "--changed", "--json")) == [("src/new.py", 1)]


def test_without_any_spec_there_is_nothing_to_judge_by(project: Project) -> None:
    project.write("src/new.py", "print(1)\n")
    answer = project.run("verify", "--changed")
    assert (answer.code, "nothing to judge by" in answer.err) == (2, True)
    assert project.run("verify", "--changed", "--at", "HEAD").code == 2
    assert project.run("verify", "--changed", "--all").code == 2
    assert project.run("verify", "--changed", "--base", "nowhere", "spec.yaml").code == 2


@pytest.mark.parametrize("staged", [False, True])
def test_what_the_baseline_excuses_is_not_told_again(house: Project, staged: bool) -> None:
    assert house.run("baseline", "accept", "--reason", "old").code == 0
    house.commit("a baseline")
    house.git("mv", "src/old.py", "src/moved.py")
    house.write("src/app.py", "def main():\n    print(2)\n    print(4)\n")
    house.git("add", "--all")
    option = "--staged" if staged else "--changed"
    answer = house.run("verify", option, "--json")
    assert found(answer) == [("src/app.py", 3)]
    assert answer.data["tolerated"] == 2
    assert "1 violation, 2 in the baseline" in house.run("verify", option).out


def test_nor_does_a_line_that_the_change_adds_excuse_anything(house: Project) -> None:
    house.write("src/new.py", "print(1)\n")
    assert house.run("baseline", "accept", "--reason", "mine", "--path", "src/new.py").code == 0
    assert found(house.run("verify", "--changed", "--json")) == [("src/new.py", 1)]


def test_a_changed_file_that_cannot_be_judged_is_no_pass(house: Project) -> None:
    house.write("src/app.py", b"print(1)\0")
    answer = house.run("verify", "--changed")
    assert (answer.code, "? indeterminate" in answer.out) == (3, True)


def test_other_files_that_cannot_be_judged_do_not_matter(house: Project) -> None:
    house.write("src/torn.py", b"print(1)\0")
    house.commit("torn")
    house.write("src/app.py", "pass\n")
    assert house.run("verify", "--changed").code == 0


def test_names_from_the_repository_do_not_reach_the_terminal(house: Project) -> None:
    house.write("src/\x1b[31m.py", "print(1)\n")
    os.symlink("/etc/passwd", house.root / "src/link.py")
    answer = house.run("verify", "--changed")
    assert answer.code == 1
    assert "\x1b" not in answer.out + answer.err


def test_on_a_cold_index_only_changed_files_are_parsed(house: Project) -> None:
    for number in range(20):
        house.write(f"lib/m{number}.py", f"print({number})\n")
    house.commit("many")
    house.write("lib/m3.py", "print('changed')\n")
    assert house.run("verify", "--changed").code == 1
    assert _parsed(house) == 1
    assert house.run("verify", HOUSE).code == 1
    assert _parsed(house) > 20, "the whole looks at all of them"


def _parsed(project: Project) -> Any:
    with sqlite3.connect(project.root / ".git" / "planproof" / "index.db") as index:
        return index.execute("select count(*) from blobs").fetchone()[0]
