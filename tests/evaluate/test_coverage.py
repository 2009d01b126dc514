"""What was looked at, what was not, and when that leaves a rule undecided."""

from __future__ import annotations

import pytest

from planproof.index import MAX_BYTES
from planproof.model.evaluation import Verdict
from planproof.model.tree import Note

LARGE = MAX_BYTES + 10


def test_files_are_counted_once_each(judge, rule) -> None:
    files = {
        "a.py": "old()\n",
        "b.py": "new()\n",
        "c.rb": "new\n",
        "notes.md": "old\n",
        "d.po": "new",
    }
    (report,) = judge(files, rule(match={"calls": ["old"]})).rules
    coverage = report.coverage
    assert coverage.in_scope == 5
    assert coverage.examined == 1
    assert coverage.excluded_by_letters == 3
    assert coverage.unjudged == (("notes.md", "no grammar for this kind of file"),)
    assert coverage.blocking == ()


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.rb", b"old_name"),
        ("a.coffee", b"old_name"),
        ("data.txt", b"old_name" + b" " * LARGE),
        ("big.py", b"old_name()\n" + b"#\n" * LARGE),
        ("binary.py", b"old_name()\0"),
        ("latin.py", "# é\nold_name()".encode("latin-1")),
        ("deep.py", b"old_name(" + b"(" * 20_000 + b")" * 20_000 + b")"),
    ],
)
def test_code_that_cannot_be_parsed_and_holds_the_letters_blocks(
    judge, rule, path: str, content: bytes
) -> None:
    found = judge({path: content}, rule(match={"calls": ["old_name"]}, guard=True))
    assert found.verdict is Verdict.INDETERMINATE
    (report,) = found.rules
    assert [blocked for blocked, _ in report.coverage.blocking] == [path]
    assert report.coverage.in_scope == report.coverage.examined == 1
    assert path in report.problems[0].message


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("notes.md", b"old_name"),
        ("data.bin", b"\0old_name"),
        ("huge.bin", b"\0old_name" + b"\0" * LARGE),
        ("de.po", b'msgid "old_name"'),
    ],
)
def test_elsewhere_the_letters_are_counted_and_not_judged(
    judge, rule, path: str, content: bytes
) -> None:
    found = judge({path: content}, rule(match={"calls": ["old_name"]}, guard=True))
    assert found.verdict is Verdict.PASSED
    assert [unjudged for unjudged, _ in found.rules[0].coverage.unjudged] == [path]


@pytest.mark.parametrize("path", ["a.rb", "notes.md", "big.txt", "big.py", "latin.py"])
def test_without_the_letters_all_of_them_are_clean(judge, rule, path: str) -> None:
    content = b"x = '\xe9'\n" + (b"#\n" * LARGE if path.startswith("big") else b"")
    found = judge({path: content}, rule(match={"calls": ["old_name"]}, guard=True))
    assert found.verdict is Verdict.PASSED
    assert found.rules[0].coverage.excluded_by_letters == 1


def test_letters_across_the_chunks_of_a_large_file_are_found(judge, rule) -> None:
    padding = b" " * ((1 << 20) - 4)
    content = padding + b"old_name" + b" " * LARGE
    found = judge({"a.txt": content}, rule(match={"calls": ["old_name"]}, guard=True))
    assert found.rules[0].coverage.blocking


def test_a_regular_expression_is_searched_in_files_without_a_grammar(judge, rule) -> None:
    files = {"a.rb": "x.old_thing = 1", "b.rb": "x = 1"}
    for text in ("/^old/i", "/OLD_th/i", "/^(old|ancient)/", "/ng$/i"):
        found = judge(files, rule(match={"identifiers": [text]}, guard=True))
        assert [path for path, _ in found.rules[0].coverage.blocking] == ["a.rb"], text
        assert found.rules[0].coverage.excluded_by_letters == 1


def test_an_expectation_is_never_met_in_a_file_that_is_not_parsed(judge, rule) -> None:
    found = judge({"a.rb": "wanted()", "b.py": "x = 1\n"}, rule(expect={"calls": ["wanted"]}))
    assert found.verdict is Verdict.VIOLATED
    assert found.rules[0].coverage.unjudged == (("a.rb", "no grammar for this kind of file"),)


