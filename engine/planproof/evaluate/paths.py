"""What is judged by paths alone: the facet ``files``, and what a tree could not list."""

from __future__ import annotations

from collections.abc import Iterable

from planproof.evaluate.selection import Selection, any_reads
from planproof.evaluate.sightings import Watch
from planproof.evaluate.tally import RedFile, Tally
from planproof.evaluate.violations import forbidden_path
from planproof.model.document import Reason
from planproof.model.location import Span
from planproof.model.tree import Entry
from planproof.rules import Glob, Hit, RuleClause, RuleTerm

_START = Span(0, 0)


def judge_paths(tallies: Iterable[Tally], selection: Selection) -> None:
    """Adds the hits of ``files`` terms, and blocks on unreadable paths in scope."""
    for tally in tallies:
        if _globs(tally.rule.match) or _globs(tally.rule.expect):  # none expected of candidates
            for entry in selection.paths_of(tally.rule):
                _judge_path(tally, entry)
        for path in selection.manifest.unreadable:
            if selection.may_hold(tally.rule, path):
                tally.in_scope += 1
                tally.examined += 1
                tally.blocking.append((path, Reason.UNREADABLE.value))


def _judge_path(tally: Tally, entry: Entry) -> None:
    if not any_reads(tally.rule):
        tally.in_scope += 1
        tally.examined += 1
    if tally.watch is not None:
        _note(tally.watch, tally, entry.path)
    for term in _hits(tally.rule.expect, entry.path):
        tally.met[term.index] += 1
        tally.seen[term.index] += 1
    terms = _hits(tally.rule.match, entry.path)
    for term in terms:
        tally.forbidden[term.index] += 1
    if terms:
        hit = Hit(terms[0].index, _START, entry.path)
        tally.hits += 1
        tally.violations.append(forbidden_path(tally.rule, hit))
        tally.keep_red_file(RedFile(entry.path, entry.blob, None, (hit,)))


def _note(watch: Watch, tally: Tally, path: str) -> None:
    for clause in (tally.rule.match, tally.rule.expect):
        for term in _hits(clause, path):
            if clause is not None:
                watch.note_path(clause, term, path)


def _hits(clause: RuleClause | None, path: str) -> list[RuleTerm]:
    return [term for term, glob in _globs(clause) if glob.fits(path)]


def _globs(clause: RuleClause | None) -> list[tuple[RuleTerm, Glob]]:
    terms = clause.terms if clause is not None else ()
    return [(term, term.matcher) for term in terms if isinstance(term.matcher, Glob)]
