"""Violations of one tree never share an id."""

from __future__ import annotations

from planproof.evaluate.violations import numbered
from planproof.model.location import Place, Position
from planproof.model.violation import Identity, Severity, Violation


def violation(line: int, text: str, shape: str) -> Violation:
    place = Place("a.py", Position(line, 0), Position(line, 1))
    identity = Identity("rule", "a.py", "scope", text, shape, "message")
    return Violation("rule", Severity.LOW, "message", place, identity, "")


def test_violations_that_differ_by_shape_alone_are_numbered_apart() -> None:
    found = numbered([violation(1, "f(x)", "f(_)"), violation(2, "f(x)", "f(x)")])
    assert [one.identity.ordinal for one in found] == [0, 1]
    assert len({one.fingerprint for one in found}) == 2


def test_violations_of_other_texts_begin_anew() -> None:
    found = numbered([violation(1, "f(x)", "f(_)"), violation(2, "g(x)", "g(_)")])
    assert [one.identity.ordinal for one in found] == [0, 0]
