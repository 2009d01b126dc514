"""Which files of a tree the rules of a spec look into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planproof.evaluate.selection import Selection
from planproof.model.tree import Entry, Manifest
from planproof.rules import OwnPaths, Rule

_OWN_FOLDERS = (".planproof",)


def files_in_scope(
    rules: Sequence[Rule], manifest: Manifest, spec_path: str | None, among: Iterable[Entry]
) -> frozenset[str]:
    """Their paths, as far as paths tell: a rule of one language takes no file of another."""
    own = OwnPaths(_OWN_FOLDERS, (spec_path,) if spec_path else ())
    selected = Selection(rules, own, manifest).among(among)
    return frozenset(one.entry.path for one in selected)
