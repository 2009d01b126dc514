"""The baseline for people and programs: what was added, what went, what it says of the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.model.violation import Violation
from planproof.progress.baseline import BaselineLine, Lines
from planproof.progress.excuse import Growth, GrowthKind
from planproof.report.envelope import Json, JsonObject
from planproof.report.escape import visible
from planproof.report.evaluation_json import violation_json
from planproof.report.evaluation_text import SHOWN, violations_text
from planproof.report.places import counted
from planproof.report.style import Paint, StyleName

Refreshed = tuple[tuple[BaselineLine, BaselineLine], ...]
Unjudged = Mapping[str, tuple[Diagnostic, ...]]
"""Contracts of which not all violations are known, each with the reasons."""


class AcceptedLines(Struct, frozen=True):
    """``lines`` is how many the file at ``path`` has now; ``waiting`` of those that were added
    excuse nothing on a pull request before somebody from outside accepts them."""

    path: str
    added: Lines
    lines: int
    waiting: int
    unjudged: Unjudged = {}


class PrunedLines(Struct, frozen=True):
    """``refreshed`` are (before, after). ``is_rewritten``: the file was not as planproof writes it,
    with lines twice or out of order. ``is_written`` is False for a mere look."""

    path: str
    stale: Lines
    refreshed: Refreshed
    lines: int
    is_rewritten: bool
    is_written: bool
    unjudged: Unjudged = {}

    @property
    def changes_anything(self) -> bool:
        return bool(self.stale or self.refreshed or self.is_rewritten)


class BaselineDiff(Struct, frozen=True):
    """Since ``commit`` (None before a first one). ``moved`` are (before, after) of lines that mean
    the same violation or say something else of it; ``counted`` are the violations, by contract,
    that nothing excuses."""

    path: str
    commit: str | None
    added: Lines
    removed: Lines
    moved: Refreshed
    stale: Lines
    expired: Lines
    grown: tuple[Growth, ...]
    counted: Mapping[str, tuple[Violation, ...]]
    tolerated: int
    unjudged: Unjudged = {}

    @property
    def open(self) -> int:
        return sum(map(len, self.counted.values()))


def accepted_json(done: AcceptedLines) -> JsonObject:
    return {
        "path": done.path,
        "lines": done.lines,
        "added": [line_json(one) for one in done.added],
        "waiting": done.waiting,
        "unjudged": sorted(done.unjudged),
    }


def accepted_text(done: AcceptedLines, paint: Paint) -> str:
    return "".join(_accepted(done, paint))


def _accepted(done: AcceptedLines, paint: Paint) -> Iterator[str]:
    if not done.added:
        yield f"nothing to accept: every violation that was asked for has a line in {done.path}\n"
        return
    added = paint("good", f"+{counted(len(done.added), 'line')}")
    yield f"{added}, now {done.lines:,} in {done.path}\n"
    groups = Counter((one.contract, one.identity.rule) for one in done.added)
    for (contract, rule), count in sorted(groups.items()):
        yield f"  {count:>6,}  {paint('bold', visible(rule))} of {visible(contract)}\n"
    if done.waiting:
        yield f"{done.waiting:,} of {len(done.added):,} {_WAITING}\n"


_WAITING = (
    "excused only once accepted: on a pull request planproof gate counts these\n"
    "until somebody from outside of it accepts that the baseline grows"
)


def pruned_json(done: PrunedLines) -> JsonObject:
    return {
        "path": done.path,
        "lines": done.lines,
        "written": done.is_written and done.changes_anything,
        "removed": [line_json(one) for one in done.stale],
        "refreshed": [_pair_json(pair) for pair in done.refreshed],
        "rewritten": done.is_rewritten,
        "unjudged": sorted(done.unjudged),
    }


def pruned_text(done: PrunedLines, paint: Paint, *, verbose: bool) -> str:
    return "".join(_pruned(done, paint, None if verbose else SHOWN))


def _pruned(done: PrunedLines, paint: Paint, limit: int | None) -> Iterator[str]:
    yield from _lines("excusing nothing any more", "-", "good", done.stale, paint, limit)
    yield from _pairs("with a violation that is elsewhere by now", done.refreshed, paint, limit)
    size = _size(done.path, done.lines)
    if not done.changes_anything:
        yield f"{paint('good', '✓')} nothing to prune: {size}\n"
    elif done.is_written:
        yield f"{paint('good', '✓')} {size}\n"
    else:
        order = "" if done.stale or done.refreshed else ", only in order and each once"
        yield f"{paint('bad', '✗')} would be {counted(done.lines, 'line')} in {done.path}{order}\n"


def diff_json(done: BaselineDiff) -> JsonObject:
    return {
        "path": done.path,
        "commit": done.commit,
        "added": [line_json(one) for one in done.added],
        "removed": [line_json(one) for one in done.removed],
        "moved": [_pair_json(pair) for pair in done.moved],
        "stale": [line_json(one) for one in done.stale],
        "expired": [line_json(one) for one in done.expired],
        "growth": [{"kind": one.kind.value, **line_json(one.line)} for one in done.grown],
        "counted": [
            {"contract": contract, **violation_json(one)}
            for contract, some in sorted(done.counted.items())
            for one in some
        ],
        "tolerated": done.tolerated,
        "unjudged": sorted(done.unjudged),
    }


def diff_text(done: BaselineDiff, paint: Paint, *, verbose: bool) -> str:
    return "".join(_diff(done, paint, None if verbose else SHOWN))


def _diff(done: BaselineDiff, paint: Paint, limit: int | None) -> Iterator[str]:
    yield from _lines("added", "+", "warn", done.added, paint, limit)
    yield from _lines("removed", "-", "good", done.removed, paint, limit)
    yield from _pairs("moved or reworded", done.moved, paint, limit)
    yield from _lines(
        "excuse nothing (planproof baseline prune)", " ", "dim", done.stale, paint, limit
    )
    yield from _lines("expired", " ", "bad", done.expired, paint, limit)
    for kind, words in _GROWTH.items():
        grown = tuple(one.line for one in done.grown if one.kind is kind)
        yield from _lines(words, "!", "bad", grown, paint, limit)
    for contract, some in sorted(done.counted.items()):
        if some:
            yield f"{paint('bad', 'not excused')} of {visible(contract)}\n"
            yield f"{violations_text(some, paint, limit)}\n"
    yield _headline(done, paint)


_STALE = "excusing nothing any more (planproof baseline prune)"

_GROWTH = {
    GrowthKind.ADDED: "to be accepted from outside: for violations that this change adds",
    GrowthKind.RED: "to be accepted from outside: for violations that the base has unexcused",
    GrowthKind.PROLONGED: "to be accepted from outside: for longer than the base allows",
}


def _headline(done: BaselineDiff, paint: Paint) -> str:
    style: StyleName = "bad" if done.open or done.grown else "warn" if done.unjudged else "good"
    sign = {"bad": "✗", "warn": "?", "good": "✓"}[style]
    since = f" since {done.commit[:10]}" if done.commit is not None else ""
    change = f"{len(done.added):+,} −{len(done.removed):,}"
    rest = f"{done.tolerated:,} excused, {done.open:,} not"
    return f"{paint(style, sign)} {done.path}: {change} lines{since} · {rest}\n"


def line_json(line: BaselineLine) -> dict[str, Json]:
    one = line.identity
    return {
        "contract": line.contract,
        "rule": one.rule,
        "path": one.path,
        "scope": one.scope,
        "text": one.text,
        "message": one.message,
        "ordinal": one.ordinal,
        "reason": line.reason,
        "owner": line.owner,
        "expires": line.expires or None,
    }


def _pair_json(pair: tuple[BaselineLine, BaselineLine]) -> Json:
    before, after = pair
    return {**line_json(after), "was": line_json(before)}


def _lines(
    title: str, sign: str, style: StyleName, lines: Sequence[BaselineLine], paint: Paint,
    limit: int | None,
) -> Iterator[str]:  # fmt: skip
    if not lines:
        return
    yield f"{paint('bold', counted(len(lines), 'line'))} {title}\n"
    for line in lines[:limit]:
        note = "".join(f" · {visible(part)}" for part in _notes(line))
        yield f"  {paint(style, sign)} {visible(line.label)}{paint('dim', note)}\n"
    yield _hidden(len(lines), limit, paint)


def _pairs(title: str, pairs: Refreshed, paint: Paint, limit: int | None) -> Iterator[str]:
    if not pairs:
        return
    yield f"{paint('bold', counted(len(pairs), 'line'))} {title}\n"
    for before, after in pairs[:limit]:
        was = f"was {visible(before.label)}" if before.label != after.label else ""
        yield f"  {paint('path', visible(after.label))}  {paint('dim', was)}".rstrip() + "\n"
    yield _hidden(len(pairs), limit, paint)


def _notes(line: BaselineLine) -> Iterable[str]:
    yield line.reason
    if line.owner:
        yield line.owner
    if line.expires:
        yield f"until {line.expires}"


def _hidden(count: int, limit: int | None, paint: Paint) -> str:
    if limit is None or count <= limit:
        return "\n"
    return "  " + paint("dim", f"… and {count - limit:,} more (--verbose shows all)") + "\n\n"


def _size(path: str, lines: int) -> str:
    return f"{counted(lines, 'line')} in {path}"
