"""Proof of red: a green rule counts only if it can be red."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from planproof.evaluate.examples import terms_in_bad_examples
from planproof.evaluate.judge import Tools
from planproof.evaluate.kept_proofs import KeptProofs
from planproof.evaluate.options import Options
from planproof.evaluate.selection import every_term
from planproof.evaluate.survey import survey
from planproof.evaluate.tally import Tally
from planproof.evaluate.witnesses import terms_in_witness
from planproof.model.evaluation import Proof, Witness
from planproof.model.tree import Tree
from planproof.rules import Rule, RuleTerm, Structure


class Proven(Struct, frozen=True):
    """How a rule was shown able to be red, and which of its forbidden terms were never hit."""

    proof: Proof
    unseen: tuple[RuleTerm, ...] = ()


def find_proofs(tallies: Sequence[Tally], tools: Tools, options: Options) -> Mapping[str, Proven]:
    """By the id of the rule. The base tree is only looked at for rules that nothing else proves."""
    look = _Look(tools, options, KeptProofs(tools.index.memo, options.keep))
    proofs = {tally.rule.id: look.prove(tally) for tally in tallies}
    unproven = [t.rule for t in tallies if proofs[t.rule.id].proof is Proof.UNPROVEN]
    if unproven and options.base is not None:
        proofs.update(look.at_base(unproven, options.base))
    look.kept.save()
    return proofs


class _Look(Struct, frozen=True):
    tools: Tools
    options: Options
    kept: KeptProofs

    def prove(self, tally: Tally) -> Proven:
        rule = tally.rule
        if not rule.forbidding:
            return Proven(Proof.EXPECTATION)
        if rule.guard and not tally.is_red:
            return Proven(Proof.GUARD)
        red = Proof.RED_NOW if tally.hits > tally.suppressed else Proof.SUPPRESSED
        if rule.guard or not tally.unhit:  # what a guard keeps out was never there
            return Proven(red)
        witnessed, exemplified = self._witnessed(rule), self._exemplified(rule)
        unseen = tuple(t for t in tally.unseen if t.index not in witnessed | exemplified)
        if tally.is_red:
            return Proven(red, unseen)
        if rule.id in self.options.proven:
            return Proven(Proof.RED_IN_SNAPSHOT, unseen)
        if witnessed:
            return Proven(Proof.WITNESS, unseen)
        return Proven(Proof.EXAMPLE, unseen) if exemplified else Proven(Proof.UNPROVEN)

    def at_base(self, rules: Sequence[Rule], base: Tree) -> Iterator[tuple[str, Proven]]:
        """The rules that are red at the base, with what nothing hits there."""
        commit = self.options.base_id
        asked = {rule.id: ("base", commit, rule.id) for rule in rules}
        unseen: dict[str, frozenset[int]] = {}
        if not commit or not all(map(self.kept.knows, asked.values())):
            unseen = self._unseen_at_base(rules, base)
        for rule in rules:
            found = unseen.get(rule.id, _GREEN_AT_BASE)
            known = found
            if commit and (_is_sure(rule) or rule.id in unseen):
                known = self.kept.terms(asked[rule.id], found.copy, sure=True)
            if _GREEN not in known:
                terms = tuple(term for term in rule.forbidding if term.index in known)
                yield rule.id, Proven(Proof.RED_AT_BASE, terms)

    def _unseen_at_base(self, rules: Sequence[Rule], base: Tree) -> dict[str, frozenset[int]]:
        tallies = survey(rules, base, self.tools, for_proof=True).tallies
        return {t.rule.id: frozenset(one.index for one in t.unseen) for t in tallies if t.is_red}

    def _witnessed(self, rule: Rule) -> frozenset[int]:
        """The terms that are hit when the rule is run on its witnesses. One that is no longer in
        its scope proves nothing."""
        own, worker = self.tools.own, self.tools.worker
        found: frozenset[int] = frozenset()
        for witness in self.options.witnesses:
            if witness.rule == rule.id and rule.scope.holds(witness.path, own):
                asked = ("witness", rule.id, _digest(witness))
                run = partial(terms_in_witness, rule, witness, worker)
                found |= self.kept.terms(asked, run, sure=_is_sure(rule))
        return found

    def _exemplified(self, rule: Rule) -> frozenset[int]:
        run = partial(terms_in_bad_examples, rule, self.tools.worker)
        return self.kept.terms(("examples", rule.id), run, sure=_is_sure(rule))


_GREEN = -1
"""Stands for a rule that is not red."""

_GREEN_AT_BASE = frozenset({_GREEN})


def _is_sure(rule: Rule) -> bool:
    """Whether nothing that the rule looks for can take longer than it may."""
    return not any(isinstance(term.matcher, Structure) for term in every_term(rule))


def _digest(witness: Witness) -> str:
    text = f"{witness.path}\0{witness.snippet}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()
