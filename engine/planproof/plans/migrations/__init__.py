"""The schema of plans.db, step by step. A released step never changes; a change is a new step.

Imported only to create a database or to bring an older one up to date.
"""

from __future__ import annotations

from planproof.plans.migrations import v0001, v0002, v0003, v0004, v0005

STEPS: tuple[str, ...] = (v0001.SQL, v0002.SQL, v0003.SQL, v0004.SQL, v0005.SQL)
"""``STEPS[n - 1]`` turns version n - 1 into version n; version 0 is an empty file."""
