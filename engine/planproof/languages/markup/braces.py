"""Where a brace of an expression is closed. Those in texts, comments and patterns do not count."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    rb"\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|//[^\n]*+|/\*|[{}`/]", re.DOTALL
)
_IN_TEMPLATE = re.compile(rb"\\.|`|\$\{", re.DOTALL)
_PATTERN = re.compile(rb"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*+\]?)++(/[a-z]*+)?")
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
            case b"/*" | b"/":
                at = _behind_slash(source, token.start(), at)
                if at < 0:
                    return -1
            case text if _is_open(text):
                return -1
            case _:
                pass
    return -1


def _is_open(text: bytes) -> bool:
    return text[:1] in (b"'", b'"') and (len(text) == 1 or text[-1] != text[0])


def _behind_slash(source: bytes, at: int, behind: int) -> int:
    """Past the comment or the regular expression that begins at ``at``; -1 for one that does not
    end, ``behind`` for a slash that divides."""
    if source.startswith(b"/*", at):
        closed = source.find(b"*/", behind)
        return closed + 2 if closed >= 0 else -1
    before = source[max(0, at - _LOOK_BACK) : at].rstrip()
    pattern = _PATTERN.match(source, at) if _BEFORE_PATTERN.search(before) else None
    if pattern is None:
        return behind
    return pattern.end() if pattern[1] is not None else -1


def _next(source: bytes, at: int, *, in_template: bool) -> re.Match[bytes] | None:
    return (_IN_TEMPLATE if in_template else _TOKEN).search(source, at)
