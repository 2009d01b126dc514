"""What a survey found, kept so that the next one looks only at what changed.

Of most files there is nothing to say: they hold none of a rule's letters. They are only counted.
Of every other file it is kept what it gave for each rule, and on which other files that rests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec import Struct, field

from planproof.errors import Diagnostic
from planproof.evaluate import packed, scope_digest
from planproof.evaluate.blob_memo import Json
from planproof.evaluate.file_pass import FileResult
from planproof.evaluate.memory import Memo
from planproof.evaluate.options import Keep
from planproof.evaluate.packed import DAMAGED, Packed
from planproof.evaluate.tally import RedFile, Tally
from planproof.evaluate.trail import Trail
from planproof.model.evaluation import Witness
from planproof.model.tree import Entry, Mark
from planproof.rules import may_pass

_VERSION = 2


class KeptFile(Struct, frozen=True):
    """What one path gave; see :class:`planproof.evaluate.file_pass.FileResult`."""

    plain: tuple[int, ...]
    parts: tuple[tuple[int, Tally], ...] = ()
    remarks: tuple[Diagnostic, ...] = ()
    trail: Trail = field(default_factory=Trail)
    whole: str = ""

    @property
    def may_change(self) -> bool:
        """Whether looking again may give something else, though nothing changed."""
        return any(may_pass(why) for _, part in self.parts for _, why in part.blocking)


class KeptWitness(Struct, frozen=True):
    """A witness, the file that it is from, and the others that it quotes."""

    path: str
    through: tuple[str, ...]
    witness: Witness


class KeptSurvey(Struct):
    """``plain`` counts by rule the files of which there is nothing to say, ``digest`` is the sum
    over all files in scope. ``files`` are the others, ``paths`` those of which a path alone is
    something to say, ``links`` is what the links between the files want to be kept."""

    mark: Mark
    plain: Counter[int] = field(default_factory=Counter)
    digest: int = 0
    files: dict[str, KeptFile] = field(default_factory=dict)
    paths: dict[str, KeptFile] = field(default_factory=dict)
    links: Json = None
    labels: Json = None
    witnesses: dict[int, KeptWitness] = field(default_factory=dict)

    def add(self, result: FileResult, *, settled: bool) -> None:
        """``settled``: its path alone tells which rules look at it."""
        self.plain.update(result.plain)
        if is_told(result, settled=settled):
            self.files[result.entry.path] = _kept(result)

    def add_path(self, result: FileResult) -> None:
        self.plain.update(result.plain)
        if result.parts:
            self.paths[result.entry.path] = KeptFile(result.plain, result.parts)

    def add_plain(self, plain: Counter[int]) -> None:
        """Adds files of which there is nothing to say, counted by rule."""
        self.plain.update(plain)

    def count(self, entries: Iterable[Entry]) -> None:
        """Counts files in the digest."""
        self.digest = scope_digest.added(entries, self.digest)

    def drop(self, entries: Iterable[Entry]) -> None:
        """Takes files out of the digest."""
        self.digest = scope_digest.removed(entries, self.digest)

    def sum_up(self, tallies: Sequence[Tally]) -> tuple[Diagnostic, ...]:
        """Adds everything to the tallies; the remarks, in the order of the paths."""
        for number, files in self.plain.items():
            tallies[number].add_plain(files)
        remarks: list[Diagnostic] = []
        for kept in (self.paths, self.files):
            for path in sorted(kept):
                for number, part in kept[path].parts:
                    tallies[number].add(part)
                remarks.extend(kept[path].remarks)
        return tuple(remarks)


def is_told(result: FileResult, *, settled: bool) -> bool:
    """Whether there is more to say of a file than which rules count it. ``settled``: its path alone
    tells which rules look at it."""
    return bool(result.parts or result.remarks or not settled)


def load(memo: Memo, keep: Keep, tallies: Sequence[Tally]) -> KeptSurvey | None:
    """What was kept of these rules; None where there is nothing, or it is damaged."""
    stored = memo.get(keep.name)
    if stored is None:
        return None
    try:
        version, key, *rest = packed.from_bytes(stored)
        return _unpack(rest, tallies) if (version, key) == (_VERSION, keep.key) else None
    except DAMAGED:
        return None


def save(memo: Memo, keep: Keep, survey: KeptSurvey) -> None:
    memo.put(keep.name, packed.to_bytes([_VERSION, keep.key, *_pack(survey)]))


def _pack(one: KeptSurvey) -> Packed:
    return [
        packed.pack_mark(one.mark),
        sorted(one.plain.items()),
        f"{one.digest:x}",
        [[path, *_pack_file(kept)] for path, kept in one.files.items()],
        [[path, *_pack_file(kept)] for path, kept in one.paths.items()],
        one.links,
        one.labels,
        [[n, w.path, w.through, packed.pack_witness(w.witness)] for n, w in one.witnesses.items()],
    ]


def _unpack(value: Packed, tallies: Sequence[Tally]) -> KeptSurvey:
    mark, plain, digest, files, paths, links, labels, witnesses = value
    return KeptSurvey(
        packed.unpack_mark(mark),
        Counter(dict(plain)),
        int(digest, 16),
        {path: _unpack_file(path, kept, tallies) for path, *kept in files},
        {path: _unpack_file(path, kept, tallies, by_path=True) for path, *kept in paths},
        links,
        labels,
        {
            number: KeptWitness(path, tuple(through), packed.unpack_witness(witness))
            for number, path, through, witness in witnesses
        },
    )


def pack_result(one: FileResult) -> Packed:
    """What a file gave, but for its entry and the page of its red file."""
    return _pack_file(_kept(one))


def unpack_result(entry: Entry, value: Packed, tallies: Sequence[Tally]) -> FileResult:
    """The same again; raises one of DAMAGED for anything else."""
    kept = _unpack_file(entry.path, value, tallies)
    return FileResult(entry, kept.plain, kept.parts, kept.remarks, kept.trail, kept.whole)


def _kept(one: FileResult) -> KeptFile:
    return KeptFile(one.plain, one.parts, one.remarks, one.trail, one.whole)


def _pack_file(one: KeptFile) -> Packed:
    parts = [[number, *_pack_part(part)] for number, part in one.parts]
    return [
        one.plain,
        parts,
        packed.pack_diagnostics(one.remarks),
        one.trail.text,
        one.trail.gave_up,
        one.whole,
    ]


def _unpack_file(
    path: str, value: Packed, tallies: Sequence[Tally], *, by_path: bool = False
) -> KeptFile:
    plain, parts, remarks, marks, gave_up, whole = value
    unpacked = [(n, _unpack_part(path, part, tallies[n], by_path=by_path)) for n, *part in parts]
    return KeptFile(
        tuple(plain),
        tuple(unpacked),
        packed.unpack_diagnostics(remarks),
        Trail(marks, gave_up),
        whole,
    )


_counts = attrgetter(
    "in_scope", "excluded", "examined", "hits", "lexical", "unresolved", "suppressed"
)


_LOOKED_AT = (1, 0, 1, 0, 0, 0, 0)
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


def _unpack_part(path: str, value: Packed, tally: Tally, *, by_path: bool) -> Tally:
    if not value:
        return tally.looked_at
    counts, counters, unjudged, blocking, violations, suppressions, red = value
    part = tally.part()
    (part.in_scope, part.excluded, part.examined, part.hits, part.lexical, part.unresolved,
     part.suppressed) = counts  # fmt: skip
    part.forbidden, part.candidates, part.met, part.seen = (Counter(dict(c)) for c in counters)
    part.unjudged = list(packed.unpack_pairs(unjudged))
    part.blocking = list(packed.unpack_pairs(blocking))
    part.violations = [packed.unpack_violation(one) for one in violations]
    part.suppressions = [packed.unpack_suppression(one) for one in suppressions]
    if red is not None:
        blob, terms = red
        part.red_file = RedFile(path, blob, None, (), terms, kept=not by_path)
    return part
