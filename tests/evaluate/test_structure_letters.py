"""Files that a pattern matches hold its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.evaluate.letters import Letters
from planproof.languages import by_name
from planproof.rules.rule import RuleTerm
from planproof.rules.structural_worker import StructuralWorker
from planproof.rules.structure import parse_pattern
from planproof.spec.wire import Facet, Where

PATTERNS = (
    "x or y",
    "not x",
    "old($A)",
    "$A if x else old",
    "x in $B",
    "$X.old",
    "'old x'",
    "f'old'",
)
TOKENS = ("x", "y", "old", "older", "x_old", "1", "0x", "1j", " ", "(", ")", ".", "'", "f", "or", "not", "if", "else", "in")  # fmt: skip


def term_of(pattern: str) -> RuleTerm:
    found = parse_pattern(pattern, ["python"]).structure
    return RuleTerm(0, Facet.PATTERN, pattern, Where(1, 1), found)


@pytest.fixture(scope="module")
def worker():
    with StructuralWorker() as opened:
        yield opened


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(PATTERNS), st.lists(st.sampled_from(TOKENS), max_size=9).map("".join))
def test_where_a_pattern_matches_its_words_are_held(worker, pattern: str, code: str) -> None:
    term = term_of(pattern)
    if worker.find(code, "python", term.matcher):
        assert Letters([term]).find(code.encode(), by_name("python")) == term.words


@pytest.mark.parametrize(
    ("pattern", "code", "is_held"),
    [
        ("old($A)", "old(1)", True),
        ("old($A)", "older(1)", False),
        ("x or y", "1or y", False),
        ("$A or y", "1or y", True),
        ("$A or y", "xor(y)", True),
        ("$A if x else 2", "1if x else 2", True),
        ("x in $A", "within", False),
        ("try:\n    $$$A\nexcept E:\n    pass", "try: a\nexcept E:\n  pass", True),
        ("try:\n    $$$A\nexcept E:\n    pass", "retry: a\nexcept E:\n  pass", False),
    ],
)
def test_words_of_a_pattern_are_held_as_a_whole(pattern: str, code: str, is_held: bool) -> None:
    term = term_of(pattern)
    found = Letters([term]).find(code.encode(), by_name("python"))
    assert (found == term.words) is is_held
