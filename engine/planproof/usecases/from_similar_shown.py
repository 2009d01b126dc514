"""What was proposed, as reports take it."""

from __future__ import annotations

from planproof.report.from_similar import FamilyShown, ProposedShown, RuleShown
from planproof.usecases.from_similar_rules import Proposal, spec_of
from planproof.usecases.spec_from_similar import Proposed


def shown(found: Proposed, *, guard: bool) -> ProposedShown:
    family = found.family
    return ProposedShown(
        FamilyShown(
            family.members,
            family.selector,
            family.asked,
            family.alike,
            family.taken_in,
            family.missed,
            family.notes,
        ),
        tuple(_rule(found, one) for one in found.proposals),
        tuple(_rule(found, one) for one in found.unready),
        found.more,
        found.nearly,
        found.text,
        guard,
    )


def _rule(found: Proposed, one: Proposal) -> RuleShown:
    return RuleShown(
        one.convention,
        one.trait,
        one.outliers,
        one.exemplar,
        str(one.rule.get("id", "")),
        spec_of(found.family, (one,)) if one.verified else "",
        one.why,
        one.lacks,
    )
