"""Regular expressions from specs: RE2, so that no pattern can hang a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol, cast


class BadRegexError(ValueError):
    """RE2 cannot read a pattern; ``str()`` says why."""


class Found(Protocol):
    """One match. Offsets count characters."""

    def start(self) -> int: ...

    def end(self) -> int: ...


class Regex(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> Found | None: ...

    def finditer(self, text: str) -> Iterator[Found]: ...


@lru_cache(maxsize=1024)
def pattern_of(body: str, ignore_case: bool) -> Regex:
    """Raises BadRegexError."""
    return cast(Regex, _compile(encodable(body), ignore_case=ignore_case))


@lru_cache(maxsize=1024)
def line_pattern_of(body: str, ignore_case: bool) -> Regex:
    """One that looks at one line at a time: ``^`` and ``$`` are its ends, and bound each match.

    Raises BadRegexError.
    """
    made = _compile(f"(?m){encodable(body)}", ignore_case=ignore_case, within_lines=True)
    return cast(Regex, made)


def encodable(text: str) -> str:
    """RE2 reads UTF-8: lone surrogates become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _compile(body: str, *, ignore_case: bool, within_lines: bool = False) -> object:
    import re2

    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.never_nl = within_lines
    options.log_errors = False
    try:
        return re2.compile(body, options=options)
    except re2.error as error:
        why = error.args[0] if error.args else "unknown reason"
        reason = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        raise BadRegexError(reason) from None
