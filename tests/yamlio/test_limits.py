"""Bombs: refused in far less than a second, and without the memory they ask for."""

from __future__ import annotations

import contextlib
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.errors import SpecError
from planproof.yamlio import MAX_BYTES, read

SECONDS = 1 if sys.gettrace() is None else 3  # measuring coverage takes its time


def billion_laughs() -> bytes:
    lines = ["a: &a [" + "x, " * 9 + "x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [" + f"*{before}, " * 9 + f"*{before}]")
    return "\n".join(lines).encode()


BOMBS = {
    "billion laughs": billion_laughs(),
    "long text, many aliases": b"a: &a " + b"x" * 100_000 + b"\nb: [" + b"*a, " * 1000 + b"*a]\n",
    "nested aliases": b"a: &a [[[[[[[[x]]]]]]]]\n" + b"".join(
        b"a%d: &a%d [[[[[[[[*a%s]]]]]]]]\n" % (n, n, str(n - 1).encode() if n else b"") for n in range(20)
    ),
    "too large": b"#" * (MAX_BYTES + 1),
    "many values": b"[" + b"a," * 500_000 + b"]",
    "brackets": b"[" * 1_000_000,
    "braces": b"{" * 1_000_000,
    "dashes": b"- " * 500_000,
    "question marks": b"? " * 500_000,
    "open quote": b"a: '" + b"x " * 500_000,
    "anchors": b"&a " * 300_000,
    "tag directives": b"".join(b"%%TAG !a%d! x\n" % n for n in range(60_000)),
    "bad tags": b"- !x a\n" * 100_000,
    "bad keys": b"? [a]\n" * 100_000,
    "duplicates": b"a: 1\n" * 20_000,
    "one long key": b"k" * 1_000_000 + b": 1",
}  # fmt: skip

LARGE_BUT_RIGHT = {
    "comment": b"a: 1\n" + b"# x\n" * 200_000,
    "blank lines": b"\n" * 1_000_000 + b"a: 1",
    "one long text": b"a: " + b"x" * 1_000_000,
    "block": b"a: |\n" + b"  x\n" * 200_000,
    "escapes": b'a: "' + b"\\x41" * 250_000 + b'"',
    "list": b"- off\n" * 19_000,
    "number": b"a: " + b"9" * 1_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_quickly(name: str) -> None:
    start = time.process_time()
    with pytest.raises(SpecError):
        read(BOMBS[name], "bomb")
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", LARGE_BUT_RIGHT)
def test_a_large_file_is_read_quickly(name: str) -> None:
    start = time.process_time()
    read(LARGE_BUT_RIGHT[name], "large")
    assert time.process_time() - start < SECONDS


_PIECES = tuple(
    "a b - ? : , [ ] { } & * ! | > ' \" % @ ` # << --- ... ~ off 010 é 😀 &a *a !!str !x \\".split()  # noqa: SIM905 - read as a line, not as 34 strings
)
_SPACES = [" ", "\n", "\n  ", "\n- ", ": ", "\t", "\r\n", "\ufeff", "\0", "\x85", "\u2028"]


@settings(max_examples=400, deadline=1000)
@given(st.lists(st.sampled_from([*_PIECES, *_SPACES]), max_size=60).map("".join))
def test_no_text_makes_the_reader_fail_in_any_other_way(text: str) -> None:
    try:
        document = read(text.encode(), "f")
    except SpecError as error:
        lines = text.count("\n") + text.count("\r") + 1
        for found in error.diagnostics:
            assert found.message
            assert found.fix
            assert 1 <= (found.line or 1) <= lines
    else:
        assert document.where(()) >= (1, 1)


@settings(max_examples=200, deadline=1000)
@given(st.binary(max_size=200))
def test_no_bytes_do_either(data: bytes) -> None:
    with contextlib.suppress(SpecError):
        read(data, "f")
