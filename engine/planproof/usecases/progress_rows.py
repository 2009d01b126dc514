"""What a burn-down is drawn from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from planproof.plans import Task, TaskStatus
from planproof.progress.burndown import Step
from planproof.progress.recorded import where
from planproof.report.progress import Row
from planproof.usecases.excerpts import Read

ASIDE = frozenset({TaskStatus.WAIVED, TaskStatus.CANCELLED})


class Burned(NamedTuple):
    """``read`` gives the contents in which the rows were found; ``seen`` and ``outdated`` are
    numbers of tasks: those with a step, and those for which the tree is another by now."""

    steps: tuple[Step, ...]
    rows: tuple[Row, ...]
    read: Read
    seen: frozenset[int]
    outdated: tuple[int, ...] | None = ()


def counted(tasks: Iterable[Task]) -> list[Task]:
    """What is work: neither waived nor cancelled, and with a spec that says when it is done."""
    return [one for one in tasks if one.status not in ASIDE and one.spec_id is not None]


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (*where(row.violation), row.task)))
