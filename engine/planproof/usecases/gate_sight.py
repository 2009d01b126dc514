"""Files that a change renamed to where a rule does not look, judged as if they had not been.

Renaming ``app.py`` to ``app.inc`` makes every rule for Python blind to it, and nothing red.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planproof.gate.verdict import Weakening, WeakeningKind
from planproof.git.relabelled import RelabelledTree
from planproof.languages import language_of
from planproof.model.tree import Entry, EntryKind
from planproof.report.places import counted
from planproof.rules.scopes import OwnPaths
from planproof.usecases.gate_contracts import OWN, HeldContract
from planproof.usecases.gate_links import shown_elsewhere

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.model.evaluation import Evaluation
    from planproof.model.violation import Violation
    from planproof.rules import Rule
    from planproof.usecases.gate_changes import Change
    from planproof.usecases.gate_judging import Judge

_OWN = OwnPaths((OWN,), ())
_HEAD_BYTES = 100
_MOST_COPIES = 5
"""Of one file that are looked into; there is no verdict on others."""


class Sight:
    """``renames`` are old path → new path, up to the head; ``change`` tells of copies."""

    def __init__(
        self,
        judge: Judge,
        head: CommitTree | WorkingTree,
        renames: Mapping[str, str],
        change: Change,
    ) -> None:
        self._judge = judge
        self._head = head
        self._renames = {old: new for old, new in renames.items() if new in head.manifest.entries}
        self._change = change
        self._blind: dict[str, bool] = {}

    def lost(self, held: HeldContract, now: Evaluation) -> Iterator[Weakening]:
        """What a contract would report of such files, a weakening for each file and rule."""
        rounds, left = self._rounds(held)
        for labels in rounds:
            yield from self._lost_by(held, now, labels)
        for new, old in sorted(left.items()):
            rule = next(rule.id for rule in _rules(held) if _sees(rule, old))
            yield _weakening(held, old, new, rule, [])
        yield from self._untold(held)
        linked: dict[str, str] = {}
        for path, place in self._linked if self._may_be_linked(held) else ():
            if self._is_lost(held, place, path):
                linked.setdefault(path, place)
        if linked:
            yield from self._lost_by(held, now, linked, "stands as")

    def _may_be_linked(self, held: HeldContract) -> bool:
        """To know all links the whole tree is listed: not where no rule could miss what changed."""
        paths = self._change.paths
        is_missed = any(not _sees(rule, path) for rule in _rules(held) for path in paths)
        return is_missed or self._is_link_touched

    @cached_property
    def _is_link_touched(self) -> bool:
        entries = self._head.manifest.entries
        found = (entries.get(path) for path in self._change.paths)
        return any(one is not None and one.kind is EntryKind.SYMLINK for one in found)

    @cached_property
    def _linked(self) -> Sequence[tuple[str, str]]:
        files = (EntryKind.FILE, EntryKind.EXECUTABLE)
        entries = self._head.manifest.entries
        found = shown_elsewhere(self._head, self._change)
        return [(path, place) for path, place in found if entries[path].kind in files]

    def _rounds(self, held: HeldContract) -> tuple[Sequence[Mapping[str, str]], Mapping[str, str]]:
        """{new path → old path}: of what was renamed, then of what was copied, where only one copy
        of a file at a time can stand in its place; and copies that are too many for that."""
        moved = {new: old for old, new in self._renames.items() if self._is_lost(held, old, new)}
        left = {}
        if any(not _sees(rule, new) for new in self._change.new_paths for rule in _rules(held)):
            copies = self._change.copies.items()
            left = {new: old for new, old in copies if self._is_lost(held, old, new)}
        rounds: list[Mapping[str, str]] = [moved]
        for _ in range(_MOST_COPIES):
            last = {old: new for new, old in left.items()}
            rounds.append({new: old for old, new in last.items()})
            left = {new: old for new, old in left.items() if last[old] != new}
        return [labels for labels in rounds if labels], left

    def _lost_by(
        self, held: HeldContract, now: Evaluation, labels: Mapping[str, str], verb: str = "was"
    ) -> Iterator[Weakening]:
        found = self._judge.on_other(held, RelabelledTree(self._head, labels))
        reported = {one.fingerprint for one in now.violations}
        by_place: dict[tuple[str, str], list[Violation]] = {}
        real = {old: new for new, old in labels.items()}
        for one in found.violations:
            path = one.place.path
            if path in real and not one.expected and one.fingerprint not in reported:
                moved = one._replace(place=one.place._replace(path=real[path]))
                by_place.setdefault((path, one.rule), []).append(moved)
        for report in found.rules:
            for path, _ in report.coverage.blocking if report.is_undecided else ():
                if path in real:
                    by_place.setdefault((path, report.rule), [])
        for (path, rule), violations in sorted(by_place.items()):
            yield _weakening(held, path, real[path], rule, violations, verb)

    def _untold(self, held: HeldContract) -> Iterator[Weakening]:
        gone, new = self._change.unpaired
        for rule in _rules(held) if gone else ():
            left = [path for path in gone if _sees(rule, path)]
            came = [path for path in new if not _sees(rule, path)]
            if left and came:
                yield _untold(held, rule.id, left, came)

    def _is_lost(self, held: HeldContract, old: str, new: str) -> bool:
        return any(
            _sees(rule, old) and (not _sees(rule, new) or self._is_blind(old, new))
            for rule in held.prepared.rules
        )

    def _is_blind(self, old: str, new: str) -> bool:
        """Whether there was a grammar for the file, and is none now."""
        if new not in self._blind:
            entry = self._head.manifest.entries[new]
            was = language_of(old)
            self._blind[new] = was is not None and language_of(new, self._head_of(entry)) != was
        return self._blind[new]

    def _head_of(self, entry: Entry) -> bytes:
        if entry.kind not in (EntryKind.FILE, EntryKind.EXECUTABLE):
            return b""
        return next(iter(self._head.stream(entry)), b"")[:_HEAD_BYTES]


def _rules(held: HeldContract) -> Sequence[Rule]:
    return held.prepared.rules


def _sees(rule: Rule, path: str) -> bool:
    return rule.scope.holds(path, _OWN)


def _weakening(
    held: HeldContract,
    old: str,
    new: str,
    rule: str,
    violations: list[Violation],
    verb: str = "was",
) -> Weakening:
    has = "could not be judged" if not violations else "would have "
    has += counted(len(violations), "violation") if violations else ""
    return Weakening(
        kind=WeakeningKind.OUT_OF_SIGHT,
        subject=held.contract.id,
        rule=rule,
        message=(
            f"{new} {verb} {old}, where the rule {rule} looks: there it {has}, and under "
            "its own name nobody looks"
        ),
        identity="\0".join((old, new, *sorted(one.identity.text for one in violations))),
        path=new,
        lost=tuple(violations),
    )


def _untold(held: HeldContract, rule: str, gone: Sequence[str], new: Sequence[str]) -> Weakening:
    """Among so many files git looks for no renames."""
    return Weakening(
        kind=WeakeningKind.OUT_OF_SIGHT,
        subject=held.contract.id,
        rule=rule,
        message=(
            f"{len(gone):,} files are gone from where the rule {rule} looks and {len(new):,} came "
            "where it does not, too many to tell which of them are the same"
        ),
        identity="\0".join((*gone, "", *new)),
        path=held.contract.path,
    )
