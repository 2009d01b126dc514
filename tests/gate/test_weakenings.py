"""What asks for less, in words, and the digest that an acceptance names."""

from __future__ import annotations

from itertools import permutations

import pytest

from planproof.gate.contract import ContractKind
from planproof.gate.losses import Stated, TwoSides, losses_of
from planproof.gate.verdict import Weakening, WeakeningKind
from planproof.gate.weakenings import (
    change_of,
    digest_of,
    fate_of_file,
    fate_of_task,
    of_growth,
    of_hidden,
    of_losses,
    of_policies,
    of_signers,
    of_suppressions,
)
from planproof.model.suppression import Suppression
from planproof.plans.files import Decision, PlanFile, TaskFile
from planproof.plans.policies import with_policies
from planproof.plans.status import TaskStatus
from planproof.progress.baseline import BaselineLine
from planproof.progress.excuse import Growth, GrowthKind

from .conftest import Maker

F = "id: no-f, match: {calls: [f]}"
FG = "id: no-f, match: {calls: [f, g]}"
A = ".planproof/specs/a.yaml"


def weakened(before: Stated, after: Stated | None, fate: str = "", lost: object = ()) -> Weakening:
    losses = losses_of([TwoSides(before, after)])
    (found,) = of_losses(losses, {(before.contract.id, "no-f"): lost}, {before.contract.id: fate})  # type: ignore[dict-item]
    return found


def test_a_changed_rule_says_what_and_how_many_would_pass(make: Maker) -> None:
    lost = (make.violation(), make.violation("g()", line=2))
    found = weakened(make.stated(FG), make.stated(F), lost=lost)
    assert (found.kind, found.subject, found.rule, found.path) == (
        WeakeningKind.CHANGED_RULE,
        A,
        "no-f",
        A,
    )
    assert found.message == (
        f"spec {A} may ask for less by the rule no-f: match lost calls: g; "
        "2 violations of the base's rules would pass"
    )
    assert found.lost == lost


def test_a_removed_rule(make: Maker) -> None:
    found = weakened(make.stated(F, "id: b, match: {calls: [b]}"), make.stated("id: b, match: {calls: [b]}"))  # fmt: skip
    assert (found.kind, found.rule) == (WeakeningKind.REMOVED_RULE, "no-f")
    assert found.message == f"spec {A} no longer has the rule no-f"


def test_a_claim_that_was_withdrawn_says_why(make: Maker) -> None:
    task = make.stated(F, id_="login/3fa94c", kind="task")
    waived = TaskFile("3fa94c", 3, "x", status=TaskStatus.WAIVED, decision=Decision("bo", "", "too hard"))  # fmt: skip
    found = weakened(task, None, fate_of_task(waived), [make.violation()])
    assert (found.kind, found.subject) == (WeakeningKind.REMOVED_CONTRACT, "login/3fa94c")
    assert found.message == (
        "task 3 of login (Retire it) no longer holds: the task is waived now, not completed (too hard); "
        "1 violation of the base's rules would pass"
    )
    assert fate_of_task(None) == "the file of the task is gone"


def test_what_became_of_a_file() -> None:
    assert fate_of_file(ContractKind.SPEC, is_there=True) == "it no longer says enforce: true"
    assert fate_of_file(ContractKind.GUARD, is_there=True) == "its file is no guard any more"
    assert fate_of_file(ContractKind.SPEC, is_there=False) == "its file is gone"


def suppressed(
    make: Maker,
    head: list[Suppression],
    fork: list[Suppression],
    renames: dict[str, str] | None = None,
) -> list[str]:
    contract = make.stated(F).contract
    return [
        one.lost[0].identity.text for one in of_suppressions(contract, head, fork, renames or {})
    ]


