"""What holds of the ratchet for every two trees and every two baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from planproof.model.location import Place, Position
from planproof.model.violation import Identity, Severity, Violation, fingerprint
from planproof.progress.baseline import BaselineLine, Lines, line_for, settled
from planproof.progress.baseline_edit import grow, prune
from planproof.progress.baseline_match import match
from planproof.progress.compare import compare
from planproof.progress.excuse import AtFork, Excused, excuse

TODAY = "2026-11-21"
PATHS = ("a.py", "b.py", "c.py")
TEXTS = ("login(u)", "login(user, 1)", "login(user, 2)", "x = y", "subprocess.run(command)")

_rows = st.lists(
    st.tuples(
        st.sampled_from(("r1", "r2")),
        st.sampled_from(PATHS),
        st.sampled_from(("", "f")),
        st.sampled_from(TEXTS),
        st.just(""),
        st.sampled_from(("m", "n")),
    ),
    max_size=8,
)


def _tree(rows: Sequence[tuple[str, ...]]) -> tuple[Violation, ...]:
    seen: Counter[Identity] = Counter()
    violations = []
    for line, row in enumerate(rows):
        identity = Identity(*row)
        seen[identity] += 1
        identity = identity._replace(ordinal=seen[identity] - 1)
        place = Place(identity.path, Position(line, 0), Position(line, 9))
        violations.append(
            Violation(row[0], Severity.LOW, row[5], place, identity, fingerprint(identity))
        )
    return tuple(violations)


_trees = _rows.map(_tree)
_days = st.sampled_from(("", "2026-11-20", "2027-01-01"))
_renames = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(PATHS), max_size=2)


def _mine(violations: Sequence[Violation]) -> Lines:
    return settled(line_for("c", one, "mine", "", "") for one in violations)


@st.composite
def _lines(draw: st.DrawFn, *trees: Sequence[Violation], days=_days) -> list[BaselineLine]:
    """Lines for some of what is there, and for some that is not."""
    pool = [one for tree in (*trees, draw(_trees)) for one in tree]
    chosen = draw(st.lists(st.sampled_from(pool), max_size=10)) if pool else []
    return [line_for("c", one, "old", "", draw(days)) for one in chosen]


class Case:
    """A change: the trees and the baselines before and after. ``found_by_base`` is what the base's
    version of the contract sees where the head began."""

    def __init__(self, draw: st.DrawFn, days=_days) -> None:
        self.fork = draw(_trees)
        self.current = draw(_trees)
        kept = draw(st.booleans())
        if kept:  # mostly a tree keeps what it had
            self.current = _tree([one.identity[:6] for one in (*self.fork, *self.current)])
        self.fork_lines = draw(_lines(self.fork, days=days))
        self.lines = draw(_lines(self.fork, self.current, days=days))
        if draw(st.booleans()):
            self.lines = [*self.fork_lines, *self.lines]
        same = draw(st.booleans())
        self.by_base = self.fork if same else draw(st.just(self.fork[1:]) | _trees)
        self.renames = draw(_renames)

    def known(self) -> AtFork:
        return AtFork(settled(self.fork_lines), self.fork, self.by_base)

    def moves(self) -> dict[str, str]:
        return self.renames

    def asked(self) -> dict[str, str]:
        """The renames, where a file is gone that had violations."""
        here = {one.identity.path for one in self.current}
        gone = any(one.identity.path not in here for one in self.fork)
        return self.renames if gone else {}

    def judge(self, lines: Sequence[BaselineLine] | None = None, **more: bool) -> Excused:
        lines = self.lines if lines is None else lines
        return excuse(self.current, settled(lines), self.known(), self.moves, TODAY, **more)

    def __repr__(self) -> str:
        return "\n".join(f"{name}={value}" for name, value in vars(self).items())


_cases = st.composite(lambda draw: Case(draw))()
_timeless = st.composite(lambda draw: Case(draw, days=st.just("")))()


@given(_cases, st.booleans())
def test_each_violation_is_counted_or_tolerated_and_each_line_is_used_once(case, accepted):
    done = case.judge(accepted=accepted)
    assert sorted((*done.counted, *done.tolerated)) == sorted(case.current)
    lines = settled(case.lines)
    assert len(done.tolerated) <= len(lines) - len(done.stale) - len(done.expired)
    assert {*done.stale, *done.expired} <= {*lines}
    assert not {*done.stale} & {*done.expired}
    assert not {one.line for one in done.grown} & {*done.stale, *done.expired}


@given(_cases)
def test_what_the_change_adds_is_never_tolerated(case):
    new = compare(case.fork, case.current, case.asked()).new
    tolerated = {one.identity for one in case.judge().tolerated}
    everything = _mine(case.current)
    tolerated |= {one.identity for one in case.judge(everything).tolerated}
    assert not tolerated & {one.identity for one in new}


@given(_cases)
def test_what_the_base_sees_and_does_not_excuse_is_never_tolerated(case):
    case.by_base, case.fork_lines = case.fork, []
    everything = _mine(case.current)
    assert not case.judge(everything).tolerated


@given(_cases)
def test_no_more_are_tolerated_than_the_lines_of_the_base_excuse(case):
    case.by_base = case.fork
    everything = _mine(case.current)
    lasting = [line for line in settled(case.fork_lines) if not line.has_expired(TODAY)]
    assert len(case.judge(everything).tolerated) <= len(lasting)


@given(_cases, st.data())
def test_more_lines_in_the_head_excuse_nothing_that_is_not_at_the_fork(case, data):
    new = compare(case.fork, case.current, case.asked()).new
    before = case.judge()
    extra = data.draw(_lines(new)) if new else []
    after = case.judge([*case.lines, *extra])
    assert not {*after.tolerated} & {one for one in case.current if one.identity in
                                     {each.identity for each in new}}  # fmt: skip
    assert len(after.tolerated) <= len(case.fork)
    assert {*before.counted} >= {one for one in case.current if one.identity in
                                 {each.identity for each in new}}  # fmt: skip


@given(_cases, st.booleans())
def test_pruning_changes_no_verdict(case, accepted):
    pruned = prune(case.current, settled(case.lines), case.known(), case.moves)
    before, after = case.judge(accepted=accepted), case.judge(pruned.lines, accepted=accepted)
    assert bool(after.counted) == bool(before.counted)
    assert len(after.tolerated) >= len(before.tolerated)
    assert not after.stale
    assert len(pruned.lines) <= len(settled(case.lines))


@given(_cases)
def test_pruning_twice_is_pruning_once(case):
    once = prune(case.current, settled(case.lines), case.known(), case.moves)
    again = prune(case.current, once.lines, case.known(), case.moves)
    assert (again.lines, again.stale, again.refreshed) == (once.lines, (), ())


@given(_cases, st.randoms(use_true_random=False))
def test_the_order_of_lines_is_nothing(case, random):
    done = case.judge()
    random.shuffle(case.lines)
    random.shuffle(case.fork_lines)
    assert case.judge() == done
    assert case.judge([*case.lines, *case.lines]) == done, "nor that a merge doubled them"


@given(_timeless)
def test_lines_that_come_back_in_a_merge_turn_nothing_red(case):
    before, after = case.judge(), case.judge([*case.lines, *case.fork_lines])
    assert len(after.counted) <= len(before.counted)


@given(_trees, st.permutations(PATHS))
def test_a_rename_leaves_everything_excused(fork, names):
    moves = dict(zip(PATHS, names, strict=True))
    now = _tree([(r, moves[path], *rest) for r, path, *rest in (one.identity[:6] for one in fork)])
    lines = _mine(fork)
    done = excuse(now, lines, AtFork(lines, fork, fork), lambda: moves, TODAY)
    assert (done.counted, done.stale, done.grown) == ((), (), ())


@given(_timeless)
def test_what_was_accepted_is_excused_from_the_next_change_on(case):
    everything = grow(
        case.current, settled(case.lines), case.known(), case.moves, TODAY,
        lambda one: line_for("c", one, "mine", "", ""),
    ).lines  # fmt: skip
    assert not case.judge(everything, accepted=True).counted
    merged = AtFork(everything, case.current, case.current)
    assert not excuse(case.current, everything, merged, dict, TODAY).counted


@given(_cases)
def test_accepting_adds_as_many_lines_as_had_none(case):
    assume(case.current)
    done = grow(
        case.current, settled(case.lines), case.known(), case.moves, TODAY,
        lambda one: line_for("c", one, "mine", "", ""),
    )  # fmt: skip
    assert {*done.added} <= {*done.lines}
    again = grow(case.current, done.lines, case.known(), case.moves, TODAY, lambda _: None)
    assert (again.lines, again.added) == (done.lines, ())


@given(_trees, _trees, _renames)
def test_pairs_are_those_of_the_ladder(fork, now, moves):
    outcome = compare(fork, now, moves)
    expected = {
        (pair.before.identity, pair.after.identity)
        for pair in (*outcome.moved, *outcome.changed, *outcome.unchanged)
    }
    found = match(fork, now, moves)
    assert {(fork[old].identity, now[new].identity) for new, old in found.items()} == expected
