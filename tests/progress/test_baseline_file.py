"""The file of the baseline: what is written is read, and nothing is passed over."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.errors import BaselineError
from planproof.model.violation import Identity
from planproof.progress.baseline import BaselineLine, settled
from planproof.progress.baseline_file import LARGEST, read_lines, write_line, write_lines

HOUSE = ".planproof/specs/house.yaml"
PRINT = Identity("no-print", "src/a.py", "pay", "print(total)", "print(_)", "print is called")
LINE = BaselineLine(HOUSE, PRINT, "before the logger", "ada", "2027-01-31")
GOOD = write_line(LINE)


def complaint(content: bytes) -> tuple[str, int | None]:
    with pytest.raises(BaselineError) as caught:
        read_lines(content, "baseline.jsonl")
    (found,) = caught.value.diagnostics
    assert found.fix
    assert found.source == "baseline.jsonl"
    return found.code, found.line


def changed(**keys: object) -> bytes:
    said = {**json.loads(GOOD), **keys}
    return json.dumps({name: one for name, one in said.items() if one is not None}).encode()


# What the file system gives: any bytes, those that are no UTF-8 escaped.
_texts = st.binary(max_size=8).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
_said = _texts.filter(bool)
_identities = st.builds(Identity, _said, _said, _texts, _texts, _texts, _texts, st.integers(0, 3))
_days = st.dates().map(str) | st.just("")
_lines = st.lists(st.builds(BaselineLine, _said, _identities, _said, _texts, _days), max_size=6)


@given(_lines, st.randoms(use_true_random=False))
def test_what_is_written_is_read_whatever_the_order(lines, random):
    written = write_lines(lines)
    assert read_lines(written, "f") == settled(lines)
    random.shuffle(lines)
    assert write_lines(lines) == written


@given(_lines, _lines, st.randoms(use_true_random=False))
def test_a_union_merge_is_the_union(ours, theirs, random):
    """git puts lines of both sides in some order, and lines of both once or twice."""
    merged = [*write_lines(ours).splitlines(), *write_lines(theirs).splitlines()]
    random.shuffle(merged)
    assert read_lines(b"\n".join(merged), "f") == settled([*ours, *theirs])


@given(_lines)
def test_a_line_is_one_line_of_ascii_with_sorted_keys(lines):
    for raw in write_lines(lines).split(b"\n")[:-1]:
        assert raw.isascii()
        assert b"\r" not in raw
        assert [*json.loads(raw)] == sorted(json.loads(raw))


def test_a_line_reads_well_and_says_nothing_that_changes_with_other_things() -> None:
    assert GOOD == (
        b'{"contract":".planproof/specs/house.yaml","expires":"2027-01-31","message":"print is '
        b'called","owner":"ada","path":"src/a.py","reason":"before the logger","rule":"no-print",'
        b'"scope":"pay","shape":"print(_)","text":"print(total)"}'
    )
    assert LINE.label == "src/a.py (pay): no-print: print(total)"


def test_identical_violations_have_a_line_each() -> None:
    lines = [BaselineLine(HOUSE, PRINT._replace(ordinal=n), "old") for n in (2, 0, 1, 1)]
    assert [line.identity.ordinal for line in read_lines(write_lines(lines), "f")] == [0, 1, 2]


def test_of_two_that_disagree_the_one_that_excuses_less_holds() -> None:
    def until(day: str) -> bytes:
        return changed(expires=day or None)

    for order in ((until("2027-01-31"), until("")), (until(""), until("2027-01-31"))):
        (line,) = read_lines(b"\n".join(order), "f")
        assert line.expires == "2027-01-31"


def test_nothing_and_empty_lines_and_other_line_ends_are_fine() -> None:
    assert read_lines(b"", "f") == ()
    assert read_lines(b"\n\r\n" + GOOD + b"\r\n", "f") == (LINE,)
    assert read_lines(GOOD, "f") == (LINE,), "the last line may have no end"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"<<<<<<< ours", "merge-conflict"),
        (b"||||||| base", "merge-conflict"),
        (b"=======", "merge-conflict"),
        (b">>>>>>> theirs", "merge-conflict"),
        (b"[]", "not-json"),
        (b"nothing", "not-json"),
        (b"[" * 100_000, "not-json"),
        (b'{"ordinal":' + b"9" * 10_000 + b"}", "not-json"),
        (GOOD + b" " + GOOD, "not-json"),
        (b"\xef\xbb\xbf" + GOOD, "not-json"),
        (b"\xff", "not-text"),
        (b'{"path":"a","path":"a"}', "duplicate-key"),
        (changed(line=3), "unknown-key"),
        (changed(rule=None), "missing-key"),
        (changed(reason=""), "empty-value"),
        (changed(path=["a"]), "wrong-type"),
        (changed(ordinal=-1), "wrong-type"),
        (changed(ordinal=True), "wrong-type"),
        (changed(ordinal=1.0), "wrong-type"),
        (changed(expires="2027-02-30"), "bad-value"),
        (changed(expires="20270131"), "bad-value"),
        (changed(expires="2027-01-31\n"), "bad-value"),
        (changed(path="\ud800"), "bad-value"),
    ],
    ids=repr,
)
def test_what_is_not_understood_is_an_error_with_its_line(bad: bytes, code: str) -> None:
    assert complaint(GOOD + b"\n" + bad + b"\n" + GOOD) == (code, 2)


def test_too_much_is_not_read() -> None:
    assert complaint(b"\n" * (LARGEST + 1)) == ("too-large", None)


def test_of_many_mistakes_the_first_are_told() -> None:
    with pytest.raises(BaselineError) as caught:
        read_lines(b"x\n" * 1000, "f")
    assert [found.line for found in caught.value.diagnostics] == [*range(1, 21)]
