"""What statements say of names by other names, also where some of them are broken."""

from __future__ import annotations

import pytest

from planproof.index.scan import scan
from planproof.model.document import Document, Tie


def ties(source: str) -> list[tuple[str, Tie, str]]:
    document = scan(source.encode(), "python")
    assert isinstance(document, Document)
    names = [document.names[number] for number in document.name_ids]
    return [(names[each.row], each.tie, names[each.of]) for each in document.relations]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = b", [("a", Tie.SAME, "b")]),
        ("a = b.c\nd.e = f()", [("a", Tie.SAME, "b.c"), ("d.e", Tie.MADE, "f")]),
        ("a = b = c", [("b", Tie.SAME, "c"), ("a", Tie.SAME, "c")]),
        ("a = f().g", []),
        ("f().a = b", []),
        ("a = f(x=b)(c)", []),
        ("a = f(lambda: (b := c))", [("a", Tie.MADE, "f"), ("b", Tie.SAME, "c")]),
        ("a: T = b", [("a", Tie.SAME, "b"), ("a", Tie.INSTANCE, "T")]),
        ("= b.c\na = d\n", [("a", Tie.SAME, "d")]),
        ("= f()\na = g()\n", [("a", Tie.MADE, "g")]),
    ],
)
def test_assignments_say_what_a_name_is(source: str, expected: list[tuple[str, Tie, str]]):
    assert sorted(ties(source)) == sorted(expected)
