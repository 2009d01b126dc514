"""Whether a text is SQL: statements, a part of one, or an English sentence with the same words."""

from __future__ import annotations

import re
from enum import IntEnum

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
    | describe\s+[\w.]+\s*\Z
    | refresh\s+materialized\s+view\b
    | vacuum\s+(?:full\s+)?\w | reindex\s+table\b | analyze\s+table\b | optimize\s+table\b
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SIGNS = re.compile(r"""[*=<>(){};"`?] | \w\.\w | :\w | '\w*'""", re.VERBOSE)
_PROSE = re.compile(
    r"\b(?:the|an|your|our|my|their|this|that|these|those|his|her|its|please|you|we|it|are|be|will"
    r"|should|must|can|cannot|which|about|via|without|during|may|does|used|such|due)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"'[^']*'")
_NAMING = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|TRUNCATE)\s")
_LAST = re.compile(rf"\b(?:FROM|JOIN|INTO|TABLE)\s+{_NAME}[\s;)]*\Z")
_BEGINS = re.compile(
    rf"[\s(,{DYNAMIC}]*(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|LEFT|RIGHT|INNER|OUTER|FULL|CROSS"
    r"|NATURAL|UNION|EXCEPT|INTERSECT|AND|OR|WHERE|EXISTS|NOT|IN|ON|SELECT|SHOW|DESCRIBE|ADD|SET"
    r"|IF|BEGIN|DECLARE|DO|RETURNING|FOREIGN|CONSTRAINT|WITH|AS|CALL|EXEC|EXECUTE)\b"
)
_LOUD = re.compile(
    r"\b(?:SELECT|FROM|JOIN|LEFT|INNER|OUTER|INTO|UPDATE|SET|WHERE|ON|AND|VALUES|TABLE|REFERENCES"
    r"|TRUNCATE|ORDER|GROUP|BY|HAVING|UNION|EXISTS|IN|AS|LIMIT|DROP|ALTER|CREATE|DELETE|INSERT"
    r"|FOREIGN|KEY|DISTINCT|CASE|COUNT)\b"
)
_QUIET = re.compile(
    r"\s*(?:from|(?:(?:left|right|inner|outer|full|cross|natural)\s+){0,2}join|into)\s+\S+"
    r"\s.*?\b(?:where|join|on\s*[^\s=<>]+\s*[=<>]|group\s+by|order\s+by|select|limit|values)",
    re.DOTALL,
)
_LONGEST_LOOK = 20_000
_FEWEST_LOUD = 2


class Look(IntEnum):
    """What a text looks like, the surer the greater.

    PART is a part of a statement, WEAK a statement that may as well be a sentence.
    """

    NONE = 0
    PART = 1
    WEAK = 2
    SQL = 3


def look_of(text: str, *, executed: bool) -> Look:
    """``executed``: the text is handed to something that runs or prepares statements."""
    head = text[:_LONGEST_LOOK]
    shape = _SHAPES.match(head)
    if shape is not None:
        return _statement(shape, head, executed=executed)
    return Look.PART if _is_part(text, executed=executed) else Look.NONE


def _statement(shape: re.Match[str], head: str, *, executed: bool) -> Look:
    """In capitals it is one. Otherwise a sentence may be spelt like it."""
    verb = re.match(r"\w+", shape["verb"])
    word = verb.group() if verb else ""
    if executed or word.isupper():
        return Look.SQL
    is_prose = _PROSE.search(head) is not None
    if word.islower():
        signs = _SIGNS.search(head) or DYNAMIC in head
        return (Look.WEAK if is_prose else Look.SQL) if signs else _unsigned(is_prose)
    return Look.WEAK if _SIGNS.search(head) else Look.NONE


def _unsigned(is_prose: bool) -> Look:
    return Look.NONE if is_prose else Look.WEAK


def _is_part(text: str, *, executed: bool) -> bool:
    """Words of SQL in capitals, or what can only follow on a statement's beginning."""
    if not _NAMING.search(text):
        return _QUIET.match(text[:_LONGEST_LOOK]) is not None
    plain = _QUOTED.sub("", text)
    if executed or _PROSE.search(plain):
        return executed
    loud = set(_LOUD.findall(plain))
    return bool(_BEGINS.match(plain) or _LAST.search(plain) or len(loud) >= _FEWEST_LOUD)
