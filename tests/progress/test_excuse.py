"""The ratchet: only what was there and was excused there stays excused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import pytest

from planproof.model.location import Place, Position
from planproof.model.violation import Identity, Severity, Violation, fingerprint
from planproof.progress.baseline import BaselineLine, Lines, line_for, settled
from planproof.progress.baseline_edit import grow, prune
from planproof.progress.excuse import AtFork, Excused, GrowthKind, excuse

HOUSE = ".planproof/specs/house.yaml"
TODAY = "2026-11-21"


def found(*rows: str, rule: str = "no-print", message: str = "print") -> tuple[Violation, ...]:
    """``path:scope:text``, in the order of the tree."""
    seen: Counter[Identity] = Counter()
    violations = []
    for line, row in enumerate(rows):
        path, scope, text = row.split(":", 2)
        identity = Identity(rule, path, scope, text, "", message)
        seen[identity] += 1
        identity = identity._replace(ordinal=seen[identity] - 1)
        place = Place(path, Position(line, 0), Position(line, 5))
        one = Violation(rule, Severity.LOW, message, place, identity, fingerprint(identity))
        violations.append(one)
    return tuple(violations)


def lines_for(violations: Iterable[Violation], expires: str = "") -> Lines:
    return settled(line_for(HOUSE, one, "old", "", expires) for one in violations)


def texts(violations: Iterable[Violation]) -> list[str]:
    return [one.identity.text for one in violations]


def judged(
    current: Sequence[Violation],
    lines: Lines,
    fork: Sequence[Violation],
    fork_lines: Lines | None = None,
    renames: dict[str, str] | None = None,
    **more: bool,
) -> Excused:
    """By a contract that the base has like the head."""
    known = AtFork(lines if fork_lines is None else fork_lines, fork, fork)
    return excuse(current, lines, known, lambda: renames or {}, TODAY, **more)


OLD = found("a.py:f:print(total)", "a.py:g:print(rows)")


def test_what_was_there_and_excused_is_tolerated() -> None:
    assert judged(OLD, lines_for(OLD), OLD) == Excused((), OLD)


def test_without_a_line_in_the_head_it_counts() -> None:
    done = judged(OLD, lines_for(OLD[:1]), OLD, lines_for(OLD))
    assert (done.counted, done.tolerated) == (OLD[1:], OLD[:1])


def test_lines_that_the_head_adds_excuse_nothing_that_the_head_adds() -> None:
    now = (*OLD, *found("b.py:h:print(secret)"))
    done = judged(now, lines_for(now), OLD, lines_for(OLD))
    assert texts(done.counted) == ["print(secret)"]
    (growth,) = done.grown
    assert (growth.kind, growth.violation) == (GrowthKind.ADDED, now[2])


def test_nor_what_the_base_is_red_for() -> None:
    done = judged(OLD, lines_for(OLD), OLD, lines_for(OLD[:1]))
    assert texts(done.counted) == ["print(rows)"]
    assert [one.kind for one in done.grown] == [GrowthKind.RED]


def test_somebody_from_outside_may_accept_both() -> None:
    now = (*OLD, *found("b.py:h:print(secret)"))
    done = judged(now, lines_for(now), OLD, lines_for(OLD[:1]), accepted=True)
    assert done.tolerated == now
    assert [one.kind for one in done.grown] == [GrowthKind.RED, GrowthKind.ADDED]


def test_a_second_one_of_the_same_text_counts() -> None:
    now = found("a.py:f:print(total)", "a.py:f:print(total)")
    done = judged(now, lines_for(now[:1]), OLD[:1])
    assert len(done.counted) == len(done.tolerated) == 1
    done = judged(now, lines_for(now), OLD[:1], lines_for(now[:1]))
    assert len(done.counted) == 1, "a line for it excuses it no better"


def test_a_swap_is_caught() -> None:
    now = found("a.py:f:print(total)", "a.py:h:print(secret, file=sys.stderr)")
    done = judged(now, lines_for(OLD), OLD)
    assert texts(done.counted) == ["print(secret, file=sys.stderr)"]
    assert [line.identity.text for line in done.stale] == ["print(rows)"]


def test_one_that_reads_the_very_same_elsewhere_was_moved() -> None:
    now = found("a.py:f:print(total)", "b.py:h:print(rows)")
    assert not judged(now, lines_for(OLD), OLD).counted
    twice = found("a.py:f:print(total)", "b.py:h:print(rows)", "b.py:k:print(rows)")
    assert len(judged(twice, lines_for(OLD), OLD).counted) == 1, "once"


def test_what_was_moved_or_reformatted_stays_excused() -> None:
    now = found("b.py:f:print(total)", "b.py:g:print(rows,)")
    done = judged(now, lines_for(OLD), OLD, renames={"a.py": "b.py"})
    assert (done.counted, done.stale) == ((), ())


def test_and_so_does_what_changes_a_little_in_each_of_many_changes() -> None:
    """The line says still how it was long ago; what it means is known from tree to tree."""
    first = found("a.py:f:print(a, b, c, d)")
    then = found("a.py:f:print(a, b, c, d, e)")
    now = found("a.py:f:print(a, b, c, d, e, f, g)")
    assert judged(now, lines_for(first), first).counted, "too much at once"
    assert not judged(now, lines_for(first), then).counted


def test_a_line_that_came_back_in_a_merge_turns_nothing_red() -> None:
    done = judged(OLD[:1], lines_for(OLD), OLD[:1], lines_for(OLD))
    assert done.counted == ()
    assert done.stale == lines_for(OLD[1:])


def test_nor_does_it_excuse_what_comes_later() -> None:
    """The line is in the base's file; the violation is not in its tree."""
    done = judged(OLD, lines_for(OLD), OLD[:1], lines_for(OLD))
    assert done.counted == OLD[1:]
    assert (done.stale, done.grown) == (lines_for(OLD[1:]), ())


