"""Names as code writes them, and the one form in which they are compared.

``a.b``, ``a::b``, ``a#b``, ``a/b`` (module paths) and ``a?.b`` are the same chain of segments.
The canonical form joins segments with a single dot. A root that is no name, such as a call,
is the segment ``()``: the callee of ``a().b()`` is ``().b``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

OPAQUE = "()"
"""The segment that stands for an expression that is not a name."""

_SEPARATOR = re.compile(r"(?:\?\.|::|[.#/])+")
_is_canonical = re.compile(r"[^.#/?:]++(?:\.[^.#/?:]++)*+").fullmatch


@lru_cache(maxsize=65536)
def canonical(written: str) -> str:
    """``auth::legacy#login`` → ``auth.legacy.login``; no empty segments."""
    if _is_canonical(written):
        return written
    return ".".join(part for part in _SEPARATOR.split(written) if part)


def segments(written: str) -> tuple[str, ...]:
    chain = canonical(written)
    return tuple(chain.split(".")) if chain else ()


def all_segments(written: Iterable[str]) -> set[str]:
    """The distinct segments of many chains, in one go."""
    joined = "/".join(written)
    if "#" in joined or ":" in joined or "?" in joined:
        found = set(_SEPARATOR.split(joined))
    else:  # the same, ten times as fast
        found = set(joined.replace(".", "/").split("/"))
    found.discard("")
    return found


def last_segment(written: str) -> str:
    return canonical(written).rpartition(".")[2]
