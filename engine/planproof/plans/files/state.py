"""What the files of a plan say."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from msgspec import Struct

from planproof.plans.claims import Completion
from planproof.plans.policies import Policy, policies_in
from planproof.plans.records import AcceptedSuppression
from planproof.plans.status import RedFirst, TaskStatus

KEY = re.compile(r"[0-9a-f]{6,40}\Z")
"""Of a task. No name of a device, no way out of a folder, the same in either case."""

SLUG = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LONGEST_SLUG = 80
LONGEST_SOURCE = 1_000


class PlanFile(Struct, frozen=True):
    """``plan.yaml``. Whether all tasks are completed follows from them and is not written.

    What the file lists under ``gate`` is kept among the metadata."""

    slug: str
    name: str
    description: str = ""
    base_commit: str | None = None
    archived: bool = False
    metadata: tuple[tuple[str, str], ...] = ()

    @property
    def policies(self) -> tuple[Policy, ...]:
        """What the gate holds each change to that is made while the plan is there."""
        return policies_in(self.metadata)


class SpecText(Struct, frozen=True):
    """``source`` is the file in the tree that it came from; empty for one outside of it."""

    text: str
    source: str = ""


class Decision(Struct, frozen=True):
    """Who set a status by hand, when and why."""

    actor: str
    at: str
    reason: str = ""


class TaskFile(Struct, frozen=True):
    """``tasks/<key>.yaml``. ``number`` is the one it got where it was added: other clones may count
    it otherwise. ``depends_on`` are keys, sorted; ``accepted`` are in the order of their time.
    ``analogous`` are patterns as they are kept; the file has them as a list."""

    key: str
    number: int
    title: str
    description: str = ""
    assigned_to: str = ""
    depends_on: tuple[str, ...] = ()
    status: TaskStatus = TaskStatus.PENDING
    decision: Decision | None = None
    red_first: RedFirst = RedFirst.UNPROVEN
    already_done: str = ""
    completion: Completion | None = None
    accepted: tuple[AcceptedSuppression, ...] = ()
    spec: SpecText | None = None
    analogous: str = ""


def source_inside(source: str) -> str:
    """The path of a spec file if it surely lies in the tree, else nothing."""
    path = PurePosixPath(source)
    odd = path.is_absolute() or ".." in path.parts or re.search(r"[\\:\x00-\x1f]", source)
    return "" if odd or len(source) > LONGEST_SOURCE else source
