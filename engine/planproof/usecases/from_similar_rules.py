"""From conventions to rules that were judged by the engine before anybody sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from planproof.errors import SpecError
from planproof.report.from_similar_words import described, guided
from planproof.rules import StructuralWorker
from planproof.search.conventions import Convention
from planproof.search.family import Member
from planproof.search.traits import Trait
from planproof.usecases.from_similar_engine import SOURCE, Ground, Spot, rule_head, spec_text
from planproof.usecases.from_similar_examples import Cutter, Examples
from planproof.usecases.from_similar_families import Family
from planproof.usecases.prepare import prepare_text
from planproof.yamlio import Value

_NAMES_TRIED = 3
_EXAMPLES_TRIED = 4
_PROBE = "candidates"


class Proposal(Struct, frozen=True):
    """A convention, and the rule that keeps it: empty where none does, and ``why`` not.

    ``outliers`` are the members that break it; ``trait`` is how the rule names it. ``lacks`` says
    which examples could not be cut out of the code.
    """

    convention: Convention
    trait: Trait
    outliers: tuple[Member, ...]
    exemplar: Member | None = None
    rule: Mapping[str, Value] = field(default_factory=dict)
    why: str = ""
    lacks: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        return bool(self.rule)


def make_proposals(
    ground: Ground, family: Family, conventions: Sequence[Convention]
) -> list[Proposal]:
    """One for each convention, with the first of its rules that the engine finds as it should be.

    All of the rules, and one that finds the candidates alone, are judged together, once.
    """
    if not conventions:
        return []
    drafts = [*_drafts(ground, family, conventions)]
    probe: dict[str, Value] = {
        **rule_head(_PROBE, family.selector),
        "match": family.selector.clause(),
    }
    found = ground.violations([probe, *(dict(one.rule) for one in drafts)]) if drafts else {}
    spots = {one.place for one in family.members}
    if drafts and set(found[_PROBE]) != spots:
        why = "the candidates of the rule are not the family"
        return [_unready(family, one, why) for one in conventions]
    return [_best(family, one, drafts, found) for one in conventions]


def spec_of(family: Family, proposals: Sequence[Proposal]) -> str:
    """The text of a spec with the rules of proposals; empty for none."""
    if not proposals:
        return ""
    return spec_text(f"{_slug(family)}-conventions", [dict(one.rule) for one in proposals])


def _drafts(
    ground: Ground, family: Family, conventions: Sequence[Convention]
) -> Iterator[Proposal]:
    """Rules that can be written down, with examples; the fullest name of each trait first."""
    files = ground.files(sorted(_paths(family, conventions)))
    taken: set[str] = {_PROBE}
    with StructuralWorker() as worker:
        cutter = Cutter(files, worker)
        for one in conventions:
            for trait in (*one.names[: _NAMES_TRIED - 1], *one.names[_NAMES_TRIED - 1 :][-1:]):
                draft = _draft(family, one, trait, cutter, taken)
                if draft is not None:
                    yield draft


def _paths(family: Family, conventions: Iterable[Convention]) -> set[str]:
    return {
        member.path
        for one in conventions
        for some in _sides(family, one)
        for member in some[:_EXAMPLES_TRIED]
    }


def _sides(family: Family, convention: Convention) -> tuple[list[Member], list[Member]]:
    """Those that break a convention and those that keep it, the shortest first."""
    odd = set(convention.lacking)
    sides: tuple[list[Member], list[Member]] = ([], [])
    for number, member in enumerate(family.members):
        sides[number not in odd].append(member)
    for some in sides:
        some.sort(key=lambda one: (one.size, one))
    return sides


def _draft(
    family: Family, convention: Convention, trait: Trait, cutter: Cutter, taken: set[str]
) -> Proposal | None:
    """None for a rule that is no spec."""
    lacking, having = _sides(family, convention)
    rule: dict[str, Value] = {
        **rule_head(_free(f"{_slug(family)}-{_words(trait)}", taken), family.selector),
        "description": described(trait, family.selector),
        "for_each": family.selector.clause(),
        "expect": _expected(trait),
    }
    if not lacking:
        rule["guard"] = True
    if not _is_spec(rule):
        return None
    examples = cutter.examples(
        rule,
        family.selector,
        trait,
        (lacking[:_EXAMPLES_TRIED], having[:_EXAMPLES_TRIED]),
    )
    exemplar = examples.exemplar or having[0]
    rule["guidance"] = guided(trait, convention, exemplar)
    if examples.value():
        rule["examples"] = examples.value()
    outliers = tuple(sorted(lacking))
    return Proposal(
        convention, trait, outliers, exemplar, rule, lacks=_lacks(examples, bad=bool(lacking))
    )


def _lacks(examples: Examples, *, bad: bool) -> tuple[str, ...]:
    wanted = (("bad", examples.bad or not bad), ("good", examples.good))
    return tuple(name for name, text in wanted if not text)


def _expected(trait: Trait) -> Value:
    if trait.keyword:
        return {"calls": [{"name": trait.name, "with": [trait.keyword]}]}
    return {trait.kind: [trait.name]}


def _is_spec(rule: dict[str, Value]) -> bool:
    try:
        return bool(prepare_text(spec_text("draft", [rule]), SOURCE).rules)
    except (ValueError, SpecError):
        return False


def _best(
    family: Family,
    convention: Convention,
    drafts: Sequence[Proposal],
    found: Mapping[str, Sequence[Spot]],
) -> Proposal:
    """The first that is as it should be, with all examples if there is such a one."""
    own = [one for one in drafts if one.convention is convention]
    right = [one for one in own if _is_right(one, found[str(one.rule["id"])])]
    if right:
        return min(right, key=lambda one: len(one.lacks))
    if not own:
        return _unready(family, convention, "no rule can be written for it")
    other = len(found[str(own[0].rule["id"])])
    why = f"its rule would find {other} and not these {len(convention.lacking)}"
    return _unready(family, convention, why)


def _is_right(draft: Proposal, spots: Sequence[Spot]) -> bool:
    return sorted(spots) == [one.place for one in draft.outliers]


def _unready(family: Family, convention: Convention, why: str) -> Proposal:
    outliers = tuple(family.members[number] for number in convention.lacking)
    return Proposal(convention, convention.trait, outliers, why=why)


def _slug(family: Family) -> str:
    name = family.selector.names[0] if not family.selector.by_name else "family"
    shared = (name, *family.selector.decorators, *family.selector.bases)
    return _hyphened(" ".join(shared)) or "family"


_WORDS = {
    "calls": "calls",
    "decorators": "has",
    "bases": "is",
    "parameters": "takes",
    "definitions": "defines",
    "assignments": "assigns",
}


def _words(trait: Trait) -> str:
    given = f" with {trait.keyword}" if trait.keyword else ""
    return _hyphened(f"{_WORDS[trait.kind]} {trait.short.name}{given}")


def _hyphened(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:60].strip("-")


def _free(wanted: str, taken: set[str]) -> str:
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    taken.add(free)
    return free
