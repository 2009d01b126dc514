"""The facet ``metrics``: what is larger, or more branched, than it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.evaluate.tree_hits import TreeHits, Undecided
from planproof.index import ClassMetrics, FileMetrics, FunctionMetrics, Source, measure
from planproof.languages import Language
from planproof.model.document import Document, Unparsed
from planproof.model.location import Span
from planproof.model.violation import Mark
from planproof.rules import Hit, Matcher, MetricTerm

_HIDDEN = "has a part that could not be parsed, in which a function may stand"
Measured = tuple[str, Span, int, bool]
"""What it is, where its name stands, the value, and whether it may be another one."""


def find_metrics(matchers: Sequence[Matcher], files: TreeFiles) -> Sequence[TreeHits]:
    """What breaks each of the limits: a hit's name says by how much, ``resolved`` what it is."""
    facts = files.facts(_METRICS)
    unread = {path: fact.reason.value for path, fact in facts.items() if isinstance(fact, Unparsed)}
    hidden = {
        path for path, fact in facts.items() if not isinstance(fact, Unparsed) and fact.hidden
    }
    found = []
    for term in (each for each in matchers if isinstance(each, MetricTerm)):
        hits = {
            path: list(_hits(term, path, fact))
            for path, fact in facts.items()
            if not isinstance(fact, Unparsed)
        }
        blind = unread if term.metric == "file_lines" else unread | dict.fromkeys(hidden, _HIDDEN)
        undecided = tuple(Undecided(path, why, (path,)) for path, why in blind.items())
        found.append(TreeHits({path: some for path, some in hits.items() if some}, undecided))
    return found


def _hits(term: MetricTerm, path: str, facts: FileMetrics) -> Iterator[Hit]:
    for what, span, value, doubtful in _values(term.metric, path, facts):
        mark = Mark.UNCERTAIN if doubtful else Mark.PROVEN
        if wrong := term.broken_by(value) or (term.doubtful(value) if doubtful else ""):
            yield Hit(0, span, f"{what} has {wrong}", what, mark)


def _values(metric: str, path: str, facts: FileMetrics) -> Iterator[Measured]:
    match metric:
        case "file_lines":
            yield f"file {path}", Span(0, 0), facts.lines, False
        case "methods":
            for each in facts.classes:
                yield each.name, Span(each.start, each.end), each.methods, each.broken
        case _:
            field = "lines" if metric == "function_lines" else metric
            for function in facts.functions:
                place = Span(function.start, function.end)
                yield function.name, place, getattr(function, field), function.broken


def _read(source: Source, document: Document) -> FileMetrics:
    return measure(source.content, source.language, document)


def _never_quick(content: bytes, language: Language) -> FileMetrics | None:
    del content, language
    return None


def _pack(facts: FileMetrics) -> Json:
    functions: list[Json] = [list(each) for each in facts.functions]
    return [facts.lines, functions, [list(c) for c in facts.classes], facts.hidden]


def _unpack(packed: tuple[int, list[list[object]], list[list[object]], bool]) -> FileMetrics:
    lines, functions, classes, hidden = packed
    measured = tuple(map(FunctionMetrics._make, functions))
    return FileMetrics(lines, measured, tuple(map(ClassMetrics._make, classes)), hidden)


_METRICS = FactKind("metrics", 3, _never_quick, _read, _pack, _unpack)
