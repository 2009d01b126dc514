"""Rules that were found in code, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from planproof.report.envelope import Json, JsonObject
from planproof.report.escape import visible
from planproof.report.from_similar_words import phrase
from planproof.report.places import counted
from planproof.report.style import Paint
from planproof.search.conventions import FEWEST, Convention
from planproof.search.family import Member, Selector
from planproof.search.traits import Trait

_SHOWN = 10
_ODD = 10


class FamilyShown(Struct, frozen=True):
    """``asked`` and ``alike`` are missing where the family was described."""

    members: tuple[Member, ...]
    selector: Selector
    asked: Member | None
    alike: tuple[Member, ...]
    taken_in: tuple[Member, ...]
    missed: tuple[Member, ...]
    notes: tuple[str, ...]


class RuleShown(Struct, frozen=True):
    """A convention and its rule. ``spec`` is empty where none is ready: ``why`` says why not."""

    convention: Convention
    trait: Trait
    outliers: tuple[Member, ...]
    exemplar: Member | None
    id: str
    spec: str
    why: str
    lacks: tuple[str, ...]


class ProposedShown(Struct, frozen=True):
    """What there is to say; see :class:`planproof.usecases.spec_from_similar.Proposed`."""

    family: FamilyShown
    ready: tuple[RuleShown, ...]
    unready: tuple[RuleShown, ...]
    more: tuple[Convention, ...]
    nearly: tuple[Convention, ...]
    text: str
    guard: bool


def proposed_json(found: ProposedShown, path: str | None) -> JsonObject:
    """``proposals`` are those that are ready, then those that are not."""
    family = found.family
    return {
        "family": {
            "definitions": len(family.members),
            "says": family.selector.says,
            "asked": _member_json(family.asked) if family.asked is not None else None,
            "alike": [{**_member_json(one), "score": one.score} for one in family.alike],
            "taken_in": [_member_json(one) for one in family.taken_in],
            "missed": [_member_json(one) for one in family.missed],
            "notes": [*family.notes],
        },
        "proposals": [_rule_json(one, family) for one in (*found.ready, *found.unready)],
        "more": [_convention_json(one, one.trait) for one in found.more],
        "nearly": [_convention_json(one, one.trait) for one in found.nearly],
        "spec": found.text,
        "path": path,
    }


def proposed_text(found: ProposedShown, paint: Paint) -> str:
    """The summary; the spec itself is not in it."""
    return "".join(f"{line}\n" for line in _lines(found, paint))


def nothing_found(found: ProposedShown) -> str:
    """Why there is no spec; empty where there is one."""
    size = len(found.family.members)
    if found.text:
        return ""
    if not size:
        return "no function and no class is one of these"
    if len(found.family.alike) + 1 >= FEWEST > size:
        return "nothing that the similar ones share says in a rule which they are"
    if size < FEWEST:
        return f"only {counted(size, 'definition')} of this sort: {FEWEST} make a family"
    if found.unready:
        return "no rule does what it should"
    if found.guard:
        return f"nothing special is shared by all of the {size:,}"
    return f"nothing surprising: no convention of the {size:,} has an odd one out"


def _lines(found: ProposedShown, paint: Paint) -> Iterator[str]:
    yield from _family_lines(found.family, paint)
    for number, one in enumerate(found.ready, 1):
        yield from _rule_lines(number, one, found.family, paint)
    for one in found.unready:
        yield f"{paint('warn', 'not ready')}  {_share(one.convention, one.trait)}: {one.why}"
    if found.more:
        every = len(found.ready) + len(found.more)
        yield f"{counted(len(found.more), 'rule')} more with --limit {every}"
        yield from (f"     {_scored(one)}" for one in found.more[:_SHOWN])
    if not found.ready and found.nearly:
        yield "nearly"
        yield from (f"     {_scored(one)}" for one in found.nearly)


def _family_lines(family: FamilyShown, paint: Paint) -> Iterator[str]:
    said = counted(len(family.members), "definition")
    yield f"{paint('bold', 'family')}   {said}: {visible(family.selector.says)}"
    if family.asked is not None and family.alike:
        scores = [one.score for one in family.alike]
        like = f"like {_place(family.asked)} {visible(family.asked.qualified)}"
        yield f"         {like}: {len(scores)}, scores {max(scores):.2f} to {min(scores):.2f}"
        for one in family.alike[:_SHOWN]:
            yield paint("dim", f"           {one.score:.2f}  {_named(one)}")
        if len(family.alike) > _SHOWN:
            yield paint("dim", f"           and {len(family.alike) - _SHOWN:,} more")
    for word, some in (("also takes in", family.taken_in), ("does not take in", family.missed)):
        if some:
            yield f"         the rule {word} {len(some):,}, such as {_named(some[0])}"
    for note in family.notes:
        yield f"         {visible(note)}"


def _rule_lines(number: int, one: RuleShown, family: FamilyShown, paint: Paint) -> Iterator[str]:
    convention = one.convention
    said = paint("bold", _share(convention, one.trait))
    yield f"{number:>3}  {convention.surprise:.2f}  {said}"
    known = {each.place for each in family.taken_in}
    for odd in one.outliers[:_ODD]:
        extra = "   (not among the similar ones)" if odd.place in known else ""
        yield f"           not {paint('path', _place(odd))}  {visible(odd.qualified)}{extra}"
    if len(one.outliers) > _ODD:
        yield f"           and {len(one.outliers) - _ODD:,} more"
    yield paint("dim", f"           elsewhere: {convention.outside:.0%} of other definitions")
    if convention.also:
        also = ", ".join(visible(phrase(each)) for each in convention.also[:3])
        more = f" and {len(convention.also) - 3} more" if len(convention.also) > 3 else ""
        yield paint("dim", f"           the same break: {also}{more}")
    yield f"           verified: {_verified(one)}"
    if one.lacks:
        yield f"           no {' and no '.join(one.lacks)} example could be cut out of the code"


def _verified(one: RuleShown) -> str:
    odd = len(one.outliers)
    at = f" at {_place(one.outliers[0])}" if odd == 1 else ""
    return f"{counted(one.convention.of, 'candidate')}, {counted(odd, 'violation')}{at}"


def _share(convention: Convention, trait: Trait) -> str:
    plural = phrase(trait, plural=convention.have != 1)
    return f"{convention.have:,} of {convention.of:,} {visible(plural)}"


def _scored(one: Convention) -> str:
    return f"{one.surprise:.2f}  {_share(one, one.trait)}"


def _named(one: Member) -> str:
    return f"{_place(one)}  {visible(one.qualified)}"


def _place(one: Member) -> str:
    return f"{visible(one.path)}:{one.line + 1}:{one.column + 1}"


def _rule_json(one: RuleShown, family: FamilyShown) -> Json:
    known = {each.place for each in family.taken_in}
    return {
        **_convention_json(one.convention, one.trait),
        "outliers": [
            {**_member_json(each), "taken_in": each.place in known} for each in one.outliers
        ],
        "exemplar": _member_json(one.exemplar) if one.exemplar is not None else None,
        "verified": bool(one.spec),
        "why": one.why,
        "rule": one.id,
        "spec": one.spec,
        "candidates": one.convention.of,
        "examples_missing": [*one.lacks],
    }


def _convention_json(one: Convention, trait: Trait) -> dict[str, Json]:
    return {
        "trait": _trait_json(trait),
        "have": one.have,
        "of": one.of,
        "outside": one.outside,
        "surprise": one.surprise,
        "also": [_trait_json(each) for each in one.also],
    }


def _trait_json(trait: Trait) -> Mapping[str, Json]:
    return {
        "facet": trait.kind,
        "name": trait.name,
        "keyword": trait.keyword or None,
        "says": phrase(trait),
    }


def _member_json(one: Member) -> dict[str, Json]:
    return {
        "path": one.path,
        "start": {"line": one.line + 1, "column": one.column + 1},
        "symbol": one.qualified,
        "kind": one.kind,
    }
