from hypothesis import given
from hypothesis import strategies as st

from planproof.report.escape import visible, visible_lines


def test_control_characters_never_reach_the_terminal() -> None:
    assert visible("a\x1b[31mb") == "a\\x1b[31mb"
    assert visible("\u202eevil") == "\\u202eevil"
    assert visible("line\nbreak\t") == "line\\nbreak\\t"


def test_bytes_that_are_not_utf8_are_shown_as_bytes() -> None:
    assert visible(b"caf\xe9".decode("utf-8", "surrogateescape")) == "caf\\xe9"


def test_ordinary_text_of_any_language_stays() -> None:
    assert visible("naïve – 日本語 ✓") == "naïve – 日本語 ✓"


@given(st.text())
def test_what_is_shown_is_one_printable_line(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable() or " " in shown or not shown.isascii()
    assert "\x1b" not in shown
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")


def test_diffs_keep_their_lines_and_tabs() -> None:
    assert visible_lines("+\tx\n-\x07\n") == "+\tx\n-\\x07\n"
