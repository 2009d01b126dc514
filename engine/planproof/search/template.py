"""What a group of units has in common, with the parts that vary as holes."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from planproof.search.features_lex import Tokens, tokens_of
from planproof.search.similar_places import Found

MOST_MEMBERS = 12
_MOST_TOKENS = 600
"""Of a unit; comparing takes time with the square of it."""

_LEAST_SHARE = 0.75
"""A token that so many of the others have, at its place, is common."""


class Template(Struct, frozen=True):
    """``text`` is that of the first member, with ``‹1›``, ``‹2›`` … for what varies.

    ``common`` is how many of its tokens are left, between 0 and 1. ``is_cut``: only its beginning
    was compared.
    """

    text: str
    holes: int
    members: int
    common: float
    is_cut: bool


def template_of(members: Sequence[Found]) -> Template:
    """The template of at least one member; only the first ones are compared."""
    group = members[:MOST_MEMBERS]
    first = _tokens(group[0], _MOST_TOKENS + 1)
    is_cut = len(first) > _MOST_TOKENS
    tokens = _tokens(group[0], _MOST_TOKENS)
    kept = _common(tokens, [_tokens(one, _MOST_TOKENS) for one in group[1:]])
    text, holes = _text(group[0].source, tokens, kept)
    first_line, *others = text.split("\n")
    text = "\n".join([first_line, *(dedented(line, group[0].margin) for line in others)])
    return Template(text, holes, len(group), round(sum(kept) / max(len(kept), 1), 4), is_cut)


def dedented(line: str, margin: int) -> str:
    """A line without as much of the white space in front of it."""
    return line[min(margin, len(line) - len(line.lstrip())) :]


def _tokens(found: Found, most: int) -> Tokens:
    return tokens_of(found.source, found.document.language).within(found.span, most)


def _common(tokens: Tokens, others: Sequence[Tokens]) -> list[bool]:
    """Whether each token is common."""
    counts = [0] * len(tokens)
    for other in others:
        matcher = SequenceMatcher(None, tokens.texts, other.texts, autojunk=False)
        for block in matcher.get_matching_blocks():
            for at in range(block.a, block.a + block.size):
                counts[at] += 1
    return [count >= len(others) * _LEAST_SHARE for count in counts]


def _text(source: bytes, tokens: Tokens, kept: Sequence[bool]) -> tuple[str, int]:
    """The text, and how many holes it has. Comments are left out."""
    pieces: list[str] = []
    holes, end = 0, tokens.starts[0] if len(tokens) else 0
    in_hole = False
    for start, stop, text, stays in zip(
        tokens.starts, tokens.ends, tokens.texts, kept, strict=True
    ):
        gap = _gap(source[end:start].decode("utf-8", "replace"))
        end = stop
        if stays:
            pieces += [gap, text]
        elif not in_hole:
            holes += 1
            pieces += [gap, f"‹{holes}›"]
        in_hole = not stays
    return "".join(pieces), holes


def _gap(text: str) -> str:
    """The white space between two tokens."""
    if not text.strip():
        return text
    before, line, after = text.rpartition("\n")
    del before
    return f"\n{after}" if line and not after.strip() else " "
