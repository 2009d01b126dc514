"""Where a brace of an expression is closed. Those in texts, comments and patterns do not count."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    rb"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|//[^\n]*+|/\*|[{}`/]", re.DOTALL
)
_IN_TEMPLATE = re.compile(rb"\\.|`|\$\{", re.DOTALL)
_PATTERN = re.compile(rb"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++/[a-z]*+")
_BEFORE_PATTERN = re.compile(rb"(?:^|[(,=:\[!&|?{};+\-*%<>~^]|\breturn|\btypeof)\Z")
_LOOK_BACK = 12


def behind_braces(source: bytes, at: int) -> int:
    """Past the brace that closes the one at ``at``; -1 where none does."""
    opened: list[bytes] = []
    while (token := _next(source, at, in_template=opened[-1:] == [b"`"])) is not None:
        at = token.end()
        match token[0]:
            case b"`" if opened[-1:] == [b"`"]:
                opened.pop()
            case b"`" | b"{" | b"${":
                opened.append(token[0])
            case b"}":
                opened.pop()
                if not opened:
                    return at
            case b"/*":
                at = source.find(b"*/", at) + 2
                if at < 2:
                    return -1
            case b"/" if pattern := _pattern(source, token.start()):
                at = pattern
            case _:
                pass
    return -1


def _next(source: bytes, at: int, *, in_template: bool) -> re.Match[bytes] | None:
    return (_IN_TEMPLATE if in_template else _TOKEN).search(source, at)


def _pattern(source: bytes, at: int) -> int:
    """Past the regular expression that a slash begins; 0 for a slash that divides."""
    before = source[max(0, at - _LOOK_BACK) : at].rstrip()
    found = _PATTERN.match(source, at) if _BEFORE_PATTERN.search(before) else None
    return found.end() if found is not None else 0
