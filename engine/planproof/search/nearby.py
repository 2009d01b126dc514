"""Names that somebody who missed may have meant."""

from __future__ import annotations

from itertools import islice

from planproof.index.mentions import WITHIN
from planproof.model.name import last_segment
from planproof.search.atlas import Atlas

_FEW = 3
_LONGEST = 60
_MOST = 200_000
"""Names that are looked through; comparing takes about a second for so many."""


def nearest_names(text: str, atlas: Atlas) -> tuple[str, ...]:
    """At most three names of the index that look like the last segment of a text, best first."""
    from difflib import get_close_matches

    word = last_segment(text.strip("/*"))
    if not 1 < len(word) <= _LONGEST:
        return ()
    low = word.lower()
    close = (
        key
        for key in islice(atlas.keys(), _MOST)
        if abs(len(key) - len(word)) <= 3 and len(set(low) & set(key.lower())) * 2 >= len(set(low))
    )
    folded: dict[str, list[str]] = {}
    for key in close:
        folded.setdefault(key.lower(), []).append(key)
    found = get_close_matches(low, folded, _FEW, 0.75)
    names = [name for near in found for name in folded[near]]
    return tuple(name for name in names if name != word and _stands(name, atlas))[:_FEW]


def _stands(name: str, atlas: Atlas) -> bool:
    return any(not mention.roles & WITHIN for mention in atlas.mentions(name))
