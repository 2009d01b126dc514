"""Facets whose hits need the whole tree, by one made for this: names that two files define."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from planproof.errors import TreeChangedError
from planproof.evaluate import violations, whole
from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.evaluate.tree_hits import TreeHits, Undecided
from planproof.index import Index, Source
from planproof.languages import Language
from planproof.model.document import Document, Unparsed
from planproof.model.evaluation import Proof, Verdict
from planproof.model.location import Span
from planproof.rules import Hit, Matcher, parse_name
from planproof.rules.compile import _PARSERS
from planproof.spec.wire import Facet

READ: list[bytes] = []
Names = list[tuple[str, int, int]]


def quick(content: bytes, language: Language) -> Names | None:
    del language
    return None if b"def " in content else []


def read(source: Source, document: Document) -> Names:
    READ.append(source.content)
    return [(each.qualified, each.name.start, each.name.end) for each in document.definitions]


TWICE = FactKind("test", 1, quick, read, lambda names: [list(name) for name in names], tuple)


def find_twice(matchers: Sequence[Matcher], files: TreeFiles) -> list[TreeHits]:
    facts = files.facts(TWICE)
    known = {path: fact for path, fact in facts.items() if not isinstance(fact, Unparsed)}
    counts = Counter(name for names in known.values() for name, _, _ in names)
    hits = {
        path: [Hit(99, Span(start, end), name) for name, start, end in names if counts[name] > 1]
        for path, names in known.items()
    }
    lost = [Undecided(path, "lost") for path, fact in facts.items() if isinstance(fact, Unparsed)]
    wanted = {path: found for path, found in hits.items() if found}
    return [TreeHits(wanted, tuple(lost)) for _ in matchers]


@pytest.fixture(autouse=True)
def finder(monkeypatch: pytest.MonkeyPatch) -> None:
    READ.clear()
    monkeypatch.setitem(whole._FINDERS, Facet.API_ROUTES, find_twice)
    parse = lambda term: parse_name(term.text)  # noqa: E731
    monkeypatch.setitem(_PARSERS, Facet.API_ROUTES, parse)
    monkeypatch.setitem(violations._USES, Facet.API_ROUTES, "second definition of {}")


FILES = {"src/a.py": "x = 1\ndef one(): pass\n", "lib/b.py": "def one(): pass\ndef two(): pass\n"}


def test_a_hit_may_rest_on_a_file_out_of_scope(judge, rule) -> None:
    found = judge(FILES, rule(match={"calls": ["z"], "api_routes": ["*"]}, include=["src/**"]))
    (violation,) = found.violations
    assert (violation.place.path, violation.place.start.line) == ("src/a.py", 1)
    assert violation.snippet == "def one(): pass"
    assert found.rules[0].proof is Proof.RED_NOW
    assert found.rules[0].coverage.in_scope == found.rules[0].coverage.examined == 1


def test_all_files_of_the_tree_are_what_the_verdict_rests_on(judge, rule) -> None:
    only = rule(match={"api_routes": ["*"]}, include=["src/**"])
    other = judge({**FILES, "lib/c.py": "y = 1\n"}, only)
    assert judge(FILES, only).scope_digest != other.scope_digest


def test_expectations_count_in_scope(judge, rule) -> None:
    met = rule("met", expect={"api_routes": ["*"], "at_most": 1}, include=["src/**"])
    unmet = rule("unmet", expect={"api_routes": ["*"]}, include=["docs/**"])
    verdicts = [report.verdict for report in judge(FILES, met, unmet).rules]
    assert verdicts == [Verdict.PASSED, Verdict.VIOLATED]


def test_a_file_that_cannot_be_parsed_blocks_from_anywhere(judge, rule) -> None:
    files = {"src/a.py": "x = 1\n", "lib/b.py": b"def \0"}
    guard = rule("guard", match={"api_routes": ["*"]}, include=["src/**"], guard=True)
    other = rule("other", match={"calls": ["z"]}, include=["src/**"], guard=True)
    required = rule("required", expect={"calls": ["z"], "at_least": 0}, include=["src/**"])
    found = judge(files, guard, other, required)
    assert [report.verdict for report in found.rules] == [
        Verdict.INDETERMINATE, Verdict.PASSED, Verdict.PASSED,
    ]  # fmt: skip
    assert found.rules[0].coverage.blocking == (("lib/b.py", "lost"),)


def test_an_undecided_file_blocks_only_where_it_may_hide_a_hit(judge, rule, monkeypatch) -> None:
    lost = TreeHits({}, (Undecided("lib/b.py", "lost", at=("lib/c.py",)),))
    monkeypatch.setitem(whole._FINDERS, Facet.API_ROUTES, lambda matchers, _: [lost])
    near = rule("near", match={"api_routes": ["*"]}, include=["lib/**"], guard=True)
    far = rule("far", match={"api_routes": ["*"]}, include=["src/**"], guard=True)
    verdicts = [report.verdict for report in judge(FILES, near, far).rules]
    assert verdicts == [Verdict.INDETERMINATE, Verdict.PASSED]


def test_proof_of_red_looks_at_the_whole_base(judge, rule, tree) -> None:
    only = rule(match={"api_routes": ["*"]}, include=["src/**"])
    now = {**FILES, "lib/b.py": "def two(): pass\n"}
    assert judge(now, only).verdict is Verdict.INDETERMINATE
    found = judge(now, only, base=tree(FILES))
    assert (found.verdict, found.rules[0].proof) == (Verdict.PASSED, Proof.RED_AT_BASE)


def test_examples_are_trees_of_one_file(judge, rule) -> None:
    bad = ["def one(): pass\ndef one(): pass\n"]
    found = judge({"a.py": "def one(): pass\n"}, rule(match={"api_routes": ["*"]}, bad=bad))
    assert (found.verdict, found.rules[0].proof) == (Verdict.PASSED, Proof.EXAMPLE)


def test_each_blob_is_read_once_and_only_where_the_bytes_do_not_tell(index_of, rule, tree) -> None:
    files = {**FILES, "copy.py": FILES["src/a.py"], "other.py": "y = 1\n", "z.md": "def one()"}
    with index_of() as judge:
        none = rule(match={"api_routes": ["*"]}, include=["none/**"], guard=True)
        judge(tree(files), none)
        assert sorted(READ) == sorted({FILES["src/a.py"].encode(), FILES["lib/b.py"].encode()})
        again = tree({**files, "new.py": "def new(): pass\n"})
        judge(again, none)
        assert READ[2:] == [b"def new(): pass\n"]
        assert again.asked == ["new.py"]


def test_scripts_are_read_in_the_language_of_their_first_line(judge, rule) -> None:
    files = {"bin/tool": "#!/usr/bin/env python3\ndef one(): pass\n", "a.py": "def one(): pass\n"}
    found = judge(files, rule(match={"api_routes": ["*"]}))
    assert [violation.place.path for violation in found.violations] == ["a.py", "bin/tool"]


def test_files_changed_since_the_manifest_raise(judge, rule, tree) -> None:
    changed = tree(FILES)
    changed.served["lib/b.py"] = b"def "
    with pytest.raises(TreeChangedError, match=r"lib/b\.py"):
        judge(changed, rule(match={"api_routes": ["*"]}, include=["src/**"]))


def test_without_such_terms_no_file_out_of_scope_is_looked_at(judge, rule, tree) -> None:
    given = tree(FILES)
    judge(given, rule(match={"definitions": ["one"]}, include=["src/**"]))
    assert set(given.asked) == {"src/a.py"}


def test_equal_bytes_say_something_else_in_another_language(tree) -> None:
    """So they do when they are recalled, too."""
    kind: FactKind[Sequence[str]] = FactKind(
        "spoken", 1, lambda _, language: [language.name], lambda *_: [], list, list
    )
    contents = {"a.js": "f()\n", "b.py": "f()\n", "c.ts": "f()\n"}
    expected = {"a.js": ["javascript"], "b.py": ["python"], "c.ts": ["typescript"]}
    with Index.open(None, 1) as index:
        for _ in range(2):
            files = TreeFiles(tree(contents), index.memo, index.documents)
            assert files.facts(kind) == expected
            assert files.fact(kind, "b.py") == ["python"]
