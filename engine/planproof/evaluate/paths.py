"""What is judged by paths alone: the facet ``files``, and what a tree could not list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planproof.evaluate.file_pass import FileResult
from planproof.evaluate.selection import Selection, any_reads
from planproof.evaluate.sightings import Watch
from planproof.evaluate.tally import RedFile, Tally
from planproof.evaluate.violations import forbidden_path
from planproof.model.document import Reason
from planproof.model.location import Span
from planproof.model.tree import Entry
from planproof.rules import Glob, Hit, OwnPaths, RuleClause, RuleTerm

_START = Span(0, 0)


def judge_paths(
    tallies: Sequence[Tally], entries: Iterable[Entry], own: OwnPaths
) -> Iterator[FileResult]:
    """What the paths give for rules with ``files`` terms, links too, whatever their language."""
    asking = [(number, tally) for number, tally in enumerate(tallies) if _asks(tally)]
    for entry in entries if asking else ():
        held = [each for each in asking if each[1].rule.scope.holds(entry.path, own)]
        if held:
            yield _judge_path(entry, held)


def judge_unreadable(tallies: Iterable[Tally], selection: Selection) -> None:
    """Blocks the rules that have a path in scope that the tree could not list."""
    for tally in tallies:
        for path in selection.manifest.unreadable:
            if selection.may_hold(tally.rule, path):
                tally.in_scope += 1
                tally.examined += 1
                tally.blocking.append((path, Reason.UNREADABLE.value))


def _asks(tally: Tally) -> bool:
    return bool(_globs(tally.rule.match) or _globs(tally.rule.expect))  # not of candidates


def _judge_path(entry: Entry, held: Iterable[tuple[int, Tally]]) -> FileResult:
    plain: list[int] = []
    parts: list[tuple[int, Tally]] = []
    for number, tally in held:
        part = _hits_of(tally, entry)
        counts = not any_reads(tally.rule)
        if part is not None:
            part.in_scope = part.examined = int(counts)
            parts.append((number, part))
        elif counts:
            plain.append(number)
    return FileResult(entry, tuple(plain), tuple(parts))


def _hits_of(tally: Tally, entry: Entry) -> Tally | None:
    """What a rule's terms hit; None where none does."""
    if tally.watch is not None:
        _note(tally.watch, tally, entry.path)
    expected, terms = _hits(tally.rule.expect, entry.path), _hits(tally.rule.match, entry.path)
    if not expected and not terms:
        return None
    part = tally.part()
    for term in expected:
        part.met[term.index] += 1
        part.seen[term.index] += 1
    for term in terms:
        part.forbidden[term.index] += 1
    if terms:
        hit = Hit(terms[0].index, _START, entry.path)
        part.hits += 1
        part.violations.append(forbidden_path(tally.rule, hit))
        part.keep_red_file(RedFile(entry.path, entry.blob, None, (hit,), 1))
    return part


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
