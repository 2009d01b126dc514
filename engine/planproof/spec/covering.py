"""Whether one scope surely holds all that another holds.

Told from the globs alone, whatever the tree. Where it is not sure the answer is no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from planproof.spec.wire import Scope

_PLAIN = re.compile(r"[\w.@+*-]+(?:/[\w.@+*-]+)*", re.ASCII)
_OWN = ".planproof"
"""Of planproof's own files a scope holds only those that it names; no wider glob does it for it."""

_MOST_PAIRS = 10_000
_MOST_STARS = 3

_REST = None
"""Any number of segments. All other parts of a glob are one segment each."""


def holds_all_of(wide: Scope, narrow: Scope) -> bool:
    """Whether every path in ``narrow`` is in ``wide``, in every tree."""
    return _includes(wide.include, narrow.include) and _excludes(wide.exclude, narrow.exclude)


def covers(wide: str, narrow: str) -> bool:
    """Whether the glob ``wide`` surely matches every path that ``narrow`` matches."""
    if wide == narrow:
        return True
    one, other = _parts(wide), _parts(narrow)
    return one is not None and (one == (_REST,) or (other is not None and _fits(one, other)))


def _includes(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    if wide == narrow:
        return True
    if _takes_back(wide) or _takes_back(narrow) or len(wide) * len(narrow) > _MOST_PAIRS:
        return False
    if not narrow:  # all, but planproof's own
        return any(_parts(glob) == (_REST,) for glob in wide)
    return all(_is_included(glob, wide) for glob in narrow)


def _is_included(glob: str, wide: Sequence[str]) -> bool:
    if glob in wide:
        return True
    if _may_name_own(glob):
        return False
    return not wide or any(covers(each, glob) for each in wide)


def _may_name_own(glob: str) -> bool:
    """A path that is spelled out may be that of a spec, which is in no scope that does not."""
    return "*" not in glob or glob.strip("/").startswith(_OWN)


def _excludes(wide: Sequence[str], narrow: Sequence[str]) -> bool:
    """The wider scope excludes less."""
    if wide == narrow or not wide:
        return True
    if _takes_back(wide) or _takes_back(narrow) or len(wide) * len(narrow) > _MOST_PAIRS:
        return False
    return all(any(covers(each, glob) for each in narrow) for glob in wide)


def _takes_back(globs: Sequence[str]) -> bool:
    """A later glob takes back what an earlier one matches: then their order counts, too."""
    return any(glob.startswith("!") for glob in globs)


@lru_cache(maxsize=1024)
def _parts(glob: str) -> tuple[str | None, ...] | None:
    """What a glob matches, or a path below that: ``src/**`` is ``src``, one segment, and any more.

    None for a glob that means more than ``*`` and ``**``: nothing is told of that.
    """
    written = glob.split("/")
    if not _PLAIN.fullmatch(glob) or any("**" in part and part != "**" for part in written):
        return None
    if len(written) == 1:
        written.insert(0, "**")
    parts = [_REST if part == "**" else part for part in written]
    if parts in ([_REST, _REST], [_REST, "*"]):
        return (_REST,)
    end = ("*", _REST) if parts[-1] is _REST else (parts[-1], _REST)
    return (*parts[:-1], *end)


def _fits(wide: Sequence[str | None], narrow: Sequence[str | None]) -> bool:
    """Each part of ``narrow`` is taken by a part of ``wide``: then so is each path that it matches.

    ``rests[at]`` is whether what follows in ``wide`` takes ``narrow[at:]``.
    """
    rests = [at == len(narrow) for at in range(len(narrow) + 1)]
    for part in reversed(wide):
        found = [False] * len(rests)
        for at in range(len(narrow), -1, -1):
            if part is _REST:
                found[at] = rests[at] or (at < len(narrow) and found[at + 1])
            elif at < len(narrow):
                found[at] = rests[at + 1] and _takes(part, narrow[at])
        rests = found
    return rests[0]


def _takes(wide: str, narrow: str | None) -> bool:
    """Whether one segment is surely another: equal, or any."""
    return narrow is not None and (wide == narrow or wide == "*" or _likens(wide, narrow))


def _likens(wide: str, narrow: str) -> bool:
    """``*.py`` takes ``test_*.py``: what stands for the star may hold stars itself."""
    if not 0 < wide.count("*") <= _MOST_STARS:
        return False
    pattern = ".*".join(re.escape(piece) for piece in wide.split("*"))
    return re.fullmatch(pattern, narrow) is not None
