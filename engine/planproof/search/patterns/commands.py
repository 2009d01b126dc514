"""Commands that patterns mean."""

from __future__ import annotations

import re

from planproof.index.patterns.rows import CommandRow
from planproof.model.location import Span
from planproof.search.patterns.field import Field, Sight, each_row
from planproof.search.patterns.kinds import CommandPattern
from planproof.search.patterns.terms import inside_term, word_term

_MANAGEMENT = re.compile(r"(?:.*/)?management/commands/([^_/][^/]*)\.py\Z")


def find_commands(pattern: CommandPattern, field: Field) -> list[Sight]:
    """The commands of the tree that are meant."""
    fits, wanted = word_term(pattern.name), frozenset(pattern.framework)
    found = []
    for path, row in each_row(field.commands, CommandRow, inside_term(pattern.inside)):
        name = row.name or _name_of(path, row)
        if name and fits(name) and (not wanted or row.framework in wanted):
            said = f"{row.framework} {name}"
            at = Span(row.start, row.end)
            found.append(Sight(path, at, row.kind, row.symbol or name, said, not row.why, row.why))
    return found


def _name_of(path: str, row: CommandRow) -> str:
    """What the path says: Django takes a command's name from it, a script is called by it."""
    if row.framework == "django":
        found = _MANAGEMENT.match(path)
        return found[1] if found else ""
    folders, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    return folders.rpartition("/")[2] if stem in ("__main__", "__init__") else stem
