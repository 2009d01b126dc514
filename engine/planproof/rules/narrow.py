"""A rule that looks at some paths only."""

from __future__ import annotations

from msgspec.structs import replace

from planproof.rules.rule import Rule
from planproof.rules.scopes import OwnPaths, PathScope


class SomePaths(PathScope, frozen=True):
    """A scope less all that is not among ``paths``. A folder that cannot be listed may hold any."""

    paths: frozenset[str] = frozenset()

    def holds(self, path: str, own: OwnPaths) -> bool:
        return path in self.paths and super().holds(path, own)


def narrow(rule: Rule, paths: frozenset[str]) -> Rule | None:
    """What of a rule can be told from these paths: what it forbids, in them, with all that the rest
    of the tree says of their names. None where it only expects something to be somewhere."""
    if not rule.forbidding:
        return None
    old = rule.scope
    scope = SomePaths(old.include, old.exclude, paths)
    return replace(rule, scope=scope, expect=rule.expect if is_local(rule) else None)


def is_local(rule: Rule) -> bool:
    """Whether nothing of it is about the whole tree: what is expected in a candidate is not."""
    return rule.expect is None or rule.for_each is not None
