"""Sizes that users have: 25,000 violations on each side."""

from __future__ import annotations

import time

from planproof.model.violation import Identity
from planproof.progress.compare import compare
from planproof.progress.nearest import best_pairs

MANY = 25_000


def identity(text: str, shape: str = "") -> Identity:
    return Identity("r", "a.py", "", text, shape, "m")


def test_a_whole_tree_of_renamed_and_edited_files(birth):
    """Nothing matches before rung 6: each file is renamed and each statement edited."""
    before = birth(
        ("r", f"old/{n % 2500}.py", "", f"login(user_{n}, 1)", "", "m") for n in range(MANY)
    )
    after = birth(
        ("r", f"new/{n % 2500}.py", "", f"login(user_{n}, 2)", "", "m") for n in range(MANY)
    )
    renames = {f"old/{n}.py": f"new/{n}.py" for n in range(2500)}
    started = time.process_time()
    outcome = compare(before, after, renames)
    assert time.process_time() - started < 30  # about 3 s on one quiet core
    assert outcome.counts.changed == MANY


def test_a_split_tree_is_hash_joins(birth):
    before = birth(("r", f"{n % 900}.py", f"f{n}", f"call({n})", "", "m") for n in range(MANY))
    after = birth(("r", f"x/{n % 700}.py", f"f{n}", f"call({n})", "", "m") for n in range(MANY))
    started = time.process_time()
    outcome = compare(before, after)
    assert time.process_time() - started < 10  # about 0.5 s on one quiet core
    assert outcome.counts.moved == MANY


def test_one_generated_file_does_not_multiply():
    """5,000 × 5,000 edited statements in one scope: 25 million pairs if all were compared."""
    old = [identity(f"register('name_{n}', legacy, {n * 7})") for n in range(5000)]
    now = [identity(f"register('name_{n}', legacy, {n * 7 + 1})") for n in range(5000)]
    started = time.process_time()
    pairs = best_pairs(old, now)
    assert time.process_time() - started < 20  # about 1.5 s on one quiet core
    assert len(pairs) > 4900


def test_equal_shapes_spread_over_their_equals():
    old = [identity(f"a{n} = legacy(a{n})", "_ = legacy(_)") for n in range(300)]
    now = [identity(f"zz{n} = legacy(zz{n})", "_ = legacy(_)") for n in range(300)]
    assert len(best_pairs(old, now)) == 300
