"""Proof of red: a green rule counts only if it can be red."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planproof.evaluate.examples import is_red_on_bad_example
from planproof.evaluate.judge import Tools
from planproof.evaluate.options import Options
from planproof.evaluate.survey import survey
from planproof.evaluate.tally import Tally
from planproof.evaluate.witnesses import is_red_on_witness
from planproof.model.evaluation import Proof
from planproof.rules import Rule


def find_proofs(tallies: Sequence[Tally], tools: Tools, options: Options) -> Mapping[str, Proof]:
    """How each rule was shown able to be red, by the rule's id.

    The cheap ways come first; the base tree is only looked at for rules that nothing else proves.
    """
    proofs = {tally.rule.id: _proof(tally, tools, options) for tally in tallies}
    unproven = [t.rule for t in tallies if proofs[t.rule.id] is Proof.UNPROVEN]
    if unproven and options.base is not None:
        at_base = survey(unproven, options.base, tools, until_red=True)
        red = {tally.rule.id for tally in at_base.tallies if tally.is_red}
        proofs.update(dict.fromkeys(red, Proof.RED_AT_BASE))
    return proofs


def _proof(tally: Tally, tools: Tools, options: Options) -> Proof:
    rule: Rule = tally.rule
    if rule.match is None:
        return Proof.EXPECTATION
    if tally.is_red:
        return Proof.RED_NOW
    if rule.guard:
        return Proof.GUARD
    if rule.id in options.proven:
        return Proof.RED_IN_SNAPSHOT
    if is_red_on_witness(rule, options.witnesses, tools.own, tools.worker):
        return Proof.WITNESS
    return Proof.EXAMPLE if is_red_on_bad_example(rule, tools.worker) else Proof.UNPROVEN
