"""What the baseline excuses in a change: nothing that was not there where the change began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from planproof.errors import Diagnostic, UsageError
from planproof.gate.contract import Version
from planproof.progress.baseline import BaselineLine, Lines, by_contract
from planproof.progress.baseline_file import LARGEST, read_lines
from planproof.progress.excuse import AtFork, Excused, excuse
from planproof.usecases.gate_changes import Change
from planproof.usecases.gate_contracts import BASELINE, Contracts, HeldContract, read_file
from planproof.usecases.gate_judging import Judge
from planproof.usecases.gate_pairs import Pair

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.model.evaluation import Evaluation


class Ratchet:
    """``lines`` are the head's, ``lines_at_fork`` those of the commit where it began."""

    def __init__(
        self, judge: Judge, change: Change, lines: Lines, lines_at_fork: Lines, today: str
    ) -> None:
        self._judge = judge
        self._change = change
        self._today = today
        self._lines = by_contract(lines)
        self._before = by_contract(lines_at_fork)

    def excused(
        self, pair: Pair, held: HeldContract, version: Version, found: Evaluation, *, accepted: bool
    ) -> Excused:
        """``found`` is what that version of the contract says of the head."""
        lines = self._lines.get(pair.id, ()) if pair.is_spec else ()
        if not lines or not found.violations:
            return excuse(found.violations, lines, AtFork(), dict, self._today)
        return excuse(
            found.violations,
            lines,
            self._at_fork(pair, held, version),
            lambda: self._change.renames,
            self._today,
            accepted=accepted,
        )

    def orphans(self, enforced: Iterable[str]) -> Iterator[BaselineLine]:
        """Lines for specs that the head does not enforce: they excuse nothing."""
        known = {*enforced}
        for contract, lines in self._lines.items():
            if contract not in known:
                yield from lines

    def _at_fork(self, pair: Pair, held: HeldContract, version: Version) -> AtFork:
        then = self._judge.at_fork(held, version)
        found = then.violations if then is not None else ()
        by_base = found
        if pair.before is None:
            by_base = ()
        elif not pair.is_same and version is not Version.BASE:
            base = self._judge.at_fork(pair.before, Version.BASE)
            by_base = base.violations if base is not None else ()
        return AtFork(self._before.get(pair.id, ()), found, by_base)


def baseline_of(
    tree: CommitTree | WorkingTree | None, contracts: Contracts, *, forgiving: bool = False
) -> Lines:
    """The lines of the baseline that a tree holds; none without one.

    ``forgiving``: one that cannot be read excuses nothing. Otherwise raises BaselineError, and
    UsageError for a file that is too large.
    """
    entry = contracts.own.get(BASELINE)
    if tree is None or entry is None:
        return ()
    try:
        return read_lines(read_file(tree, entry, LARGEST), BASELINE)
    except UsageError:
        if not forgiving:
            raise
        return ()


def expired_notes(lines: Iterable[BaselineLine]) -> Iterator[Diagnostic]:
    for line in lines:
        message = f"the baseline excused this until {line.expires}: {line.label}"
        fix = f"mend it, or ask {line.owner or 'its owner'} for more time"
        yield Diagnostic("baseline-expired", message, fix, BASELINE)
