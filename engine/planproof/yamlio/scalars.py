"""How an unquoted scalar reads: only what YAML 1.1 and YAML 1.2 agree on is not text.

YAML 1.1 (https://yaml.org/type/) is what most Python tools read, YAML 1.2's core schema
(https://yaml.org/spec/1.2.2/#103-core-schema) what most editors check by.
"""

from __future__ import annotations

import re
from functools import cache

from planproof.yamlio.nodes import Kind

Reading = tuple[Kind, bool | int | float | str | None, str]
"""Kind, value, and for a disputed scalar the phrase that says what else it could be."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_NUMBER = re.compile(
    r"[-+]?(?:[0-9]+\.[0-9]*(?:[eE][-+][0-9]+)?|\.[0-9]+(?:[eE][-+][0-9]+)?|\.(?:inf|Inf|INF))\Z"
    r"|\.(?:nan|NaN|NAN)\Z"
)
_DISPUTES: tuple[tuple[str, str], ...] = (
    (r"<<", "a merge key"),
    (r"(?:yes|Yes|YES|on|On|ON)", "true"),
    (r"(?:no|No|NO|off|Off|OFF)", "false"),
    (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?", "a date"),
    (r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "a number of base 60"),
    (r"[-+]?0o?[0-7_]+", "an octal number"),
    (r"[-+]?0b[01_]+", "a binary number"),
    (r"[-+]?0x[0-9a-fA-F_]+", "a hexadecimal number"),
    (r"[-+]?\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?", "a number"),
)
_FIRST = frozenset("0123456789+-.<yYnNoO")
_LONGEST = 300
"""No number is longer than this; it also keeps int() and float() quick."""


def read_scalar(text: str) -> Reading:
    """What an unquoted scalar is. Text is the ordinary case."""
    if text in _NULLS:
        return Kind.NULL, None, ""
    if text in _BOOLEANS:
        return Kind.BOOLEAN, _BOOLEANS[text], ""
    if len(text) > _LONGEST or text[0] not in _FIRST:
        return Kind.TEXT, text, ""
    if _INTEGER.match(text):
        return Kind.INTEGER, int(text), ""
    if _NUMBER.match(text):
        return Kind.NUMBER, float(_python_float(text)), ""
    return _read_disputed(text)


def _read_disputed(text: str) -> Reading:
    found = _disputes().fullmatch(text)
    if not found or found.lastindex is None:
        return Kind.TEXT, text, ""
    return Kind.DISPUTED, text, _DISPUTES[found.lastindex - 1][1]


@cache
def _disputes() -> re.Pattern[str]:
    return re.compile("|".join(f"({pattern})" for pattern, _ in _DISPUTES))


def _python_float(text: str) -> str:
    return text.lower().replace(".inf", "inf").replace(".nan", "nan")
