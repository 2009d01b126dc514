"""What differs between two versions of a clause, in words, and what of it may ask for less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from planproof.spec.digest import term_meaning
from planproof.spec.wire import Bounds, CallSelector, Clause, Facet, MetricLimit, TermSpec

_SHOWN = 5
_LONGEST = 120

_NAMES = frozenset(
    {
        *(Facet.IDENTIFIERS, Facet.DEFINITIONS, Facet.CALLS, Facet.IMPORTS, Facet.ATTRIBUTES),
        *(Facet.DECORATORS, Facet.BASES, Facet.ASSIGNMENTS, Facet.PARAMETERS, Facet.KEYWORDS),
        Facet.ANNOTATIONS,
    }
)
"""Facets whose hits are names. Those of others may hold one another, and the outermost counts, so
that one hit more can hide another."""


class Said(NamedTuple):
    """One difference, in words."""

    words: str
    may_be_weaker: bool = False


def match_changes(old: Clause | None, new: Clause | None) -> Iterator[Said]:
    """What is forbidden. More of it is stricter."""
    if old is None or new is None:
        yield from _one_sided("match", old, new)
        return
    yield from _forbidden_terms(old, new)
    flat = all(term.facet in _NAMES for term in old.terms)
    old_around, new_around = frozenset(old.inside), frozenset(new.inside)
    wider = flat and (not new_around or (bool(old_around) and old_around <= new_around))
    yield from set_changes("match.inside", old.inside, new.inside, weaker=not wider, none=True)
    wider = flat and frozenset(new.not_inside) <= frozenset(old.not_inside)
    yield from set_changes("match.not_inside", old.not_inside, new.not_inside, weaker=not wider)
    yield from _uncertain("match", old, new, weaker=new.skip_uncertain or not flat)
    yield from _counts("match", old, new, weaker=True)


def expectation_changes(old: Clause | None, new: Clause | None) -> Iterator[Said]:
    """What must be there. More of it, oftener and in less room is stricter."""
    if old is None or new is None:
        yield from _one_sided("expect", old, new)
        return
    yield from _expected_terms(old, new)
    for name in ("inside", "not_inside"):
        around = getattr(old, name), getattr(new, name)
        yield from set_changes(f"expect.{name}", *around, weaker=True, none=name == "inside")
    yield from _uncertain("expect", old, new, weaker=True)
    yield from _counts("expect", old, new, weaker=False)


def stays_changes(name: str, old: Clause | None, new: Clause | None) -> Iterator[Said]:
    """A clause that is the same, or says something else of which nothing is sure. The order of its
    terms counts: of two that find one candidate, the first says what it is."""
    if old is None or new is None:
        if old is not new:
            yield Said(f"{name} was {'added' if old is None else 'removed'}", may_be_weaker=True)
        return
    found = list(_term_changes(name, old, new, weaker=(True, True)))
    for part in ("inside", "not_inside"):
        around = getattr(old, part), getattr(new, part)
        found.extend(set_changes(f"{name}.{part}", *around, weaker=True, none=part == "inside"))
    found.extend(_uncertain(name, old, new, weaker=True))
    orders = [[term_meaning(term) for term in clause.terms] for clause in (old, new)]
    if not found and orders[0] != orders[1]:
        found.append(Said(f"{name}: its terms stand in another order", may_be_weaker=True))
    yield from found


def set_changes(
    name: str,
    old: Sequence[str],
    new: Sequence[str],
    *,
    weaker: bool = False,
    none: bool = False,
) -> Iterator[Said]:
    """What a list lost and gained. ``none`` says that an empty one means all."""
    lost, gained = _without(old, new), _without(new, old)
    if none and (lost or gained) and not (old and new):
        ends = [_listed(one) if one else "all" for one in (old, new)]
        yield Said(f"{name}: {ends[0]} -> {ends[1]}", weaker)
        return
    if lost:
        yield Said(f"{name} lost {_listed(lost)}", weaker)
    if gained:
        yield Said(f"{name} gained {_listed(gained)}", weaker)


def _one_sided(name: str, old: Clause | None, new: Clause | None) -> Iterator[Said]:
    """One clause more asks for more."""
    for clause, word, weaker in ((old, "removed", True), (new, "added", False)):
        if clause is not None:
            terms = _listed([_label(term) for term in clause.terms])
            yield Said(f"{name} was {word}: {terms}", weaker)


def _plain(clause: Clause) -> Clause:
    """Any of one is that one."""
    return replace(clause, alternative=clause.alternative and len(clause.terms) > 1)


def _forbidden_terms(old: Clause, new: Clause) -> Iterator[Said]:
    """Terms that another one of the new version surely stands for are not lost."""
    left = [term for term in old.terms if not any(_forbids(new_one, term) for new_one in new.terms)]
    yield from _term_changes("match", old, new, weaker=(bool(left), False))


def _forbids(new: TermSpec, old: TermSpec) -> bool:
    """Whether a term surely hits all that another one hits."""
    if term_meaning(new) == term_meaning(old):
        return True
    if new.facet is not old.facet:
        return False
    one, other = new.selector, old.selector
    if isinstance(one, MetricLimit) and isinstance(other, MetricLimit):
        return one.metric == other.metric and _is_within(one.limit, other.limit)
    if isinstance(one, CallSelector) and isinstance(other, CallSelector):
        same = replace(other, skip_uncertain=False)
        return new.text == old.text and term_meaning(new) == term_meaning(
            replace(old, selector=same)
        )
    return False


def _is_within(tight: Bounds, loose: Bounds) -> bool:
    low = loose.at_least is None or (
        tight.at_least is not None and tight.at_least >= loose.at_least
    )
    return low and _at_most(tight.at_most, loose.at_most)


def _at_most(tight: int | None, loose: int | None) -> bool:
    return loose is None or (tight is not None and tight <= loose)


def _expected_terms(old: Clause, new: Clause) -> Iterator[Said]:
    strict = _expects_all_of(_plain(old), _plain(new))
    if old.alternative is not new.alternative:
        ends = ("any" if one.alternative else "all" for one in (old, new))
        yield Said(f"expect.require: {' -> '.join(ends)}", not strict)
    yield from _term_changes("expect", old, new, weaker=(not strict, not strict))


def _expects_all_of(old: Clause, new: Clause) -> bool:
    before, after = _meanings(old.terms), _meanings(new.terms)
    if old.alternative:  # red where none of them holds
        return after <= before if new.alternative else bool(after & before)
    return before <= after and not new.alternative


def _meanings(terms: Iterable[TermSpec]) -> frozenset[tuple[str, str, str]]:
    return frozenset(term_meaning(term) for term in terms)


def _term_changes(
    name: str, old: Clause, new: Clause, *, weaker: tuple[bool, bool]
) -> Iterator[Said]:
    """``weaker``: whether what is lost, and what is gained, may make it so."""
    before, after = _meanings(old.terms), _meanings(new.terms)
    lost = [_label(term) for term in old.terms if term_meaning(term) not in after]
    gained = [_label(term) for term in new.terms if term_meaning(term) not in before]
    if lost:
        yield Said(f"{name} lost {_listed(lost)}", weaker[0])
    if gained:
        yield Said(f"{name} gained {_listed(gained)}", weaker[1])


def _counts(name: str, old: Clause, new: Clause, *, weaker: bool) -> Iterator[Said]:
    """``weaker`` says that every change of them may be."""
    if old.at_least != new.at_least:
        words = f"{name}.at_least: {old.at_least} -> {new.at_least}"
        yield Said(words, weaker or new.at_least < old.at_least)
    if old.at_most != new.at_most:
        ends = ["no limit" if one is None else str(one) for one in (old.at_most, new.at_most)]
        words = f"{name}.at_most: {' -> '.join(ends)}"
        yield Said(words, weaker or not _at_most(new.at_most, old.at_most))


def _uncertain(name: str, old: Clause, new: Clause, *, weaker: bool) -> Iterator[Said]:
    if old.skip_uncertain is not new.skip_uncertain:
        ends = ("skip" if one.skip_uncertain else "count" for one in (old, new))
        yield Said(f"{name}.uncertain: {' -> '.join(ends)}", weaker)


def _label(term: TermSpec) -> str:
    return f"{term.facet.value}: {_short(term.label)}"


def _without(some: Sequence[str], others: Sequence[str]) -> list[str]:
    return list((Counter(some) - Counter(others)).elements())


def _listed(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(_short(text) for text in texts[:_SHOWN]) + more


def _short(text: str) -> str:
    """On one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"
