"""Literals and comments over trees: nothing is sieved out that is spelled otherwise."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.py", "x = 'leg\\x61cy'\n"),
        ("a.py", "x = 'leg\\141cy'\n"),
        ("a.py", "x = 'leg\\u0061cy'\n"),
        ("a.py", "x = 'leg\\U00000061cy'\n"),
        ("a.py", "x = 'the legacy' ' client'\n"),
        ("a.js", "x = 'leg\\u{61}cy'\n"),
        ("a.js", "x = 'leg\\x61cy'\n"),
        ("a.ts", "x = `leg\\x61cy`\n"),
        ("a.go", 'package a\nvar x = "leg\\x61cy"\n'),
        ("a.go", 'package a\nvar x = "leg\\141cy"\n'),
        ("a.java", 'class A { String x = "leg\\u0061cy"; }\n'),
        ("a.rs", 'const X: &str = "leg\\u{61}cy";\n'),
        ("a.py", "# coding: utf-16\n".encode("utf-16")),
    ],
)
def test_what_a_literal_says_is_found(judge, rule, path: str, source: str | bytes) -> None:
    found = judge({path: source}, rule(match={"literals": "legacy"}, bad=["x = 'legacy'"]))
    if isinstance(source, bytes):
        assert found.violations == ()
    else:
        assert [violation.place.path for violation in found.violations] == [path]
        assert found.violations[0].message.startswith("literal ")


def test_files_without_a_grammar_are_told_as_for_other_terms(judge, rule) -> None:
    files = {
        "a.py": "x = 'legacy'\n",
        "b.rb": "x = 'legacy'\n",
        "c.rb": "x = 1\n",
        "d.md": "legacy",
    }
    (report,) = judge(files, rule(match={"literals": "legacy"})).rules
    assert [path for path, _ in report.coverage.blocking] == ["b.rb"]
    assert [path for path, _ in report.coverage.unjudged] == ["d.md"]


@pytest.mark.parametrize("text", ["/TODO|FIXME/", "/^(TODO|FIXME)$/"])
def test_a_regex_without_letters_is_looked_for_in_files_without_a_grammar(
    judge, rule, text
) -> None:
    files = {"a.py": "# TODO\n", "b.rb": "# TODO\n", "c.rb": "# done\n"}
    (report,) = judge(files, rule(match={"comments": text})).rules
    assert report.coverage.hits == 1
    assert [path for path, _ in report.coverage.blocking] == ["b.rb"]


def test_inside_goes_with_them(judge, rule) -> None:
    from msgspec.structs import replace

    asked = rule(match={"comments": "TODO"}, bad=["def f():\n    pass  # TODO"])
    assert asked.match is not None
    within = replace(asked, match=replace(asked.match, inside=("f",)))
    found = judge({"a.py": "# TODO\ndef f():\n    pass  # TODO\n"}, within)
    assert [violation.place.start.line for violation in found.violations] == [2]
