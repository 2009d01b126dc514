"""What names stand for in files that nobody would write: no crash, no end to wait for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.index import Resolver
from planproof.index.scan import scan
from planproof.model.document import Document

NAMES = st.sampled_from(["a", "b", "c", "A", "self"])
CHAINS = st.lists(NAMES, min_size=1, max_size=3).map(".".join)
LINES = st.one_of(
    st.builds("{} = {}".format, CHAINS, CHAINS),
    st.builds("{} = {}()".format, CHAINS, CHAINS),
    st.builds("{}: {} = {} or {}()".format, NAMES, CHAINS, CHAINS, CHAINS),
    st.builds("import {} as {}".format, CHAINS, NAMES),
    st.builds("from .{} import *".format, NAMES),
    st.builds("global {}".format, NAMES),
    st.builds("class {}({}):".format, NAMES, CHAINS),
    st.builds("def {}({}, b: {} = {}):".format, NAMES, NAMES, CHAINS, CHAINS),
    st.builds("{}()".format, CHAINS),
    st.builds("[{}() for {} in {}]".format, CHAINS, NAMES, CHAINS),
)


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Lines at any depth of blocks, so that scopes lie in each other."""
    depth, lines = 0, []
    for line in draw(st.lists(LINES, max_size=15)):
        lines.append(" " * depth + line)
        depth = depth + 1 if line.endswith(":") else draw(st.integers(0, depth))
    return "\n".join(lines) + "\n" + " " * depth + "pass\n"


def resolver_of(source: str, language: str = "python") -> tuple[Resolver, int]:
    document = scan(source.encode(), language)
    assert isinstance(document, Document)
    return Resolver(document, language, "p/m.py"), len(document)


@settings(deadline=None, max_examples=200)
@given(source=programs())
def test_what_is_asked_first_does_not_change_what_names_stand_for(source: str):
    forwards, count = resolver_of(source)
    backwards, _ = resolver_of(source)
    found = [forwards.candidates(row) for row in range(count)]
    assert found == [backwards.candidates(row) for row in reversed(range(count))][::-1]


@settings(deadline=None, max_examples=200)
@given(source=programs())
def test_chains_are_names(source: str):
    resolver, count = resolver_of(source)
    for chain in (chain for row in range(count) for chain in resolver.candidates(row)):
        assert all(part.isidentifier() for part in chain.split("."))


SHAPES = {
    "many choices": lambda n: "x = " + " or ".join(["a.b"] * min(n, 900)) + "\nx()\n",
    "many types": lambda n: "x: " + " | ".join(["A"] * min(n, 900)) + "\nx.y()\n",
    "many targets": lambda n: " = ".join(["x"] * min(n, 900)) + " = a.b\nx()\n",
    "a long way": lambda n: "".join(f"x{i + 1} = x{i}\n" for i in range(n)) + f"x{n}()\n",
    "many ways": lambda n: "".join(f"x = a{i}\n" for i in range(n)) + "x.y()\n" * n,
    "many members": lambda n: "".join(f"x = a.b{i}\nx.y{i}()\n" for i in range(n)),
    "a circle": lambda n: "".join(f"x{i} = x{(i + 1) % n}\nx{i}()\n" for i in range(n)),
    "bases in a circle": lambda n: "".join(
        f"class C{i}(C{(i + 1) % n}):\n def f(self): self.g()\n" for i in range(n)
    ),
    "a doubling": lambda n: "".join(f"x{i + 1} = x{i}.a\nx{i + 1} = x{i}.b\n" for i in range(n)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_file_and_not_faster(shape: str):
    once, twice = (min(timed(SHAPES[shape](n)) for _ in range(2)) for n in (150, 300))
    assert twice < 0.3 + once * 3.5


def timed(source: str) -> float:
    resolver, count = resolver_of(source)
    start = time.process_time()
    for row in range(count):
        resolver.candidates(row)
    return time.process_time() - start


def test_giving_a_value_thousands_of_times_takes_no_longer_than_reading_it():
    source = "let x;\nfunction f() {\n" + "  x = 1;\n  x.y();\n" * 4_000 + "}\n"
    resolver, count = resolver_of(source, "javascript")
    start = time.process_time()
    assert resolver.candidates(count - 1) == ("p.m.py.x.y",)
    assert time.process_time() - start < 5
