"""One statement of SQL, parsed by sqlglot: the tables it names, and what it does to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from planproof.index.tables.found import Found
from planproof.index.tables.lexical import find_tables
from planproof.index.tables.use import Act, name_of

if TYPE_CHECKING:
    from sqlglot import exp

_DIALECTS = ("", "postgres", "mysql", "sqlite", "tsql", "bigquery", "snowflake", "oracle", "spark")
"""Tried one after the other; the first is sqlglot's own, which reads most of what is common."""

_LONGEST = 20_000
"""Characters; the tables of a longer statement are looked for by its words."""

_VALUES = re.compile(r"\bVALUES\s*\(", re.IGNORECASE)
_REPLACE = re.compile(r"\A(\s*)replace(?=\s+into\b)", re.IGNORECASE)
_LONG_VALUES = 2_000
_ONLY = re.compile(r"\b(?:from|join|update|table|truncate)\s+only\s+[\w\"(]", re.IGNORECASE)
"""Postgres leaves out what inherits from a table; other dialects read a table called ONLY."""

_DOING: tuple[tuple[str, tuple[str, ...], Act], ...] = (
    ("LikeProperty", (), Act.READ),
    ("Grant", (), Act.ALTER),
    ("Comment", (), Act.ALTER),
    ("Index", (), Act.ALTER),
    ("Alter", (), Act.ALTER),
    ("AlterRename", (), Act.ALTER),
    ("Reference", (), Act.REFERENCE),
    ("Into", (), Act.CREATE),
    ("Insert", ("this",), Act.WRITE),
    ("Update", ("this",), Act.WRITE),
    ("Merge", ("this",), Act.WRITE),
    ("Copy", ("this",), Act.WRITE),
    ("Delete", ("this", "tables"), Act.WRITE),
    ("TruncateTable", (), Act.WRITE),
    ("LoadData", (), Act.WRITE),
    ("Select", (), Act.READ),
    ("SetOperation", (), Act.READ),
    ("Subquery", (), Act.READ),
    ("Join", (), Act.READ),
    ("From", (), Act.READ),
)
"""What is around a table, in which of its parts (empty: any), and what it does to the table."""


class Budget(Struct):
    """Characters that may still be parsed: about three of a second's per ten thousand."""

    left: int

    def spend(self, length: int) -> bool:
        self.left -= length
        return self.left >= 0


def read_statement(text: str, budget: Budget) -> tuple[Found, ...] | None:
    """The tables that a statement names; None if no dialect reads it within the budget."""
    text = _REPLACE.sub(r"\1INSERT ", _without_rows(text))
    if len(text) > _LONGEST:
        return None
    for dialect in _dialects(text):
        if not budget.spend(len(text)):
            return None
        tree = _parse(text, dialect)
        if tree is not None:
            found = tuple(_found(tree, text))
            return found or tuple(_unseen(tree, text))
    return None


def _unseen(tree: exp.Expr, text: str) -> Iterator[Found]:
    """What sqlglot reads without saying which tables it names: DROP INDEX … ON, PRAGMA, SHOW."""
    from sqlglot import exp

    if not isinstance(tree, exp.Query | exp.DML):
        yield from find_tables(text)


def _without_rows(text: str) -> str:
    """A long ``INSERT … VALUES`` without most of its rows, which name no tables."""
    if len(text) < _LONG_VALUES or text.lstrip()[:7].lower() not in ("insert ", "replace"):
        return text
    values = _VALUES.search(text, 0, _LONGEST)
    closed = values is not None and "select" not in text.lower()
    return f"{text[: values.start()]}VALUES (1)" if values is not None and closed else text


def _dialects(text: str) -> tuple[str, ...]:
    """Those first whose quotes the text uses."""
    if "`" in text:
        return ("mysql", "bigquery", "spark", "sqlite")
    if re.search(r"\[\w+\]", text):
        return ("tsql", *_DIALECTS[:2], "sqlite")
    if _ONLY.search(text):
        return ("postgres",)
    return _DIALECTS


def _parse(text: str, dialect: str) -> exp.Expr | None:
    import logging

    import sqlglot
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        trees = [tree for tree in sqlglot.parse(text, read=dialect) if tree is not None]
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError):
        return None
    from sqlglot import exp

    if len(trees) != 1 or isinstance(trees[0], exp.Command):
        return None
    return trees[0]


