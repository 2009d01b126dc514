"""A gate for programs. The shapes here are read by others: additions only."""

from __future__ import annotations

from planproof.gate.objection import Objection
from planproof.gate.verdict import ContractChange, GateVerdict, Judgement, Weakening
from planproof.report.envelope import JsonObject
from planproof.report.evaluation_json import rule_json, suppression_json, violation_json
from planproof.report.gate_parts import objections_of
from planproof.report.places import place_json


def gate_json(verdict: GateVerdict) -> JsonObject:
    """``verdict``, ``objections``, ``contracts`` with their rules and coverage, what was weakened,
    the baseline, and the commits."""
    ends = verdict.ends
    return {
        "verdict": verdict.verdict.value,
        "objections": [objection_json(one) for one in objections_of(verdict)],
        "contracts": [_contract(one) for one in verdict.judgements],
        "contract_change": _change(verdict.change),
        "baseline": {"tolerated": verdict.tolerated, "stale": list(verdict.stale)},
        "waived": list(verdict.waived),
        "adopts": verdict.adopts,
        "base": ends.base,
        "fork": ends.fork,
        "head": ends.head,
        "dirty": ends.dirty,
    }


def objection_json(one: Objection) -> JsonObject:
    """``start`` and ``end`` are null where there is no line to point at."""
    where: JsonObject = {"path": one.path, "start": None, "end": None}
    return {
        "kind": one.kind.value,
        "contract": one.contract,
        "rule": one.rule,
        "severity": one.severity.value,
        **(where if one.place is None else place_json(one.place)),
        "message": one.message,
        "fingerprint": one.fingerprint,
        "snippet": one.snippet,
        "why": one.why,
        "fix": one.fix,
        "command": one.command,
    }


def _contract(one: Judgement) -> JsonObject:
    contract, evaluation = one.contract, one.evaluation
    return {
        "id": contract.id,
        "kind": contract.kind.value,
        "title": contract.title,
        "path": contract.path,
        "plan": contract.plan,
        "number": contract.number,
        "version": one.version.value,
        "verdict": one.verdict.value,
        "violations": len(one.counted),
        "tolerated": len(one.tolerated),
        "rules": [rule_json(report) for report in evaluation.rules],
        "suppressions": [suppression_json(each) for each in evaluation.suppressions],
        "spec_digest": evaluation.spec_digest,
        "scope_digest": evaluation.scope_digest,
        "revision": evaluation.revision,
        "engine": evaluation.engine,
    }


def _change(change: ContractChange) -> JsonObject:
    return {
        "digest": change.digest,
        "accepted_by": change.accepted_by,
        "weakenings": [_weakening(one) for one in change.weakenings],
    }


def _weakening(one: Weakening) -> JsonObject:
    return {
        "kind": one.kind.value,
        "subject": one.subject,
        "rule": one.rule,
        "path": one.path,
        "message": one.message,
        "identity": one.identity,
        "lost": [violation_json(each) for each in one.lost],
    }
