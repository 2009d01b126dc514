"""Each rung by an everyday edit, and what must never happen."""

from __future__ import annotations

import pytest

from planproof.model.location import Position
from planproof.progress import Counts
from planproof.progress.compare import compare


def test_the_same_twice_is_unchanged(violations):
    before = violations("a.py:f:login(u)", "a.py:f:login(u)", "b.py::import legacy")
    outcome = compare(before, before)
    assert outcome.counts == Counts(unchanged=3)
    assert outcome.carried == tuple(before)
    assert {pair.rung for pair in outcome.unchanged} == {1}


def test_inserted_lines_change_nothing(violations):
    before = violations("a.py:f:login(u)")
    after = [one._replace(place=one.place._replace(start=Position(40, 4))) for one in before]
    assert compare(before, after).counts == Counts(unchanged=1)


def test_a_renamed_file_keeps_its_violations_only_with_the_rename_map(violations):
    before, after = violations("old.py:f:login(u)"), violations("new.py:f:login(u)")
    assert compare(before, after, {"old.py": "new.py"}).counts == Counts(unchanged=1)
    assert compare(before, after).counts == Counts(moved=1)


def test_a_file_renamed_and_edited_keeps_similar_statements(violations):
    before = violations("old.py:f:result = login(user, legacy=True)")
    after = violations("new.py:f:result = login(user, legacy=False)")
    outcome = compare(before, after, {"old.py": "new.py"})
    assert outcome.counts == Counts(changed=1)
    assert outcome.changed[0].rung == 6
    assert compare(before, after).counts == Counts(new=1, fixed=1)


def test_two_files_that_swap_names_are_told_apart(violations):
    before = violations("a.py:f:one()", "b.py:f:two()")
    after = violations("a.py:f:two()", "b.py:f:one()")
    outcome = compare(before, after, {"a.py": "b.py", "b.py": "a.py"})
    assert outcome.counts == Counts(unchanged=2)


def test_a_renamed_function_is_the_second_rung(violations):
    outcome = compare(violations("a.py:f:login(u)"), violations("a.py:g:login(u)"))
    assert [pair.rung for pair in outcome.unchanged] == [2]


def test_a_split_module_moves(violations):
    before = violations("a.py:f:login(u)", "a.py:C.m:login(v)")
    after = violations("x.py:f:login(u)", "y.py:m:login(v)")
    outcome = compare(before, after)
    assert [pair.rung for pair in outcome.moved] == [3, 4]
    assert [one.fingerprint for one in outcome.carried] == [one.fingerprint for one in before]


def test_a_reworded_message_is_changed_not_new(violations):
    before = violations("a.py:f:login(u)", message="use tokens")
    after = violations("a.py:f:login(u)", message="use auth.tokens")
    assert [pair.rung for pair in compare(before, after).changed] == [5]


def test_a_renamed_variable_is_found_by_its_shape(birth):
    row = ("r", "a.py", "f")
    before = birth([(*row, "the_long_name = login(the_long_name)", "_ = login(_)", "m")])
    after = birth([(*row, "u = login(u)", "_ = login(_)", "m")])
    assert compare(before, after).counts == Counts(changed=1)


def test_the_most_alike_pair_first(violations):
    before = violations("a.py:f:call(alpha, beta, gamma, 1)", "a.py:f:call(alpha, beta, gamma, 22)")
    after = violations("a.py:f:call(alpha, beta, gamma, 223)")
    outcome = compare(before, after)
    assert outcome.fixed == (before[0],)
    assert outcome.changed[0].before == before[1]


def test_fix_one_add_one_is_both(violations):
    outcome = compare(violations("a.py:f:login(u)"), violations("a.py:f:subprocess.run(cmd)"))
    assert outcome.counts == Counts(new=1, fixed=1)
    other = violations("a.py:f:login(u)", rule="another")
    assert compare(violations("a.py:f:login(u)"), other).counts == Counts(new=1, fixed=1)


def test_an_exact_match_is_never_taken_by_a_mere_move(violations):
    before = violations("a.py:f:login(u)", "b.py:f:login(u)")
    after = violations("b.py:f:login(u)", "c.py:f:login(u)")
    outcome = compare(before, after)
    assert [(p.before.identity.path, p.after.identity.path) for p in outcome.unchanged] == [
        ("b.py", "b.py")
    ]
    assert [(p.before.identity.path, p.after.identity.path) for p in outcome.moved] == [
        ("a.py", "c.py")
    ]


def test_the_first_id_survives_a_chain_of_edits(violations):
    steps = [
        "a.py:f:login(user, 1)",
        "a.py:g:login(user, 1)",
        "b.py:g:login(user, 1)",
        "b.py:g:login(user, 2)",
    ]
    known = violations(steps[0])
    for step in steps[1:]:
        known = list(compare(known, violations(step)).carried)
    assert known[0].fingerprint == violations(steps[0])[0].fingerprint
    assert known[0].identity == violations(steps[-1])[0].identity


def test_a_newcomer_never_takes_the_id_of_one_that_moved_away(violations):
    first = violations("a.py:f:login(u)")
    moved = compare(first, violations("b.py:f:login(u)")).carried
    both = compare(moved, violations("a.py:f:login(u)", "b.py:f:login(u)"))
    assert both.counts == Counts(new=1, unchanged=1)
    ids = [one.fingerprint for one in both.carried]
    assert len(set(ids)) == 2
    assert both.unchanged[0].after.fingerprint == first[0].fingerprint
    again = compare(both.carried, violations("a.py:f:login(u)", "b.py:f:login(u)"))
    assert [one.fingerprint for one in again.carried] == ids


@pytest.mark.parametrize("side", ["before", "after"])
def test_nothing_on_one_side(violations, side):
    some = violations("a.py:f:login(u)")
    outcome = compare(some, []) if side == "before" else compare([], some)
    assert outcome.counts == (Counts(fixed=1) if side == "before" else Counts(new=1))


def test_screens_count_what_remains_and_show_lines_from_one(violations):
    outcome = compare(
        violations("a.py:f:one()", "a.py:f:two()", "a.py:f:three()"),
        violations("a.py:f:one()", "b.py:f:two()"),
    )
    assert outcome.counts.remaining == 2
    assert [one.line for one in outcome.carried] == [1, 2]
    assert {one.rule for one in outcome.carried} == {"no-legacy"}
