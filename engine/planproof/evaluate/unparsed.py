"""Files without a document: clean if they hold none of a rule's letters, else not judged."""

from __future__ import annotations

from collections.abc import Iterable

from planproof.evaluate.contents import Sifted
from planproof.evaluate.letters import may_stand
from planproof.evaluate.tally import Tally
from planproof.languages import is_code
from planproof.model.document import Reason
from planproof.rules import Rule, RuleTerm


def count_unparsed(tallies: Iterable[Tally], sifted: Sifted, reason: Reason) -> None:
    """Sorts one file into the coverage of each rule that has it in scope.

    Code and large text that hold what a rule forbids leave it undecided, as does a file that
    cannot be read; in other files it does not count. Nothing is required of any of them.
    """
    for tally in tallies:
        if reason is Reason.UNREADABLE:
            _block(tally, sifted, reason)
        elif not _may_stand(_all_terms(tally.rule), sifted):
            tally.excluded += 1
        elif _matters(sifted, reason) and _may_stand(_limited_terms(tally.rule), sifted):
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


def _all_terms(rule: Rule) -> tuple[RuleTerm, ...]:
    return (*_limited_terms(rule), *(rule.expect.terms if rule.expect else ()))


def _limited_terms(rule: Rule) -> tuple[RuleTerm, ...]:
    """What more hits could turn red: forbidden terms, and expected ones with an upper limit."""
    limited = rule.expect if rule.expect and rule.expect.at_most is not None else None
    return (*(rule.match.terms if rule.match else ()), *(limited.terms if limited else ()))