def test_an_expectation_that_is_met_is_not_blocked_by_more_of_it(judge, rule) -> None:
    found = judge({"a.rb": "wanted()", "b.py": "wanted()\n"}, rule(expect={"calls": ["wanted"]}))
    assert found.verdict is Verdict.PASSED


def test_an_upper_limit_is_blocked_by_more_that_there_may_be(judge, rule) -> None:
    limited = rule(expect={"calls": ["wanted"], "at_most": 1})
    found = judge({"a.rb": "wanted()", "b.py": "wanted()\n"}, limited)
    assert found.verdict is Verdict.INDETERMINATE


def test_unreadable_paths_in_scope_block(judge, rule, tree) -> None:
    given = tree({"src/a.py": "x = 1\n"}, unreadable=["src/secret.py", "lib/", "docs/"])
    one = judge(given, rule(match={"calls": ["x"]}, include=["src/**"], guard=True))
    assert [path for path, _ in one.rules[0].coverage.blocking] == ["src/secret.py"]
    two = judge(given, rule(match={"calls": ["x"]}, exclude=["docs/**"], guard=True))
    assert [path for path, _ in two.rules[0].coverage.blocking] == ["lib/", "src/secret.py"]


def test_links_are_not_followed(judge, rule, tree) -> None:
    given = tree({"a.py": "x = 1\n", "link.py": "old()\n"}, links=["link.py"])
    found = judge(given, rule(match={"calls": ["old"]}, guard=True))
    assert found.verdict is Verdict.PASSED
    assert found.rules[0].coverage.in_scope == 1


def test_what_the_tree_could_not_show_is_said(judge, rule, tree) -> None:
    given = tree({"a.py": "x = 1\n"}, notes=[Note("submodule", "not looked into: 1 submodules")])
    found = judge(given, rule(match={"calls": ["old"]}, guard=True))
    assert [warning.code for warning in found.warnings] == ["submodule"]


def test_languages_narrow_the_scope(judge, rule) -> None:
    files = {"a.rb": "old()", "b.py": "x = 1\n", "c.md": "old"}
    (report,) = judge(files, rule(match={"calls": ["old"]}, languages=["python"], guard=True)).rules
    assert report.verdict is Verdict.PASSED
    assert report.coverage.in_scope == 1


def test_a_script_is_known_by_its_first_line(judge, rule) -> None:
    files = {"bin/tool": "#!/usr/bin/env python3\nold()\n", "bin/data": "old"}
    found = judge(files, rule(match={"calls": ["old"]}, languages=["python"]))
    assert [violation.place.path for violation in found.violations] == ["bin/tool"]
    assert found.rules[0].coverage.in_scope == 1


def test_planproofs_own_files_are_outside_unless_named(judge, rule) -> None:
    files = {".planproof/x.py": "old()\n", "specs/spec.yaml": "old", "a.py": "old()\n"}

    def paths(**scope: list[str]) -> list[str]:
        found = judge(files, rule(match={"calls": ["old"]}, **scope), spec_path="specs/spec.yaml")
        return [violation.place.path for violation in found.violations]

    assert paths() == ["a.py"]
    assert paths(include=["**"]) == ["a.py"]
    assert paths(include=[".planproof/**"]) == [".planproof/x.py"]
    assert paths(include=["a.py", "/.planproof/x.py"]) == [".planproof/x.py", "a.py"]
    (report,) = judge(
        files, rule(match={"calls": ["old"]}, include=["specs/**"]), spec_path="specs/spec.yaml"
    ).rules
    assert report.coverage.in_scope == 0


def test_names_of_modules_come_from_paths(judge, rule) -> None:
    """No letter of the term stands in the file."""
    found = judge(
        {"auth/legacy.py": "def login(): ...\n"}, rule(match={"definitions": ["auth.legacy.*"]})
    )
    assert [violation.symbol for violation in found.violations] == [""]
    assert "legacy" not in found.violations[0].snippet


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.py", "ｏｌｄ_name()\n".encode()),
        ("a.py", b"# coding: utf-16\n"),
        ("b.py", "# coding: cp500\n".encode("ascii") + "old_name()".encode("cp500")),
    ],
)
def test_other_spellings_are_never_clean(judge, rule, path: str, content: bytes) -> None:
    found = judge({path: content}, rule(match={"calls": ["old_name"]}, guard=True))
    hidden = b"utf-16" not in content
    assert (found.verdict is not Verdict.PASSED) == hidden
