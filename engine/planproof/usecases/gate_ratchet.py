"""What the baseline excuses in a change: nothing that was not there where the change began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from planproof.errors import Diagnostic, UsageError
from planproof.gate.contract import Version
from planproof.gate.losses import Heir
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
    from planproof.model.violation import Violation


class Descent(Protocol):
    """Where rules of the head come from."""

    @property
    def heirs(self) -> Mapping[str, Sequence[Heir]]: ...


class Ratchet:
    """``lines`` are the head's, ``lines_at_fork`` those of the commit where it began."""

    def __init__(
        self,
        judge: Judge,
        change: Change,
        lines: Lines,
        lines_at_fork: Lines,
        today: str,
        base: Contracts,
        descent: Descent,
    ) -> None:
        self._judge = judge
        self._base, self._descent = base, descent
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
        own = self._before.get(pair.id, ())
        if version is Version.BASE or pair.is_same:
            return AtFork(own, found, found)
        before = self._found_before(pair.before)
        return AtFork(
            (*own, *self._lines_of_ancestors(pair)),
            found,
            (*before, *self._found_by_ancestors(pair)),
        )

    def _found_before(self, before: HeldContract | None) -> Sequence[Violation]:
        base = self._judge.at_fork(before, Version.BASE) if before is not None else None
        return base.violations if base is not None else ()

    def _ancestors(self, pair: Pair) -> Iterator[Heir]:
        """What had another name, or stood in another spec: under a new name no debt is a new one,
        and none has more time."""
        for heir in self._descent.heirs.get(pair.id, ()):
            if (heir.before, heir.rule) != (heir.after, heir.new_rule):
                yield heir

    def _lines_of_ancestors(self, pair: Pair) -> Iterator[BaselineLine]:
        for heir in self._ancestors(pair):
            for line in self._before.get(heir.before, ()):
                if line.identity.rule == heir.rule:
                    identity = line.identity._replace(rule=heir.new_rule)
                    yield replace(line, contract=pair.id, identity=identity)

    def _found_by_ancestors(self, pair: Pair) -> Iterator[Violation]:
        for heir in self._ancestors(pair):
            for one in self._found_before(self._base.held.get(heir.before)):
                if one.rule == heir.rule:
                    identity = one.identity._replace(rule=heir.new_rule)
                    yield one._replace(rule=heir.new_rule, identity=identity)


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
