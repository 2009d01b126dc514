"""What most of a family do, and how surprising it is that one does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.index.scan import scan
from planproof.model.document import Document
from planproof.search.conventions import Convention, Counting, find_conventions, wilson
from planproof.search.traits import Trait, TraitReader


def call(name: str, keyword: str = "") -> Trait:
    return Trait("calls", name, keyword)


def found(
    *members: set[Trait], least: float = 0.8, guard: bool = False, **outside: float
) -> list[Convention]:
    counting = Counting(len(members), least)
    for one in members:
        counting.add(one)
    return find_conventions(
        counting,
        lambda wanted: {one: outside.get(one.name, 0.0) for one in wanted},
        guard=guard,
    )


def test_the_one_that_lacks_what_others_have_is_told() -> None:
    members = [{call("check"), call("save")} for _ in range(9)] + [{call("save")}]

    (one,) = found(*members)

    assert (one.trait, one.have, one.of, one.lacking) == (call("check"), 9, 10, (9,))


def test_what_everybody_has_is_for_a_guard() -> None:
    members = [{call("save")} for _ in range(9)]

    assert found(*members) == []
    assert [one.trait for one in found(*members, guard=True)] == [call("save")]


def test_three_of_three_say_less_than_thirty_one_of_thirty_two() -> None:
    assert wilson(3, 3) < wilson(31, 32) < wilson(310, 320) < 310 / 320


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_what_is_sure_is_never_more_than_what_was_seen(share: tuple[int, int]) -> None:
    have, of = share

    assert 0 <= wilson(have, of) <= have / of


def test_what_everything_has_is_dull() -> None:
    members = [{call("log"), call("check")} for _ in range(18)] + [{call("log")}, {call("check")}]

    first, second = found(*members, log=0.9)

    assert (first.trait, second.trait) == (call("check"), call("log"))
    assert second.surprise < 0.1 < first.surprise


def test_one_that_shares_nothing_is_less_odd_than_one_that_shares_the_rest() -> None:
    rest = {call(name) for name in "abcde"}
    kin = found(*[{*rest, call("check")} for _ in range(9)], rest)
    stub = found(*[{*rest, call("check")} for _ in range(9)], set())

    assert kin[0].surprise > 3 * stub[0].surprise


def test_the_fewer_break_it_the_more_surprising_it_is() -> None:
    one = [{call("check")} for _ in range(39)] + [set()]
    eight = [{call("check")} for _ in range(32)] + [set() for _ in range(8)]

    assert found(*one)[0].surprise > found(*eight)[0].surprise


def test_a_parameter_that_is_not_there_says_less_than_a_call() -> None:
    parameter = Trait("parameters", "user")
    members = [{call("check"), parameter} for _ in range(8)] + [{call("check")}, {parameter}]

    first, second = found(*members)

    assert (first.trait, second.trait) == (call("check"), parameter)


def test_a_trait_is_named_as_fully_as_it_can_be() -> None:
    full, short = call("app.auth.check"), call("check")
    same = found(*[{full, short} for _ in range(9)], set())
    mixed = found(*[{full, short} for _ in range(8)], {short}, set())

    assert same[0].names == (full, short)
    assert mixed[0].names == (short,)


def test_conventions_that_the_same_ones_break_are_one() -> None:
    members = [{call("check"), call("check", "level"), call("log")} for _ in range(9)] + [set()]

    (one,) = found(*members)

    assert set(one.also) | {one.trait} == {call("check"), call("check", "level"), call("log")}


@given(
    st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=8), min_size=5, max_size=40),
    st.sampled_from([0.5, 0.8, 0.9, 1.0]),
)
def test_forgetting_what_is_rare_changes_nothing(
    members: list[frozenset[str]], least: float
) -> None:
    conventions = found(*[{call(name) for name in one} for one in members], least=least)

    known = {trait.name for one in conventions for trait in (one.trait, *one.also)}
    shares = {name: sum(name in one for one in members) for name in "abcdefgh"}
    enough = len(members) - int(len(members) * (1 - least) + 1e-9)
    assert known == {name for name, share in shares.items() if enough <= share < len(members)}


SOURCE = b"""\
from app.auth import check_permission as allowed

class Order(Base):
    table = "orders"

    @login_required
    def handle(self, user):
        self.seen = True
        local = 1
        allowed(user, level=rank(3, of=9))
        session().commit()
        raise Refused(user)
"""


@pytest.fixture
def read() -> TraitReader:
    document = scan(SOURCE, "python")
    assert isinstance(document, Document)
    return TraitReader(document, SOURCE, "app/order.py")


def test_the_traits_of_a_function(read: TraitReader) -> None:
    traits = read.of(1)

    assert {
        call("app.auth.check_permission"), call("check_permission", "level"), call("rank", "of"),
        call("commit"), call("Refused"), Trait("decorators", "login_required"),
        Trait("parameters", "user"), Trait("assignments", "seen"),
    } <= traits  # fmt: skip
    assert not {call("rank", "level"), Trait("assignments", "local")} & traits
    assert not any("(" in one.name for one in traits)


def test_the_traits_of_a_class(read: TraitReader) -> None:
    traits = read.of(0)

    assert {
        Trait("bases", "Base"), Trait("definitions", "handle"), Trait("assignments", "table"),
    } <= traits  # fmt: skip
    assert Trait("decorators", "login_required") not in traits
