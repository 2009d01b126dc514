"""Which violation of the latest snapshot carries which id, told by the id that it was born with.

With that most violations of the next tree are known again without a look at those of the snapshot,
nor at those of a path at which nothing differs.
It is kept in the index, which may lose or damage it: then the snapshot is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from planproof.evaluate.kept_sheets import DIGEST, sheets_of
from planproof.evaluate.packed import DAMAGED, Packed, from_bytes, to_bytes
from planproof.evaluate.sections import (
    join,
    pack_numbers,
    pack_texts,
    split,
    unpack_numbers,
    unpack_texts,
)
from planproof.model.sheets import Sheets

if TYPE_CHECKING:
    from planproof.index import Index
    from planproof.model.violation import Violation
    from planproof.plans import Plan, Snapshot, Task

_VERSION = 2

_WIDE = 12
"""Bytes of an id: 24 hex digits."""


class SheetIds(NamedTuple):
    """``digest`` names the violations of a path, ``born`` are the ids that these were born with."""

    digest: bytes
    born: bytes


class Ids(NamedTuple):
    """By path, and {id at birth → id carried} of those in which these differ."""

    by_path: Mapping[str, SheetIds]
    odd: Mapping[str, str]

    def differing(self, sheets: Sheets) -> frozenset[str]:
        """The paths at which there are other violations."""
        now = {path: sheet.digest for path, sheet in sheets.by_path.items()}
        paths = now.keys() | self.by_path.keys()
        then = self.by_path
        return frozenset(
            path for path in paths if path not in then or then[path].digest != now.get(path)
        )

    def at(self, paths: Iterable[str]) -> dict[str, str]:
        """{id at birth → id carried} of all violations at some paths."""
        born = (
            id_ for path in paths if path in self.by_path for id_ in _hex(self.by_path[path].born)
        )
        return {id_: self.odd.get(id_, id_) for id_ in born}


def ids_of(
    violations: Sequence[Violation],
    odd: Mapping[str, str],
    known: Ids | None = None,
    touched: frozenset[str] = frozenset(),
) -> Ids:
    """Of violations as an evaluation gave them; at paths not ``touched`` they are ``known``."""
    sheets = violations if isinstance(violations, Sheets) else Sheets(sheets_of(violations))
    found = {}
    for path, sheet in sheets.by_path.items():
        if known is not None and path not in touched:
            found[path] = known.by_path[path]
        else:
            born = b"".join(bytes.fromhex(one.fingerprint) for one in sheet.violations)
            found[path] = SheetIds(sheet.digest, born)
    return Ids(found, odd)


def recall_ids(index: Index, plan: Plan, task: Task, snapshot: Snapshot) -> Ids | None:
    """Of the violations of this very snapshot; None for not known."""
    try:
        which, texts, digests, counts, born, odd = split(index.memo.get(_row(plan, task)) or b"")
        if from_bytes(bytes(which)) != _name(snapshot):
            return None
        found: dict[str, SheetIds] = {}
        at = 0
        columns = zip(unpack_texts(texts), unpack_numbers(counts), strict=True)
        for number, (path, count) in enumerate(columns):
            digest = bytes(digests[number * DIGEST : (number + 1) * DIGEST])
            found[path] = SheetIds(digest, bytes(born[at : at + count * _WIDE]))
            at += count * _WIDE
        known = Ids(found, {str(one): str(other) for one, other in from_bytes(bytes(odd))})
    except DAMAGED:
        return None
    return known if at == len(born) == snapshot.violations * _WIDE else None


def keep_ids(index: Index, plan: Plan, task: Task, snapshot: Snapshot, ids: Ids) -> None:
    """Of the violations that a snapshot holds."""
    every = ids.by_path.values()
    row = join(
        [
            to_bytes(_name(snapshot)),
            pack_texts(ids.by_path),
            b"".join(one.digest for one in every),
            pack_numbers(len(one.born) // _WIDE for one in every),
            b"".join(one.born for one in every),
            to_bytes([[one, other] for one, other in sorted(ids.odd.items())]),
        ]
    )
    index.memo.put(_row(plan, task), row)


def _hex(born: bytes) -> list[str]:
    digits = born.hex()
    return [digits[at : at + 2 * _WIDE] for at in range(0, len(digits), 2 * _WIDE)]


def _row(plan: Plan, task: Task) -> str:
    return f"ids: {plan.slug} {task.key}"


def _name(snapshot: Snapshot) -> Packed:
    """All that tells a snapshot from one that a backup had in its place."""
    at = (snapshot.id, snapshot.sequence, snapshot.timestamp, snapshot.actor)
    of = (snapshot.tree, snapshot.git_ref, snapshot.spec_digest, snapshot.violations)
    return [_VERSION, *at, *of]
