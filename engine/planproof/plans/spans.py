"""Rows that hold over a span of snapshots, so that only what changed costs space."""

from __future__ import annotations

from typing import NamedTuple

from planproof.plans.database import Database

Row = tuple[str | int | None, ...]


class Table(NamedTuple):
    """A table with ``snapshot_id``, ``until_id`` and these columns of content."""

    name: str
    columns: tuple[str, ...]


class Lineage(NamedTuple):
    """The snapshots of one task, or of the plan itself (``task_id`` None), and its newest."""

    plan_id: int
    task_id: int | None
    newest_id: int


class Among(NamedTuple):
    """The rows with one of a few values in a column."""

    column: str
    values: tuple[str, ...]


def carry(
    database: Database,
    table: Table,
    lineage: Lineage,
    rows: list[Row],
    among: Among | None = None,
) -> None:
    """Make ``rows`` what holds from the newest snapshot on; the caller holds the transaction.

    Rows that still hold stay as they are: a one-file edit costs the rows of that file. With
    ``among`` no others are looked at, and ``rows`` are such.
    """
    holding = _holding(database, table, lineage, among)
    begun = [row for row in rows if not _still_holds(holding, row)]
    _end(database, table, lineage, sorted(one for ids in holding.values() for one in ids))
    _begin(database, table, lineage, begun)


def _holding(
    database: Database, table: Table, lineage: Lineage, among: Among | None
) -> dict[Row, list[int]]:
    column, values = among or ("", ())
    only = "" if among is None else f" AND {column} IN ({', '.join('?' * len(values))})"
    found: dict[Row, list[int]] = {}
    for row in database.rows(
        f"SELECT id, {', '.join(table.columns)} FROM {table.name}"  # noqa: S608 - constants
        " WHERE until_id IS NULL AND snapshot_id IN"
        f" (SELECT id FROM code_snapshots WHERE plan_id = ? AND task_id IS ?){only}",
        [lineage.plan_id, lineage.task_id, *values],
    ):
        found.setdefault(tuple(row)[1:], []).append(row["id"])
    return found


def _still_holds(holding: dict[Row, list[int]], row: Row) -> bool:
    """Take one stored row that equals ``row``, if there is one."""
    same = holding.get(row)
    if not same:
        return False
    same.pop()
    return True


def _end(database: Database, table: Table, lineage: Lineage, row_ids: list[int]) -> None:
    database.write_many(
        f"UPDATE {table.name} SET until_id = ? WHERE id = ?",  # noqa: S608 - a constant
        [(lineage.newest_id, row_id) for row_id in row_ids],
    )


def _begin(database: Database, table: Table, lineage: Lineage, rows: list[Row]) -> None:
    names, marks = ", ".join(table.columns), ", ".join("?" for _ in table.columns)
    database.write_many(
        f"INSERT INTO {table.name} (snapshot_id, {names}) VALUES (?, {marks})",  # noqa: S608
        [(lineage.newest_id, *row) for row in rows],
    )
