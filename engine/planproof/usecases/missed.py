"""What is said where a question has no answer."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.errors import Diagnostic


def nothing_is(what: str, text: str, near: Sequence[str]) -> Diagnostic:
    """With what may be meant, or what shows all that there is."""
    fix = f"did you mean {' or '.join(near)}?" if near else f"planproof {what}s shows all"
    return Diagnostic("nothing-found", f"no {what} here is {text}", fix)
