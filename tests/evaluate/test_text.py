"""The facet text over whole trees: any file, any encoding, any size."""

from __future__ import annotations

from time import process_time

import pytest

from planproof.model.evaluation import Proof, Verdict

URL = "http://old.example"


def places(found) -> list[tuple[str, int, int]]:
    return [
        (v.place.path, v.place.start.line + 1, v.place.start.column + 1) for v in found.violations
    ]


@pytest.mark.parametrize(
    "path",
    ["README.md", "ci.yml", "q.sql", "Dockerfile", "Makefile", ".env", ".github/workflows/a.yml",
     "data.json", "a.py", "a.ts", "A.java", "notes", "x.rb"],
)  # fmt: skip
def test_every_text_file_is_searched(judge, rule, path: str) -> None:
    comment = "// " if path.endswith(("ts", "java")) else "# "
    found = judge({path: f"{comment}one\n{comment} see {URL}/x\n"}, rule(match={"text": [URL]}))
    assert found.verdict is Verdict.VIOLATED
    (violation,) = found.violations
    assert (violation.place.path, violation.place.start.line) == (path, 1)
    assert violation.snippet == f"{comment} see {URL}/x".replace("  ", " ")
    assert violation.message == f"text {URL} is forbidden by text: {URL}"
    assert found.rules[0].coverage.examined == 1
    assert found.rules[0].coverage.hits == 1


def test_code_is_searched_in_strings_and_comments_and_names_the_definition(judge, rule) -> None:
    source = f'def f():\n    """{URL}"""\n    return 1  # {URL}\n\nx = "{URL}"\n'
    found = judge({"a.py": source}, rule(match={"text": [URL]}))
    assert [(v.symbol, v.place.start.line + 1) for v in found.violations] == [
        ("f", 2), ("f", 3), ("", 5)
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "latin-1", "utf-16-le"])
@pytest.mark.parametrize("path", ["a.txt", "a.sql", "a.py"])
def test_every_encoding_is_read(judge, rule, encoding: str, path: str) -> None:
    text = "first line\r\nsecond line\rdie größe = 1\n"
    found = judge({path: text.encode(encoding)}, rule(match={"text": ["/größe/"]}))
    assert places(found) == [(path, 3, 5)]


def test_what_an_unknown_encoding_may_hide_blocks(judge, rule) -> None:
    content = "-- привет\n".encode("cp1251")
    found = judge({"a.sql": content}, rule(match={"text": ["привет"]}, guard=True))
    assert found.verdict is Verdict.INDETERMINATE
    assert "not in a known encoding" in found.rules[0].coverage.blocking[0][1]
    plain = judge({"a.sql": content}, rule(match={"text": ["drop table"]}, guard=True))
    assert plain.verdict is Verdict.PASSED


def test_large_files_are_searched_to_the_end(judge, rule) -> None:
    filler = ("a line of a log file that goes on and on" * 25 + "\n") * 6_000
    found = judge({"big.log": filler + f"see {URL}\n"}, rule(match={"text": [URL]}))
    assert places(found) == [("big.log", 6_001, 5)]
    wide = (filler + f"see {URL}\n").encode("utf-16")
    assert places(judge({"big.log": wide}, rule(match={"text": [f"/{URL}/i"]}))) == [
        ("big.log", 6_001, 5)
    ]
    clean = judge({"big.log": filler}, rule(match={"text": [URL]}, guard=True))
    assert clean.verdict is Verdict.PASSED


def test_a_line_that_is_too_long_to_hold_is_searched_and_blocks(judge, rule) -> None:
    line = "x" * 11_000_000
    found = judge({"big.json": f"{line}{URL}{line}"}, rule(match={"text": [URL]}))
    assert found.verdict is Verdict.VIOLATED
    assert "longer than 5 MB" in found.rules[0].coverage.blocking[0][1]


def test_large_code_is_searched_although_it_is_not_parsed(judge, rule) -> None:
    source = "x = 1\n" * 1_000_000 + f"# {URL}\n"
    assert places(judge({"a.py": source}, rule(match={"text": [URL]}))) == [("a.py", 1_000_001, 3)]


def test_binary_files_are_not_judged_unless_they_are_named(judge, rule) -> None:
    content = b"\x7fELF\x01\x02" + bytes(500) + URL.encode() + bytes(500)
    found = judge({"a.bin": content, "a.txt": "x"}, rule(match={"text": [URL]}, guard=True))
    assert found.verdict is Verdict.PASSED
    assert found.rules[0].coverage.unjudged == (("a.bin", "binary"),)
    code = judge({"a.sh": content}, rule(match={"text": [URL]}, guard=True))
    assert code.verdict is Verdict.INDETERMINATE
    named = judge({"a.bin": content}, rule(match={"text": [URL]}, include=["a.bin"]))
    assert named.verdict is Verdict.VIOLATED
    other = judge({"a.bin": content}, rule(match={"text": ["absent"]}, guard=True))
    assert other.rules[0].coverage.unjudged == ()


