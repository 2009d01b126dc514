"""Witnesses: a piece of a file on which a rule is red, so that it need not be red now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import dedent

from planproof.evaluate.page import Page
from planproof.evaluate.snippets import marks_of
from planproof.evaluate.tally import RedFile, Tally
from planproof.languages import language_of
from planproof.model.evaluation import Witness
from planproof.model.location import Span
from planproof.model.violation import Mark
from planproof.rules import OwnPaths, Rule, StructuralWorker

_LONGEST = 20_000
"""Characters; a longer piece is not kept, unless it is the only one."""


def make_witnesses(tallies: Iterable[Tally], worker: StructuralWorker) -> Iterator[Witness]:
    """One for each rule that is red now, from the first file in which it is."""
    for tally in tallies:
        if tally.red_file is not None:
            yield _make(tally.rule, tally.red_file, worker)


def is_red_on_witness(
    rule: Rule, witnesses: Iterable[Witness], own: OwnPaths, worker: StructuralWorker
) -> bool:
    """Runs the rule again on its witnesses; one that is no longer in its scope proves nothing."""
    return any(
        _marks(rule, witness, worker)
        for witness in witnesses
        if witness.rule == rule.id and rule.scope.holds(witness.path, own)
    )


def _make(rule: Rule, red: RedFile, worker: StructuralWorker) -> Witness:
    whole = Witness(rule.id, red.blob, red.path, "")
    if red.page is None:
        return whole
    for snippet in _pieces(red.page, red.hit.span):
        whole = Witness(rule.id, red.blob, red.path, snippet)
        if len(snippet) <= _LONGEST and red.hit.mark in _marks(rule, whole, worker):
            break
    return whole


def _marks(rule: Rule, witness: Witness, worker: StructuralWorker) -> frozenset[Mark]:
    language = language_of(witness.path, witness.snippet[:100].encode("utf-8", "replace"))
    if rule.languages and (language is None or language.name not in rule.languages):
        language = None
    return marks_of(rule, witness.path, witness.snippet, language, worker)


def _pieces(page: Page, span: Span) -> Iterator[str]:
    """Ever longer pieces of the file: lines, lines with imports, the definition, all of it."""
    document = page.subject.document
    imports = [binding.span for binding in document.imports]
    statement = page.statement(span)
    yield _lines(page, [statement])
    yield _lines(page, [*imports, statement])
    around = document.enclosing(span)
    while around >= 0:
        extent = document.definitions[around].extent
        yield _lines(page, [extent])
        yield _lines(page, [*imports, extent])
        around = document.definitions[around].parent
    yield page.reading.text


def _lines(page: Page, spans: Iterable[Span]) -> str:
    """The whole lines of the spans, once each, without the indentation that all share."""
    wanted: set[int] = set()
    for span in spans:
        last = page.lines.line_of(max(span.start, span.end - 1))
        wanted.update(range(page.lines.line_of(span.start), last + 1))
    return dedent("".join(page.decode(page.lines.line_span(line)) for line in sorted(wanted)))
