"""One parsed file, judged by one rule after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planproof.evaluate.page import Page
from planproof.evaluate.tally import RedFile, Tally
from planproof.evaluate.violations import forbidden
from planproof.evaluate.whole import WholeTree
from planproof.index import Index, Resolver, expressions
from planproof.languages import Language
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import (
    Findings,
    Hit,
    OwnPaths,
    Reading,
    RuleTerm,
    StructuralWorker,
    Subject,
    find_hits,
    outermost,
)

_NOTHING = WholeTree()

Wanted = Callable[[RuleTerm], bool]
"""Whether a term is worth looking for in the file at hand."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What judging needs besides rules and files, shared by a whole evaluation."""

    index: Index
    worker: StructuralWorker
    own: OwnPaths


def open_page(
    path: str,
    content: bytes,
    language: Language,
    document: Document,
    worker: StructuralWorker,
    above_root: int = 0,
    whole: WholeTree = _NOTHING,
) -> Page:
    """A parsed file, ready to be judged; ``whole`` is what was found in the tree it is part of."""
    naming = Resolver(document, language.name, path)
    subject = Subject(path, content, language, document, naming, above_root)
    return Page(Reading(subject, worker, expressions, whole.hits))


def judge_file(tally: Tally, page: Page, blob: str, wanted: Wanted) -> None:
    """Adds to the tally all that the rule hits in the file."""
    tally.examined += 1
    tally.unresolved += page.unresolved
    if tally.rule.match is not None:
        _judge_match(tally, page, blob, find_hits(tally.rule.match, page.reading, wanted))
    if tally.rule.expect is not None:
        _judge_expect(tally, page, find_hits(tally.rule.expect, page.reading, wanted))


def _judge_match(tally: Tally, page: Page, blob: str, found: Findings) -> None:
    path = page.subject.path
    tally.forbidden.update(hit.term for hit in found.hits)
    tally.blocking.extend((path, why) for why in found.undecided)
    hits = outermost(found.hits)
    tally.hits += len(hits)
    tally.lexical += sum(hit.mark is Mark.LEXICAL for hit in hits)
    if tally.quotes and hits:
        tally.violations.extend(forbidden(tally.rule, hit, page) for hit in hits)
        tally.keep_red_file(RedFile(path, blob, page, _first_of_each_term(found.hits)))


def _first_of_each_term(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    firsts: dict[int, Hit] = {}
    for hit in hits:
        firsts.setdefault(hit.term, hit)
    return tuple(firsts.values())


def _judge_expect(tally: Tally, page: Page, found: Findings) -> None:
    document, expect = page.subject.document, tally.rule.expect
    if expect is not None and expect.at_most is not None:
        tally.blocking.extend((page.subject.path, why) for why in found.undecided)
    for hit in found.hits:
        tally.seen[hit.term] += 1
        if hit.mark is Mark.PROVEN and not document.is_broken(hit.span):
            tally.met[hit.term] += 1
