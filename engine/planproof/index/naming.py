"""Bytes of the source → a name."""

from __future__ import annotations

import re

from planproof.languages import Language

_is_plain = re.compile(rb"(?:\(\))?[A-Za-z0-9_.]+").fullmatch


def name_of(written: bytes, language: Language) -> str:
    """The name without white space and comments, in the language's normal form."""
    if _is_plain(written):
        return written.decode("ascii")
    return language.clean(written.decode("utf-8", "replace"))
