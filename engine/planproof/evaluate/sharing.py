"""The files of one pass, judged by several processes that inherit all that was prepared.

Each looks at slices of the files and answers with what they gave. Whatever goes wrong with a slice,
in whatever way, the slice is judged here, as if there had been no other process: so what comes out,
and what is raised, never depends on them.
"""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from planproof.evaluate.contents import Sieve, sift
from planproof.evaluate.file_pass import FilePass, FileResult, Surroundings
from planproof.evaluate.ground import Ground
from planproof.evaluate.kept_survey import is_told
from planproof.evaluate.memory import Memory, Trace
from planproof.evaluate.options import Sharing
from planproof.evaluate.packed import Packed
from planproof.evaluate.packed_results import pack_result, unpack_result
from planproof.evaluate.passages import Passage
from planproof.evaluate.selection import Selected, is_unsure
from planproof.evaluate.slices import Slice, cut
from planproof.languages import grammar_of

if TYPE_CHECKING:
    from planproof.index.store import Row

_SECONDS = 20.0
_SECONDS_PER_BYTE = 50e-6
"""The time that a slice may take. One that takes longer is judged here, so that too little time
costs time and nothing else."""

_SAVE_BYTES = 6_000_000
"""Sources that were read and are stored together."""


class Share(Struct, frozen=True):
    """What a slice gave: ``plain`` counts by rule the files of which there is nothing to say."""

    plain: Counter[int]
    results: Sequence[FileResult]


class Pass(Struct, frozen=True):
    """All that judging files takes; one for all of them."""

    ground: Ground
    around: Surroundings
    walk: FilePass
    sieve: Sieve

    def judge(self, files: Iterable[Selected]) -> Iterator[FileResult]:
        tree, selection = self.ground.tree, self.ground.selection
        return self.walk.run(sift(tree, selection, files, self.sieve))


class _Answer(NamedTuple):
    """What a worker says of a slice. ``left_out`` are paths that turned out to be in no scope."""

    plain: dict[int, int]
    told: list[tuple[str, Packed]]
    left_out: list[str]
    gave_up: list[str]
    traces: list[tuple[str, str, tuple[object, ...]]]
    passages: list[Passage]
    rows: list[Row]


def slices_of(ground: Ground, files: Sequence[Selected], sharing: Sharing) -> list[Slice]:
    """The files cut into slices; none where they are better judged in this process alone."""
    watched = any(tally.watch is not None for tally in ground.tallies)
    if ground.tools.index.jobs < 2 or watched or ground.tools.worker.has_failed:
        return []
    sizes = [ground.tree.size(each.entry) or 0 for each in files]
    if sum(sizes) < sharing.least:
        return []
    from planproof.index.pool import can_fork

    return list(cut(sizes, sharing.together)) if can_fork() else []


def judge_shared(
    whole: Pass, files: Sequence[Selected], slices: Sequence[Slice]
) -> Iterator[Share]:
    """What each of the slices gives, in their order. Raises what judging the files here raises."""
    from planproof.index.pool import Pool

    _prepare(files)
    tools = whole.ground.tools
    unsaved: list[Row] = []
    jobs, work = min(tools.index.jobs, len(slices)), _Work(whole, files)
    try:
        with Pool(jobs, work, _SECONDS, _SECONDS_PER_BYTE) as pool:
            for one, answers in zip(slices, pool.run([each] for each in slices), strict=False):
                some, answer = files[one.start : one.stop], answers[0]
                if answer is None or tools.worker.has_failed:
                    yield Share(Counter(), list(whole.judge(some)))
                    continue
                yield _taken_in(whole, some, answer)
                unsaved += answer.rows
                if sum(row.bytes for row in unsaved) > _SAVE_BYTES:
                    tools.index.save_rows(unsaved)
                    unsaved.clear()
    finally:
        tools.index.save_rows(unsaved)


def _prepare(files: Sequence[Selected]) -> None:
    """Loads here what each of the others would load for itself."""
    import planproof.index.recall  # noqa: F401

    languages = Counter(each.language.name for each in files if each.language is not None)
    for name, _ in languages.most_common(1):
        grammar_of(name)


def _taken_in(whole: Pass, files: Sequence[Selected], answer: _Answer) -> Share:
    """Notes what a worker noted for itself, as if it had been found here. Its rows are saved later:
    each transaction takes its time."""
    ground, linking = whole.ground, whole.around.linking
    ground.selection.rest_on({each.entry.path for each in files}.difference(answer.left_out))
    for path in answer.gave_up:
        linking.recall_give_up(path)
    for blob, hint, trace in answer.traces:
        whole.sieve.memory.note(blob, hint, Trace(*trace))  # type: ignore[arg-type]
    linking.passages.learn(answer.passages)
    entries = ground.tree.manifest.entries
    results = [unpack_result(entries[path], one, ground.tallies) for path, one in answer.told]
    return Share(Counter(answer.plain), results)


class _Memory(Memory):
    """Tells what was noted, and keeps nothing itself."""

    noted: list[tuple[str, str, tuple[object, ...]]] = field(default_factory=list)

    def note(self, blob: str, hint: str, trace: Trace) -> None:
        self.noted.append((blob, hint, tuple(trace)))

    def save(self) -> None:
        pass


class _Work:
    """What a worker does; it is inherited, never sent."""

    def __init__(self, whole: Pass, files: Sequence[Selected]) -> None:
        self.whole, self.files = whole, files

    def begin(self) -> None:
        gc.freeze()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a panic prints its stack
        self.whole.ground.tools.index.become_worker()
        self._refit()

    def _refit(self) -> None:
        """Exchanges what may not be used in another process."""
        whole = self.whole
        ground, around, sieve = whole.ground, whole.around, whole.sieve
        tools = replace(ground.tools, worker=ground.tools.worker.inside())
        walk = FilePass(ground.tallies, ground.tree, tools, around)
        self._memory = _Memory(sieve.memory.memo, "", sieve.memory.traces)
        own_sieve = Sieve(sieve.letters, self._memory, walk.wants)
        self.whole = Pass(replace(ground, tools=tools), around, walk, own_sieve)

    def run(self, jobs: list[Slice]) -> list[_Answer | None]:
        return [self._answer(job) for job in jobs]

    def size(self, job: Slice) -> int:
        return job.bytes

    def lost(self, job: Slice, *, kept: bool) -> None:
        """Nothing is lost: the slice is judged by who asked."""

    def _answer(self, job: Slice) -> _Answer | None:
        try:
            return self._judged(self.files[job.start : job.stop])
        except Exception:  # who asked meets it too, and raises it
            self._refit()
            return None

    def _judged(self, files: Sequence[Selected]) -> _Answer | None:
        ground, linking = self.whole.ground, self.whole.around.linking
        known = frozenset(linking.links.gave_up_at)
        plain: Counter[int] = Counter()
        told: list[tuple[str, Packed]] = []
        for result in self.whole.judge(files):
            path = result.entry.path
            if is_told(result, settled=not is_unsure(path)):
                told.append((path, pack_result(result)))
            else:
                plain.update(result.plain)
        rows, passages = ground.tools.index.take_rows(), linking.passages.take()
        noted, self._memory.noted = self._memory.noted, []
        if ground.tools.worker.has_failed:
            self._refit()
            return None
        paths = (each.entry.path for each in files)
        left_out = [path for path in paths if not ground.selection.is_scoped(path)]
        gave_up = sorted(linking.links.gave_up_at - known)
        return _Answer(dict(plain), told, left_out, gave_up, noted, passages, rows)
