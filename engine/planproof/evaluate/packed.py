"""Values of a judgement as JSON, so that index.db can keep them, and back.

What is unpacked equals what was packed. Anything that does not look like it raises one of
:data:`DAMAGED`: then it is worked out again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from planproof.errors import Diagnostic
from planproof.model.evaluation import Coverage, Evaluation, Proof, RuleReport, Verdict, Witness
from planproof.model.location import Place, Position
from planproof.model.suppression import Suppression
from planproof.model.tree import Mark as TreeMark
from planproof.model.violation import Identity, Mark, Severity, Violation

DAMAGED = (ValueError, TypeError, KeyError, IndexError, AttributeError, zlib.error)

Packed = list[Any]
"""JSON; its shape is that of the value, fields in their order."""


def to_bytes(value: Packed) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def from_bytes(stored: bytes) -> Packed:
    """Raises one of DAMAGED."""
    value = json.loads(zlib.decompress(stored).decode("utf-8", "surrogatepass"))
    if not isinstance(value, list):
        raise TypeError(value)
    return value


_place = attrgetter("path", "start.line", "start.column", "end.line", "end.column")
_identity = attrgetter("rule", "path", "scope", "text", "shape", "message", "ordinal")
_rest = attrgetter("fingerprint", "symbol", "snippet", "guidance", "mark.value", "expected")


def pack_violation(one: Violation) -> Packed:
    head = (one.rule, one.severity.value, one.message)
    return [*head, _place(one.place), _identity(one.identity), *_rest(one)]


def unpack_violation(packed: Packed) -> Violation:
    rule, severity, message, place, identity, *rest = packed
    fingerprint, symbol, snippet, guidance, mark, expected = rest
    return Violation(
        rule,
        Severity(severity),
        message,
        _unpack_place(place),
        Identity(*identity),
        fingerprint,
        symbol,
        snippet,
        guidance,
        Mark(mark),
        expected,
    )


def pack_suppression(one: Suppression) -> Packed:
    return [_place(one.place), one.reason, pack_violation(one.violation)]


def unpack_suppression(packed: Packed) -> Suppression:
    place, reason, violation = packed
    return Suppression(_unpack_place(place), reason, unpack_violation(violation))


def _unpack_place(packed: Packed) -> Place:
    path, line, column, last_line, last_column = packed
    return Place(path, Position(line, column), Position(last_line, last_column))


_diagnostic = attrgetter("code", "message", "fix", "source", "line", "column")
_witness = attrgetter("rule", "blob", "path", "snippet")
_coverage = attrgetter(
    "in_scope", "excluded_by_letters", "examined", "hits", "lexical_hits", "suppressed",
    "unresolved", "unjudged", "blocking",
)  # fmt: skip


def pack_diagnostics(many: Iterable[Diagnostic]) -> Packed:
    return [_diagnostic(one) for one in many]


def unpack_diagnostics(packed: Packed) -> tuple[Diagnostic, ...]:
    return tuple(Diagnostic(*one) for one in packed)


def pack_witness(one: Witness) -> Packed:
    return list(_witness(one))


def unpack_witness(packed: Packed) -> Witness:
    rule, blob, path, snippet = packed
    return Witness(rule, blob, path, snippet)


def unpack_pairs(packed: Packed) -> tuple[tuple[str, str], ...]:
    """(path, why)."""
    return tuple((path, why) for path, why in packed)


def pack_mark(mark: TreeMark) -> Packed:
    return [mark.base, list(mark.loose), mark.rest]


def unpack_mark(packed: Packed) -> TreeMark:
    base, loose, rest = packed
    return TreeMark(base, tuple((path, blob, kind) for path, blob, kind in loose), rest)


def pack_evaluation(one: Evaluation) -> Packed:
    """All but the violations."""
    return [
        [one.spec, one.spec_digest, one.scope_digest, one.engine, one.revision],
        [_pack_report(report) for report in one.rules],
        [pack_witness(witness) for witness in one.witnesses],
        pack_diagnostics(one.warnings),
        [pack_suppression(suppression) for suppression in one.suppressions],
    ]


def unpack_evaluation(packed: Packed, violations: Sequence[Violation]) -> Evaluation:
    head, rules, witnesses, warnings, suppressions = packed
    spec, spec_digest, scope_digest, engine, revision = head
    return Evaluation(
        spec=spec,
        spec_digest=spec_digest,
        scope_digest=scope_digest,
        engine=engine,
        revision=revision,
        rules=tuple(map(_unpack_report, rules)),
        violations=violations,
        witnesses=tuple(map(unpack_witness, witnesses)),
        warnings=unpack_diagnostics(warnings),
        suppressions=tuple(map(unpack_suppression, suppressions)),
    )


def _pack_report(one: RuleReport) -> Packed:
    return [
        one.rule,
        one.verdict.value,
        one.violations,
        _coverage(one.coverage),
        one.proof.value,
        pack_diagnostics(one.problems),
        pack_diagnostics(one.warnings),
    ]


def _unpack_report(packed: Packed) -> RuleReport:
    rule, verdict, violations, coverage, proof, problems, warnings = packed
    counts: tuple[int, int, int, int, int, int, int] = tuple(coverage[:7])
    unjudged, blocking = map(unpack_pairs, coverage[7:])
    return RuleReport(
        rule=rule,
        verdict=Verdict(verdict),
        violations=violations,
        coverage=Coverage(*counts, unjudged, blocking),
        proof=Proof(proof),
        problems=unpack_diagnostics(problems),
        warnings=unpack_diagnostics(warnings),
    )
