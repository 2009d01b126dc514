"""Did you mean …?"""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 40
"""Nobody misspells a word into something longer, and comparing it would take its time."""


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that ``word`` is most likely meant to be, None if none is near."""
    if len(word) > _LONGEST:
        return None
    import difflib

    folded = {name.lower(): name for name in sorted(known)}
    near = difflib.get_close_matches(word.lower().replace("-", "_"), folded, n=1, cutoff=cutoff)
    return folded[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """The fix for a word that is not known."""
    names = tuple(known)
    near = closest(word, names)
    return f"did you mean {near}?" if near else otherwise
