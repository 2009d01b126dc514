"""ast-grep patterns: checked once, run in a process that can be killed."""

from __future__ import annotations

import json

import pytest

from planproof.rules.structural_worker import StructuralWorker
from planproof.rules.structure import (
    STRUCTURAL,
    BadStructureError,
    Structure,
    parse_pattern,
    parse_rule_object,
)

ALL = frozenset(STRUCTURAL)


@pytest.mark.parametrize(
    ("pattern", "works", "fails"),
    [
        ("class $A { $$$ }", "java", "python"),
        ("def $F($$$): $$$", "python", "javascript"),
        ("@app.route($X)", "python", ""),
        ("fn $F() {}", "rust", "python"),
        ("$A == None", "rust", ""),
        ("<A $$$ />", "tsx", "typescript"),
        ("if err != nil { $$$ }", "go", "python"),
    ],
)
def test_a_pattern_works_in_the_languages_that_can_parse_it(pattern, works, fails) -> None:
    parsed = parse_pattern(pattern, STRUCTURAL)
    assert works in parsed.structure.languages
    assert fails not in parsed.structure.languages
    assert {language for language, _ in parsed.skipped} == ALL - parsed.structure.languages


@pytest.mark.parametrize("pattern", ["foo(", ")(", "a b c d", "", "  ", "$$$", "foo bar"])
def test_a_pattern_that_no_language_can_parse_is_refused(pattern: str) -> None:
    with pytest.raises(BadStructureError) as refused:
        parse_pattern(pattern, ("python", "go"))
    assert refused.value.diagnostics[0].fix


def test_a_rule_of_a_catalogue_is_taken_as_it_is() -> None:
    written = {"id": "x", "language": "js", "rule": {"kind": "string"}, "rewriters": [], "fix": "y"}
    parsed = parse_rule_object(json.dumps(written), ("python", "javascript", "typescript"))
    assert parsed.structure.languages == {"javascript"}


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"kind": "nope"}, "nope"),
        ({"frob": "x"}, "frob"),
        ({"regex": "("}, "unclosed group"),
        ({}, "positive matcher"),
        ({"rule": {"kind": "call"}, "files": ["x"]}, "files"),
        ({"rule": {"kind": "call"}, "constraint": {}}, "constraint"),
        ({"rule": []}, "Mapping"),
        ({"matches": "nowhere"}, "nowhere"),
        ({"rule": {"kind": "call"}, "language": "ruby"}, "any language"),
        ([1], "rule object"),
    ],
)
def test_a_rule_object_that_cannot_work_is_refused(rule: object, says: str) -> None:
    with pytest.raises(BadStructureError) as refused:
        parse_rule_object(json.dumps(rule), ("python",))
    (problem,) = refused.value.diagnostics
    assert says in problem.message
    assert "Stack" not in problem.message


def test_a_misspelt_key_is_told_what_was_meant() -> None:
    with pytest.raises(BadStructureError) as refused:
        parse_rule_object(json.dumps({"rule": {"kind": "call"}, "constraint": {}}), ("python",))
    assert "constraints" in refused.value.diagnostics[0].fix


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"pattern": "old_login($X)"}, {"old_login"}),
        ({"kind": "string_content", "regex": "^USE_L10N$"}, {"USE_L10N"}),
        ({"any": [{"pattern": "one($X)"}, {"pattern": "two($X)"}]}, set()),
        ({"all": [{"pattern": "one($X)"}, {"regex": "two"}]}, {"one", "two"}),
        ({"pattern": {"context": "class A { x }", "selector": "identifier"}}, set()),
        ({"pattern": "f(one, # two\n three)"}, set()),
        ({"not": {"pattern": "one($X)"}, "kind": "call"}, set()),
    ],
)
def test_the_words_that_every_match_holds(rule: object, words: set[str]) -> None:
    assert parse_rule_object(json.dumps(rule), ("python",)).structure.words == words


