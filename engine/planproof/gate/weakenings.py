"""Everything in a change that asks for less, each with an identity of its own.

An identity is made of what the base and the head say, never of commits, lines or places of code: it
stays when the change is rebased, and is another one as soon as either side says something else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from planproof.gate.contract import Contract, ContractKind
from planproof.gate.losses import Heir, Loss, Stated
from planproof.gate.verdict import ContractChange, Weakening, WeakeningKind
from planproof.model.suppression import Suppression
from planproof.model.violation import Violation
from planproof.plans.files import PlanFile, TaskFile
from planproof.plans.policies import Policy
from planproof.progress.compare import compare
from planproof.progress.excuse import Growth, GrowthKind
from planproof.spec.digest import rule_meaning
from planproof.spec.strictness import ChangeKind, RuleChange, rules_of

_DOMAIN = b"planproof contract change v1\n"
_BASELINE = ".planproof/baseline.jsonl"
_SHOWN = 5

_GROWN = {
    GrowthKind.ADDED: "the baseline is to excuse a violation that the change adds",
    GrowthKind.RED: "the baseline is to excuse a violation that nothing excused before",
    GrowthKind.PROLONGED: "the baseline is to excuse a violation for longer than before",
}

Lost = Mapping[tuple[str, str], Sequence[Violation]]
"""By the ids of contract and rule (as the base calls it): what only the base's version reports."""


def change_of(weakenings: Iterable[Weakening], accepted_by: str = "") -> ContractChange:
    """All of them in one order, each as often as it was given, with their digest."""
    found = tuple(sorted(weakenings, key=_order))
    return ContractChange(found, digest_of(found), accepted_by if found else "")


def digest_of(weakenings: Iterable[Weakening]) -> str:
    """64 hex digits over the identities, in any order; empty for no weakenings."""
    parts = sorted([one.kind.value, one.subject, one.rule, one.identity] for one in weakenings)
    if not parts:
        return ""
    return hashlib.sha256(_DOMAIN + _canonical(parts).encode()).hexdigest()


def of_losses(losses: Iterable[Loss], lost: Lost, fates: Mapping[str, str]) -> Iterator[Weakening]:
    """``fates`` say, by the id of the contract, what became of those that are none any more."""
    for loss in losses:
        if loss.after is None:
            yield _removed_contract(loss, lost, fates.get(loss.before.id, "it is gone"))
        else:
            for change in loss.rules:
                violations = lost.get((loss.before.id, change.rule), ())
                yield _rule_weakening(loss.before, loss.after, change, tuple(violations))


def fate_of_task(after: TaskFile | None) -> str:
    """What became of a claim that is none any more. A waiver carries its reason."""
    if after is None:
        return "the file of the task is gone"
    said = f"the task is {after.status.value.replace('_', ' ')} now, not completed"
    reason = after.decision.reason.strip() if after.decision is not None else ""
    return f"{said} ({reason})" if reason else said


def fate_of_file(kind: ContractKind, *, is_there: bool) -> str:
    """What became of the file of a guard or spec that is no contract any more."""
    if not is_there:
        return "its file is gone"
    if kind is ContractKind.SPEC:
        return "it no longer says enforce: true"
    return "its file is no guard any more"


def of_suppressions(
    contract: Contract,
    head: Iterable[Suppression],
    fork: Iterable[Suppression],
    renames: Mapping[str, str],
) -> Iterator[Weakening]:
    """Comments that take back more than where the head began; ``renames`` are old path → new path.

    Both are what the base's version of the contract finds suppressed. One that was only moved or
    lightly edited is not new; a second one of the same text is.
    """
    now, then = [*head], [*fork]
    if not now:
        return
    said, said_then = _reasons(now), _reasons(then)
    found = compare([one.violation for one in then], [one.violation for one in now], renames)
    # what is only alike is the same as long as its comment is
    others = (p.after for p in found.changed if said[_key(p.after)] != said_then[_key(p.before)])
    for violation in (*found.new, *others):
        yield _suppressed(contract, violation, said[_key(violation)])


def of_hidden(contract: Contract, hidden: Iterable[Violation]) -> Iterator[Weakening]:
    """What the base's version of a contract reports in the head and the head's version, though it
    is at least as strict, does not: a comment takes it back that the base's rule does not know."""
    for violation in hidden:
        yield _suppressed(contract, violation, "")


def of_undecided(before: Stated, after: Stated, heir: Heir, why: str) -> Iterator[Weakening]:
    """A rule of which the base's version gives no verdict in the head, and the head's passes,
    though it is at least as strict: what it looks for may have left its scope."""
    old, new = rules_of(before.spec)[heir.rule], rules_of(after.spec)[heir.new_rule]
    yield Weakening(
        kind=WeakeningKind.CHANGED_RULE,
        subject=heir.before,
        rule=heir.rule,
        message=f"{_called(after.contract)} passes by the rule {heir.new_rule}, and the base's "
        f"version of it gives no verdict any more: {why}",
        identity=_canonical(["no verdict", rule_meaning(old), heir.after, rule_meaning(new)]),
        path=after.contract.path,
    )


def of_growth(grown: Iterable[Growth]) -> Iterator[Weakening]:
    """Lines of the head's baseline by which it would excuse more."""
    for one in grown:
        line = one.line
        yield Weakening(
            kind=WeakeningKind.BASELINE_GROWTH,
            subject=line.contract,
            rule=line.identity.rule,
            message=f"{_GROWN[one.kind]}{_until(one)}: {line.label}",
            identity=_canonical(
                [one.kind.value, *line.identity, line.reason, line.owner, line.expires]
            ),
            path=_BASELINE,
            lost=(one.violation,),
        )


