"""Two trees by one spec: what is new, fixed, moved and changed."""

from __future__ import annotations

from typing import Any

import pytest

from planproof_testing import OLD, Project

SPEC = """refactor_name: prints
rules:
  - {id: no-print, description: d, match: {calls: [print]}, scope: {include: ["**/*.py"]}}
"""
BODY = """def first(a):
    print("first", a)


def second(b):
    print("second", b)


def third(c):
    return [c, c, c, c, c]


def fourth(d):
    return {d: d, "more": d}
"""


@pytest.fixture
def prints(project: Project) -> Project:
    project.write("prints.yaml", SPEC)
    project.write("src/a.py", BODY)
    project.commit("two prints")
    return project


def counts(data: Any) -> tuple[int, ...]:
    return tuple(data["counts"][name] for name in ("new", "fixed", "moved", "changed", "unchanged"))


def test_a_swap_is_one_fixed_and_one_new(prints: Project) -> None:
    text = BODY.replace('print("second", b)', "pass")
    prints.write("src/a.py", text.replace("return [", 'print("other")\n    return ['))
    prints.commit("swap")

    answer = prints.run("compare", "prints.yaml", "HEAD~1", "HEAD", "--json")

    assert (answer.code, counts(answer.data)) == (1, (1, 1, 0, 0, 1))
    assert [one["start"]["line"] for one in answer.data["new"]] == [10]
    assert [one["snippet"] for one in answer.data["fixed"]] == ['print("second", b)']
    assert answer.data["trees"]["old"]["violations"] == 2


@pytest.mark.parametrize("committed", [True, False])
def test_a_file_that_was_renamed_and_edited_brings_nothing_new(
    prints: Project, committed: bool
) -> None:
    (prints.root / "src" / "a.py").unlink()
    prints.write(
        "lib/b.py", "import os\n\n" + BODY.replace('print("first", a)', 'print("first",a , 1)')
    )
    if committed:
        prints.commit("move")
    new = ("HEAD",) if committed else ()

    answer = prints.run("compare", "prints.yaml", "main~1" if committed else "HEAD", *new, "--json")

    assert (answer.code, counts(answer.data)) == (0, (0, 0, 0, 1, 1))
    (pair,) = answer.data["changed"]
    assert (pair["path"], pair["was"]["path"]) == ("lib/b.py", "src/a.py")
    assert pair["fingerprint"] == pair["was"]["fingerprint"]


def test_the_tree_as_it_is_against_a_commit(prints: Project) -> None:
    prints.write("src/c.py", 'print("more")\n')
    answer = prints.run("compare", "prints.yaml", "HEAD")
    assert answer.code == 1
    assert "src/c.py:1:1" in answer.out
    assert "1 new, 0 fixed, 2 remaining" in answer.out
    assert prints.run("compare", "prints.yaml", "HEAD", "HEAD").code == 0


def test_what_may_hide_is_no_pass(prints: Project) -> None:
    prints.write("src/c.py", b"print(1)\0")
    hidden = prints.run("compare", "prints.yaml", "HEAD", "--json")
    assert (hidden.code, hidden.data["counts"]["new"]) == (3, 0)

    prints.write("never.yaml", SPEC.replace("[print]", "[prynt]"))
    assert prints.run("compare", "never.yaml", "HEAD", "HEAD").code == 3, "never seen red"


def test_what_is_not_there_is_said(prints: Project, folder: Project) -> None:
    assert prints.run("compare", "prints.yaml", "no-such-revision").code == 2
    assert prints.run("compare", "nothing.yaml", "HEAD").code == 2
    assert prints.run("compare", "prints.yaml", "--upload-pack=x").code == 2


@pytest.mark.parametrize(
    ("ends", "fix"),
    [
        (["HEAD~1..HEAD"], "planproof compare prints.yaml HEAD~1 HEAD"),
        (["HEAD...HEAD"], "planproof compare prints.yaml HEAD HEAD"),
        (["HEAD.."], "planproof compare prints.yaml HEAD"),
        (["HEAD~1", "HEAD~1..HEAD"], "planproof compare prints.yaml OLD NEW"),
    ],
    ids=" ".join,
)
def test_a_range_is_told_to_be_two_commits(prints: Project, ends: list[str], fix: str) -> None:
    answer = prints.run("compare", "prints.yaml", *ends, "--json")

    (diagnostic,) = answer.document["diagnostics"]
    assert (answer.code, diagnostic["fix"]) == (2, fix)
    assert "is a range" in diagnostic["message"]


def test_where_one_commit_is_asked_for_a_range_is_said_to_be_none(prints: Project) -> None:
    answer = prints.run("verify", "prints.yaml", "--base", "HEAD~1..HEAD")

    assert answer.code == 2
    assert "not a range" in answer.err
    assert "git fetch" not in answer.err


def test_a_folder_without_git_has_no_commits(folder: Project) -> None:
    folder.write("a.py", OLD)
    folder.write("prints.yaml", SPEC)
    assert folder.run("compare", "prints.yaml", "HEAD").code == 3
