"""What the events of the ledger come to: how every plan, task and row has to be by now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from planproof.plans.ledger import Facts
from planproof.plans.text import from_text


class Finding(Struct, frozen=True):
    """Something that the ledger does not prove.

    ``event`` is the number of the event concerned, None where none tells of it; ``row`` says in
    words what is concerned. ``expected`` is what the ledger says, ``found`` what is there.
    """

    row: str
    message: str
    event: int | None = None
    field: str = ""
    expected: str = ""
    found: str = ""


class Told(Struct, frozen=True):
    """What one event says: its facts, with ``actor``, ``at`` and ``reason`` among them. What was
    imported was decided by somebody else, elsewhere."""

    event: int
    subject: str
    facts: Facts


class Replay(Struct):
    """``states`` are the fields of each plan and task as the events leave them, ``moved`` the
    events that gave them their present status, ``rows`` those about rows, by what the row is.
    ``pruned`` are (whose, which, when) of snapshots that were let go; ``*`` is all of a plan."""

    states: dict[str, Facts] = field(default_factory=dict)
    moved: dict[str, Told] = field(default_factory=dict)
    completed: dict[str, str] = field(default_factory=dict)
    archived: dict[str, int] = field(default_factory=dict)
    rows: dict[tuple[str, ...], list[Told]] = field(default_factory=dict)
    pruned: set[tuple[str, str, str]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def add(self, row: sqlite3.Row) -> None:
        """The next event, in order."""
        try:
            before, after = _facts(row["before"]), _facts(row["after"])
        except ValueError:
            self._complain(row["id"], row["subject"], "its facts cannot be read")
            return
        told = Told(row["id"], from_text(row["subject"]), _everything(row, after))
        self._refuse_late(told, row["verb"])
        name = _ROWS.get(row["verb"])
        if name is not None:
            key = (name[0], told.subject, *(str(after.get(one)) for one in name[1:]))
            self.rows.setdefault(key, []).append(told)
        elif row["verb"] in ("snapshots-pruned", "snapshots-purged"):
            sequences = str(after.get("snapshots")) if row["verb"] == "snapshots-pruned" else "*"
            self.pruned |= {(told.subject, one, row["at"]) for one in sequences.split(" ")}
        elif row["verb"].startswith(("plan-", "task-", "red-first-")):
            self._move(told, before, after)

    def take(self, *key: object) -> Told | None:
        """The event of a row; each tells of one row only."""
        waiting = self.rows.get(tuple(map(str, key)))
        return waiting.pop(0) if waiting else None

    def left(self) -> Iterable[tuple[tuple[str, ...], Told]]:
        """Events of which no row was asked for."""
        return ((key, told) for key, waiting in self.rows.items() for told in waiting)

    def _move(self, told: Told, before: Facts, after: Facts) -> None:
        state = self.states.setdefault(told.subject, {})
        for name, value in before.items():
            if name in state and state[name] != value:
                found = f"{name} was {value} when event {told.event} was written"
                known = f"the events before it left {state[name]}"
                self._complain(told.event, told.subject, f"{found}, but {known}", name,
                               str(state[name]), str(value))  # fmt: skip
        status = told.facts.get("status")
        if status is not None and (not before or before.get("status") != status):
            self._settle(told, str(status))
        _lift(state, told, before)
        state.update(after)

    def _settle(self, told: Told, status: str) -> None:
        self.moved[told.subject] = told
        if status == "archived":
            self.archived[told.subject.removeprefix("plan ")] = told.event
        if status == "completed":
            self.completed[told.subject] = str(told.facts["at"])
        elif status != "regressed":
            self.completed.pop(told.subject, None)

    def _refuse_late(self, told: Told, verb: str) -> None:
        """Nothing of an archived plan changes; what its snapshots hold may be thrown away."""
        slug = told.subject.split(" ")[1] if " " in told.subject else ""
        if slug in self.archived and verb not in _LATE:
            what = f"{verb} after the plan was archived by event {self.archived[slug]}"
            self._complain(told.event, told.subject, what)

    def _complain(
        self,
        event: int,
        row: str,
        message: str,
        name: str = "",
        expected: str = "",
        found: str = "",
    ) -> None:
        self.findings.append(Finding(row, message, event, name, expected, found))


_ROWS: Mapping[str, tuple[str, ...]] = {
    "task-verified": ("verification", "verification"),
    "snapshot-taken": ("snapshot", "snapshot"),
    "suppression-accepted": ("accepted suppression",),
    "suppression-imported": ("accepted suppression",),
    "receipt-written": ("receipt", "receipt"),
    "spec-stored": ("spec", "id"),
    "witnesses-kept": ("witnesses", "spec"),
}
"""By verb: what kind of row it tells of, and the facts that name the row."""

_LATE = frozenset({"guards-promoted", "snapshots-pruned", "snapshots-purged"})
"""What may follow the end of a plan: nothing of the plan itself."""


def _lift(state: Facts, told: Told, before: Facts) -> None:
    """The reason for which the red-first check was lifted is that of the event that lifted it."""
    red_first = told.facts.get("red_first")
    moves = before.get("status") != told.facts.get("status")
    if before and red_first is not None and (before.get("red_first") != red_first or not moves):
        state["already_done"] = told.facts["reason"] if red_first == "already-done" else ""


def _everything(row: sqlite3.Row, after: Facts) -> Facts:
    facts: Facts = {
        "actor": from_text(row["actor"]), "at": row["at"], "reason": from_text(row["reason"]),
        **after,
    }  # fmt: skip
    if row["verb"] == "suppression-imported":  # when it was accepted elsewhere, nobody noted
        facts["actor"] = after.get("accepted_by")
        del facts["at"]
    for name, other in _DECIDED.items():
        if other in after:
            facts[name] = after[other]
    return facts


_DECIDED = {"actor": "decided_by", "at": "decided_at", "reason": "decided_because"}
"""By whom, when and why a status was set that came with a plan file."""


def _facts(stored: str) -> Facts:
    loaded = json.loads(stored) if stored else {}
    if not isinstance(loaded, dict):
        raise ValueError("no object")  # noqa: TRY004 - one kind of trouble for the caller
    return loaded