def test_only_suppressions_that_were_not_there_are_new(make: Maker) -> None:
    one = make.suppression()
    assert suppressed(make, [one], [one]) == []
    assert suppressed(make, [make.suppression(line=9)], [one]) == [], "it moved"
    assert suppressed(make, [make.suppression(path="b.py")], [one], {"a.py": "b.py"}) == []
    assert suppressed(make, [make.suppression(path="b.py")], [one]) == [], "into another file"
    assert suppressed(make, [one], []) == ["f()"]
    assert suppressed(make, [], [one]) == []


def test_a_second_of_the_same_text_is_new(make: Maker) -> None:
    one, other = make.suppression(), make.suppression(line=2, ordinal=1)
    assert suppressed(make, [one, other], [one]) == ["f()"]


def test_an_edited_statement_is_the_same_only_under_the_same_comment(make: Maker) -> None:
    text = "total = legacy_price(order, {}, customer, currency)"
    old = make.suppression(text.format("discount"))
    same, other = (make.suppression(text.format("discounts"), why) for why in ("later", "because"))
    assert suppressed(make, [same], [old]) == []
    assert suppressed(make, [other], [old]) == [text.format("discounts")]


def test_a_new_suppression_in_words(make: Maker) -> None:
    (found,) = of_suppressions(make.stated(F).contract, [make.suppression()], [], {})
    assert found.kind is WeakeningKind.NEW_SUPPRESSION
    assert found.message == "a comment takes back r (later): use of f()"
    (hidden,) = of_hidden(make.stated(F).contract, [make.violation()])
    assert (hidden.kind, hidden.path) == (WeakeningKind.NEW_SUPPRESSION, "a.py")


@pytest.mark.parametrize(
    ("kind", "expires", "words"),
    [
        (GrowthKind.ADDED, "", "the baseline is to excuse a violation that the change adds: "),
        (GrowthKind.RED, "", "the baseline is to excuse a violation that nothing excused before: "),
        (GrowthKind.PROLONGED, "2027-01-01",
         "the baseline is to excuse a violation for longer than before, until 2027-01-01: "),
        (GrowthKind.PROLONGED, "", "the baseline is to excuse a violation for longer than before, for ever: "),
    ],
)  # fmt: skip
def test_growth_of_the_baseline(make: Maker, kind: GrowthKind, expires: str, words: str) -> None:
    violation = make.violation()
    line = BaselineLine(A, violation.identity, "old", expires=expires)
    (found,) = of_growth([Growth(kind, line, violation)])
    assert (found.kind, found.subject, found.rule) == (WeakeningKind.BASELINE_GROWTH, A, "r")
    assert found.message == f"{words}a.py: r: f()"


def plan(*policies: str) -> PlanFile:
    return PlanFile("login", "Login", metadata=with_policies((), policies))


def test_policies_that_are_no_longer_asked_for() -> None:
    before = {"login": plan("no_new", "scope")}
    assert [*of_policies(before, before)] == []
    assert [*of_policies(before, {"login": plan("no_new", "scope", "plan_intact")})] == []
    (one,) = of_policies(before, {"login": plan("scope")})
    assert (one.kind, one.subject, one.rule) == (WeakeningKind.WEAKER_POLICY, "login", "no_new")
    assert one.message == "plan login no longer asks for no_new: plan.yaml no longer lists it"
    assert [one.rule for one in of_policies(before, {})] == ["no_new", "scope"]
    assert [*of_policies({"login": plan()}, {})] == []
    assert [*of_policies({}, before)] == []


KEY = b'ada@x.org namespaces="planproof-contract" ssh-ed25519 AAAA\n'
OTHER = b"bo@x.org ssh-ed25519 BBBB\n"


