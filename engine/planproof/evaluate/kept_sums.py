"""What all files with something to say give together for a rule, kept so that a file can be taken
out and another put in."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

from planproof.evaluate import packed
from planproof.evaluate.packed import Packed
from planproof.evaluate.tally import RedFile, Tally

_counts = attrgetter(
    "in_scope", "excluded", "examined", "hits", "lexical", "unresolved", "suppressed"
)
_counters = attrgetter("forbidden", "candidates", "met", "seen")

_LOOKED_AT = (1, 0, 1, 0, 0, 0, 0)
"""The counts of a file that was looked into, where nothing was found: those of most."""


def pack_part(part: Tally) -> Packed:
    """What a file gave for a rule: its violations only as their number. Empty where nothing was
    found."""
    red = part.red_file
    listed = (part.unjudged, part.blocking, part.suppressions)
    found = (*_counters(part), *listed, part.violations, part.unquoted)
    if _counts(part) == _LOOKED_AT and red is None and not any(found):
        return []
    return [
        _counts(part),
        [list(counter.items()) for counter in _counters(part)],
        len(part.violations) + part.unquoted,
        None if red is None else [red.blob, red.terms],
        part.unjudged,
        part.blocking,
        [packed.pack_suppression(one) for one in part.suppressions],
    ]


def lists_of(part: Packed) -> tuple[Packed, Packed, Packed]:
    """What of a part is listed and not summed: unjudged, blocking, suppressions."""
    return (part[4], part[5], part[6]) if part else ([], [], [])


class Sum:
    """Of one rule. ``stale``: the file is gone in which the rule was most red."""

    __slots__ = ("counters", "counts", "red", "stale", "violations")

    def __init__(self) -> None:
        self.counts = [0] * len(_LOOKED_AT)
        self.counters: tuple[Counter[int], ...] = tuple(Counter() for _ in range(4))
        self.violations = 0
        self.red: tuple[int, str, bool, str] | None = None
        """How many terms, less than zero; path, whether by what it holds; blob. Least is first."""
        self.stale = False

    def add(self, part: Packed, path: str, *, by_path: bool) -> None:
        self._count(part, 1)
        if part and part[3] is not None:
            self.see(part, path, by_path=by_path)

    def see(self, part: Packed, path: str, *, by_path: bool) -> None:
        """Looks whether the rule is redder there than anywhere."""
        if part and part[3] is not None:
            blob, terms = part[3]
            red = (-terms, path, not by_path, blob)
            self.red = red if self.red is None else min(self.red, red)

    def remove(self, part: Packed, path: str) -> None:
        self._count(part, -1)
        self.stale = self.stale or (self.red is not None and self.red[1] == path)

    def _count(self, part: Packed, sign: int) -> None:
        for at, number in enumerate(part[0] if part else _LOOKED_AT):
            self.counts[at] += sign * number
        if part:
            self.violations += sign * part[2]
            for counter, found in zip(self.counters, part[1], strict=True):
                for key, number in found:
                    counter[key] += sign * number

    def add_to(self, tally: Tally) -> None:
        """Adds it to what the tally has, which may hold some of the violations already."""
        (in_scope, excluded, examined, hits, lexical, unresolved, suppressed) = self.counts
        tally.in_scope += in_scope
        tally.excluded += excluded
        tally.examined += examined
        tally.hits += hits
        tally.lexical += lexical
        tally.unresolved += unresolved
        tally.suppressed += suppressed
        for counter, more in zip(_counters(tally), self.counters, strict=True):
            counter.update(+more)
        tally.known = self.violations - len(tally.violations) - tally.unquoted
        if self.red is not None:
            terms, path, inside, blob = self.red
            tally.keep_red_file(RedFile(path, blob, None, (), -terms, kept=inside))

    def pack(self) -> Packed:
        counters = [sorted(each.items()) for each in self.counters]
        return [self.counts, counters, self.violations, self.red]


def unpack_sum(value: Packed) -> Sum:
    """Raises one of DAMAGED for what is none."""
    one = Sum()
    counts, counters, violations, red = value
    one.counts = list(map(int, counts))
    forbidden, candidates, met, seen = (Counter(dict(each)) for each in counters)
    one.counters = (forbidden, candidates, met, seen)
    one.violations = int(violations)
    if red is not None:
        terms, path, inside, blob = red
        one.red = (int(terms), str(path), bool(inside), str(blob))
    return one
