"""Files without a document. Their lines are searched for what ``text`` asks; for all else they are
clean if they hold none of a rule's letters, and not judged if they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from planproof.evaluate.contents import Sifted, stream_checked
from planproof.evaluate.decoding import Piece, decoded, is_binary, pieces
from planproof.evaluate.judge import judge_file
from planproof.evaluate.letters import may_stand
from planproof.evaluate.markers import MARKER
from planproof.evaluate.selection import limiting_clauses
from planproof.evaluate.tally import Tally
from planproof.evaluate.text_page import TextPage, is_in_lines
from planproof.languages import is_code
from planproof.model.document import Reason
from planproof.model.tree import Tree
from planproof.rules import DependencyTerm, RuleTerm, always

_MOST_HITS = 100_000


def judge_unparsed(tallies: Sequence[Tally], sifted: Sifted, reason: Reason, tree: Tree) -> None:
    """Sorts one file into the coverage of each rule that has it in scope, hits of text included.

    Code and large text that hold what else a rule forbids leave it undecided, as does a file that
    cannot be read; in other files it does not count. Only what is looked for in lines is required
    of any of them.
    """
    if reason is Reason.UNREADABLE:
        for tally in tallies:
            _block(tally, sifted, reason.value)
        return
    picking = [tally for tally in tallies if tally.picks(sifted.entry.path)]
    for tally in picking:
        _judge_candidate(tally, sifted, reason)
    tallies = [tally for tally in tallies if tally not in picking]
    searching = [tally for tally in tallies if may_hold_text(tally, sifted)]
    judged, holding = _search_lines(searching, sifted, tree) if searching else ([], [])
    for tally in tallies:
        tally.examined += tally in judged
        if tally not in judged:
            _count(tally, sifted, reason, holds_text=tally in holding)
        elif _is_undecided(tally, sifted, reason):
            tally.blocking.append((sifted.entry.path, reason.value))


def _judge_candidate(tally: Tally, sifted: Sifted, reason: Reason) -> None:
    """A file that must hold something. Where it can be read but not parsed, only text is found."""
    content = sifted.content
    if reason is not Reason.NO_GRAMMAR or content is None:
        _block(tally, sifted, reason.value)
        return
    tally.examined += 1
    text, sure = decoded(content)
    judge_file(
        tally, TextPage(sifted.entry.path, Piece(text, sure=sure)), sifted.entry.blob, always
    )
    if _is_undecided(tally, sifted, reason):
        tally.blocking.append((sifted.entry.path, reason.value))


def may_hold_text(tally: Tally, sifted: Sifted) -> bool:
    """Whether something that a rule looks for in lines may stand in the file."""
    terms = [term for term in tally.terms if is_in_lines(term, sifted.entry.path)]
    return sifted.readable and any(
        MARKER in sifted.letters or _may_stand(sifted, term) for term in terms
    )


def _search_lines(
    tallies: Sequence[Tally], sifted: Sifted, tree: Tree
) -> tuple[list[Tally], list[Tally]]:
    """The rules that were judged, and those that would be hit by what is binary."""
    entry, chunks = sifted.entry, _chunks(sifted, tree)
    first = next(chunks, b"")
    binary = is_binary(first)
    judged = [tally for tally in tallies if not binary or _names(tally, entry.path)]
    holding: list[Tally] = []
    before = [tally.hits for tally in judged]
    for piece in pieces(_again(first, chunks)):
        page = TextPage(entry.path, piece)
        for tally, hits in zip(judged, before, strict=True):
            if tally.hits - hits <= _MOST_HITS:
                judge_file(tally, page, entry.blob, partial(_may_stand, sifted))
        others = (tally for tally in tallies if tally not in judged and tally not in holding)
        holding += [tally for tally in others if _is_hit(tally, page)]
    for tally, hits in zip(judged, before, strict=True):
        if tally.hits - hits > _MOST_HITS:
            tally.blocking.append((entry.path, f"has more than {_MOST_HITS:,} hits"))
    return judged, holding


def _is_hit(tally: Tally, page: TextPage) -> bool:
    return any(page.find(clause).hits for clause in limiting_clauses(tally.rule))


def _chunks(sifted: Sifted, tree: Tree) -> Iterator[bytes]:
    if sifted.large:
        return stream_checked(tree, sifted.entry)
    return iter([sifted.content or b""])


def _again(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _names(tally: Tally, path: str) -> bool:
    """Whether the rule's scope names the very file: then it is read whatever it looks like."""
    return any(glob.strip("/") == path for glob in tally.rule.scope.include)


def _count(tally: Tally, sifted: Sifted, reason: Reason, *, holds_text: bool) -> None:
    """A file in which no line was judged."""
    if not holds_text and not _may_hold(tally.terms, sifted):
        tally.excluded += 1
    elif _is_undecided(tally, sifted, reason) or (holds_text and _matters(sifted, reason)):
        _block(tally, sifted, reason.value)
    else:
        tally.unjudged.append((sifted.entry.path, reason.value))


def _is_undecided(tally: Tally, sifted: Sifted, reason: Reason) -> bool:
    return _matters(sifted, reason) and _may_hold(tally.limiting, sifted)


def _block(tally: Tally, sifted: Sifted, why: str) -> None:
    tally.examined += 1
    tally.blocking.append((sifted.entry.path, why))


def _may_hold(terms: Iterable[RuleTerm], sifted: Sifted) -> bool:
    """Whether something that is not looked for in lines may stand in the file."""
    others = (term for term in terms if not is_in_lines(term, sifted.entry.path))
    return any(_may_stand(sifted, term) for term in others)


def _may_stand(sifted: Sifted, term: RuleTerm) -> bool:
    if isinstance(term.matcher, DependencyTerm):
        return term.matcher.may_stand_in(sifted.entry.path, sifted.letters)
    return may_stand(term, sifted.letters, sifted.regexes)


def _matters(sifted: Sifted, reason: Reason) -> bool:
    """Code, and text too large to be looked through."""
    large_text = reason is Reason.TOO_LARGE and not sifted.binary
    return large_text or is_code(sifted.entry.path) or sifted.selected.language is not None
