"""Whether what looks like a copy is one: what is written in both, in the same order.

Features say what two units have, not where. Of those that share enough of it, the tokens are laid
beside each other, and the longest sequence that both have counts, as far as names are renamed in
one way throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

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

LEAST_COPY = 0.67
"""What scores less is no copy; see docs/similar.md for how it was measured."""

_MOST_TOKENS = 2_000
_MOST_TEXT = 1_000
_BLANK = ""
_W = '_$"'


class Written(Struct, frozen=True):
    """The tokens of a unit in their order: ``texts`` as they are written, ``compared`` with those
    blank that a copy may rename."""

    texts: tuple[str, ...]
    compared: tuple[str, ...]


def written_in(found: Found) -> Written:
    """The first two thousand tokens of a unit. What may be renamed is its own name, and all names
    that are no keyword, not called, and no member of anything."""
    own = name_of(found.document.definitions[found.row]) if found.row >= 0 else ""
    tokens = tokens_of(found.source, found.document.language, found.span, _MOST_TOKENS)
    texts = tuple(tokens.texts)
    compared = tuple(
        _as_compared(text, _stays(text, texts[max(at - 2, 0) : at], after, own))
        for at, (text, after) in enumerate(zip(texts, [*texts[1:], ""], strict=True))
    )
    return Written(texts, compared)


def copy_score(asked: Written, other: Written) -> float:
    """How much of both is the same: the mean of all tokens, names renamed in one way throughout,
    and of the words alone that a copy keeps. 1 for what is the same but for such names."""
    pairs = pairs_in_order(asked.compared, other.compared)
    every = _share(_alike(asked, other, pairs), asked.compared, other.compared)
    words, others = _kept_words(asked), _kept_words(other)
    if not words and not others:
        return every
    return (every + _share(len(pairs_in_order(words, others)), words, others)) / 2


def pairs_in_order(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Where the longest sequence that is in both, with gaps, stands in each; from the end.

    A row for each token of the other one, as a number: bits that are 0 are the places of the first
    one at which the sequence becomes longer (Hyyrö 2004).
    """
    places: dict[str, int] = {}
    for at, text in enumerate(one):
        places[text] = places.get(text, 0) | 1 << at
    every = (1 << len(one)) - 1
    rows = [every]
    for text in other:
        met = rows[-1] & places.get(text, 0)
        rows.append((rows[-1] + met | rows[-1] - met) & every)
    return list(_back(rows, len(one)))


def _back(rows: Sequence[int], at: int) -> Iterator[tuple[int, int]]:
    row = len(rows) - 1
    while at and row:
        if rows[row] >> (at - 1) & 1:
            at -= 1
        elif not rows[row - 1] >> (at - 1) & 1:
            row -= 1
        else:
            at, row = at - 1, row - 1
            yield at, row


def _alike(asked: Written, other: Written, pairs: Iterable[tuple[int, int]]) -> int:
    """How many of the pairs are the same: of names each has one other name, its most frequent."""
    named, same = Counter[tuple[str, str]](), 0
    for at, there in pairs:
        if asked.compared[at] == _BLANK:
            named[asked.texts[at], other.texts[there]] += 1
        else:
            same += 1
    left, right = set[str](), set[str]()
    for (name, renamed), count in sorted(named.items(), key=lambda one: (-one[1], one[0])):
        if name not in left and renamed not in right:
            left.add(name)
            right.add(renamed)
            same += count
    return same


def _kept_words(written: Written) -> list[str]:
    return [one for one in written.compared if one != _BLANK and (one[0].isalnum() or one[0] in _W)]


def _share(same: int, one: Sequence[str], other: Sequence[str]) -> float:
    return 2 * same / max(len(one) + len(other), 1)


def _stays(text: str, before: Sequence[str], after: str, own: str) -> bool:
    """Whether a name is that of something elsewhere."""
    is_member = "".join(before).endswith((".", "->", "::"))
    return is_member or (after == "(" and text != own)


def _as_compared(text: str, stays: bool) -> str:
    if is_quoted(text):
        return '"' + " ".join(text[:_MOST_TEXT].strip("\"'`").split())
    is_name = text[0].isalpha() or text[0] in "_$"
    return _BLANK if is_name and text not in KEYWORDS and not stays else text
