"""``for_each``: the candidates of one file that do not hold what is expected of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from planproof.evaluate.page import Page
from planproof.evaluate.text_page import AnyPage, TextPage
from planproof.rules import (
    Candidate,
    Findings,
    Hit,
    Hits,
    Holders,
    Rule,
    RuleClause,
    RuleTerm,
    Wanted,
    always,
    find_each,
    whole_file,
)

_NOTHING = Findings()


class Checked(Struct, frozen=True):
    """The candidates of one file, found and failing, and what was found of what is expected."""

    candidates: tuple[Hit, ...] = ()
    failing: Findings = _NOTHING
    expected: tuple[Hit, ...] = ()


def check_each(rule: Rule, page: AnyPage, wanted: Wanted) -> Checked:
    """The name of a failing hit is the candidate's; ``lacks`` says what it should hold.

    Nothing for a rule without for_each.
    """
    if rule.for_each is None or rule.expect is None:
        return Checked()
    if isinstance(page, TextPage):
        return _check_text(rule.for_each, rule.expect, page)
    return _check_parsed(rule.for_each, rule.expect, page, wanted)


def _check_text(for_each: RuleClause, expect: RuleClause, page: TextPage) -> Checked:
    """A file without a document: only text is found in it."""
    candidate = whole_file(for_each, page.path, len(page.text))
    if candidate is None:
        return Checked()
    found = page.find(expect)
    failing = _failing(candidate, expect, found.hits, found.hits)
    return Checked((candidate.hit,), Findings(tuple(failing), found.undecided), found.hits)


def _check_parsed(for_each: RuleClause, expect: RuleClause, page: Page, wanted: Wanted) -> Checked:
    holders = Holders(page.reading)
    candidates = holders.find(for_each, wanted)
    if not candidates.all:
        return Checked(failing=Findings((), candidates.undecided))
    expected, undecided = _expected(expect, page)
    failing: list[Hit] = []
    for candidate in candidates.all:
        held = list(holders.inside(candidate, expect, expected))
        proven = [hit for hit in held if page.may_meet(hit, expect)]
        failing.extend(_failing(candidate, expect, proven, held))
    findings = Findings(tuple(failing), (*candidates.undecided, *undecided))
    return Checked(tuple(c.hit for c in candidates.all), findings, tuple(expected.all))


def _expected(expect: RuleClause, page: Page) -> tuple[Hits, Sequence[str]]:
    """Every hit in the file of what is expected, those in broken regions by letters too."""
    hits = dict.fromkeys(page.find(expect, always).hits)
    undecided: list[str] = []
    for term in expect.terms:
        found = find_each(term, expect, page.reading)
        if isinstance(found, str):
            undecided.append(found)
        else:
            hits.update(dict.fromkeys(found))
    return Hits(hits), undecided


def _failing(
    candidate: Candidate, expect: RuleClause, proven: Sequence[Hit], held: Sequence[Hit]
) -> Iterator[Hit]:
    """The candidate's hit with what is wrong with it, if anything is."""
    few, many = Counter(hit.term for hit in proven), Counter(hit.term for hit in held)
    wrong = [why for term in expect.terms if (why := _wrong(term, expect, few, many))]
    if wrong and (not expect.alternative or len(wrong) == len(expect.terms)):
        joined = " and ".join(wrong)
        if expect.alternative:
            joined = f"holds none of {', '.join(_described(term) for term in expect.terms)}"
        yield replace(candidate.hit, lacks=joined)


def _wrong(term: RuleTerm, expect: RuleClause, few: Counter[int], many: Counter[int]) -> str:
    if expect.at_most is not None and many[term.index] > expect.at_most:
        return f"holds {many[term.index]} of {_described(term)}, at most {expect.at_most} allowed"
    found = few[term.index]
    if found >= expect.at_least:
        return ""
    if found or expect.at_least > 1:
        return f"holds {found} of at least {expect.at_least} of {_described(term)}"
    return f"lacks {_described(term)}"


def _described(term: RuleTerm) -> str:
    return f"{term.facet.value}: {term.label}"
