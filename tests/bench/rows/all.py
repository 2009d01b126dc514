"""All rows, in the order of the table."""

from __future__ import annotations

from rows import cold, imports, physics, space, startup, warm

QUESTIONS = (
    *cold.questions(),
    *warm.questions(),
    *startup.questions(),
    *space.questions(),
    *imports.questions(),
    *physics.questions(),
)
