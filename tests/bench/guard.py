"""The regression guard: ratios of this run beside those that were kept. Never seconds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from table import Outcome, Row, number

BASELINE = Path(__file__).with_name("baseline.json")
TOLERANCE = 1.35
"""How many times worse a ratio may be, where the baseline does not say otherwise."""


@dataclass(frozen=True)
class Kept:
    """A ratio, and how many times worse it may become."""

    ratio: float
    tolerance: float = TOLERANCE


def read(file: Path) -> dict[str, Kept]:
    return {key: Kept(**kept) for key, kept in json.loads(file.read_text()).items()}


def write(file: Path, rows: Iterable[Row]) -> None:
    """Keep the ratios of these rows; tolerances, and rows that are not among them, stay."""
    kept = read(file) if file.exists() else {}
    for row in rows:
        if row.ratio is not None and row.outcome is not Outcome.SHOWN:
            tolerance = kept[row.key].tolerance if row.key in kept else TOLERANCE
            kept[row.key] = Kept(round(row.ratio, 3), tolerance)
    lines = {key: asdict(value) for key, value in sorted(kept.items())}
    file.write_text(json.dumps(lines, indent=1) + "\n")


def regressions(rows: Iterable[Row], baseline: Mapping[str, Kept]) -> dict[str, str]:
    """What has become worse than its tolerance allows, or could not be measured, and by how much."""
    found = ((row.key, _regression(row, baseline[row.key])) for row in rows if row.key in baseline)
    return {key: said for key, said in found if said}


def _regression(row: Row, kept: Kept) -> str:
    if row.ratio is None:
        return f"no ratio: {row.missing or row.outcome.value}"
    more_is_better = row.bar is not None and row.bar.at_least
    worse = kept.ratio / row.ratio if more_is_better else row.ratio / kept.ratio
    if worse <= kept.tolerance:
        return ""
    was, now = number(kept.ratio), number(row.ratio)
    return f"{now}, was {was}: {worse:.2f} times worse, {kept.tolerance:g} are allowed"
