"""Rules of the base that nothing in the head surely stands for."""

from __future__ import annotations

from planproof.gate.losses import Heir, Stated, TwoSides, heirs_of, losses_of
from planproof.spec.strictness import ChangeKind

from .conftest import Maker

F = "id: no-f, match: {calls: [f]}"
G = "id: no-g, match: {calls: [g]}"
B = ".planproof/specs/b.yaml"


def kinds(*sides: tuple[Stated | None, Stated | None]) -> list[tuple[str, bool, list[tuple[str, ChangeKind]]]]:  # fmt: skip
    return [
        (loss.before.id, loss.after is None, [(one.rule, one.kind) for one in loss.rules])
        for loss in losses_of(TwoSides(*one) for one in sides)
    ]


def test_the_same_stricter_and_new_contracts_are_no_loss(make: Maker) -> None:
    old = make.stated(F)
    assert kinds((old, old)) == []
    assert kinds((old, make.stated(F, G))) == []
    assert kinds((old, make.stated("id: no-f, match: {calls: [f, g]}"))) == []
    assert kinds((None, old)) == []


def test_a_contract_that_is_gone(make: Maker) -> None:
    assert kinds((make.stated(F, G), None)) == [
        (".planproof/specs/a.yaml", True, [("no-f", ChangeKind.REMOVED), ("no-g", ChangeKind.REMOVED)])
    ]  # fmt: skip


def test_rules_that_are_gone_or_changed(make: Maker) -> None:
    both = "id: no-h, match: {calls: [h, i]}"
    assert kinds((make.stated(F, both), make.stated("id: no-h, match: {calls: [h]}"))) == [
        (".planproof/specs/a.yaml", False, [("no-f", ChangeKind.REMOVED), ("no-h", ChangeKind.CHANGED)])
    ]  # fmt: skip


def test_a_contract_under_another_name_is_no_loss(make: Maker) -> None:
    old, new = make.stated(F, G), make.stated(F, G, id_=B)
    assert kinds((old, None), (None, new)) == []
    weaker = make.stated(F, id_=B)
    assert kinds((old, None), (None, weaker)) == [
        (".planproof/specs/a.yaml", True, [("no-g", ChangeKind.REMOVED)])
    ]


def test_a_rule_that_moved_into_another_contract_is_no_loss(make: Maker) -> None:
    other = make.stated("id: h, match: {calls: [h]}", id_=B)
    more = make.stated("id: h, match: {calls: [h]}", F, id_=B)
    assert kinds((make.stated(F, G), make.stated(G)), (other, more)) == []
    assert kinds((make.stated(F, G), make.stated(G)), (more, more)) == [
        (".planproof/specs/a.yaml", False, [("no-f", ChangeKind.REMOVED)])
    ], "nothing new took over"


def test_a_contract_may_be_split(make: Maker) -> None:
    first, second = make.stated(F, id_=B), make.stated(G, id_=".planproof/specs/c.yaml")
    assert kinds((make.stated(F, G), None), (None, first), (None, second)) == []


def test_what_no_baseline_may_excuse_is_not_handed_on_to_what_one_may(make: Maker) -> None:
    task = make.stated(F, id_="login/3fa94c", kind="task")
    guard = make.stated(F, id_=".planproof/guards/g.yaml", kind="guard")
    assert kinds((task, None), (None, guard)) == []
    assert len(kinds((task, None), (None, make.stated(F)))) == 1
    assert kinds((make.stated(F), None), (None, guard)) == []
    assert kinds((guard, make.stated(F, id_=guard.contract.id))) == [
        (guard.contract.id, True, [("no-f", ChangeKind.REMOVED)])
    ]


def test_a_new_id_that_comments_may_suppress_already_takes_over_nothing(make: Maker) -> None:
    other = make.stated("id: taken, match: {calls: [h]}", id_=B)
    renamed = make.stated("id: taken, match: {calls: [f]}")
    ((_, is_gone, rules),) = kinds((make.stated(F), renamed), (other, other))
    assert (is_gone, rules) == (False, [("no-f", ChangeKind.REMOVED)])
    assert kinds((make.stated(F), renamed)) == []


def test_who_stands_for_a_rule_that_is_not_the_same_is_told(make: Maker) -> None:
    """What it reports may be hidden by comments that the old rule did not know."""
    a, b = ".planproof/specs/a.yaml", B
    old = make.stated(F, G, "id: no-i, match: {calls: [i, j]}", "id: same, match: {calls: [k]}")
    new = make.stated(
        "id: no-f, match: {calls: [f, g]}", "id: other-g, match: {calls: [g]}",
        "id: no-i, match: {calls: [i]}", "id: same, match: {calls: [k]}",
    )  # fmt: skip
    assert heirs_of([TwoSides(old, new)]) == (
        Heir(a, "no-f", a, "no-f"),
        Heir(a, "no-g", a, "other-g"),
    )
    moved = make.stated("id: new-f, match: {calls: [f]}", id_=b)
    found = heirs_of([TwoSides(make.stated(F), None), TwoSides(None, moved)])
    assert found == (Heir(a, "no-f", b, "new-f"),)


def test_thousands_of_rules_are_not_compared_with_each_other(make: Maker) -> None:
    old = make.stated(*(f"id: a{n}, match: {{calls: [a{n}]}}" for n in range(300)))
    new = make.stated(*(f"id: b{n}, match: {{calls: [b{n}]}}" for n in range(300)), id_=B)
    ((_, is_gone, rules),) = kinds((old, None), (None, new))
    assert (is_gone, len(rules)) == (True, 300)
    ((_, _, rules),) = kinds((old, make.stated(*(f"id: b{n}, match: {{calls: [a{n}]}}" for n in range(300)))))  # fmt: skip
    assert {kind for _, kind in rules} <= {ChangeKind.REMOVED}
