"""Broken regions: no forbidden name that is still written in code gets lost."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import planproof.model.location
from planproof.index import Resolver
from planproof.index.expressions import expressions
from planproof.index.scan import scan
from planproof.languages import by_name
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import Reading, StructuralWorker, Subject, find_hits


def spans(find, source: str, *wanted: tuple[str, str]) -> list[tuple[str, Mark]]:
    found = find("a.py", source, *wanted)
    content = source.encode()
    return [(content[h.span.start : h.span.end].decode(), h.mark) for h in found.hits]


@pytest.mark.parametrize(
    ("facet", "text", "under"),
    [
        ("imports", "legacy.x", "x"),
        ("definitions", "get_*", "get_users"),
        ("expressions", "FROM old", "FROM   old"),
        ("expressions", "/FR.M/", "FROM"),
        ("expressions", "/^FROM +old$/", "FROM   old"),
        ("calls", "/^legacy/", "legacy_z"),
        ("calls", "/^y$/", "café.y"),
        ("calls", "*.café", "café"),
    ],
)
def test_each_kind_of_term_is_searched_in_its_way(find, facet, text, under) -> None:
    source = "def f(:\n    from legacy import x\n  def get_users( café.y legacy_z 'FROM   old'\n"
    found = [name for name, _ in spans(find, source, (facet, text))]
    assert under in found


def test_a_hit_by_structure_is_not_told_again(find) -> None:
    source = "old(1)\ndef f(:\n    x = 1\n"
    assert spans(find, source, ("calls", "old")) == [("old", Mark.PROVEN)]


def test_names_that_only_hold_the_word_are_no_hits(find) -> None:
    source = "def f(:\n    very_old(older, old2\n"
    assert spans(find, source, ("calls", "old")) == []


def test_every_word_is_a_hit_of_the_term_for_every_name(find) -> None:
    assert {"x"} <= {name for name, _ in spans(find, "def f(:\n    x ! \n", ("identifiers", "*"))}


def test_places_in_another_encoding(find) -> None:
    source = "# coding: latin-1\ndef f(:\n    'é' ; old(\n".encode("latin-1")
    found = find("a.py", source, ("calls", "old"))
    assert {source[hit.span.start : hit.span.end] for hit in found.hits} == {b"old"}


REAL = Path(planproof.model.location.__file__).read_text(encoding="utf-8")


def code_places() -> list[tuple[int, str, str]]:
    """Where the standard library sees a name and a called name: offset, name, facet."""
    lines = REAL.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    nodes = list(ast.walk(ast.parse(REAL)))
    names = [(node, "identifiers") for node in nodes if isinstance(node, ast.Name)]
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    names += [(node, "calls") for node in called if isinstance(node, ast.Name)]
    return sorted({(starts[n.lineno - 1] + n.col_offset, n.id, facet) for n, facet in names})


CODE = code_places()
QUOTES = set("\"'\\#\n")
DELETABLE = [at for at, character in enumerate(REAL) if character not in QUOTES]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from(DELETABLE), min_size=1, max_size=12, unique=True),
    st.sampled_from(CODE),
)
def test_no_deletion_hides_a_name_that_is_still_written(clause, deleted, place) -> None:
    """Quotes, hashes and line ends stay, so that code remains code."""
    start, name, facet = place
    gone = set(deleted)
    if gone & set(range(start - 1, start + len(name) + 1)):
        return
    source = "".join(character for at, character in enumerate(REAL) if at not in gone)
    expected = start - sum(at < start for at in gone)
    document = scan(source.encode(), "python")
    assert isinstance(document, Document)
    language = by_name("python")
    assert language is not None
    with StructuralWorker() as worker:
        naming = Resolver(document, "python", "a.py")
        subject = Subject("a.py", source.encode(), language, document, naming)
        found = find_hits(clause((facet, name)), Reading(subject, worker, expressions))
    at = len(source[:expected].encode())
    assert any(hit.span.start <= at < hit.span.end for hit in found.hits), json.dumps(source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.js", "function f( { \\u006fld_name() }}}} ((\n"),
        ("a.ts", "function f( { o\\u{6c}d_name() }}}} ((\n"),
        ("A.java", "class A { void f( { \\uu006fld_\\u006eame(); ((( }\n"),
    ],
)
def test_escapes_in_broken_regions_are_seen_through(texts, path: str, source: str) -> None:
    (found,) = texts(path, source, "calls", "old_name")
    assert found in source
    assert found.endswith(("old_name", "d_name", "name", "ame"))
    assert "\\u" in found
