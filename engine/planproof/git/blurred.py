"""Files whose edits git may not see.

Most builds of git compare times in whole seconds. For an ordinary file that is made good: one that
was written in the second in which the index was is compared by content (git's
Documentation/technical/racy-git). But a file whose modification time was set back, as unpackers do,
can be edited to the same size and set back again within the second of its change time, and passes
for clean. Such files have another modification than change time, and for them we compare the full
times that git noted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from planproof.git.stamps import AT_REST_NS

_DIFFERING_TIMES = re.compile(rb"\0  ctime: (\d+):(\d+)\n  mtime: (?!\1:\2\n)(\d+):(\d+)\n")


class Times(NamedTuple):
    """When a file was last changed and modified, in nanoseconds since 1970."""

    ctime_ns: int
    mtime_ns: int

    def are_those_of(self, found: os.stat_result) -> bool:
        """Never so when git noted whole seconds: they say too little."""
        exact = self.ctime_ns % 1_000_000_000 != 0
        return exact and self == Times(found.st_ctime_ns, found.st_mtime_ns)


class Blurred:
    """One look at the blurred files that git holds for unchanged.

    ``touched`` are those that may have been edited after all: their times are not those that git
    noted, or it noted them in whole seconds.
    """

    def __init__(
        self,
        times: Mapping[str, Times],
        dirty: Collection[str],
        look: Callable[[str], os.stat_result | None],
        clock: Callable[[], int],
    ) -> None:
        self.times = times
        self.touched: set[str] = set()
        self._at_rest: set[str] = set()
        now = clock()
        for path, noted in times.items():
            found = look(path)
            if found is None or not noted.are_those_of(found):
                self.touched.add(path)
            if found is not None and _is_at_rest(found, now) and path not in dirty:
                self._at_rest.add(path)

    def without_those_at_rest(self, unchanged: Collection[str]) -> dict[str, Times]:
        """Those that need another look next time; ``unchanged`` were found to have git's bytes.

        A file that rested unchanged has a change time that is over: any later edit gives it another
        one, in whole seconds too, and git sees that.
        """
        sure = {path for path in self._at_rest if path not in self.touched or path in unchanged}
        return {path: noted for path, noted in self.times.items() if path not in sure}


def _is_at_rest(found: os.stat_result, now: int) -> bool:
    return max(found.st_ctime_ns, found.st_mtime_ns) + AT_REST_NS < now


def find_blurred(listed: bytes, tracked: Collection[str]) -> dict[str, Times]:
    """From ``git ls-files -z --debug``: path, NUL, then five lines of what git noted.

    That output may change with any version of git: if it is not as expected, every path counts.
    """
    if min(listed.count(b"\0  ctime: "), listed.count(b"\n  mtime: ")) < len(tracked):
        return dict.fromkeys(tracked, Times(0, 0))
    return {
        _path(listed, match.start()): _times(match) for match in _DIFFERING_TIMES.finditer(listed)
    }


def _path(listed: bytes, end: int) -> str:
    """The path that ends at ``end``, behind the five lines of the path before it."""
    start = listed.rfind(b"\0", 0, end) + 1
    chunk = listed[start:end]
    return os.fsdecode(chunk.split(b"\n", 5)[5] if start else chunk)


def _times(match: re.Match[bytes]) -> Times:
    seconds, part, modified, modified_part = map(int, match.groups())
    return Times(seconds * 1_000_000_000 + part, modified * 1_000_000_000 + modified_part)
