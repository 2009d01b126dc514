"""One file, judged by one rule after the other."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planproof.evaluate.for_each import check_each
from planproof.evaluate.linking import Linking
from planproof.evaluate.page import Page
from planproof.evaluate.suppressing import hold_back
from planproof.evaluate.tally import RedFile, Tally
from planproof.evaluate.text_page import AnyPage
from planproof.evaluate.violations import forbidden
from planproof.evaluate.whole import WholeTree
from planproof.index import Index, Resolver
from planproof.index.expressions import expressions
from planproof.languages import Language
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import (
    Findings,
    Hit,
    Naming,
    OwnPaths,
    Reading,
    Rule,
    RuleClause,
    StructuralWorker,
    Subject,
    Wanted,
    always,
)

_NOTHING = WholeTree()


class Tools(Struct, frozen=True):
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
    app_labels: tuple[str, ...] = (),
    linking: Linking | None = None,
) -> Page:
    """A parsed file, ready to be judged; ``whole`` is what was found in the tree it is part of, and
    ``linking`` how its files hang together."""
    naming: Naming = Resolver(document, language.name, path)
    if linking is not None:
        naming = linking.naming(document, language, path)
    subject = Subject(path, content, language, document, naming, above_root, app_labels)
    return Page(Reading(subject, worker, expressions, whole.hits))


def judge_file(tally: Tally, page: AnyPage, blob: str, wanted: Wanted) -> None:
    """Adds to the tally all that the rule hits in the file, or in a part of it."""
    tally.unresolved += page.unresolved
    if tally.is_about_tables:
        tally.unresolved += page.computed_tables
    forbidden = find_forbidden(tally.rule, page, wanted, tally)
    if tally.rule.forbidding:
        _judge_forbidden(tally, page, blob, forbidden)
    else:  # nothing that a comment could take back
        hold_back(tally, page, Findings())
    if tally.rule.expect is not None and tally.rule.for_each is None:
        found = _find(tally, page, tally.rule.expect, wanted)
        _judge_expect(tally, page, tally.rule.expect, found)


def _find(tally: Tally, page: AnyPage, clause: RuleClause, wanted: Wanted) -> Findings:
    found = page.find(clause, wanted)
    _note(tally, clause, page, found.hits)
    return found


def find_forbidden(
    rule: Rule, page: AnyPage, wanted: Wanted = always, tally: Tally | None = None
) -> Findings:
    """What makes the rule red in a file: hits of match, and candidates that lack something.

    A tally is told what else was found on the way.
    """
    found = Findings()
    if rule.match is not None:
        found = page.find(rule.match, wanted)
        _note(tally, rule.match, page, found.hits)
    checked = check_each(rule, page, wanted)
    _note(tally, rule.for_each, page, checked.candidates)
    _note(tally, rule.expect, page, checked.expected)
    if tally is not None:
        tally.candidates.update(hit.term for hit in checked.candidates)
    failing = checked.failing
    return Findings((*found.hits, *failing.hits), (*found.undecided, *failing.undecided))


def _note(
    tally: Tally | None, clause: RuleClause | None, page: AnyPage, hits: Sequence[Hit]
) -> None:
    if tally is not None and tally.watch is not None and clause is not None and hits:
        tally.watch.note(clause, page, hits)


def _judge_forbidden(tally: Tally, page: AnyPage, blob: str, found: Findings) -> None:
    tally.forbidden.update(hit.term for hit in found.hits)
    tally.blocking.extend((page.path, why) for why in found.undecided)
    left = hold_back(tally, page, found)
    tally.hits += len(left)
    tally.lexical += sum(hit.mark is Mark.LEXICAL for hit in left)
    if tally.counts_only:
        tally.unquoted += len(left)
        return
    tally.violations.extend(forbidden(tally.rule, hit, page) for hit in left)
    if tally.quotes and found.hits:
        firsts = _first_of_each_term(found.hits)
        tally.keep_red_file(RedFile(page.path, blob, page, firsts, len(firsts)))


def _first_of_each_term(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    firsts: dict[int, Hit] = {}
    for hit in hits:
        firsts.setdefault(hit.term, hit)
    return tuple(firsts.values())


def _judge_expect(tally: Tally, page: AnyPage, expect: RuleClause, found: Findings) -> None:
    if expect.at_most is not None:
        tally.blocking.extend((page.path, why) for why in found.undecided)
    for hit in found.hits:
        tally.seen[hit.term] += 1
        tally.met[hit.term] += page.may_meet(hit, expect)
