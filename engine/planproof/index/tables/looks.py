"""Whether a text is SQL: statements, a part of one, or an English sentence with the same words."""

from __future__ import annotations

import re
from enum import Enum

from planproof.index.tables.use import DYNAMIC

_NAME = rf"[\w$#@.\[\]\"`{DYNAMIC}-]+"
_SHAPES = re.compile(
    rf"""
    [\s(]*(?P<verb>
      select\b (?= .*?\bfrom\b | .*?\binto\b)
    | with\s+(?:recursive\s+)?{_NAME}\s*(?:\([^()]*\)\s*)?as\s+(?:(?:not\s+)?materialized\s+)?\(
    | with\s+(?:recursive\s+)?{_NAME}\s*(?:\([^()]*\)\s*)?as\s*\(
    | insert\s+(?:(?:or\s+\w+|ignore|overwrite|low_priority|delayed)\s+)*(?:into|table)\b
    | insert\s+(?:overwrite|ignore)\s
    | replace\s+into\b
    | update\b (?= .*?\bset\b)
    | delete\s+(?:(?:low_priority|quick|ignore)\s+)?from\b
    | delete\s+{_NAME}(?:\s*,\s*{_NAME})*\s+from\b
    | merge\s+(?:into\s+)?{_NAME}.*?\busing\b
    | truncate\s+(?:table\s+)?(?=["`\[{DYNAMIC}\w])
    | create\s+(?:(?:or\s+replace|or\s+alter|global|local|temp|temporary|unlogged|external|transient
        |foreign|virtual|unique|clustered|nonclustered|fulltext|spatial|materialized|recursive
        |columnstore|algorithm\s*=\s*\w+|definer\s*=\s*\S+|sql\s+security\s+\w+)\s+)*
        (?:table|view|index|trigger|policy|rule|function|procedure)\b
    | do\s+\$
    | alter\s+(?:foreign\s+|materialized\s+)?(?:table|view)\b
    | drop\s+(?:foreign\s+|materialized\s+|temporary\s+)?(?:table|view|index|trigger|policy)\b
    | rename\s+table\b
    | comment\s+on\s+(?:table|column|view)\b
    | lock\s+tables?\b
    | copy\s+(?:into\s+)?{_NAME}\s*(?:\([^()]*\)\s*)?(?:from|to)\b
    | copy\s*\(
    | load\s+data\b.*?\binto\s+table\b
    | (?:grant|revoke)\b.*?\bon\b
    | (?:explain|describe|desc)\s+(?:\w+\s+){{0,2}}(?:select|insert|update|delete|with)\b
    | pragma\s+(?:\w+\.)?(?:table_x?info|index_list|foreign_key_list)\s*\(
    | lock\s+in\b
    | refresh\s+materialized\s+view\b
    | vacuum\s+(?:full\s+)?\w | reindex\s+table\b | analyze\s+table\b | optimize\s+table\b
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_EVIDENCE = re.compile(rf"""[*=<>(){{}};"`?{DYNAMIC}] | \w\.\w | :\w | '\w*'""", re.VERBOSE)
_PROSE = re.compile(
    r"\b(?:the|an|your|our|my|their|this|that|these|those|his|her|its|please|you|we|it|are|be|will"
    r"|should|must|can|cannot|which|about|via|without|during)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|TRUNCATE|USING)\s"
    r"|\b(?:EXPLAIN|DESCRIBE|DESC)\s",
)
_QUIET_PART = re.compile(
    r"\s*(?:from|(?:(?:left|right|inner|outer|full|cross|natural)\s+){0,2}join|into)\s+\S+"
    r"\s.*?\b(?:where|join|on\s*[^\s=<>]+\s*[=<>]|group\s+by|order\s+by|select|limit|values)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_LOOK = 20_000


class Look(Enum):
    """What a text looks like. WEAK: it may as well be a sentence."""

    SQL = "a statement"
    WEAK = "a statement, or a sentence"
    PART = "a part of a statement"
    NONE = "something else"


def look_of(text: str, *, executed: bool) -> Look:
    """``executed``: the text is handed to something that runs or prepares statements."""
    head = text[:_LONGEST_LOOK]
    shape = _SHAPES.match(head)
    if shape is not None:
        return _statement(shape, head, executed=executed)
    if _PART.search(head) or _QUIET_PART.match(head):
        return Look.PART
    return Look.NONE


def _statement(shape: re.Match[str], head: str, *, executed: bool) -> Look:
    verb = re.match(r"\w+", shape["verb"])
    word = verb.group() if verb else ""
    if executed or word.isupper():
        return Look.SQL
    prose = _PROSE.search(head) is not None
    if _EVIDENCE.search(head):
        return Look.WEAK if prose else Look.SQL
    if prose or not word.islower():
        return Look.NONE
    return Look.WEAK
