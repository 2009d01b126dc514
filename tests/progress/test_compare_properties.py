"""What holds for every two sets of violations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from planproof.model.location import Place, Position
from planproof.model.violation import Identity, fingerprint
from planproof.progress import Comparison, Counts, Recorded
from planproof.progress.compare import compare

PATHS = ("a.py", "b.py", "c.py")
TEXTS = ("login(u)", "login(user, 1)", "login(user, 2)", "x = y", "subprocess.run(command)")

row = st.tuples(
    st.sampled_from(("r1", "r2")),
    st.sampled_from(PATHS),
    st.sampled_from(("", "f", "C.m")),
    st.sampled_from(TEXTS),
    st.sampled_from(("", "_ = _")),
    st.sampled_from(("m", "n")),
)
rows = st.lists(row, max_size=12)
renames = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(PATHS), max_size=3)


def tree(parts: Iterable[tuple[str, str, str, str, str, str]]) -> list[Recorded]:
    seen: Counter[object] = Counter()
    found = []
    for line, (rule, path, scope, text, shape, message) in enumerate(parts):
        key = (rule, path, scope, text, shape, message)
        identity = Identity(rule, path, scope, text, shape, message, seen[key])
        seen[key] += 1
        place = Place(path, Position(line, 0), Position(line, 9))
        found.append(Recorded(fingerprint(identity), identity, place))
    return found


def before_side(outcome: Comparison[Recorded, Recorded]) -> list[Recorded]:
    pairs = (*outcome.moved, *outcome.changed, *outcome.unchanged)
    return [*outcome.fixed, *(pair.before for pair in pairs)]


def after_side(outcome: Comparison[Recorded, Recorded]) -> list[Recorded]:
    pairs = (*outcome.moved, *outcome.changed, *outcome.unchanged)
    return [*outcome.new, *(pair.after for pair in pairs)]


def ingredients(some: Iterable[Recorded]) -> Counter[tuple[Identity, Place]]:
    return Counter((one.identity, one.place) for one in some)


@given(rows, rows, renames)
def test_every_violation_is_in_exactly_one_class(before, after, moves):
    old, now = tree(before), tree(after)
    outcome = compare(old, now, moves)
    assert Counter(before_side(outcome)) == Counter(old)
    assert ingredients(after_side(outcome)) == ingredients(now)
    assert ingredients(outcome.carried) == ingredients(now)
    assert sorted(map(repr, outcome.carried)) == sorted(map(repr, after_side(outcome)))


@given(rows, rows, renames)
def test_pairs_carry_the_first_id_and_ids_stay_unique(before, after, moves):
    stored = compare([], tree(before)).carried
    outcome = compare(stored, tree(after), moves)
    for pair in (*outcome.moved, *outcome.changed, *outcome.unchanged):
        assert pair.after.fingerprint == pair.before.fingerprint
        assert pair.before.identity.rule == pair.after.identity.rule
    assert len({one.fingerprint for one in outcome.carried}) == len(outcome.carried)


@given(rows, rows, renames, st.randoms(use_true_random=False))
def test_the_order_of_input_is_nothing(before, after, moves, random):
    old, now = tree(before), tree(after)
    outcome = compare(old, now, moves)
    random.shuffle(old)
    random.shuffle(now)
    assert compare(old, now, moves) == outcome


@given(rows)
def test_against_itself_nothing_happens(before):
    old = tree(before)
    outcome = compare(old, old)
    assert outcome.counts == Counts(unchanged=len(old))


@given(rows, st.permutations(PATHS))
def test_a_pure_rename_that_git_sees_leaves_all_unchanged(before, names):
    moves = dict(zip(PATHS, names, strict=True))
    old = tree(before)
    now = tree([(rule, moves[path], *rest) for rule, path, *rest in before])
    assert len(compare(old, now, moves).unchanged) == len(old)


@given(rows, st.permutations(PATHS))
def test_a_move_that_git_does_not_see_leaves_nothing_new(before, names):
    moves = dict(zip(PATHS, names, strict=True))
    outcome = compare(tree(before), tree([(r, moves[p], *rest) for r, p, *rest in before]))
    assert not outcome.new
    assert not outcome.fixed


@given(rows, st.sampled_from(PATHS))
def test_fix_one_add_one_is_never_missed(before, path):
    """A violation of another kind, added while one is fixed, is new, whatever else is there."""
    old = tree(before)
    added = ("r1", path, "f", "eval(compile(source, name, mode)) and 0x5F3759DF", "", "eval")
    outcome = compare(old, tree([*before[1:], added]))
    assert [one.identity.message for one in outcome.new] == ["eval"]
    assert len(outcome.fixed) == min(1, len(before))


@given(rows, rows, renames)
def test_no_rung_leaves_a_pair_that_it_could_have_made(before, after, moves):
    outcome = compare(tree(before), tree(after), moves)
    left = {(one.rule, one.identity.text, one.identity.message) for one in outcome.fixed}
    assert not left & {(one.rule, one.identity.text, one.identity.message) for one in outcome.new}
