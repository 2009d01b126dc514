"""Questions about files, and about what is built upon what, as a user asks them."""

from __future__ import annotations

import pytest

from planproof_testing import Project

CORE = "class Base:\n    def run(self): ...\n\n@final\ndef low(a, b): ...\n"
MID = "import os\nfrom core import Base, low\n\nclass Mid(Base):\n    def run(self): ...\n"
TOP = "from mid import Mid\n\nclass Top(Mid): ...\n\ndef late():\n    import core\n"


@pytest.fixture
def code(folder: Project) -> Project:
    for path, text in {"core.py": CORE, "mid.py": MID, "top.py": TOP, "notes.md": "# x\n"}.items():
        folder.write(path, text)
    folder.git("init", "--quiet")
    folder.commit("first")
    return folder


def lines(code: Project, *arguments: str) -> list[str]:
    answer = code.run(*arguments)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


def test_what_a_file_imports(code: Project) -> None:
    assert lines(code, "imports", "mid.py") == [
        "mid.py:1:8  os  not in this tree",
        "mid.py:2:18  core.Base  core.py",
        "mid.py:2:24  core.low  core.py",
        "3 imports",
    ]


def test_who_imports_a_file(code: Project) -> None:
    assert lines(code, "imported-by", "core.py") == [
        "mid.py:2:18  core.Base  core.py",
        "mid.py:2:24  core.low  core.py",
        "top.py:6:12  core  core.py  in late",
        "3 imports",
    ]
    assert lines(code, "imported-by", "core") == lines(code, "imported-by", "core.py")


def test_what_is_in_a_file(code: Project) -> None:
    assert lines(code, "outline", "core.py") == [
        "      1-2  class Base",
        "      2-2    method run(self)",
        "      5-5  function low(a, b)  @final",
        "3 definitions",
    ]


def test_what_implements_a_class_or_a_method(code: Project) -> None:
    assert lines(code, "implementations", "Base") == [
        "mid.py:4:11  Mid  base Base",
        "top.py:3:11  Top  base Mid → Base",
        "2 implementations",
    ]
    assert lines(code, "implementations", "Base.run") == [
        "mid.py:5:9  Mid.run  definition Base.run",
        "1 implementation",
    ]


def test_what_a_class_is_built_upon(code: Project) -> None:
    found = code.run("implementations", "Top", "--bases", "--json").data["matches"]

    assert [(one["symbol"], one["depth"], one["way"]) for one in found] == [
        ("Mid", 1, ["Mid", "Top"]), ("Base", 2, ["Base", "Mid", "Top"]),
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["imports", "imported-by", "outline"])
def test_files_that_cannot_be_asked_about_are_refused_with_a_reason(
    code: Project, command: str
) -> None:
    for path, message in {
        "../core.py": "outside the project",
        "notes.md": "is of no language that is read here",
        "croe.py": "did you mean core.py?",
        "": "there is no file",
    }.items():
        answer = code.run(command, path)
        assert (answer.code, message in answer.err) == (2, True), answer.err


def test_files_of_a_commit_are_asked_about(code: Project) -> None:
    code.write("core.py", "")

    assert code.run("outline", "core.py", "--json").data["total"] == 0
    assert code.run("outline", "core.py", "--json", "--at", "HEAD").data["total"] == 3
