"""What a survey found, kept so that the next one looks only at what changed.

Of most files there is nothing to say: they hold none of a rule's letters. They are only counted.
Of every other file it is kept what it gave for each rule, and on which other files that rests. All
of them are added up too, so that after an edit only the file that changed is taken out and put in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import chain

from msgspec import Struct, field

from planproof.errors import Diagnostic
from planproof.evaluate import packed, scope_digest
from planproof.evaluate.blob_memo import Json
from planproof.evaluate.file_pass import FileResult
from planproof.evaluate.kept_files import KeptFile, KeptFiles, kept_file
from planproof.evaluate.kept_sheets import pack_sheets, unpack_sheets
from planproof.evaluate.kept_sums import Sum, lists_of, unpack_sum
from planproof.evaluate.memory import Memo
from planproof.evaluate.options import Keep
from planproof.evaluate.packed import DAMAGED, Packed
from planproof.evaluate.sections import join, split
from planproof.evaluate.tally import Tally
from planproof.model.evaluation import Witness
from planproof.model.sheets import Sheets
from planproof.model.tree import Entry, Mark

_VERSION = 3


class KeptWitness(Struct, frozen=True):
    """A witness, the file that it is from, and the others that it quotes."""

    path: str
    through: tuple[str, ...]
    witness: Witness


class KeptSurvey(Struct):
    """``plain`` counts by rule the files of which there is nothing to say, ``digest`` is the sum
    over all files in scope. ``files`` are the others, ``paths`` those of which a path alone is
    something to say, ``sums`` is what both come to by rule; ``sheets`` are the violations of all.
    ``links`` is what the links between the files want to be kept."""

    mark: Mark
    plain: Counter[int] = field(default_factory=Counter)
    digest: int = 0
    files: KeptFiles = field(default_factory=KeptFiles)
    paths: KeptFiles = field(default_factory=KeptFiles)
    links: Json = None
    labels: Json = None
    witnesses: dict[int, KeptWitness] = field(default_factory=dict)
    sums: dict[int, Sum] = field(default_factory=dict)
    sheets: Sheets = field(default_factory=Sheets)

    def add(self, result: FileResult, *, settled: bool) -> None:
        """``settled``: its path alone tells which rules look at it."""
        self.plain.update(result.plain)
        if is_told(result, settled=settled):
            self._put(self.files, result, by_path=False)

    def add_path(self, result: FileResult) -> None:
        self.plain.update(result.plain)
        if result.parts:
            self._put(self.paths, result, by_path=True)

    def _put(self, among: KeptFiles, result: FileResult, *, by_path: bool) -> None:
        path, file = result.entry.path, kept_file(result)
        among.put(path, file)
        for number, part in file.parts:
            self.sums.setdefault(number, Sum()).add(part, path, by_path=by_path)

    def take_out(self, path: str) -> KeptFile | None:
        """Leaves nothing of what a file gave, but for the rules that only count it: gives it."""
        return self._take(self.files, path)

    def take_out_path(self, path: str) -> KeptFile | None:
        """The same of what a path alone gave."""
        return self._take(self.paths, path)

    def _take(self, among: KeptFiles, path: str) -> KeptFile | None:
        file = among.pop(path)
        for number, part in file.parts if file is not None else ():
            self.sums[number].remove(part, path)
        return file

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
        """Adds everything to the tallies, but for violations that they do not have; the remarks, in
        the order of the paths."""
        if not any(tally.counts_only for tally in tallies):
            self._look_for_red()
        for number, files in self.plain.items():
            tallies[number].add_plain(files)
        for number, one in self.sums.items():
            one.add_to(tallies[number])
        remarks: list[Diagnostic] = []
        for _, kept in chain(self.paths.notable(), self.files.notable()):
            for number, part in kept.parts:
                unjudged, blocking, suppressions = lists_of(part)
                tallies[number].unjudged += packed.unpack_pairs(unjudged)
                tallies[number].blocking += packed.unpack_pairs(blocking)
                tallies[number].suppressions += map(packed.unpack_suppression, suppressions)
            remarks += packed.unpack_diagnostics(kept.remarks)
        return tuple(remarks)

    def _look_for_red(self) -> None:
        """Where the file is gone in which a rule was most red, all others are looked through."""
        stale = {number: one for number, one in self.sums.items() if one.stale}
        for one in stale.values():
            one.red, one.stale = None, False
        for among in (self.paths, self.files) if stale else ():
            for path, file in among.items():
                for number, part in file.parts:
                    if number in stale:
                        stale[number].see(part, path, by_path=among is self.paths)


def is_told(result: FileResult, *, settled: bool) -> bool:
    """Whether there is more to say of a file than which rules count it. ``settled``: its path alone
    tells which rules look at it."""
    return bool(result.parts or result.remarks or not settled)


def load(memo: Memo, keep: Keep, tallies: Sequence[Tally]) -> KeptSurvey | None:
    """What was kept of these rules; None where there is nothing, or it is damaged."""
    stored, sheets = memo.get(keep.name), memo.get(_row_of_sheets(keep))
    if stored is None or sheets is None:
        return None
    try:
        return _unpack(stored, sheets, keep, len(tallies))
    except DAMAGED:
        return None


def save(memo: Memo, keep: Keep, survey: KeptSurvey) -> None:
    sheets = pack_sheets(survey.sheets)
    head = [_VERSION, keep.key, sha256(sheets).hexdigest(), *_pack(survey)]
    columns = [*survey.files.pack(), *survey.paths.pack()]
    memo.put(_row_of_sheets(keep), sheets)
    memo.put(keep.name, join([packed.to_bytes(head), *columns]))


def _row_of_sheets(keep: Keep) -> str:
    return f"sheets of {keep.name}"


def _pack(one: KeptSurvey) -> Packed:
    return [
        packed.pack_mark(one.mark),
        sorted(one.plain.items()),
        f"{one.digest:x}",
        one.links,
        one.labels,
        [[n, w.path, w.through, packed.pack_witness(w.witness)] for n, w in one.witnesses.items()],
        [[number, *each.pack()] for number, each in sorted(one.sums.items())],
    ]


def _unpack(stored: bytes, sheets: bytes, keep: Keep, rules: int) -> KeptSurvey | None:
    first, *columns = split(stored)
    version, key, name, *head = packed.from_bytes(bytes(first))
    if (version, key, name) != (_VERSION, keep.key, sha256(sheets).hexdigest()):
        return None
    mark, plain, digest, links, labels, witnesses, sums = head
    half = len(columns) // 2
    found = KeptSurvey(
        packed.unpack_mark(mark),
        Counter(dict(plain)),
        int(digest, 16),
        KeptFiles(columns[:half]),
        KeptFiles(columns[half:]),
        links,
        labels,
        {
            number: KeptWitness(path, tuple(through), packed.unpack_witness(witness))
            for number, path, through, witness in witnesses
        },
        {number: unpack_sum(one) for number, *one in sums},
        Sheets(unpack_sheets(sheets)),
    )
    known = range(rules)
    return found if all(number in known for number in found.sums) else None
