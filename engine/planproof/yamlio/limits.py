"""How large a YAML file may be: what a person writes is far below, a bomb far above."""

from __future__ import annotations

MAX_BYTES = 1_048_576
MAX_DEPTH = 64
MAX_VALUES = 20_000
"""Keys, values and containers, aliases written out."""
MAX_CHARACTERS = 4 * MAX_BYTES
"""Of all scalars together, aliases written out."""
MAX_DIRECTIVES = 8
MAX_PROBLEMS = 100
"""A file with more mistakes than this has one mistake; the rest is not listed."""