def _found(tree: exp.Expr, text: str) -> Iterator[Found]:
    from sqlglot import exp

    nodes = list(tree.find_all(exp.Table, exp.Update, exp.Delete, exp.Command))
    tables = [node for node in nodes if isinstance(node, exp.Table)]
    changes = any(isinstance(node, exp.Update | exp.Delete) for node in nodes)
    aliased = _aliased(tables) if changes else {}
    for table in tables:
        found = _of_table(table, text)
        is_cte = _is_cte(table)
        if found is None or is_cte:
            continue
        meant = aliased.get(_key(table), table)
        real = found if meant is table else _of_table(meant, text)
        if real is not None:
            yield replace(real, act=found.act, sure=is_cte is not None)
    for command in nodes:
        if isinstance(command, exp.Command):
            yield from find_tables(str(command.args.get("expression") or ""))


def _of_table(table: exp.Table, text: str) -> Found | None:
    """None for what stands in a table's place without being one: functions, names of schemas."""
    from sqlglot import exp

    if not isinstance(table.this, exp.Identifier) or (act := _act(table)) is None:
        return None
    written = f"{table.catalog}.{table.db}.{table.name}"  # BigQuery quotes all of it at once
    name = name_of(*written.split("."))
    start, end = _place(table.this, text)
    return Found(name, act, start, end) if name.parts else None


def _place(identifier: exp.Identifier, text: str) -> tuple[int, int]:
    start, end = identifier.meta.get("start"), identifier.meta.get("end")
    if isinstance(start, int) and isinstance(end, int):
        return start, end + 1
    at = text.lower().find(identifier.name.lower())
    return (at, at + len(identifier.name)) if at >= 0 else (0, len(text))


def _aliased(tables: Iterable[exp.Table]) -> dict[str, exp.Table]:
    """Alias → table, where the alias may stand for the table that is written."""
    return {
        table.alias.lower(): table
        for table in tables
        if table.alias and table.alias.lower() != table.name.lower()
    }


def _key(table: exp.Table) -> str:
    """An alias counts only where it is the target of the statement, and not named there itself."""
    from sqlglot import exp

    target = isinstance(table.parent, exp.Update | exp.Delete)
    return table.name.lower() if target and not table.alias and not table.args.get("db") else ""


def _is_cte(table: exp.Table) -> bool | None:
    """Whether the name is that of a WITH around it: of an earlier one, seen from inside of it.

    None where it depends on the dialect: a query that refers to itself without RECURSIVE.
    """
    from sqlglot import exp

    if table.args.get("db"):
        return False
    node: exp.Expr | None = table
    name = table.name.lower()
    while node is not None:
        above = node.parent
        if isinstance(above, exp.With):
            if name in _before(above, node):
                return True
            if name == node.alias.lower() and isinstance(node.this, exp.SetOperation):
                return None
        elif above is not None:
            clause = above.args.get("with_") or above.args.get("with")
            if clause is not None and clause is not node and name in _names(clause):
                return True
        node = above
    return False


def _before(clause: exp.With, cte: exp.Expr) -> set[str]:
    """The names that a part of a WITH clause may use."""
    names: list[str] = []
    for each in clause.expressions:
        if each is cte:
            return {*names, each.alias.lower()} if clause.args.get("recursive") else set(names)
        names.append(each.alias.lower())
    return set(names)


def _names(clause: exp.With) -> set[str]:
    return {each.alias.lower() for each in clause.expressions}


def _act(table: exp.Table) -> Act | None:
    """By the nearest thing around it that does something to tables; None for no table at all."""
    from sqlglot import exp

    node: exp.Expr = table
    while (above := node.parent) is not None:
        if isinstance(above, exp.Create):
            return _created(above, node.arg_key)
        if isinstance(above, exp.Drop):
            return Act.DROP if _is_of_tables(above) else None
        if isinstance(above, exp.Copy) and not above.args.get("kind"):
            return Act.READ
        for name, keys, act in _DOING:
            if type(above).__name__ == name and (not keys or node.arg_key in keys):
                return act
        node = above
    return Act.READ


def _created(create: exp.Create, key: str | None) -> Act | None:
    if str(create.args.get("kind")).upper() == "TRIGGER":
        return Act.ALTER
    if key != "this":
        return Act.READ
    return Act.CREATE if _is_of_tables(create) else None


def _is_of_tables(statement: exp.Expr) -> bool:
    """Whether it creates or drops a table or a view, not a function, a schema or a constraint."""
    return str(statement.args.get("kind")).upper().endswith(("TABLE", "VIEW"))
