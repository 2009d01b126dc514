"""Proof of red: a green rule counts only if it can be red."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planproof.evaluate.examples import terms_in_bad_examples
from planproof.evaluate.judge import Tools
from planproof.evaluate.options import Options
from planproof.evaluate.survey import survey
from planproof.evaluate.tally import Tally
from planproof.evaluate.witnesses import terms_in_witnesses
from planproof.model.evaluation import Proof
from planproof.rules import RuleTerm


@dataclass(frozen=True, slots=True)
class Proven:
    """How a rule was shown able to be red, and which of its forbidden terms were never hit."""

    proof: Proof
    unseen: tuple[RuleTerm, ...] = ()


def find_proofs(tallies: Sequence[Tally], tools: Tools, options: Options) -> Mapping[str, Proven]:
    """By the id of the rule. The base tree is only looked at for rules that nothing else proves."""
    proofs = {tally.rule.id: _prove(tally, tools, options) for tally in tallies}
    unproven = [t.rule for t in tallies if proofs[t.rule.id].proof is Proof.UNPROVEN]
    if unproven and options.base is not None:
        at_base = survey(unproven, options.base, tools, for_proof=True)
        for tally in at_base.tallies:
            if tally.is_red:
                proofs[tally.rule.id] = Proven(Proof.RED_AT_BASE, tally.unseen)
    return proofs


def _prove(tally: Tally, tools: Tools, options: Options) -> Proven:
    rule = tally.rule
    if not rule.forbidding:
        return Proven(Proof.EXPECTATION)
    if rule.guard and not tally.is_red:
        return Proven(Proof.GUARD)
    red = Proof.RED_NOW if tally.hits > tally.suppressed else Proof.SUPPRESSED
    if rule.guard or not tally.unhit:  # what a guard keeps out was never there
        return Proven(red)
    witnessed = terms_in_witnesses(rule, options.witnesses, tools.own, tools.worker)
    exemplified = terms_in_bad_examples(rule, tools.worker)
    unseen = tuple(t for t in tally.unseen if t.index not in witnessed | exemplified)
    if tally.is_red:
        return Proven(red, unseen)
    if rule.id in options.proven:
        return Proven(Proof.RED_IN_SNAPSHOT, unseen)
    if witnessed:
        return Proven(Proof.WITNESS, unseen)
    return Proven(Proof.EXAMPLE, unseen) if exemplified else Proven(Proof.UNPROVEN)
