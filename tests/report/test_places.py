"""Where something is, in front of what is said about it."""

from __future__ import annotations

from planproof.errors import Diagnostic
from planproof.report.places import source_text


def test_what_is_not_known_of_a_place_is_left_out() -> None:
    said = Diagnostic("x", "wrong", "", "a\x1b.yaml", 4, 5)
    assert source_text(said) == "a\\x1b.yaml:4:5: "
    assert source_text(said._replace(column=None)) == "a\\x1b.yaml:4: "
    assert source_text(said._replace(line=None)) == "a\\x1b.yaml: "
    assert source_text(said._replace(source="")) == ""
