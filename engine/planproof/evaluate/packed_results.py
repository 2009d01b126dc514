"""What a file gave as JSON, for another process to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from planproof.evaluate import packed
from planproof.evaluate.file_pass import FileResult
from planproof.evaluate.packed import Packed
from planproof.evaluate.tally import RedFile, Tally
from planproof.evaluate.trail import Trail
from planproof.model.tree import Entry


def pack_result(one: FileResult) -> Packed:
    """What a file gave, but for its entry and the page of its red file."""
    return [
        one.plain,
        [[number, *_pack_part(part)] for number, part in one.parts],
        packed.pack_diagnostics(one.remarks),
        one.trail.text,
        one.trail.gave_up,
        one.whole,
    ]


def unpack_result(entry: Entry, value: Packed, tallies: Sequence[Tally]) -> FileResult:
    """The same again; raises one of DAMAGED for anything else."""
    plain, parts, remarks, marks, gave_up, whole = value
    unpacked = [(n, _unpack_part(entry.path, part, tallies[n])) for n, *part in parts]
    return FileResult(
        entry,
        tuple(plain),
        tuple(unpacked),
        packed.unpack_diagnostics(remarks),
        Trail(marks, gave_up),
        whole,
    )


_counts = attrgetter(
    "in_scope", "excluded", "examined", "hits", "lexical", "unresolved", "suppressed", "unquoted"
)


_LOOKED_AT = (1, 0, 1, 0, 0, 0, 0, 0)
"""The counts of a file that was looked into, where nothing was found: those of most."""


def _pack_part(part: Tally) -> Packed:
    counters = (part.forbidden, part.candidates, part.met, part.seen)
    red = part.red_file
    found = (*counters, part.unjudged, part.blocking, part.violations, part.suppressions)
    if _counts(part) == _LOOKED_AT and red is None and not any(found):
        return []
    return [
        _counts(part),
        [list(counter.items()) for counter in counters],
        part.unjudged,
        part.blocking,
        [packed.pack_violation(one) for one in part.violations],
        [packed.pack_suppression(one) for one in part.suppressions],
        None if red is None else [red.blob, red.terms],
    ]


def _unpack_part(path: str, value: Packed, tally: Tally) -> Tally:
    if not value:
        return tally.looked_at
    counts, counters, unjudged, blocking, violations, suppressions, red = value
    part = tally.part()
    (part.in_scope, part.excluded, part.examined, part.hits, part.lexical, part.unresolved,
     part.suppressed, part.unquoted) = counts  # fmt: skip
    part.forbidden, part.candidates, part.met, part.seen = (Counter(dict(c)) for c in counters)
    part.unjudged = list(packed.unpack_pairs(unjudged))
    part.blocking = list(packed.unpack_pairs(blocking))
    part.violations = [packed.unpack_violation(one) for one in violations]
    part.suppressions = [packed.unpack_suppression(one) for one in suppressions]
    if red is not None:
        blob, terms = red
        part.red_file = RedFile(path, blob, None, (), terms, kept=True)
    return part
