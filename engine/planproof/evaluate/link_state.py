"""What is kept of the links of a tree: where its modules are, and which words lead where.

It lies in two rows of the index, the one that hardly ever changes apart. Each is named by its own
digest, so that what is damaged, or belongs to another tree, is never taken for what was kept.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from planproof.errors import UsageError
from planproof.evaluate.blob_memo import Json
from planproof.evaluate.configured import Configured
from planproof.evaluate.grounds import Grounds, unpack_grounds
from planproof.evaluate.memory import Memo
from planproof.evaluate.module_families import Family
from planproof.evaluate.reach import Detour, Reach
from planproof.languages import Alias
from planproof.rules import NameTerm, RegexTerm, parse_name

_SLOTS = 4
"""Trees whose states are kept side by side, such as those of several work trees."""


class LinkState(Struct, frozen=True):
    """``marks`` are packed: what the reaches rest on."""

    families: Mapping[str, Family]
    configured: Configured
    reaches: Mapping[NameTerm | RegexTerm, Reach]
    grounds: Grounds
    marks: str = ""
    unread: frozenset[str] = frozenset()
    knots: frozenset[str] = frozenset()
    spoken: Mapping[tuple[str, str], bool] = field(default_factory=dict)


def save_state(
    state: LinkState, memo: Memo, key: str, before: LinkState | None, kept: Json
) -> Json:
    """Keeps a state under a key; gives what it is found again by. ``before`` is what was kept
    already, and found by ``kept``."""
    if before is not None and _has_same_modules(state, before):
        modules = _names(kept)[0]
    else:
        modules = _save(_pack(_packed_modules(state)), memo, f"{key} 0")
    return [modules, _save(_pack(_packed_reaches(state)), memo, f"{key} 1")]


def _has_same_modules(one: LinkState, other: LinkState) -> bool:
    return one.families == other.families and one.configured == other.configured


def load_state(kept: Json, memo: Memo, key: str) -> LinkState | None:
    """The state that was kept; None where it is damaged or gone."""
    try:
        modules, reaches = (
            _unpack(_load(name, memo, f"{key} {number}"))
            for number, name in enumerate(_names(kept))
        )
        return _unpacked(modules, reaches)
    except (ValueError, TypeError, KeyError, IndexError, zlib.error, RecursionError, UsageError):
        return None


def _names(kept: Any) -> tuple[str, str]:
    first, second = kept
    return str(first), str(second)


def _save(row: bytes, memo: Memo, key: str) -> str:
    name = _digest(row)
    slot = _slot(key, name)
    if memo.get(slot) != row:
        memo.put(slot, row)
    return name


def _load(name: str, memo: Memo, key: str) -> bytes:
    row = memo.get(_slot(key, name))
    if row is None or _digest(row) != name:
        raise ValueError(name)
    return row


def _slot(key: str, name: str) -> str:
    return f"{key} {int(name[:2], 16) % _SLOTS}"


def _digest(row: bytes) -> str:
    return hashlib.sha256(row).hexdigest()


def _pack(value: Json) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpack(row: bytes) -> Any:
    return json.loads(zlib.decompress(row).decode("utf-8", "surrogatepass"))


def _packed_modules(state: LinkState) -> Json:
    families: list[Json] = [
        [space, [*family.lines], [*family.roots]]
        for space, family in sorted(state.families.items())
    ]
    aliases: list[Json] = [[*alias] for alias in state.configured.aliases]
    return [families, [*state.configured.paths], aliases]


def _packed_reaches(state: LinkState) -> Json:
    by_text = {term.text: reach for term, reach in state.reaches.items()}
    reaches: list[Json] = [[text, pack_reach(by_text[text])] for text in sorted(by_text)]
    spoken: list[Json] = [
        [family, word, said] for (family, word), said in sorted(state.spoken.items())
    ]
    return [
        reaches,
        state.grounds.pack(),
        state.marks,
        [*sorted(state.unread)],
        [*sorted(state.knots)],
        spoken,
    ]


def _unpacked(modules: Any, told: Any) -> LinkState:
    families, paths, aliases = modules
    reaches, grounds, marks, unread, knots, spoken = told
    return LinkState(
        {space: Family(lines, roots) for space, lines, roots in families},
        Configured(tuple(paths), tuple(Alias(*each) for each in aliases)),
        {parse_name(text): _reach(packed) for text, packed in reaches},
        unpack_grounds(grounds),
        marks,
        frozenset(unread),
        frozenset(knots),
        {(family, word): bool(said) for family, word, said in spoken},
    )


def pack_reach(reach: Reach) -> Json:
    """Equal reaches give equal values."""
    at: list[Json] = [[path, _sets(reach.at[path])] for path in sorted(reach.at)]
    detours: list[tuple[str, str, list[str], list[str]]] = sorted(
        (each.family, each.name, sorted(each.words), sorted(each.owners)) for each in reach.detours
    )
    return [
        at,
        [[family, name, [*words], [*owners]] for family, name, words, owners in detours],
        [*sorted(reach.names)],
    ]


def _sets(sets: Iterable[frozenset[str]]) -> Json:
    return [[*each] for each in sorted(sorted(words) for words in sets)]


def _reach(packed: Any) -> Reach:
    at, detours, names = packed
    return Reach(
        {path: frozenset(frozenset(words) for words in sets) for path, sets in at},
        tuple(
            Detour(family, name, frozenset(words), frozenset(owners))
            for family, name, words, owners in detours
        ),
        frozenset(names),
    )
