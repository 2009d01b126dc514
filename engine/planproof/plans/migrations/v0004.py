"""Version 4: patterns of code to look at first, kept with a task.

``plan_tasks.analogous_json`` is a list of them, empty for none. It is advice: no verdict, no spec
and no receipt looks at it.
"""

from __future__ import annotations

SQL = """
ALTER TABLE plan_tasks ADD COLUMN analogous_json TEXT NOT NULL DEFAULT '';
"""
