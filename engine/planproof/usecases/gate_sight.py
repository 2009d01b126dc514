"""Files that a change renamed to where a rule does not look, judged as if they had not been.

Renaming ``app.py`` to ``app.inc`` makes every rule for Python blind to it, and nothing red.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from planproof.gate.verdict import Weakening, WeakeningKind
from planproof.git.relabelled import RelabelledTree
from planproof.languages import language_of
from planproof.model.tree import Entry, EntryKind
from planproof.report.places import counted
from planproof.rules.scopes import OwnPaths
from planproof.usecases.gate_contracts import OWN, HeldContract

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree
    from planproof.model.evaluation import Evaluation
    from planproof.model.violation import Violation
    from planproof.rules import Rule
    from planproof.usecases.gate_judging import Judge

_OWN = OwnPaths((OWN,), ())
_HEAD_BYTES = 100


class Sight:
    """``renames`` are old path → new path, up to the head."""

    def __init__(
        self, judge: Judge, head: CommitTree | WorkingTree, renames: Mapping[str, str]
    ) -> None:
        self._judge = judge
        self._head = head
        self._renames = {old: new for old, new in renames.items() if new in head.manifest.entries}
        self._blind: dict[str, bool] = {}

    def lost(self, held: HeldContract, now: Evaluation) -> Iterator[Weakening]:
        """What a contract would report of such files, a weakening for each file and rule."""
        labels = {new: old for old, new in self._renames.items() if self._is_lost(held, old, new)}
        if not labels:
            return
        tree = RelabelledTree(self._head, labels)
        found = self._judge.on_other(held, tree)
        reported = {one.fingerprint for one in now.violations}
        by_place: dict[tuple[str, str], list[Violation]] = {}
        real = {old: new for new, old in labels.items()}
        for one in found.violations:
            path = one.place.path
            if path in real and not one.expected and one.fingerprint not in reported:
                moved = one._replace(place=one.place._replace(path=real[path]))
                by_place.setdefault((path, one.rule), []).append(moved)
        for (path, rule), violations in sorted(by_place.items()):
            yield _weakening(held, path, real[path], rule, violations)

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


def _sees(rule: Rule, path: str) -> bool:
    return rule.scope.holds(path, _OWN)


def _weakening(
    held: HeldContract, old: str, new: str, rule: str, violations: list[Violation]
) -> Weakening:
    count = counted(len(violations), "violation")
    return Weakening(
        kind=WeakeningKind.OUT_OF_SIGHT,
        subject=held.contract.id,
        rule=rule,
        message=(
            f"{new} was {old}, where the rule {rule} looks: there it would have {count}, and under "
            "its new name nobody looks"
        ),
        identity="\0".join((old, new, *sorted(one.identity.text for one in violations))),
        path=new,
        lost=tuple(violations),
    )
