"""All rows, in the order of the table."""

from __future__ import annotations

from rows import cold, commits, hits, imports, physics, size, space, startup, warm

QUESTIONS = (
    *cold.questions(),
    *warm.questions(),
    *size.questions(),
    *commits.questions(),
    *startup.questions(),
    *space.questions(),
    *hits.questions(),
    *imports.questions(),
    *physics.questions(),
)
