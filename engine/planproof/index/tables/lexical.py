"""The tables of a text that looks like SQL and does not parse: the names behind certain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.index.tables.found import Found
from planproof.index.tables.use import DYNAMIC, Act, name_of

_WORD = rf"""(?:[\w$#@{DYNAMIC}]+|"[^"\n]{{1,200}}"|`[^`\n]{{1,200}}`|\[[^\]\n]{{1,200}}\])"""
_NAME = re.compile(rf"{_WORD}(?:\s?\.\s?{_WORD}){{0,3}}")
_PART = re.compile(_WORD)
_BEHIND = re.compile(
    r"""\b(?P<word>
      (?:create|alter|drop|rename|truncate|lock|analyze|optimize|repair|check|comment|into|copy|from)\s
        [\w\s]{0,60}?\b(?:tables?|view|column)
    | from | join | into | update | table | view | references | truncate | merge | using | describe
    | desc | copy | vacuum | rename\s+to | partition | pragma\s+(?:\w+\.)?\w+\s*\(
    | insert\s+overwrite
    | \b(?:index|trigger|policy|rule|grant|revoke)\b[^;()]{0,200}?\bon
    )(?:\s+|(?=["`\[])|(?<=\())
    (?:(?:if\s+(?:not\s+)?exists|only|lateral|ignore|low_priority|delayed|concurrently|full)\s+)*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:\s+as)?(?:\s+(?!(?:on|where|set|join|to)\b)\w+)?\s*,\s*|\s+to\s+", re.IGNORECASE
)
_KEYWORDS = frozenset(
    "as exists if join not null on only or select set using values where".split()  # noqa: SIM905
)
_ACTS = {
    "into": Act.WRITE,
    "update": Act.WRITE,
    "truncate": Act.WRITE,
    "merge": Act.WRITE,
    "insert": Act.WRITE,
    "references": Act.REFERENCE,
    "create": Act.CREATE,
    "alter": Act.ALTER,
    "rename": Act.ALTER,
    "partition": Act.ALTER,
    "grant": Act.ALTER,
    "revoke": Act.ALTER,
    "comment": Act.ALTER,
    "table": Act.ALTER,
    "index": Act.ALTER,
    "trigger": Act.ALTER,
    "drop": Act.DROP,
}


def find_tables(text: str, needle: str = "") -> Iterator[Found]:
    """Names behind FROM, JOIN, INTO, UPDATE, TABLE … Never sure.

    Only names with ``needle`` (in lower case) in them, and those that are not fully known.
    """
    for behind in _BEHIND.finditer(text):
        act = _ACTS.get(re.split(r"\W", behind["word"].lower(), maxsplit=1)[0], Act.READ)
        at = behind.end()
        while (found := _NAME.match(text, at)) is not None:
            if _may_be(needle, found.group()):
                column = behind["word"].lower().endswith("column")
                yield from _named(found, act, column=column)
            again = _NEXT.match(text, found.end())
            if again is None:
                break
            at = again.end()


def find_parts(text: str, needle: str = "") -> Iterator[Found]:
    """The same for a text that is only a part of a statement: the words must be in capitals, or
    the text begin with them."""
    for found in find_tables(text, needle):
        before = text[: found.start].rstrip(' \t\n"`[.')
        word = re.search(r"(\w+)[^\w]*(?:[\w$]+\s*\.\s*)*\Z", before[-200:])
        if word is None or word[1].isupper() or not text[: word.start(1)].strip():
            yield found


def _may_be(needle: str, written: str) -> bool:
    return needle in written.lower() or DYNAMIC in written


def _named(found: re.Match[str], act: Act, *, column: bool) -> Iterator[Found]:
    parts = list(_PART.finditer(found.group()))
    if column and len(parts) > 1:
        parts.pop()
    name = name_of(*(part.group().strip('"`[]') for part in parts))
    if not name.parts or name.parts[-1].lower() in _KEYWORDS:
        return
    start = found.start() + parts[-1].start()
    yield Found(name, act, start, start + len(parts[-1].group()), sure=False)
