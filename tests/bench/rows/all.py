"""All rows, in the order of the table."""

from __future__ import annotations

from rows import (
    archive,
    asking,
    backfill,
    cold,
    commits,
    gate,
    hits,
    imports,
    oddities,
    physics,
    roles,
    size,
    snapshots,
    space,
    startup,
    uses,
    warm,
)

QUESTIONS = (
    *cold.questions(),
    *warm.questions(),
    *size.questions(),
    *commits.questions(),
    *backfill.questions(),
    *startup.questions(),
    *space.questions(),
    *snapshots.questions(),
    *hits.questions(),
    *imports.questions(),
    *physics.questions(),
    *archive.questions(),
    *gate.questions(),
    *roles.questions(),
    *asking.questions(),
    *oddities.questions(),
    *uses.questions(),
)