def test_a_whole_rule_with_constraints_and_language(texts) -> None:
    rule = {
        "id": "x",
        "language": "Python",
        "rule": {"pattern": "$F($$$)"},
        "constraints": {"F": {"regex": "^old"}},
    }
    assert texts("a.py", "old_one(1)\nnew(2)\n", "ast", json.dumps(rule)) == ["old_one(1)"]
    assert texts("a.js", "old_one(1)\nnew(2)\n", "ast", json.dumps(rule)) == []


def test_places_are_bytes_of_the_file(texts) -> None:
    source = "x = 'é𝒳'; login(u, legacy=True)\nlogin(login(é, legacy=True), legacy=True)\n"
    found = texts("a.py", source, "pattern", "login($USER, legacy=True)")
    assert found == ["login(u, legacy=True)", "login(login(é, legacy=True), legacy=True)"]


def test_places_in_other_encodings_and_behind_a_mark(find) -> None:
    source = "# coding: latin-1\nx = 'é'; old(1)\n".encode("latin-1")
    (hit,) = find("a.py", source, ("pattern", "old($X)")).hits
    assert source[hit.span.start : hit.span.end] == b"old(1)"
    marked = b"\xef\xbb\xbfold(1)\n"
    (hit,) = find("a.py", marked, ("pattern", "old($X)")).hits
    assert marked[hit.span.start : hit.span.end] == b"old(1)"


def bomb() -> Structure:
    rule: dict[str, object] = {"regex": "^never$"}
    for _ in range(4):
        rule = {"kind": "call", "has": {**rule, "stopBy": "end"}}
    return parse_rule_object(json.dumps(rule), ("python",)).structure


SLOW = "f(" * 400 + ")" * 400 + "\n"


def test_a_slow_match_is_cut_off_and_the_next_one_works() -> None:
    quick = parse_pattern("old($X)", ("python",)).structure
    with StructuralWorker(budget=1.0) as worker:
        assert worker.find("old(1)", "python", quick) == ((0, 6),)
        worker._budget = 0.05
        assert "longer than" in str(worker.find(SLOW * 50, "python", bomb()))
        worker._budget = 10.0
        assert worker.find("old(1)", "python", quick) == ((0, 6),)


def test_a_pattern_that_fails_again_and_again_is_given_up() -> None:
    with StructuralWorker(budget=0.0) as worker:
        answers = [worker.find(SLOW, "python", bomb()) for _ in range(4)]
    assert "not tried" not in str(answers[:3])
    assert "not tried" in str(answers[3])


def test_a_crash_is_an_answer_and_the_next_one_works() -> None:
    quick = parse_pattern("old($X)", ("python",)).structure
    with StructuralWorker() as worker:
        assert worker.find("old(1)", "python", quick) == ((0, 6),)
        assert worker._process is not None
        worker._process.kill()
        worker._process.join()
        assert worker.find("old(2)", "python", quick) == "the pattern made the matcher crash"
        assert worker.find("old(2)", "python", quick) == ((0, 6),)


def test_a_panic_is_an_answer() -> None:
    structure = Structure(
        json.dumps({"rule": {"pattern": "x"}}), frozenset({"klingon"}), frozenset()
    )
    with StructuralWorker() as worker:
        assert "the matcher failed" in str(worker.find("x", "klingon", structure))


def test_what_cannot_be_decided_is_told_with_its_reason(clause, reading) -> None:
    from planproof.rules import find_hits

    read = reading("a.py", SLOW)
    read._worker._budget = 0.0
    found = find_hits(clause(("pattern", "f($X)")), read)
    assert found.hits == ()
    assert "longer than" in found.undecided[0]


def test_a_pattern_without_words_cannot_be_judged_in_a_broken_file(find) -> None:
    found = find(
        "a.py", "def f(:\n    x == None\n", ("pattern", "$A < $B"), ("pattern", "$A == $B")
    )
    assert len(found.undecided) == 2


def test_a_pattern_with_words_is_searched_by_its_longest_in_a_broken_region(find) -> None:
    found = find("a.py", "def f(:\n    legacy_login(x, y\n", ("pattern", "legacy_login($X, y)"))
    assert [hit.name for hit in found.hits] == ["legacy_login"]
    assert found.undecided == ()
