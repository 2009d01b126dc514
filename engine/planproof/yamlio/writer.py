"""Writes plain values as YAML that people review: the same value, the same bytes, for ever.

A writer of our own rather than PyYAML's, whose layout may change with its version, and which quotes
by YAML 1.1 alone: what is written here reads the same in YAML 1.1 and 1.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from planproof.yamlio.nodes import Kind, Value
from planproof.yamlio.scalars import read_scalar

_PLAIN = re.compile(r"[^\W\d](?:[\w.()$+=/*;!?'-]|[ ](?! )|,(?= )|:(?=\w))*\Z")
_UNFIT_FOR_BLOCKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ELSEWHERE_BOOLEAN = ("y", "Y", "n", "N")
_LONGEST_KEY = 1000
"""The parser looks for a key's colon 1,024 characters far; a longer key needs a question mark."""


def write(value: Value) -> str:
    """``value`` as one YAML document: block style, keys in the order given, no aliases.

    Text of several lines becomes a literal block. :func:`planproof.yamlio.read` gives back an equal
    value. Raises ValueError for text that is not Unicode (lone surrogates).
    """
    lines = [_double_quoted(value)] if isinstance(value, str) else _lines(value)
    text = "\n".join(lines) + "\n"
    text.encode("utf-8")  # UnicodeEncodeError is a ValueError
    return text


def _lines(value: Value) -> Iterator[str]:
    """A value's lines, not indented. A scalar's first line can follow its key."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _entry(key, item)
    elif isinstance(value, list) and value:
        for item in value:
            yield from _dashed(item)
    else:
        yield from _scalar(value)


def _entry(key: str, item: Value) -> Iterator[str]:
    *before, head = _key(key)
    yield from before
    if isinstance(item, dict | list) and item:
        yield head
        yield from _indented(_lines(item))
    else:
        first, *rest = _scalar(item)
        yield f"{head} {first}"
        yield from _indented(iter(rest))


def _dashed(item: Value) -> Iterator[str]:
    first, *rest = _lines(item)
    yield f"- {first}"
    yield from _indented(iter(rest))


def _indented(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"  {line}" if line else ""


def _key(key: str) -> list[str]:
    written = key if _is_plain(key) else _double_quoted(key)
    return [f"{written}:"] if len(written) <= _LONGEST_KEY else [f"? {written}", ":"]


def _scalar(value: Value) -> list[str]:
    """At least one line."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return [_float(value)]
    return [json.dumps(value)]


def _text(text: str) -> list[str]:
    if _is_plain(text):
        return [text]
    lines = text.split("\n")
    if len(lines) > 1 and _fits_block(lines):
        return _literal_block(lines)
    return [_double_quoted(text)]


def _is_plain(text: str) -> bool:
    """Whether it reads as the same text without quotes, wherever it stands."""
    if not _PLAIN.match(text) or text.endswith(" ") or not text.isprintable():
        return False
    return read_scalar(text)[0] is Kind.TEXT and text not in _ELSEWHERE_BOOLEAN


def _fits_block(lines: list[str]) -> bool:
    """A block cannot escape anything, and cannot begin with white space or blank lines alone."""
    starts_well = bool(lines[0]) and lines[0][0] not in " \t#"
    return starts_well and not any(_UNFIT_FOR_BLOCKS.search(line) for line in lines)


def _literal_block(lines: list[str]) -> list[str]:
    if lines[-1]:
        return ["|-", *lines]
    if lines[-2]:
        return ["|", *lines[:-1]]
    return ["|+", *lines[:-1]]


def _double_quoted(text: str) -> str:
    return _ESCAPED.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False)
    )


def _float(value: float) -> str:
    if value != value:
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    mantissa, e, exponent = repr(value).partition("e")
    return (mantissa if "." in mantissa else f"{mantissa}.0") + e + exponent