def test_one_zero_hides_no_text(judge, rule) -> None:
    content = b"# \0\npassword: hunter2\n" + b"key: value\n" * 50
    found = judge({"a.yml": content}, rule(match={"text": ["hunter2"]}))
    assert places(found) == [("a.yml", 2, 11)]


def test_languages_restrict_the_files(judge, rule) -> None:
    files = {"a.py": f"# {URL}\n", "a.md": URL, "a.ts": f"// {URL}\n"}
    found = judge(files, rule(match={"text": [URL]}, languages=["python"]))
    assert places(found) == [("a.py", 1, 3)]


@pytest.mark.parametrize("path", ["conf.yml", "a.py"])
def test_expectations_are_met_by_text_in_any_file(judge, rule, path: str) -> None:
    expect = {"text": [r"/^timeout: \d+/"]}
    assert judge({path: "timeout: 30\n"}, rule(expect=expect)).verdict is Verdict.PASSED
    assert judge({path: "timeout: x\n"}, rule(expect=expect)).verdict is Verdict.VIOLATED
    upper = {**expect, "at_most": 1}
    twice = judge({path: "timeout: 1\ntimeout: 2\n"}, rule(expect=upper))
    assert twice.verdict is Verdict.VIOLATED


def test_an_expectation_is_met_where_the_syntax_is_broken(judge, rule) -> None:
    found = judge({"a.py": "def (:\n# LICENCE\n"}, rule(expect={"text": ["LICENCE"]}))
    assert found.verdict is Verdict.PASSED


def test_other_terms_of_the_rule_are_judged_as_before(judge, rule) -> None:
    both = rule(match={"text": [URL], "calls": ["legacy_login"]})
    found = judge({"a.rb": f"# {URL}\nlegacy_login\n", "b.md": "legacy_login"}, both)
    assert places(found) == [("a.rb", 1, 3)]
    coverage = found.rules[0].coverage
    assert coverage.blocking == (("a.rb", "no grammar for this kind of file"),)
    assert coverage.unjudged == (("b.md", "no grammar for this kind of file"),)
    assert coverage.in_scope == coverage.examined + len(coverage.unjudged)


def test_an_unreadable_file_blocks(judge, rule, tree) -> None:
    given = tree({"a.md": "x"})
    given.served["a.md"] = None
    found = judge(given, rule(match={"text": [URL]}, guard=True))
    assert found.verdict is Verdict.INDETERMINATE


@pytest.mark.parametrize("path", ["notes.md", "a.py", "run.sh"])
def test_a_red_verdict_leaves_a_witness_that_proves_the_green_one(judge, rule, path: str) -> None:
    lines = rule(match={"text": [URL, "/token=\\w+/i"]})
    red = judge({path: f"# one\n# {URL}\n# two\n# Token=abc\n"}, lines)
    assert len(red.witnesses) == 1
    green = judge({path: "# nothing\n"}, lines, witnesses=red.witnesses)
    assert (green.verdict, green.rules[0].proof) == (Verdict.PASSED, Proof.WITNESS)


def test_examples_need_no_language(judge, rule) -> None:
    proven = rule(match={"text": ["/FROM .*:latest/"]}, bad=["FROM python:latest"])
    found = judge({"Dockerfile": "FROM python:3.12\n"}, proven)
    assert (found.verdict, found.rules[0].proof) == (Verdict.PASSED, Proof.EXAMPLE)


def test_only_files_that_hold_the_letters_are_examined(judge, rule) -> None:
    files = {f"{n}.md": "nothing here\n" for n in range(5)} | {
        f"{n}.py": "x = 1\n" for n in range(5)
    }
    for term in (URL, "/NOTHING AT ALL/i", "/[0-9]{9}/"):
        found = judge(files, rule(match={"text": [term]}, guard=True))
        coverage = found.rules[0].coverage
        assert (coverage.in_scope, coverage.excluded_by_letters, coverage.examined) == (10, 10, 0)


def test_a_long_line_is_quoted_around_the_place(judge, rule) -> None:
    found = judge(
        {"a.json": "[" + "1, " * 5000 + f'"{URL}"' + ", 1" * 5000 + "]"},
        rule(match={"text": [URL]}),
    )
    assert URL in found.violations[0].snippet
    assert len(found.violations[0].snippet) <= 200


def test_many_hits_in_one_long_statement_take_linear_time(judge, rule) -> None:
    source = "f(" + "e," * 20_000 + "1)"
    started = process_time()
    found = judge({"a.js": source}, rule(match={"text": ["e"]}))
    assert len(found.violations) == 20_000
    assert found.violations[-1].place.start.column == 2 + 2 * 19_999
    assert process_time() - started < 30
