"""Walk over real repositories at random: what is kept must never change a verdict.

    python tests/incremental/walk.py [--seed N] [--checks N] [--only NAME=SEED …]

Prints the seed. A difference is printed with the shortest sequence of steps that was found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

for place in ("tests/support", "engine", "specs", "cli"):
    sys.path.insert(0, str(Path(__file__).parents[2] / place))

from walks.walk import Plan, Tally, plan_walk, run, shrink  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="of the first repository")
    parser.add_argument("--checks", type=int, default=2000, help="how many in all")
    parser.add_argument("--replay", type=Path, help="a file with the lines of a failure")
    parser.add_argument("--edits", action="store_true", help="edit sources of small trees, no more")
    parser.add_argument("--anew", action="store_true", help="a new process for every verdict")
    parser.add_argument("--go-on", action="store_true", help="after a difference, with the next")
    parser.add_argument("--no-shrink", action="store_true")
    chosen = parser.parse_args()
    if chosen.replay:
        return _replay(chosen.replay)
    seed = random.SystemRandom().randrange(1 << 30) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", flush=True)
    whole = False if chosen.edits else None
    tally, failures, started = Tally(), 0, time.monotonic()
    while tally.checks.total() < chosen.checks:
        failure = run(replace(plan_walk(seed, whole=whole), anew=chosen.anew), tally)
        if failure is not None:
            failures += 1
            print(f"a difference after {len(failure.plan.items)} steps of seed {seed}:", flush=True)
            print(failure.what, flush=True)
            if not chosen.no_shrink:
                print(shrink(failure, lambda text: print(text, flush=True)), flush=True)
            if not chosen.go_on:
                return 1
        seed += 1
        print(f"{tally} in {time.monotonic() - started:.0f} s", flush=True)
    print(f"{failures} differences in {tally}")
    return 1 if failures else 0


def _replay(file: Path) -> int:
    """The first line is ``seed real hasty``, as numbers, the others are steps as printed."""
    first, *lines = file.read_text().strip().splitlines()
    seed, real, hasty = map(int, first.split())
    items = tuple((name, int(number)) for name, number in map(str.split, lines))
    failure = run(Plan(seed, bool(real), bool(hasty), items), Tally(), only_last=True)
    print(failure or "no difference")
    return 1 if failure else 0


if __name__ == "__main__":
    raise SystemExit(main())
