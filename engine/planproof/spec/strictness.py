"""What became of the rules of a spec in a later version of it, and whether each of them surely
still rejects all that it rejected.

Told from the two texts alone, for every tree: each violation that the old version of the rule
reports in a tree, the new one reports too, or one that covers its place. Two things are not held
against it: that a rule is less sure to have been seen red (without a bad example it is at worst
indeterminate, which is no pass), and comments that suppress, which the gate compares by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from planproof.model.violation import Severity
from planproof.spec.clause_changes import (
    Said,
    expectation_changes,
    match_changes,
    set_changes,
    stays_changes,
)
from planproof.spec.covering import holds_all_of
from planproof.spec.digest import rule_meaning
from planproof.spec.wire import RuleSpec, Spec

_MOST_PAIRS = 20_000
"""Of rules that are gone and rules that are new: with more of them none counts as renamed."""


class ChangeKind(Enum):
    """``RENAMED``: gone, but a new rule under another id surely rejects all that it rejected."""

    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    NEW = "new"


class RuleChange(Struct, frozen=True):
    """``rule`` is the id in the old version, and for a new rule its own.

    ``old`` and ``new`` are the rule in the two versions, None where there is none. ``said`` are all
    differences in words for people, ``weaker`` those of them that may let something pass; without
    any the rule is provably at least as strict.
    """

    kind: ChangeKind
    rule: str
    old: RuleSpec | None
    new: RuleSpec | None
    said: tuple[str, ...] = ()
    weaker: tuple[str, ...] = ()

    @property
    def is_as_strict(self) -> bool:
        return not self.weaker

    @property
    def identity(self) -> str:
        """What both versions mean: the same text for the same change."""
        versions = (self.old, self.new)
        return "\n".join("" if one is None else rule_meaning(one) for one in versions)


def differences(old: Spec, new: Spec) -> tuple[RuleChange, ...]:
    """Every rule that is not the same in both: those of ``old`` in its order, then what is new."""
    if old is new:
        return ()
    before, after = rules_of(old), rules_of(new)
    added = [rule for rule in after if rule not in before]
    lost = sum(name not in after for name in before)
    possible = [after[name] for name in added] if lost * len(added) <= _MOST_PAIRS else []
    found: list[RuleChange] = []
    heirs: set[str] = set()
    for name, rule in before.items():
        if name in after:
            found.extend(_changed(rule, after[name]))
        elif (heir := _heir(rule, possible)) is not None:
            heirs.add(heir.id)
            said = (f"renamed to {heir.id}", *_words(rule, heir))
            found.append(RuleChange(ChangeKind.RENAMED, name, rule, heir, said))
        else:
            gone = ("the rule is gone",)
            found.append(RuleChange(ChangeKind.REMOVED, name, rule, None, gone, gone))
    new_ones = [after[name] for name in added if name not in heirs]
    found.extend(RuleChange(ChangeKind.NEW, rule.id, None, rule) for rule in new_ones)
    return tuple(found)


def rule_changes(old: RuleSpec, new: RuleSpec) -> tuple[Said, ...]:
    """What differs between two versions of a rule, whatever they are called."""
    return tuple(_differing(old, new))


def is_as_strict(old: RuleSpec, new: RuleSpec) -> bool:
    """Whether a rule surely rejects all that another one rejects, whatever they are called."""
    return not any(said.may_be_weaker for said in rule_changes(old, new))


def rules_of(spec: Spec) -> dict[str, RuleSpec]:
    """By id, with what the spec says for all of them."""
    return {r.id: replace(r, guard=r.guard or spec.guard) for r in spec.rules}


def _changed(old: RuleSpec, new: RuleSpec) -> Iterator[RuleChange]:
    found = rule_changes(old, new)
    if found:
        said = tuple(one.words for one in found)
        weaker = tuple(one.words for one in found if one.may_be_weaker)
        yield RuleChange(ChangeKind.CHANGED, old.id, old, new, said, weaker)


def _heir(old: RuleSpec, added: list[RuleSpec]) -> RuleSpec | None:
    """Only a rule that is new itself: comments that suppress another are there already."""
    return next((new for new in added if is_as_strict(old, new)), None)


def _words(old: RuleSpec, new: RuleSpec) -> tuple[str, ...]:
    return tuple(said.words for said in rule_changes(old, new))


def _differing(old: RuleSpec, new: RuleSpec) -> Iterator[Said]:
    yield from match_changes(old.match, new.match)
    yield from stays_changes("for_each", old.for_each, new.for_each)
    yield from expectation_changes(old.expect, new.expect)
    yield from _scope_changes(old, new)
    yield from _language_changes(old, new)
    yield from _severity_change(old, new)
    if old.guard is not new.guard:
        words = f"guard: {_flag(old.guard)} -> {_flag(new.guard)}"
        yield Said(words, may_be_weaker=new.guard)
    yield from set_changes("examples.bad", old.examples.bad, new.examples.bad)
    yield from _prose_changes(old, new)


def _needs_wider(rule: RuleSpec) -> bool:
    """Whether it rejects something for being in its scope."""
    most = rule.expect is not None and rule.expect.at_most is not None
    return rule.match is not None or rule.for_each is not None or most


def _needs_narrower(rule: RuleSpec) -> bool:
    """Whether what is in its scope may meet an expectation: then a wider one asks for less."""
    return rule.expect is not None and rule.for_each is None


def _scope_changes(old: RuleSpec, new: RuleSpec) -> Iterator[Said]:
    wide = not _needs_wider(old) or holds_all_of(new.scope, old.scope)
    narrow = not _needs_narrower(old) or holds_all_of(old.scope, new.scope)
    weaker = not (wide and narrow)
    for name in ("include", "exclude"):
        globs = getattr(old.scope, name), getattr(new.scope, name)
        found = tuple(set_changes(f"scope.{name}", *globs, weaker=weaker, none=name == "include"))
        yield from found
        if not found and globs[0] != globs[1]:
            yield Said(f"scope.{name}: its globs stand in another order", weaker)


def _language_changes(old: RuleSpec, new: RuleSpec) -> Iterator[Said]:
    before, after = frozenset(old.languages), frozenset(new.languages)
    wide = not _needs_wider(old) or not after or bool(before and before <= after)
    narrow = not _needs_narrower(old) or not before or bool(after and after <= before)
    weaker = not (wide and narrow)
    yield from set_changes("languages", old.languages, new.languages, weaker=weaker, none=True)


def _severity_change(old: RuleSpec, new: RuleSpec) -> Iterator[Said]:
    """Every severity blocks; but only what is critical cannot be suppressed."""
    if old.severity is not new.severity:
        ranks = [*Severity]  # worst first
        words = f"severity: {old.severity.value} -> {new.severity.value}"
        yield Said(words, ranks.index(new.severity) > ranks.index(old.severity))


def _prose_changes(old: RuleSpec, new: RuleSpec) -> Iterator[Said]:
    for name in ("description", "category", "guidance"):
        if getattr(old, name) != getattr(new, name):
            yield Said(f"{name} says something else")
    yield from set_changes("examples.good", old.examples.good, new.examples.good)


def _flag(value: bool) -> str:
    return "true" if value else "false"
