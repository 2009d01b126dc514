"""What became of each violation between two trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planproof.model.evaluation import Evaluation
from planproof.model.verdict import Verdict
from planproof.model.violation import Violation
from planproof.progress import Comparison, Pair
from planproof.report.envelope import Json, JsonObject
from planproof.report.escape import visible
from planproof.report.evaluation_json import rule_json, violation_json
from planproof.report.evaluation_text import SHOWN, violations_text
from planproof.report.places import place_json, place_text
from planproof.report.plans_json import counts_json
from planproof.report.plans_text import counts_text
from planproof.report.style import Paint, StyleName

Compared = Comparison[Violation, Violation]


class Side(Struct, frozen=True):
    """One of two trees: what it was asked for as, its commit's id (for the working tree HEAD's),
    and what the spec says of it."""

    name: str
    commit: str | None
    evaluation: Evaluation


class TreeComparison(Struct, frozen=True):
    """Two trees by one spec, and what became of each violation between them."""

    source: str
    old: Side
    new: Side
    comparison: Compared

    @property
    def is_certain(self) -> bool:
        """Whether nothing new can hide: no rule on the new tree is without a verdict, and every
        file that a red one looks at could be judged; nor was one unjudged in the old tree."""
        rules = self.new.evaluation.rules
        decided = all(
            one.verdict is Verdict.PASSED
            or (one.verdict is Verdict.VIOLATED and not one.coverage.blocking)
            for one in rules
        )
        judged = not any(one.coverage.blocking for one in self.old.evaluation.rules)
        return bool(rules) and decided and judged


def comparison_json(shown: TreeComparison) -> JsonObject:
    found = shown.comparison
    return {
        "spec": shown.source,
        "trees": {"old": _side_json(shown.old), "new": _side_json(shown.new)},
        "counts": counts_json(found.counts),
        "new": [violation_json(one) for one in found.new],
        "fixed": [violation_json(one) for one in found.fixed],
        "moved": [_pair_json(pair) for pair in found.moved],
        "changed": [_pair_json(pair) for pair in found.changed],
    }


def comparison_text(shown: TreeComparison, paint: Paint, *, verbose: bool, brief: bool) -> str:
    body = "" if brief else "".join(_lines(shown.comparison, paint, verbose=verbose))
    return body + _headline(shown, paint)


def _lines(found: Compared, paint: Paint, *, verbose: bool) -> Iterator[str]:
    limit = None if verbose else SHOWN
    if found.new:
        yield f"{paint('bad', 'new')}\n{violations_text(found.new, paint, limit)}\n"
    if found.fixed:
        yield f"{paint('good', 'fixed')}\n{violations_text(found.fixed, paint, limit)}\n"
    yield from _pair_lines("moved", found.moved, paint, limit)
    yield from _pair_lines("changed", found.changed, paint, limit)


def _pair_lines(
    word: str, pairs: Sequence[Pair[Violation, Violation]], paint: Paint, limit: int | None
) -> Iterator[str]:
    if not pairs:
        return
    yield f"{paint('bold', word)}\n"
    for pair in pairs[:limit]:
        old, new = place_text(pair.before.place), place_text(pair.after.place)
        yield f"{paint('path', new)}  {pair.after.rule}  {paint('dim', f'was {old}')}\n"
    if limit is not None and len(pairs) > limit:
        yield paint("dim", f"… and {len(pairs) - limit:,} more (--verbose shows all)") + "\n"
    yield "\n"


def _headline(shown: TreeComparison, paint: Paint) -> str:
    style: StyleName = "bad" if shown.comparison.new else "good"
    sign = "✗" if shown.comparison.new else "✓"
    if not shown.comparison.new and not shown.is_certain:
        style, sign = "warn", "?"
    counts = counts_text(shown.comparison.counts)
    trees = f"{visible(shown.old.name)}..{visible(shown.new.name)}"
    return f"{paint(style, f'{sign} {counts}')}  {paint('bold', visible(shown.source))} · {trees}\n"


def _side_json(side: Side) -> Json:
    return {
        "name": side.name,
        "commit": side.commit,
        "verdict": side.evaluation.verdict.value,
        "violations": len(side.evaluation.violations),
        "rules": [rule_json(one) for one in side.evaluation.rules],
    }


def _pair_json(pair: Pair[Violation, Violation]) -> Json:
    """The violation as it is, with the id that it has carried since it was first seen."""
    return {
        **violation_json(pair.after),
        "was": {"fingerprint": pair.before.fingerprint, **place_json(pair.before.place)},
        "rung": pair.rung,
    }
