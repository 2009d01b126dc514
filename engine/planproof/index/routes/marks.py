"""Whether a source can say anything about routes: told from its bytes, without parsing it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache

from planproof.languages.frameworks import Framework, Kind, file_routes_of, frameworks_of
from planproof.languages.values import SYNTAXES, query_of

_CONSTANT = r"=\s?\(?[\"'`]/|ROOT_URLCONF"
_PATH_BEGINS = r"[A-Za-z]{0,2}[\"'`(\[{]{0,2}[\"'`]?[\^A-Z ]{0,9}/"
_HANDED_ON = (
    r"\bimport\b[^\n]{0,200}(?i:rout|blueprint|\bbp|_bp|\bapp\b|\bapi|urls)",
    r"(?:require\(|\bfrom\s)[^\n]{0,200}(?i:rout|api|controller|handler|plugin|endpoint)",
)
"""Files that only hand on what others declare."""


def may_say(content: bytes, language: str) -> bool:
    """False only where :func:`planproof.index.routes.read_routes` would find nothing of use."""
    return language in SYNTAXES and _pattern(language).search(content) is not None


@cache
def _pattern(language: str) -> re.Pattern[bytes]:
    members = sorted(
        {re.escape(name) for each in frameworks_of(language) for name in _members(each)}
    )
    shape = rf"\.(?:{'|'.join(members)})\s?\(\s{{0,80}}{_PATH_BEGINS}"
    modules = sorted({_word(name) for each in frameworks_of(language) for name in each.modules})
    files = [rf"\b{name}\b" for each in file_routes_of(language) for name in each.names]
    alternatives = [shape, *modules, *files, _CONSTANT, *_HANDED_ON]
    return re.compile("|".join(alternatives).encode())


def _word(module: str) -> str:
    return rf"\b{re.escape(module)}\b" if module[0].isalnum() else re.escape(module)


def _members(framework: Framework) -> Iterator[str]:
    for kind in framework.kinds:
        yield from _members_of(kind)


def _members_of(kind: Kind) -> Iterator[str]:
    for action in kind.actions:
        yield from action.names


@cache
def digest_of_tables() -> str:
    """Names what the tables of all frameworks and the queries say: other tables, other facts."""
    parts = [
        repr((frameworks_of(name), file_routes_of(name), SYNTAXES[name])) + query_of(name)
        for name in SYNTAXES
    ]
    return hashlib.sha256("\0".join(map(_stable, parts)).encode()).hexdigest()[:16]


def _stable(text: str) -> str:
    """Without what differs from one process to the next: the order of sets."""
    return re.sub(
        r"frozenset\(\{([^}]*)\}\)", lambda found: repr(sorted(found[1].split(", "))), text
    )
