"""Verdicts of specs in the shape that all reports read: a gate of nothing but these specs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planproof.gate.contract import Contract, ContractKind, Version
from planproof.gate.objections import in_order, of_judgements
from planproof.gate.verdict import Ends, GateVerdict, Judgement
from planproof.model.evaluation import Evaluation


def verdict_of_specs(
    judged: Iterable[tuple[str, Evaluation]], why: Mapping[tuple[str, str], str]
) -> GateVerdict:
    """``judged`` are the specs as they were named, each with what it says of the tree; ``why`` has
    what rules are for, by the spec's name and the rule's id."""
    judgements = tuple(_judgement(source, evaluation) for source, evaluation in judged)
    objections = in_order(of_judgements(judgements, why))
    notes = tuple(note for one in judgements for note in one.evaluation.warnings)
    return GateVerdict(Ends(), judgements, objections, notes=notes)


def _judgement(source: str, evaluation: Evaluation) -> Judgement:
    contract = Contract(ContractKind.SPEC, source, source, source, text="", source=source)
    return Judgement(contract, Version.BOTH, evaluation, tuple(evaluation.violations))
