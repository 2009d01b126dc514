"""Whether a source can say anything about routes: told from its bytes, without parsing it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache

from planproof.index.routes.facts import Handler, RouteFacts
from planproof.languages.frameworks import Framework, Kind, file_routes_of, frameworks_of
from planproof.languages.values import SYNTAXES, query_of
from planproof.model.location import Span

_CONSTANT = r"=\s?\(?[fFrR]{0,2}[\"'`]/|ROOT_URLCONF"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 and UTF-32 begin, in which no mark looks like itself."""

_DEFAULT = re.compile(rb"^[ \t]*export\s{1,9}default\b|\bas\s{1,9}default\b", re.MULTILINE)
_PATH_BEGINS = r"[A-Za-z]{0,2}[\"'`(\[{]{0,2}[\"'`]?[\^A-Z ]{0,9}/"
_HANDED_ON = (
    r"\bimport\b[^\n]{0,200}(?i:rout|blueprint|\bbp|_bp|\bapp\b|\bapi|urls)",
    r"(?:require\(|\bfrom\s)[^\n]{0,200}(?i:rout|api|controller|handler|plugin|endpoint)",
)
"""Files that only hand on what others declare."""


def may_say(content: bytes, language: str) -> bool:
    """False only where :func:`planproof.index.routes.read_routes` would find nothing of use."""
    if language not in SYNTAXES:
        return False
    return content.startswith(_WIDE) or _pattern(language).search(content) is not None


def told_without_parsing(content: bytes, language: str) -> RouteFacts | None:
    """The facts of a source that says no more than that it has a default export; None for others.

    Nearly every module has one, and only the path tells whether that is a route.
    """
    if may_say(content, language):
        return None
    of_files = any("default" in each.names for each in file_routes_of(language))
    found = _DEFAULT.search(content) if of_files else None
    if found is None:
        return RouteFacts()
    return RouteFacts(handlers=(Handler("default", Span(*found.span())),))


@cache
def _pattern(language: str) -> re.Pattern[bytes]:
    members = sorted(
        {re.escape(name) for each in frameworks_of(language) for name in _members(each)}
    )
    shape = rf"\.(?:{'|'.join(members)})\s?\(\s{{0,80}}{_PATH_BEGINS}"
    modules = sorted(
        {_word(name) for each in frameworks_of(language) for name in each.marks or each.modules}
    )
    names = {name for each in file_routes_of(language) for name in each.names} - {"default"}
    files = [rf"\b{name}\b" for name in sorted(names)]
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
