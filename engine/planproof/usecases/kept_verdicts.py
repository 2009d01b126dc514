"""Verdicts that need no second look: same spec, same engine, same evidence, same tree."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from planproof._build import build_id
from planproof.evaluate.kept_sheets import pack_sheets, unpack_sheets
from planproof.evaluate.options import Keep
from planproof.evaluate.packed import (
    DAMAGED,
    Packed,
    from_bytes,
    pack_evaluation,
    pack_mark,
    pack_witness,
    to_bytes,
    unpack_evaluation,
)
from planproof.model.evaluation import Evaluation, Summary
from planproof.model.sheets import Sheets
from planproof.model.tree import Mark
from planproof.model.verdict import Verdict
from planproof.usecases.evidence import Evidence
from planproof.usecases.prepare import Prepared

if TYPE_CHECKING:
    from planproof.index import Index

_VERSION = 2


class KeptVerdict(NamedTuple):
    """The place of one verdict in the index. ``question`` is all that it depends on, as JSON. The
    violations lie in a row of their own, and are only unpacked where somebody looks at them."""

    row: str
    question: Packed

    def recall(self, index: Index) -> Evaluation | None:
        """The verdict, if the last one that was kept here answers this very question."""
        stored = index.memo.get(self.row)
        if stored is None or not stored.startswith(self._name):
            return None
        try:
            digest, evaluation = from_bytes(stored[len(self._name) :])
            sheets = index.memo.get(self._row_of_sheets) or b""
            if digest != hashlib.sha256(sheets).hexdigest():
                return None
            return unpack_evaluation(evaluation, Sheets(unpack_sheets(sheets)))
        except DAMAGED:
            return None

    def keep(self, index: Index, evaluation: Evaluation) -> None:
        """Keeps what would be the same another time."""
        if is_lasting(evaluation):
            sheets = pack_sheets(evaluation.violations)
            digest = hashlib.sha256(sheets).hexdigest()
            index.memo.put(self._row_of_sheets, sheets)
            answer = to_bytes([digest, pack_evaluation(evaluation)])
            index.memo.put(self.row, self._name + answer)

    @property
    def _name(self) -> bytes:
        """Of the question, before the answer."""
        return hashlib.sha256(to_bytes([_VERSION, self.question])).digest()

    @property
    def _row_of_sheets(self) -> str:
        return f"sheets of {self.row}"


class KeptCounts:
    """Summaries of commits by their question, for those who judge many."""

    def __init__(self, prepared: Prepared, index: Index) -> None:
        self._row = f"counts at commits: {prepared.source}"
        self._memo = index.memo
        self._known: dict[str, Summary] = _unpack_counts(index.memo.get(self._row))
        self._asked: dict[str, Summary] = {}

    def recall(self, question: Packed) -> Summary | None:
        key = _digest(question)
        known = self._known.get(key)
        if known is not None:
            self._asked[key] = known
        return known

    def keep(self, question: Packed, summary: Summary) -> None:
        self._asked[_digest(question)] = summary

    def save(self) -> None:
        """Keeps those of this time, and others while there are few."""
        rows = {**self._known, **self._asked} if len(self._known) <= _MANY else self._asked
        if rows != self._known:
            self._memo.put(
                self._row, to_bytes([[key, *_pack_summary(s)] for key, s in rows.items()])
            )


_MANY = 10_000


def is_lasting(evaluation: Evaluation) -> bool:
    """Whether judging again would give the same: what took too long may not do so next time."""
    from planproof.rules import may_pass

    if not evaluation.settled:
        return False
    reasons = (why for report in evaluation.rules for _, why in report.coverage.blocking)
    return not any(map(may_pass, reasons))


def _digest(question: Packed) -> str:
    return hashlib.sha256(to_bytes(question)).hexdigest()


def _pack_summary(one: Summary) -> Packed:
    return [one.verdict.value, one.violations, [[r, v.value, n] for r, v, n in one.rules]]


def _unpack_counts(stored: bytes | None) -> dict[str, Summary]:
    try:
        return {key: _unpack_summary(one) for key, *one in from_bytes(stored or b"")}
    except DAMAGED:
        return {}


def _unpack_summary(packed: Packed) -> Summary:
    verdict, violations, rules = packed
    return Summary(
        Verdict(verdict), int(violations), tuple((str(r), Verdict(v), int(n)) for r, v, n in rules)
    )


def kept_verdict(
    prepared: Prepared, mark: Mark | None, evidence: Evidence, *, of_commit: bool
) -> KeptVerdict | None:
    """``evidence.base`` is a full id. None for a tree that has no short name."""
    if mark is None:
        return None
    witnesses = [pack_witness(one) for one in evidence.witnesses]
    question = [
        keep_results(prepared).key,
        evidence.base,
        sorted(evidence.proven),
        hashlib.sha256(to_bytes(witnesses)).hexdigest(),
        pack_mark(mark),
    ]
    kind = "verdict at a commit" if of_commit else "verdict"
    return KeptVerdict(f"{kind}: {prepared.source}", question)


def keep_results(prepared: Prepared, *, of_commit: bool = False) -> Keep:
    """Where the results of files are kept: a row for each spec, which other commits only read."""
    asked = (build_id().encode(), prepared.text, prepared.source.encode("utf-8", "replace"),
             (prepared.path or "").encode("utf-8", "replace"))  # fmt: skip
    key = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in asked)).hexdigest()
    return Keep(f"results: {prepared.source}", f"{_VERSION} {key}", anew=not of_commit)
