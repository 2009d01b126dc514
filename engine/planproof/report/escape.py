"""Text from repositories and specs, made safe to show.

Paths, names and snippets are untrusted: an ESC in a file name must not move the cursor, and a
bidirectional override must not disguise code (CVE-2021-42574).
"""

from __future__ import annotations

import re
import unicodedata

_SUSPECT = re.compile(r"[^\x20-\x7e]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    """``text`` on one line, with everything that a terminal would obey written as an escape.

    Bytes that were not UTF-8 (surrogate-escaped) are shown as ``\\xff``.
    """
    return _SUSPECT.sub(_escape_unless_printable, text)


def visible_lines(text: str) -> str:
    """Like :func:`visible`, but line feeds and tabs stay: for diffs and snippets."""
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in text.split("\n"))


def _escape_unless_printable(match: re.Match[str]) -> str:
    character = match.group()
    if unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if character in _SHORT:
        return _SHORT[character]
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


_HEEDED = re.compile(r"##(?=\w*\[)|^([^\S\n]*)::", re.MULTILINE)
_HEEDED_IN_JSON = re.compile(r"##(?=\w*\[)")


def unheeded(text: str, number_sign: str = "\\x23", colon: str = "\\x3a") -> str:
    """``text`` without a line that the log of a CI job would take for a command.

    GitHub's runner obeys ``::add-mask::…`` behind any white space at the start of a line, and
    ``##[add-mask]…`` anywhere in one; Azure's agent ``##vso[…]``, TeamCity ``##teamcity[…]``. The
    sign that such a word begins with is written as given.
    """

    def replaced(match: re.Match[str]) -> str:
        margin = match.group(1)
        return f"{number_sign}#" if margin is None else f"{margin}{colon}:"

    return _HEEDED.sub(replaced, text)


def unheeded_json(text: str) -> str:
    """The same for a JSON document, which keeps its meaning: both signs stand in strings only,
    and no line begins within one."""
    return _HEEDED_IN_JSON.sub(r"\\u0023#", text)
