"""What was worked out of single blobs, kept in the index: facts that no document holds."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection

from msgspec import Struct, field

from planproof.evaluate.memory import Memo

Json = str | int | float | bool | None | list["Json"]
"""What a value may be made of."""

_SLACK = 64
"""Values of blobs that are no longer in the tree, for which a row is not made anew."""


class BlobMemo(Struct):
    """Values by blob, in rows by the first ``digits`` of its id: an edit writes one of them.

    ``key`` must name all that a value depends on besides the blob's bytes.
    """

    memo: Memo
    key: str
    digits: int = 1
    _rows: dict[str, dict[str, Json]] = field(default_factory=dict)
    _changed: set[str] = field(default_factory=set)

    def get(self, blob: str) -> Json:
        """The value; None where there is none, or it is damaged."""
        return self._row(blob[: self.digits]).get(blob)

    def put(self, blob: str, value: Json) -> None:
        self._row(blob[: self.digits])[blob] = value
        self._changed.add(blob[: self.digits])

    def save(self, living: Collection[str] | None) -> None:
        """Keep what was learnt. Others than ``living`` blobs are dropped when they outnumber them;
        None where it is not known which live.

        Where the index can keep nothing, nothing is lost but time.
        """
        for digits in sorted(self._changed):
            row = self._rows[digits]
            kept = row if living is None else _thinned(row, living)
            self.memo.put(self._name(digits), _pack(kept))
        self._changed.clear()

    def _row(self, digits: str) -> dict[str, Json]:
        if digits not in self._rows:
            self._rows[digits] = _unpack(self.memo.get(self._name(digits)))
        return self._rows[digits]

    def _name(self, digits: str) -> str:
        return f"{self.key}/{digits}"


def _thinned(row: dict[str, Json], living: Collection[str]) -> dict[str, Json]:
    kept = {blob: value for blob, value in row.items() if blob in living}
    return kept if len(row) > 2 * len(kept) + _SLACK else row


def _pack(row: dict[str, Json]) -> bytes:
    rows = [[blob, value] for blob, value in sorted(row.items())]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpack(stored: bytes | None) -> dict[str, Json]:
    if stored is None:
        return {}
    try:
        return dict(json.loads(zlib.decompress(stored).decode("utf-8", "surrogatepass")))
    except (ValueError, TypeError, zlib.error):
        return {}
