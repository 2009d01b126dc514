"""Words that a file may write in any case, such as the names of tables."""

from __future__ import annotations

from planproof.rules import FoldingMatcher, RuleTerm

_MARK = "\0"
"""No word begins with it, so that a folded one is never taken for a literal."""


def fold(word: str) -> str:
    """A word in lower case, as it stands among the letters that a file was found to hold."""
    return f"{_MARK}{word}"


def folded_of(term: RuleTerm) -> frozenset[str]:
    """All that a term looks for in any case, in files with a grammar and in others."""
    matcher = term.matcher
    if not isinstance(matcher, FoldingMatcher) or matcher.standing is None:
        return term.folded
    return term.folded | {matcher.standing}
