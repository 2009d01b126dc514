"""``make bench``: how fast planproof is beside other tools, all measured in one run.

Every figure is that of whole processes with a warm page cache; ratios are medians of rounds in which
both sides ran one after the other. Only ratios travel between machines. The first run fetches
everything from the package index into ``.cache/bench``. Exit status 0: all rows were measured,
whether they reach their bars or not; 1: some were not, or --guard found ratios that
are worse than those in ``baseline.json`` allow.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import bytecode
import fetching
import guard
from lab import Lab
from processes import Surroundings
from rows.all import QUESTIONS
from rows.measure import Question
from table import Outcome, Row, number, render, render_notes
from timing import Limits

ROOTS = tuple(fetching.PROJECT / name for name in ("engine", "specs", "cli"))


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended too
    options = arguments()
    chosen = choose(options.only)
    if options.guard:
        kept = guard.read(guard.BASELINE)
        chosen = [each for each in chosen if each.key in kept]
    if options.list:
        print("\n".join(f"{each.key:<24} {each.what}" for each in chosen))
        return 0
    with (
        fetching.alone(options.cache),
        tempfile.TemporaryDirectory(prefix="planproof-bench-") as scratch,
    ):
        there = laboratory(options, Path(scratch))
        rows = list(noting(measure(chosen, there), options.json))
        worse = watch(chosen, rows, there) if options.guard else {}
    print(render(rows))
    print("\n" + render_notes(rows))
    if options.write_baseline:
        guard.write(guard.BASELINE, rows)
    return conclude(rows, worse)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="rows by the beginnings of their keys: a,b,c")
    parser.add_argument("--list", action="store_true", help="only list the rows")
    parser.add_argument("--runs", type=int, default=5, help="rounds of each row at most")
    parser.add_argument("--seconds", type=float, default=40, help="after which three rounds do")
    parser.add_argument("--full", action="store_true", help="also what takes many minutes")
    parser.add_argument("--guard", action="store_true", help="fail on ratios that became worse")
    parser.add_argument("--write-baseline", action="store_true", help="keep the ratios of this run")
    parser.add_argument("--json", type=Path, help="write all figures into this file")
    parser.add_argument("--cache", type=Path, default=fetching.CACHE, help="where things are kept")
    return parser.parse_args()


def choose(only: str) -> list[Question]:
    """The rows whose keys begin with one of the words; all of them for none."""
    words = tuple(word for word in only.replace(",", " ").split() if word)
    chosen = [each for each in QUESTIONS if not words or each.key.startswith(words)]
    return chosen or sys.exit(f"no row begins with {only}; --list shows all")


def laboratory(options: argparse.Namespace, scratch: Path) -> Lab:
    fetching.say(bytecode.ensure(ROOTS))
    surroundings = Surroundings(scratch, ROOTS)
    limits = Limits(options.runs, min(3, options.runs), options.seconds)
    return Lab(options.cache.resolve(), scratch, surroundings, limits, options.full)


def measure(chosen: Sequence[Question], lab: Lab) -> Iterator[Row]:
    """Each row, told as soon as it is there."""
    for question in chosen:
        begun = time.monotonic()
        row = question.ask(lab)
        figure = "" if row.figure is None else f"{number(row.figure.median)} {row.unit}"
        took = time.monotonic() - begun
        fetching.say(f"{row.key:<24} {figure:>12}  {row.outcome.value:<18} ({took:.0f} s)")
        yield row


def noting(rows: Iterator[Row], file: Path | None) -> Iterator[Row]:
    """The rows; after each of them the file holds all that were measured."""
    written: list[dict[str, object]] = []
    for row in rows:
        written.append(row.as_json())
        if file is not None:
            file.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n")
        yield row


def watch(chosen: Sequence[Question], rows: list[Row], lab: Lab) -> dict[str, str]:
    """What became worse than the baseline allows, twice: a busy moment is no regression."""
    baseline = guard.read(guard.BASELINE)
    suspects = guard.regressions(rows, baseline)
    again = list(measure([each for each in chosen if each.key in suspects], lab))
    return guard.regressions(again, baseline)


def conclude(rows: Sequence[Row], worse: dict[str, str]) -> int:
    counts = {outcome: sum(row.outcome is outcome for row in rows) for outcome in Outcome}
    said = ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items() if count)
    print(f"\n{said}. {machine()}")
    for key, said in worse.items():
        print(f"regression: {key}: {said}")
    return 1 if worse or counts[Outcome.MISSING] else 0


def machine() -> str:
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=False).stdout
    return (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"{git.strip()}, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
