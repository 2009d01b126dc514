"""Memory of the first index, and what it leaves on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from lab import NAMES, Lab
from memory import peak_memory
from table import Bar, Row
from timing import Spread

from rows.measure import Question


def questions() -> Iterator[Question]:
    yield Question(
        "memory", "peak memory of the cold index, all processes (PSS): Home Assistant",
        memory, Bar(200, 120),
    )  # fmt: skip
    for name, title in NAMES.items():
        yield Question(
            f"disk-{name}", f"index.db, vs the bytes of the sources: {title}",
            partial(disk, name=name), Bar(1.0, 0.5),
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
        unit="MB",
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
