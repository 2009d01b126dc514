"""Facts about routes: they survive being kept, are told quickly where there are none, and no source
makes reading them slow."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.index.parsed import parse
from planproof.index.routes import (
    HOLE,
    RouteFacts,
    digest_of_tables,
    join_routes,
    may_say,
    pack,
    read_routes,
    segments_of,
    spelled,
    told_without_parsing,
    unpack,
)
from planproof.index.scan import scan
from planproof.languages import by_name, language_of
from planproof.model.document import Document
from route_trees import TREES, contents_of


def facts_of(content: bytes, language: str) -> RouteFacts:
    document = scan(content, language)
    assert isinstance(document, Document)
    return read_routes(parse(content, language), document)


def sources() -> list[tuple[str, bytes, str]]:
    found = []
    for tree in sorted(TREES.glob("*.txt")):
        for path, content in contents_of(tree.read_text()).items():
            if (language := language_of(path)) is not None:
                found.append((f"{tree.stem}/{path}", content, language.name))
    return found


@pytest.mark.parametrize(
    ("name", "content", "language"), sources(), ids=lambda each: str(each)[:40]
)
def test_facts_are_the_same_after_they_were_kept(name: str, content: bytes, language: str) -> None:
    facts = facts_of(content, language)
    assert unpack(json.loads(json.dumps(pack(facts)))) == facts
    assert may_say(content, language) or not facts.routes, name


def test_the_key_of_the_tables_is_the_same_in_every_process() -> None:
    assert digest_of_tables() == digest_of_tables()
    assert len(digest_of_tables()) == 16


@pytest.mark.parametrize("source", ["def f(): return {}.get('x')\n", "x = 1\n", "import os\n"])
def test_most_sources_are_not_parsed(source: str) -> None:
    assert not may_say(source.encode(), "python")


HOSTILE = {
    "chain": lambda n: "import flask\nx = app" + ".get('/a')" * n + "\n",
    "rebound": lambda n: "import flask\n" + "a = b(a)\nb = a.c\n" * n,
    "sums": lambda n: "import flask\nx = " + " + ".join(["y"] * n) + "\n@a.get(x)\ndef f(): ...\n",
    "functions": lambda n: "import flask\n" + "def f(a):\n    g(a)\n    a.f()\n" * n,
    "mounts": lambda n: "from flask import Flask\na = Flask()\n"
    + "".join(f"b{i} = Flask()\nb{i}.register_blueprint(b{i - 1}, url_prefix='/x')\n" for i in range(n)),
    "stars": lambda n: "from .m import *\nfrom m import *\n" * n + "@app.route('/x')\ndef f(): ...\n",
    "paths": lambda n: "from flask import Flask\nb = '/a'\n"
    + "b = b + b + b\n" * n
    + "a = Flask()\n@a.get(b)\ndef f(): ...\n",
    "braces": lambda n: f"from fastapi import FastAPI\na = FastAPI()\n@a.get('/{'{a' * n}')\ndef f(): ...\n",
}  # fmt: skip


def _seconds(source: str) -> float:
    content = source.encode()
    document = scan(content, "python")
    if not isinstance(document, Document):
        return 0.0
    parsed = parse(content, "python")
    language = by_name("python")
    assert language is not None
    start = time.process_time()
    facts = read_routes(parsed, document)
    join_routes({"m.py": (language, facts), "n/m.py": (language, facts)})
    return time.process_time() - start


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_no_source_takes_more_than_its_length(kind: str) -> None:
    """Four times the source takes less than ten times as long."""
    small, large = (min(_seconds(HOSTILE[kind](size)) for _ in range(3)) for size in (200, 800))
    assert large < 10 * max(small, 0.02)


@given(st.text(max_size=60), st.sampled_from(["BRACES", "ANGLES", "COLONS", "REGEX"]))
def test_any_path_can_be_spelled_and_its_segments_hold_no_slash(path: str, style: str) -> None:
    for segment in segments_of(spelled(path, style)):
        assert segment
        assert "/" not in segment or HOLE in segment


@pytest.mark.parametrize(
    ("style", "written", "common"),
    [
        ("ANGLES", "/a/<int:id>/<path:rest>", "/a/{id}/{rest}"),
        ("BRACES", "/a/{id:[0-9]{2}}/{rest...}/{$}", "/a/{id}/{rest}/"),
        ("COLONS", "/a/:id(\\d+)/:b?/*rest", "/a/{id}/{b}/{rest}"),
        ("COLONS", "/a/{*rest}/x:y", "/a/{rest}/x:y"),
        ("REGEX", r"^a/(?P<year>[0-9]{4})/(\d+)/$", "a/{year}/{}/"),
        ("REGEX", r"^a\.b/(?:x|(y))/.*$", "a.b/{}/{}"),
    ],
)
def test_every_framework_spells_variables_its_own_way(
    style: str, written: str, common: str
) -> None:
    assert spelled(written, style) == common


def test_a_default_export_is_told_without_parsing_and_wide_files_are_parsed() -> None:
    source = b"const a = 1;\nexport default a;\n"
    facts = told_without_parsing(source, "typescript")
    assert facts is not None
    assert [handler.name for handler in facts.handlers] == ["default"]
    assert told_without_parsing(source, "go") == RouteFacts()
    assert told_without_parsing("x".encode("utf-16"), "python") is None
