"""The tables of a text that looks like SQL and does not parse: the names behind certain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from planproof.index.tables.found import Found
from planproof.index.tables.use import DYNAMIC, Act, name_of

_WORD = rf"""(?:[\w$#@{DYNAMIC}]+|"[^"\n]{{1,200}}"|`[^`\n]{{1,200}}`|\[[^\]\n]{{1,200}}\])"""
_NAME = re.compile(rf"{_WORD}(?:\s?\.\s?{_WORD}){{0,3}}")
_PART = re.compile(_WORD)
_NOISE = (
    r"(?:(?:if\s+(?:not\s+)?exists|only|lateral|ignore|low_priority|delayed|concurrently|full)\s+)*"
)
_BEHIND = re.compile(
    rf"""\b(?P<word>
      (?:create|alter|drop|rename|truncate|lock|analyze|optimize|repair|check)\s
        [\w\s]{{0,60}}?\b(?:tables?|view)
    | comment\s+on\s+(?:table|view|column)
    | (?:from|into|copy|insert)\s+table | insert\s+overwrite | rename\s+to | delete\s+from
    | (?:attach|detach)\s+partition | partition\s+of | pragma\s+(?:\w+\.)?\w+\s*\(
    | (?<!distinct\s)from | join | into | table | view | references | truncate | merge | copy
    | vacuum | (?<!for\s)(?<!on\s)(?<!key\s)(?<!before\s)(?<!after\s)(?<!or\s)update
    | (?:index|trigger|policy|rule|grant|revoke)\b[^;()]{{0,200}}?\bon
    )(?:\s+|(?=["`\[])|(?<=\())
    {_NOISE}""",
    re.VERBOSE | re.IGNORECASE,
)
_ALSO = re.compile(
    rf"""(?P<word>
      (?:merge|delete)\b[^;]{{0,300}}?\busing
    | (?:\A|;)\s*desc(?:ribe)?
    )\s+{_NOISE}""",
    re.VERBOSE | re.IGNORECASE,
)
"""What may have others of these words inside, so that it is looked for by itself."""

_ARGUMENT = re.compile(r"\b(?:extract|substring|trim|overlay)\s*\([^()]*\Z", re.IGNORECASE)
_BEFORE = 60
_NEXT = re.compile(
    r"(?:\s+as)?(?:\s+(?!(?:on|where|set|join|to)\b)\w+)?\s*,\s*|\s+to\s+", re.IGNORECASE
)
_KEYWORDS = frozenset(
    {"as", "by", "exists", "from", "group", "if", "in", "into", "join", "not", "null", "of", "on"}
    | {"only", "or", "order", "select", "set", "to", "using", "update", "values", "where", "with"}
)
_ACTS = {
    "into": Act.WRITE,
    "update": Act.WRITE,
    "truncate": Act.WRITE,
    "merge": Act.WRITE,
    "delete": Act.WRITE,
    "insert": Act.WRITE,
    "references": Act.REFERENCE,
    "create": Act.CREATE,
    "alter": Act.ALTER,
    "rename": Act.ALTER,
    "attach": Act.ALTER,
    "detach": Act.ALTER,
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
    return _find(text, needle, _any)


def find_parts(text: str, needle: str = "") -> Iterator[Found]:
    """The same for a text that is only a part of a statement: the words must be in capitals, or
    the text begin with them."""
    return _find(text, needle, _is_loud)


def _is_loud(behind: re.Match[str]) -> bool:
    word = re.findall(r"\w+", behind["word"])[0]
    return word.isupper() or (word.islower() and not behind.string[: behind.start()].strip())


def _any(behind: re.Match[str]) -> bool:
    del behind
    return True


def _find(text: str, needle: str, is_meant: Callable[[re.Match[str]], bool]) -> Iterator[Found]:
    for behind in chain(_BEHIND.finditer(text), _ALSO.finditer(text)):
        word = re.findall(r"\w+", behind["word"].lower())
        if not is_meant(behind) or (word[0] == "from" and _is_argument(text, behind.start())):
            continue
        for found in _listed(text, behind.end()):
            if _may_be(needle, found.group()):
                column = word[-1] == "column"
                act = Act.READ if word[-1] == "using" else _ACTS.get(word[0], Act.READ)
                yield from _named(found, act, column=column)


def _is_argument(text: str, at: int) -> bool:
    """Whether a FROM is that of ``EXTRACT(YEAR FROM x)``."""
    return _ARGUMENT.search(text, max(0, at - _BEFORE), at) is not None


def _listed(text: str, at: int) -> Iterator[re.Match[str]]:
    """The names of a list that begins at an offset: ``a, b AS x, c``."""
    while (found := _NAME.match(text, at)) is not None:
        yield found
        again = _NEXT.match(text, found.end())
        if again is None:
            break
        at = again.end()


def _may_be(needle: str, written: str) -> bool:
    return needle in written.lower() or DYNAMIC in written


def _is_no_name(word: str) -> bool:
    return word.lower() in _KEYWORDS or word.isdigit()


def _named(found: re.Match[str], act: Act, *, column: bool) -> Iterator[Found]:
    parts = list(_PART.finditer(found.group()))
    if column and len(parts) > 1:
        parts.pop()
    name = name_of(*(part.group().strip('"`[]') for part in parts))
    is_read = act is Act.READ and found.string.startswith("(", found.end())
    if not name.parts or is_read or _is_no_name(name.parts[-1]):
        return
    start = found.start() + parts[-1].start()
    yield Found(name, act, start, start + len(parts[-1].group()), sure=False)
