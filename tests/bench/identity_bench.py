"""``make bench-identity``: does a violation keep its identity while code moves?

Real packages are changed as people change code, without adding a violation, and both trees are
judged. What a scheme calls new is then a false alarm. Swaps fix one violation and add another: a
scheme that calls nothing new misses it. The first run fetches the packages from the package index
into ``.cache/bench``. Exit status 1: planproof's own ladder is worse than it may be, or something
was not measured.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import fetching
from identity.measure import PURE, SWAP, Figures, Table, failures, measure
from identity.schemes import SCHEMES
from lab import NAMES, Lab
from processes import NotMeasuredError, Surroundings
from timing import Limits

SPEC = Path(__file__).with_name("identity_rules.yaml")


def main() -> int:
    options = arguments()
    with (
        fetching.alone(options.cache),
        tempfile.TemporaryDirectory(prefix="planproof-bench-") as scratch,
    ):
        lab = Lab(options.cache, Path(scratch), Surroundings(Path(scratch)), Limits(1, 1))
        tables = {NAMES[name]: _measured(lab, name) for name in options.only.split(",")}
    for name, table in tables.items():
        print(f"{name}\n{render(table)}\n")
    together = add(tables)
    if len(tables) > 1:
        print(f"together\n{render(together)}\n")
    if options.json:
        options.json.write_text(json.dumps(document({**tables, "together": together}), indent=2))
    wrong = [f"{name}: {each}" for name, table in tables.items() for each in failures(table)]
    print("\n".join(wrong) or "every bar is held: at most 0.5 % false new, no missed swap")
    return 1 if wrong else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="django,ha", help="packages: django,ha")
    parser.add_argument("--json", type=Path, help="write all figures into this file")
    parser.add_argument("--cache", type=Path, default=fetching.CACHE, help="where things are kept")
    return parser.parse_args()


def _measured(lab: Lab, name: str) -> Table:
    try:
        repository = lab.repository(name)
    except NotMeasuredError as error:
        sys.exit(f"{name} was not measured: {error}")
    return measure(repository.root, SPEC.read_text(), lambda line: fetching.say(f"{name}: {line}"))


def add(tables: Mapping[str, Table]) -> Table:
    return {
        name: sum((table[name] for table in tables.values()), Figures()) for name in (*PURE, SWAP)
    }


def render(table: Table) -> str:
    """In Markdown: percent of false new ones, and of swaps that were found."""
    rows = [["scheme", *PURE, "swaps found"]]
    rows.append(["violations", *(f"{table[name].concerned:,}" for name in (*PURE, SWAP))])
    for scheme in SCHEMES:
        wrong = [_percent(table[name].percent(scheme)) for name in PURE]
        missed = table[SWAP].percent(scheme)
        rows.append([scheme, *wrong, _percent(None if missed is None else 100 - missed)])
    rows.insert(1, ["---"] * len(rows[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _percent(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.4g}" if figure < 0.1 else f"{figure:.1f}"


def document(tables: Mapping[str, Table]) -> object:
    return {
        name: {
            change: {
                "violations": one.concerned,
                "wrong": {scheme: one.wrong[scheme] for scheme in SCHEMES},
            }
            for change, one in table.items()
        }
        for name, table in tables.items()
    }


if __name__ == "__main__":
    sys.exit(main())