def test_more_signers_are_a_weakening_and_fewer_are_none() -> None:
    path = ".planproof/allowed_signers"
    assert [*of_signers(KEY + OTHER, OTHER, path)] == []
    assert [*of_signers(KEY, b"# who may accept\r\n\n" + KEY.replace(b"\n", b"\r\n"), path)] == []
    assert [*of_signers(KEY, None, path)] == []
    (one,) = of_signers(KEY, KEY + OTHER, path)
    assert (one.kind, one.subject) == (WeakeningKind.SIGNERS, path)
    assert one.message == "others may accept changes of contracts from now on: bo@x.org"
    assert len([*of_signers(None, KEY, path)]) == 1
    assert len([*of_signers(KEY, KEY.replace(b"AAAA", b"AAAB"), path)]) == 1
    assert len([*of_signers(KEY, KEY.replace(b" ssh", b"\x0bssh"), path)]) == 1


def test_the_digest_is_the_same_in_any_order_and_for_the_same_meaning(make: Maker) -> None:
    change = weakened(make.stated(FG), make.stated(F))
    again = weakened(make.stated("id: no-f, match: {calls: [g, f, f]}"), make.stated(F))
    moved = weakened(make.stated(FG), make.stated(F), lost=[make.violation(line=77)])
    others = [*of_signers(KEY, OTHER, "s"), *of_policies({"login": plan("scope")}, {})]
    digests = {digest_of(some) for some in permutations([change, *others])}
    assert len(digests) == 1
    assert digests == {digest_of([again, *others]), digest_of([moved, *others])}
    assert all(len(one) == 64 for one in digests)


def test_the_digest_never_changes_between_versions(make: Maker) -> None:
    """If this fails, acceptances that were given no longer hold."""
    change = weakened(make.stated(FG), make.stated(F))
    assert digest_of([change]) == (
        "5f6e6008678df12f7241a4e1af99e21d51a49e694c4e3efab4baaefac2cbd6e3"
    )


def test_the_digest_is_another_one_for_every_other_change(make: Maker) -> None:
    task = make.stated(F, id_="login/3fa94c", kind="task")
    (scope,) = of_policies({"login": plan("scope")}, {"login": plan()})
    (no_plan,) = of_policies({"login": plan("scope")}, {})
    contract, b = make.stated(F).contract, ".planproof/specs/b.yaml"
    every = [
        weakened(make.stated(FG), make.stated(F)),
        weakened(make.stated(FG), make.stated(f"{F}, guidance: x")),
        weakened(make.stated(FG, id_=b), make.stated(F, id_=b)),
        weakened(make.stated(FG), None, "gone"), weakened(make.stated(FG), None, "not enforced"),
        weakened(task, None, "gone"), scope, no_plan,
        *of_suppressions(contract, [make.suppression()], [], {}),
        *of_suppressions(contract, [make.suppression(reason="another")], [], {}),
        *of_suppressions(contract, [make.suppression(path="b.py")], [], {}),
        *of_signers(KEY, OTHER, "s"), *of_signers(KEY, KEY + OTHER, "s"),
        *(Growth_ for kind in GrowthKind for Growth_ in grown(make, kind)),
    ]  # fmt: skip
    assert len({digest_of([one]) for one in every}) == len(every)
    assert digest_of([every[0], every[0]]) != digest_of([every[0]]), "it counts how many"
    assert digest_of([]) == ""


def grown(make: Maker, kind: GrowthKind) -> list[Weakening]:
    violation = make.violation()
    lines = [BaselineLine(A, violation.identity, "old"), BaselineLine(A, violation.identity, "odd")]
    return [one for line in lines for one in of_growth([Growth(kind, line, violation)])]


def test_text_that_is_no_unicode_breaks_no_digest(make: Maker) -> None:
    contract = make.stated(F).contract
    (one,) = of_suppressions(contract, [make.suppression("f('\udcff')", path="\udcfe.py")], [], {})
    assert len(digest_of([one])) == 64


def test_a_change_has_its_weakenings_in_one_order(make: Maker) -> None:
    some = [*of_signers(KEY, OTHER, "s"), weakened(make.stated(FG), make.stated(F))]
    change = change_of(some, "ada")
    assert change == change_of(reversed(some), "ada")
    assert (change.digest, change.accepted_by) == (digest_of(some), "ada")
    assert change_of([], "ada").accepted_by == ""
