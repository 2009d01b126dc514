"""Files without a document: clean if they hold none of a rule's letters, else not judged."""

from __future__ import annotations

from collections.abc import Iterable

from planproof.evaluate.contents import Sifted
from planproof.evaluate.letters import may_stand
from planproof.evaluate.tally import Tally
from planproof.languages import is_code
from planproof.model.document import Reason
from planproof.rules import RuleTerm


def count_unparsed(tallies: Iterable[Tally], sifted: Sifted, reason: Reason) -> None:
    """Sorts one file into the coverage of each rule that has it in scope.

    Code and large text that hold what a rule forbids leave it undecided, as does a file that
    cannot be read; in other files it does not count. Nothing is required of any of them.
    """
    for tally in tallies:
        if reason is Reason.UNREADABLE:
            _block(tally, sifted, reason)
        elif not _may_stand(tally.terms, sifted):
            tally.excluded += 1
        elif _matters(sifted, reason) and _may_stand(tally.limiting, sifted):
            _block(tally, sifted, reason)
        else:
            tally.unjudged.append((sifted.entry.path, reason.value))


def _block(tally: Tally, sifted: Sifted, reason: Reason) -> None:
    tally.examined += 1
    tally.blocking.append((sifted.entry.path, reason.value))


def _may_stand(terms: Iterable[RuleTerm], sifted: Sifted) -> bool:
    return any(may_stand(term, sifted.letters, sifted.regexes) for term in terms)


def _matters(sifted: Sifted, reason: Reason) -> bool:
    """Code, and text too large to be looked through."""
    large_text = reason is Reason.TOO_LARGE and not sifted.binary
    return large_text or is_code(sifted.entry.path) or sifted.selected.language is not None
