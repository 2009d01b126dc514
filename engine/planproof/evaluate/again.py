"""A survey of which most is known: only what changed, and what rests on that, is judged again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from planproof.errors import Diagnostic
from planproof.evaluate import scope_digest
from planproof.evaluate.configured import may_configure
from planproof.evaluate.contents import sift
from planproof.evaluate.file_pass import FileResult, Surroundings
from planproof.evaluate.ground import (
    Ground,
    does_rest_on,
    look_around,
    look_at_apps,
    note_given_up,
)
from planproof.evaluate.keeping import Keeping
from planproof.evaluate.kept_survey import KeptSurvey, KeptWitness
from planproof.evaluate.moved import Moved
from planproof.evaluate.paths import judge_paths
from planproof.evaluate.red_files import Reds, red_files, red_files_of
from planproof.evaluate.roots import Packages, SourceRoots, below, moved_packages
from planproof.evaluate.selection import is_unsure
from planproof.evaluate.tally import RedFile
from planproof.model.sheets import Sheets
from planproof.model.tree import Changes, Entry

_MANY = 1_000
"""Files that are judged again by one process: more are sooner judged with all others."""


class Again(Struct, frozen=True):
    """What a survey comes to; its tallies are those of the ground. ``sheets`` are the violations
    that they do not have."""

    scope_digest: str
    remarks: tuple[Diagnostic, ...]
    witnesses: Mapping[int, KeptWitness]
    sheets: Sheets


def judge_again(ground: Ground, keeping: Keeping) -> Again | None:
    """The survey, from what was kept; None where everything has to be judged."""
    kept = keeping.before
    if kept is None:
        return None
    changes = ground.tree.manifest.since(kept.mark)
    if changes is None or any(_matters_to_others(ground, *change) for change in changes.items()):
        return None
    rooted = _rooted_otherwise(ground, kept, changes)
    labels = look_at_apps(ground)
    if len(rooted) > _MANY or labels.packed != kept.labels:
        return None
    linked = ground.relink(kept.links, changes)
    keeping.relinked = linked
    if linked.moved is None:
        return None
    keeping.now = kept
    around = look_around(ground, linked.linking, labels)
    work = _Work(ground, keeping, kept, changes, around, linked.moved, rooted)
    work.take_back()
    work.judge()
    return work.sum_up()


def _matters_to_others(ground: Ground, path: str, then: Entry | None) -> bool:
    """Whether a file that changed may change what many others mean, or which rules see it."""
    now = ground.tree.manifest.entries.get(path)
    configures = any(each is not None and may_configure(each) for each in (then, now))
    return is_unsure(path) or configures


def _rooted_otherwise(ground: Ground, kept: KeptSurvey, changes: Changes) -> list[str]:
    """The files that were looked into of which another part of the path lies above the source root
    now, since folders became packages or are none any more."""
    entries = ground.tree.manifest.entries
    now, before = SourceRoots(Packages(entries)), SourceRoots(Packages(_Then(entries, changes)))
    folders = moved_packages(changes, before, now)
    paths = below(folders, entries) if folders else ()
    return [path for path in paths if path in kept.files and path not in changes]


class _Then(Struct, frozen=True):
    """The paths that there were."""

    now: Mapping[str, Entry]
    changes: Changes

    def __contains__(self, path: object) -> bool:
        if path in self.changes:
            return self.changes[path] is not None  # type: ignore[index]
        return path in self.now


class _Work(Struct):
    """``kept`` becomes what is to be kept now."""

    ground: Ground
    keeping: Keeping
    kept: KeptSurvey
    changes: Changes
    around: Surroundings
    moved: Moved
    rooted: list[str]
    again: dict[str, Entry | None] = field(default_factory=dict)
    reds: Reds = field(default_factory=dict)

    def take_back(self) -> None:
        """Leaves nothing of what changed, or rests on it."""
        entries = self.ground.tree.manifest.entries
        then = dict(self.changes)
        for path in self._touched():
            if path not in then:
                then[path] = entries[path]
        self.again = then
        self.kept.drop(self._scoped(self.changes.values()))
        for path, entry in then.items():
            if entry is not None:
                self._take_back(path, entry)
        left = self.kept.sheets.by_path.items()
        gone = {*then, self.keeping.source}
        self.kept.sheets = Sheets(sheet for path, sheet in left if path not in gone)

    def _touched(self) -> Iterator[str]:
        """The files that did not change and may give something else now. The spec itself is looked
        at again, where it is judged: what is not met is told at its path too."""
        files, whole, source = self.kept.files, self.around.whole, self.keeping.source
        yield from files.touched(self.moved, whole.digest_at, some=bool(whole.paths))
        yield from (path for path in whole.paths if path not in files)
        yield from self.rooted
        if source in files or source in self.kept.paths:
            yield source

    def _scoped(self, entries: Iterable[Entry | None]) -> list[Entry]:
        """Those that count in the digest. Their paths tell their languages."""
        return [entry for entry in entries if entry is not None and self._is_scoped(entry)]

    def _is_scoped(self, entry: Entry) -> bool:
        ground = self.ground
        return (
            bool(ground.selection.rules_for(entry))
            or any(judge_paths(ground.tallies, [entry], ground.tools.own))
            or does_rest_on(ground, self.around.labels, entry)
        )

    def _take_back(self, path: str, entry: Entry) -> None:
        ground = self.ground
        known = self.kept.take_out(path)
        plain = known.plain if known is not None else ground.selection.rules_for(entry)
        self.kept.plain.subtract(plain)
        self.kept.take_out_path(path)
        for result in judge_paths(ground.tallies, [entry], ground.tools.own):
            self.kept.plain.subtract(result.plain)

    def judge(self) -> None:
        """Judges what is there of it now."""
        ground, entries = self.ground, self.ground.tree.manifest.entries
        now = [entry for path in sorted(self.again) if (entry := entries.get(path)) is not None]
        new = [entry for entry in now if entry.path in self.changes]
        for result in judge_paths(ground.tallies, now, ground.tools.own):
            self._note(result)
            self.kept.add_path(result)
        for result in self._results(now):
            self._note(result)
            self.reds |= red_files(result)
            self.keeping.add(result)
        self.kept.count(self._scoped(new))

    def _note(self, result: FileResult) -> None:
        """The violations that are known from before are in the sheets."""
        for number, part in result.parts:
            self.ground.tallies[number].violations += part.violations
            self.ground.tallies[number].unquoted += part.unquoted

    def _results(self, entries: Iterable[Entry]) -> Iterator[FileResult]:
        ground = self.ground
        walk, sieve = ground.open_pass(self.around, remember=False)
        files = ground.selection.among(entries)
        yield from walk.run(sift(ground.tree, ground.selection, files, sieve))

    def sum_up(self) -> Again:
        tallies = self.ground.tallies
        for path in self.kept.files.that_gave_up():
            self.around.linking.recall_give_up(path)
        remarks = self.kept.sum_up(tallies)
        note_given_up(tallies, self.around.linking, self.ground.files)
        witnesses = {}
        for number, tally in enumerate(tallies):
            red = tally.red_file
            if red is None or not red.kept or tally.counts_only:
                continue
            known = self.kept.witnesses.get(number)
            if known is not None and self._holds(known, red):
                witnesses[number] = known
            else:
                tally.red_file = self.reds.get((number, red.path)) or self._opened(number, red)
        self.around.linking.save()
        digest = scope_digest.digest(self.kept.digest)
        return Again(digest, remarks, witnesses, self.kept.sheets)

    def _holds(self, known: KeptWitness, red: RedFile) -> bool:
        """Whether a witness is still what would be made of a file."""
        return known.path == red.path and not any(
            path in self.again for path in (known.path, *known.through)
        )

    def _opened(self, number: int, red: RedFile) -> RedFile:
        """A red file with its page: it is judged again."""
        entry = self.ground.tree.manifest.entries[red.path]
        return red_files_of(self._results([entry]))[number, red.path]
