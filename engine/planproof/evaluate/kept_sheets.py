"""Sheets of violations as a row of the index, and back. What nobody looks at is never unpacked."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence

from planproof.evaluate.packed import Packed, pack_violation, unpack_violation
from planproof.evaluate.sections import (
    join,
    pack_numbers,
    pack_texts,
    split,
    unpack_numbers,
    unpack_texts,
)
from planproof.model.sheets import Guidance, Sheet, Sheets, by_path, guidance_of
from planproof.model.violation import Violation

DIGEST = 12
"""Bytes that name a sheet."""

_TOGETHER = 64
"""Sheets that are compressed together: who looks at one unpacks these."""


class _Bundle:
    """Some sheets as they are kept: a list for each, all of them compressed."""

    def __init__(self, stored: bytes | memoryview) -> None:
        self.stored = stored
        self._lists: list[Packed] | None = None

    def violations(self, at: int) -> tuple[Violation, ...]:
        if self._lists is None:
            self._lists = json.loads(_text(zlib.decompress(self.stored)))
        return tuple(map(unpack_violation, self._lists[at]))


class _KeptSheet(Sheet):
    """One of a bundle, or one that is new and only written down as ``text``."""

    __slots__ = ("at", "bundle", "text")

    bundle: _Bundle | None
    at: int
    text: bytes


def sheets_of(violations: Iterable[Violation]) -> list[Sheet]:
    """One for each path. Violations at one path are in order."""
    return [_new_sheet(path, found) for path, found in by_path(violations)]


def _new_sheet(path: str, found: tuple[Violation, ...]) -> Sheet:
    text = json.dumps(
        [pack_violation(one) for one in found], ensure_ascii=False, separators=(",", ":")
    ).encode("utf-8", "surrogatepass")
    advice = tuple(guidance_of(found).items())
    sheet = _KeptSheet(path, len(found), _digest(text), advice, lambda: found)
    sheet.bundle, sheet.at, sheet.text = None, 0, text
    return sheet


def pack_sheets(violations: Sequence[Violation]) -> bytes:
    """A row. What was unpacked of another one is taken over as it is."""
    sheets = violations if isinstance(violations, Sheets) else Sheets(sheets_of(violations))
    rows = [each for each in sheets.by_path.values() if isinstance(each, _KeptSheet)]
    bundles = {id(row.bundle): row.bundle for row in rows if row.bundle is not None}
    numbers = {name: number for number, name in enumerate(bundles)}
    stored = [bundle.stored for bundle in bundles.values()]
    places: list[tuple[int, int]] = []
    fresh: list[bytes] = []
    for row in rows:
        if row.bundle is not None:
            places.append((numbers[id(row.bundle)], row.at))
        else:
            bundle, at = divmod(len(fresh), _TOGETHER)
            places.append((len(stored) + bundle, at))
            fresh.append(row.text)
    return join([*_columns(rows, places), *map(bytes, stored), *_bundles(fresh)])


def _bundles(texts: Sequence[bytes]) -> Iterator[bytes]:
    for start in range(0, len(texts), _TOGETHER):
        yield zlib.compress(b"[%s]" % b",".join(texts[start : start + _TOGETHER]), 1)


def _columns(rows: Sequence[_KeptSheet], places: Sequence[tuple[int, int]]) -> list[bytes]:
    advice = {row.guidance: None for row in rows}
    numbers = {guidance: number for number, guidance in enumerate(advice)}
    return [
        pack_texts(row.path for row in rows),
        b"".join(row.digest for row in rows),
        pack_numbers(row.count for row in rows),
        pack_numbers(bundle for bundle, _ in places),
        pack_numbers(at for _, at in places),
        json.dumps([*advice]).encode(),
        pack_numbers(numbers[row.guidance] for row in rows),
    ]


def unpack_sheets(row: bytes) -> list[Sheet]:
    """Raises one of DAMAGED for what is no such row."""
    texts, names, counts, owners, ats, advices, advised, *stored = split(row)
    paths, bundles = unpack_texts(texts), [_Bundle(each) for each in stored]
    advice = [tuple((str(r), str(text)) for r, text in each) for each in json.loads(bytes(advices))]
    digests = [bytes(names[at : at + DIGEST]) for at in range(0, len(names), DIGEST)]
    columns = zip(
        paths,
        unpack_numbers(counts),
        digests,
        (advice[number] for number in unpack_numbers(advised)),
        (bundles[number] for number in unpack_numbers(owners)),
        unpack_numbers(ats),
        strict=True,
    )
    return [_sheet(*each) for each in columns]


def _sheet(
    path: str, count: int, digest: bytes, guidance: Guidance, bundle: _Bundle, at: int
) -> Sheet:
    sheet = _KeptSheet(path, count, digest, guidance, lambda: bundle.violations(at))
    sheet.bundle, sheet.at = bundle, at
    return sheet


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()[:DIGEST]


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")
