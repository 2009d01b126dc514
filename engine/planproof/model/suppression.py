"""A violation that a comment takes back."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from planproof.model.location import Place
from planproof.model.violation import Violation

_LONGEST = 400


class Suppression(NamedTuple):
    """``place`` is that of the comment, ``reason`` what it says, ``violation`` what it takes back.

    A comment that takes back several is several of these.
    """

    place: Place
    reason: str
    violation: Violation

    @property
    def rule(self) -> str:
        return self.violation.rule

    @property
    def path(self) -> str:
        return self.violation.place.path

    @property
    def key(self) -> tuple[str, str]:
        """The rule and the text of the suppressed statement: the same wherever it is moved.

        A long text is shortened and told apart by its digest.
        """
        text = self.violation.identity.text
        if len(text) > _LONGEST:
            digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
            text = f"{text[:_LONGEST]}… sha256 {digest}"
        return (self.violation.rule, text)
