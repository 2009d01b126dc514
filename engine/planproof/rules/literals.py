"""A word that everything a regular expression matches must hold, where that is certain."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
    \\[bBdDwWsSAzZ]                       # a class or an assertion: no literal
  | \\(?P<escaped>[^0-9A-Za-z])           # an escaped character is itself
  | (?P<unsure>\\.|\(\?[a-zA-Z-]+[:)])    # anything else that is escaped, and flags
  | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
  | (?P<open>\() | (?P<close>\))
  | (?P<optional>[*?]|\{[0-9,]+\}) | (?P<more>\+)
  | (?P<or>\|)
  | (?P<word>\w)
  | .
    """,
    re.VERBOSE | re.DOTALL,
)


def required_word(body: str) -> str | None:
    """The longest run of word characters in every match; None where there may be none.

    Conservative: groups count for nothing, and so does a whole expression with alternatives at its
    top level, with flags, or with escapes that are not understood here.
    """
    runs: list[str] = [""]
    depth = 0
    for token in _TOKEN.finditer(body):
        kind = token.lastgroup
        if kind == "unsure" or (kind == "or" and depth == 0):
            return None
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif depth == 0:
            _add(runs, kind, token)
        if kind in ("open", "close"):
            runs.append("")
    return max(runs, key=len) or None


def _add(runs: list[str], kind: str | None, token: re.Match[str]) -> None:
    if kind == "word":
        runs[-1] += token.group()
        return
    if kind == "escaped" and token["escaped"] == "_":
        runs[-1] += "_"
        return
    if kind == "optional":
        runs[-1] = runs[-1][:-1]
    runs.append("")