def of_policies(
    before: Mapping[str, PlanFile], after: Mapping[str, PlanFile]
) -> Iterator[Weakening]:
    """Policies that the base's plans ask for, by slug, and the head's do not."""
    for slug, plan in sorted(before.items()):
        kept = after[slug].policies if slug in after else (Policy.TASK_COMPLETE,)
        for policy in plan.policies:
            if policy not in kept:
                why = "plan.yaml no longer lists it" if slug in after else "the plan is gone"
                yield Weakening(
                    kind=WeakeningKind.WEAKER_POLICY,
                    subject=slug,
                    rule=policy.value,
                    message=f"plan {slug} no longer asks for {policy.value}: {why}",
                    identity=_canonical([policy.value, slug in after]),
                    path=f".planproof/plans/{slug}/plan.yaml",
                )
        if slug in after and after[slug].base_commit != plan.base_commit:
            yield _later_start(slug, plan.base_commit, after[slug].base_commit)


def _later_start(slug: str, before: str | None, after: str | None) -> Weakening:
    """Comments that were there when a plan began may stay in what its tasks are claimed to be."""
    then, now = ((commit or "no commit")[:12] for commit in (before, after))
    return Weakening(
        kind=WeakeningKind.WEAKER_POLICY,
        subject=slug,
        rule="base_commit",
        message=f"plan {slug} is said to have begun at {now}, and no longer at {then}",
        identity=_canonical([before, after]),
        path=f".planproof/plans/{slug}/plan.yaml",
    )


def of_signers(before: bytes | None, after: bytes | None, path: str) -> Iterator[Weakening]:
    """Whom the head lets accept such changes, and the base does not; fewer are no weakening."""
    then, now = _lines(before), _lines(after)
    gained = sorted(now - then)
    if gained:
        names = ", ".join(dict.fromkeys(line.split()[0] for line in gained[:_SHOWN]))
        more = f" and {len(gained) - _SHOWN} more lines" if len(gained) > _SHOWN else ""
        yield Weakening(
            kind=WeakeningKind.SIGNERS,
            subject=path,
            rule="",
            message=f"others may accept changes of contracts from now on: {names}{more}",
            identity=_canonical([sorted(then), sorted(now)]),
            path=path,
        )


def _removed_contract(loss: Loss, lost: Lost, fate: str) -> Weakening:
    contract = loss.before
    violations = [one for rule in loss.rules for one in lost.get((contract.id, rule.rule), ())]
    meanings = [rule_meaning(rule.old) for rule in loss.rules if rule.old is not None]
    return Weakening(
        kind=WeakeningKind.REMOVED_CONTRACT,
        subject=contract.id,
        rule="",
        message=f"{_called(contract)} no longer holds: {fate}{_counted(violations)}",
        identity=_canonical([contract.kind.value, fate, sorted(meanings)]),
        path=contract.path,
        lost=tuple(violations),
    )


def _rule_weakening(
    before: Contract, after: Contract, change: RuleChange, violations: tuple[Violation, ...]
) -> Weakening:
    if change.kind is ChangeKind.REMOVED:
        kind, words = WeakeningKind.REMOVED_RULE, f"no longer has the rule {change.rule}"
        if change.new is not None:
            words += f": {_listed(change.weaker)}"
    else:
        kind = WeakeningKind.CHANGED_RULE
        words = f"may ask for less by the rule {change.rule}: {_listed(change.weaker)}"
    return Weakening(
        kind=kind,
        subject=before.id,
        rule=change.rule,
        message=f"{_called(after)} {words}{_counted(violations)}",
        identity=change.identity,
        path=after.path,
        lost=violations,
    )


def _suppressed(contract: Contract, violation: Violation, reason: str) -> Weakening:
    one = violation.identity
    said = f" ({reason.strip()})" if reason.strip() else ""
    return Weakening(
        kind=WeakeningKind.NEW_SUPPRESSION,
        subject=contract.id,
        rule=violation.rule,
        message=f"a comment takes back {violation.rule}{said}: {violation.message}",
        identity=_canonical([one.path, one.scope, one.text, one.message, reason.strip()]),
        path=violation.place.path,
        lost=(violation,),
    )


def _called(contract: Contract) -> str:
    if contract.kind is ContractKind.TASK:
        return f"task {contract.number} of {contract.plan} ({contract.title})"
    return f"{contract.kind.value} {contract.path}"


def _counted(violations: Sequence[Violation]) -> str:
    if not violations:
        return ""
    some = "1 violation" if len(violations) == 1 else f"{len(violations):,} violations"
    return f"; {some} of the base's rules would pass"


def _listed(words: Sequence[str]) -> str:
    more = f"; and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return "; ".join(words[:_SHOWN]) + more


def _lines(content: bytes | None) -> frozenset[str]:
    """What a file of allowed signers says, but for comments: line by line, as ssh-keygen does."""
    lines = (content or b"").split(b"\n")
    said = (line.removesuffix(b"\r").decode("utf-8", "backslashreplace") for line in lines)
    return frozenset(line for line in said if line.strip() and not line.startswith("#"))


def _until(one: Growth) -> str:
    if one.kind is not GrowthKind.PROLONGED:
        return ""
    return f", until {one.line.expires}" if one.line.expires else ", for ever"


def _reasons(suppressions: Iterable[Suppression]) -> dict[tuple[object, ...], str]:
    return {_key(one.violation): one.reason.strip() for one in suppressions}


def _key(violation: Violation) -> tuple[object, ...]:
    return (violation.identity, violation.place)


def _order(one: Weakening) -> tuple[str, ...]:
    return (one.subject, one.kind.value, one.rule, one.path, one.identity, one.message)


def _canonical(value: object) -> str:
    """The same text for the same value, in ASCII, so that no text can break it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True)
