"""The short name of a plan: what a person types."""

from __future__ import annotations

import re
from collections.abc import Collection
from unicodedata import normalize

LONGEST = 60


def slug_of(name: str, taken: Collection[str] = ()) -> str:
    """``Auth: Migration`` → ``auth-migration``; with ``-2``, ``-3`` … where that is taken.

    Letters, digits and dashes of ASCII; never all digits, so that a number always means a number.
    """
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-")
    base = f"plan-{words}".rstrip("-") if not re.search(r"[a-z]", words) else words
    slug, count = base, 1
    while slug in taken:
        count += 1
        slug = f"{base}-{count}"
    return slug
