"""The facet ``metrics``: limits, as a person writes them."""

from __future__ import annotations

from msgspec import Struct

from planproof.rules.terms import BadTermError
from planproof.spec.wire import Bounds, MetricLimit, TermSpec

METRICS = {
    "function_lines": ("{} line", "{} lines"),
    "file_lines": ("{} line", "{} lines"),
    "parameters": ("{} parameter", "{} parameters"),
    "methods": ("{} method", "{} methods"),
    "nesting": ("{} level of nesting", "{} levels of nesting"),
    "complexity": ("a complexity of {}", "a complexity of {}"),
}
"""How one and how several are said."""


class MetricTerm(Struct, frozen=True):
    """``metric`` is a key of :data:`METRICS`. What breaks the limit is a hit."""

    metric: str
    limit: Bounds

    @property
    def letters(self) -> None:
        """Nothing that has a size spells it."""
        return

    @property
    def words(self) -> frozenset[str]:
        return frozenset()

    def broken_by(self, value: int) -> str:
        """``75 lines, at most 60 allowed``; empty for what is within the limit."""
        least, most = self.limit.at_least, self.limit.at_most
        if least is not None and value < least:
            return f"{self._counted(value)}, at least {least} required"
        if most is not None and value > most:
            return f"{self._counted(value)}, at most {most} allowed"
        return ""

    def doubtful(self, value: int) -> str:
        """What is said of a value that may be another one, because the syntax is broken."""
        return f"{self._counted(value)} as far as it could be parsed"

    def _counted(self, value: int) -> str:
        return METRICS[self.metric][value != 1].format(value)


def parse_metric(term: TermSpec) -> MetricTerm:
    """Raises BadTermError."""
    selector = term.selector
    if not isinstance(selector, MetricLimit) or selector.metric not in METRICS:
        raise BadTermError(
            f"{term.text!r} is no metric", fix=f"known: {', '.join(METRICS)}, each with at_most"
        )
    if selector.limit == Bounds():
        raise BadTermError(f"{term.text!r} limits nothing", fix="add at_most, or at_least")
    return MetricTerm(selector.metric, selector.limit)
