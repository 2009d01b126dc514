"""Memory of the first index, and what it leaves on the disk."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lab import NAMES, Lab
from memory import peak_memory
from processes import Command
from repositories import HERE
from table import Bar, Row
from timing import Spread

from rows.measure import Question

FILES = 1_000_000


def questions() -> Iterator[Question]:
    yield Question(
        "memory", "peak memory of the cold index, all processes (PSS): Home Assistant",
        memory, Bar(200, 120), "MB",
    )  # fmt: skip
    for name, title in NAMES.items():
        yield Question(
            f"disk-{name}", f"index.db, vs the bytes of the sources: {title}",
            partial(disk, name=name), Bar(1.0, 0.5),
        )  # fmt: skip
    yield Question(
        "million", "a tree of a million files, from a manifest: index and verdict (PSS)",
        million, Bar(1000, 300), "MB", slow=True,
    )  # fmt: skip


def memory(lab: Lab, row: Row) -> Row:
    repository = lab.ha
    repository.undo_edits()
    repository.remove_index()
    peak = peak_memory(repository.planproof("index", fine=(0,)))
    return replace(
        row,
        ours=f"{peak.pss / 1e6:.0f} MB",
        figure=Spread((peak.pss / 1e6,)),
        guarded=peak.pss / repository.source_bytes,
        note=f"RSS {peak.rss / 1e6:.0f} MB; {peak.processes} processes; {peak.samples} samples",
    )


def disk(lab: Lab, row: Row, name: str) -> Row:
    repository = lab.repository(name)
    repository.undo_edits()
    repository.remove_index()
    repository.planproof("index", fine=(0,)).run()
    size = sum(file.stat().st_size for file in repository.index.parent.glob("index.db*"))
    sources = repository.source_bytes
    return replace(
        row,
        ours=f"{size / 1e6:.1f} MB",
        peers=f"{sources / 1e6:.1f} MB",
        figure=Spread((size / sources,)),
    )


def million(lab: Lab, row: Row) -> Row:
    spec, index = HERE / "ten_rules.yaml", lab.scratch / "million.db"
    script = (sys.executable, str(HERE / "million.py"), str(FILES), str(spec), str(index))
    peak = peak_memory(Command(script, HERE, lab.surroundings, (0,), patience=3600))
    said = json.loads(peak.output)
    took = ", ".join(f"{step} {said[step]:.0f} s" for step in ("manifest", "index", "verdict"))
    return replace(
        row,
        ours=f"{peak.pss / 1e6:.0f} MB",
        figure=Spread((peak.pss / 1e6,)),
        note=f"RSS {peak.rss / 1e6:.0f} MB; {took}; {said['parsed']:,} files parsed, "
        f"{said['violations']} violations, index.db {index.stat().st_size / 1e6:.0f} MB",
    )