def test_a_new_or_stronger_rule_can_be_adopted() -> None:
    """The base has no such contract, or its version does not see it: only the tree decides."""
    known = AtFork((), OLD, OLD[:1])
    done = excuse(OLD, lines_for(OLD), known, dict, TODAY)
    assert (done.tolerated, done.counted) == (OLD[1:], OLD[:1])
    done = excuse(OLD, lines_for(OLD), AtFork((), OLD, ()), dict, TODAY)
    assert (done.tolerated, done.grown) == (OLD, ())


def test_adoption_excuses_nothing_that_the_same_change_adds() -> None:
    now = (*OLD, *found("b.py:h:print(secret)"))
    done = excuse(now, lines_for(now), AtFork((), OLD, ()), dict, TODAY)
    assert texts(done.counted) == ["print(secret)"]


@pytest.mark.parametrize(("day", "counts"), [("2026-11-21", 0), ("2026-11-20", 2)])
def test_a_line_holds_up_to_its_last_day(day: str, counts: int) -> None:
    lines = lines_for(OLD, day)
    done = judged(OLD, lines, OLD)
    assert len(done.counted) == len(done.expired) == counts
    assert done.stale == ()


def test_a_change_cannot_prolong_what_has_expired() -> None:
    ended = lines_for(OLD, "2026-11-01")
    for longer in (lines_for(OLD, "2030-01-01"), lines_for(OLD)):
        done = judged(OLD, longer, OLD, ended)
        assert done.counted == OLD
        assert {one.kind for one in done.grown} == {GrowthKind.PROLONGED}
        assert judged(OLD, longer, OLD, ended, accepted=True).tolerated == OLD


def test_to_prolong_what_has_not_expired_is_growth_that_counts_nothing_today() -> None:
    done = judged(OLD, lines_for(OLD), OLD, lines_for(OLD, "2030-01-01"))
    assert done.counted == ()
    assert [one.kind for one in done.grown] == [GrowthKind.PROLONGED] * 2
    shorter = judged(OLD, lines_for(OLD, "2030-01-01"), OLD, lines_for(OLD))
    assert (shorter.counted, shorter.grown) == ((), ())


def test_an_expired_line_grows_nothing() -> None:
    done = judged(OLD, lines_for(OLD, "2020-01-01"), OLD, (), accepted=True)
    assert (done.counted, done.grown) == (OLD, ())


def test_no_violations_leave_only_stale_lines_and_no_lines_only_violations() -> None:
    assert judged((), lines_for(OLD), OLD) == Excused((), stale=lines_for(OLD))
    assert judged(OLD, (), OLD, lines_for(OLD)) == Excused(OLD)


def test_pruning_removes_what_is_fixed_and_renews_what_moved() -> None:
    now = found("b.py:f:print(total)")
    lines = lines_for(OLD, "2027-01-01")
    done = prune(now, lines, AtFork(lines, OLD, OLD), lambda: {"a.py": "b.py"})
    assert done.lines == lines_for(now, "2027-01-01"), "with reason and last day"
    assert done.stale == lines[1:]
    assert done.refreshed == ((lines[0], done.lines[0]),)


def test_pruning_keeps_the_day_of_what_has_expired() -> None:
    lines = lines_for(OLD, "2020-01-01")
    assert prune(OLD, lines, AtFork(lines, OLD, OLD), dict).lines == lines


def test_pruning_without_any_history_keeps_what_is_still_there() -> None:
    assert prune(OLD[:1], lines_for(OLD), AtFork(), dict).lines == lines_for(OLD[:1])


def test_accepting_adds_a_line_for_what_has_none() -> None:
    now = (*OLD, *found("b.py:h:print(secret)"))

    def give(one: Violation) -> BaselineLine | None:
        return None if one.identity.path == "b.py" else line_for(HOUSE, one, "new", "ada", "")

    done = grow(now, lines_for(OLD[:1]), AtFork(), dict, TODAY, give)
    assert [line.reason for line in done.lines] == ["old", "new"]
    assert [line.identity for line in done.added] == [OLD[1].identity]


def test_accepting_renews_what_has_expired_and_only_that() -> None:
    lines = (*lines_for(OLD[:1], "2020-01-01"), *lines_for(OLD[1:], "2027-01-01"))
    done = grow(
        OLD, lines, AtFork(), dict, TODAY, lambda one: line_for(HOUSE, one, "again", "", "")
    )
    assert [(line.reason, line.expires) for line in done.lines] == [
        ("again", ""),
        ("old", "2027-01-01"),
    ]


def test_accepting_one_more_of_the_same_leaves_a_line_for_each() -> None:
    """The one line that there is has another number than its violation has by now."""
    now = found("a.py:f:print(total)", "a.py:f:print(total)", "a.py:f:print(total)")
    done = grow(
        now, lines_for(now[2:]), AtFork(), dict, TODAY, lambda v: line_for(HOUSE, v, "", "", "")
    )
    assert [line.identity.ordinal for line in done.lines] == [0, 1, 2]
    assert len(done.added) == 2
