"""Whether what looks like a copy is one: what is written in both, in the same order.

Features say what two units have, not where. Of those that share enough of it, the tokens are laid
beside each other, and the longest sequence that both have counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from planproof.search.features import Field, name_of
from planproof.search.features_lex import KEYWORDS, is_quoted, tokens_of
from planproof.search.similar_places import Found

COPY_WEIGHTS: Mapping[Field, float] = MappingProxyType(
    {
        Field.PARTS: 2.0,
        Field.LITERALS: 2.0,
        Field.CALLS: 2.0,
        Field.KEYWORDS: 1.0,
        Field.SHAPE3: 2.0,
        Field.SHAPE5: 2.0,
    }
)
"""Of copies: only what is written inside, as names and surroundings are the first to change."""

LEAST_ALIKE = 0.3
"""What shares less of its features is not looked at: nothing that was a copy did."""

MOST_LOOKED_AT = 100

LEAST_COPY = 0.62
"""What scores less is no copy; see docs/similar.md for how it was measured."""

_MOST_TOKENS = 2_000
_MOST_TEXT = 1_000
_BLANK = "_"


def written_in(found: Found) -> tuple[str, ...]:
    """The tokens of a unit in their order, the first two thousand. What may be renamed is blank:
    its own name and all that are no keyword, not called, and no member of anything."""
    own = name_of(found.document.definitions[found.row]) if found.row >= 0 else ""
    tokens = tokens_of(found.source, found.document.language, found.span, _MOST_TOKENS)
    texts = tokens.texts
    return tuple(
        _as_compared(text, _stays(text, texts[max(at - 2, 0) : at], after, own))
        for at, (text, after) in enumerate(zip(texts, [*texts[1:], ""], strict=True))
    )


def copy_score(alike: float, asked: Sequence[str], other: Sequence[str]) -> float:
    """The mean of how much of its features a unit shares, and how much of both is written in the
    same order. 1 for what is the same, 0 for what has nothing in common."""
    whole = len(asked) + len(other)
    in_order = 2 * _longest_common(asked, other) / whole if whole else 0.0
    return (min(alike, 1.0) + in_order) / 2


def _stays(text: str, before: Sequence[str], after: str, own: str) -> bool:
    """Whether a name is that of something elsewhere."""
    is_member = "".join(before).endswith((".", "->", "::"))
    return is_member or (after == "(" and text != own)


def _as_compared(text: str, stays: bool) -> str:
    if is_quoted(text):
        return '"' + " ".join(text[:_MOST_TEXT].strip("\"'`").split())
    is_name = text[0].isalpha() or text[0] in "_$"
    return _BLANK if is_name and text not in KEYWORDS and not stays else text


def _longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens the longest sequence has that is in both, with gaps: in one number, each bit
    of which stands for a token of the first one (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for at, text in enumerate(one):
        places[text] = places.get(text, 0) | 1 << at
    every = (1 << len(one)) - 1
    left = every
    for text in other:
        met = left & places.get(text, 0)
        left = (left + met | left - met) & every
    return len(one) - left.bit_count()
