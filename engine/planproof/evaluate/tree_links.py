"""What there is in one tree to follow names by: made once for all specs that it is judged by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from planproof.evaluate.answers import Answers
from planproof.evaluate.bindings import Bindings
from planproof.evaluate.configured import Configured, find_configured
from planproof.evaluate.link_edits import Edit
from planproof.evaluate.module_places import ModulePlaces
from planproof.evaluate.moved import moved_modules
from planproof.evaluate.skim_facts import skims_in
from planproof.evaluate.tree_files import TreeFiles
from planproof.languages import Skim
from planproof.model.document import Reason, Unparsed
from planproof.model.tree import Mark


class TreeLinks(Struct, dict=True):
    """``facts`` are of the files of the languages that are asked for, by path, in the order of the
    tree."""

    modules: ModulePlaces
    facts: Mapping[str, Skim | Unparsed]
    configured: Configured
    answers: Answers = field(default_factory=Answers)

    @cached_property
    def skims(self) -> Mapping[str, Skim]:
        found = self.facts.items()
        return {path: skim for path, skim in found if not isinstance(skim, Unparsed)}

    @cached_property
    def unread(self) -> frozenset[str]:
        return frozenset(path for path, one in self.facts.items() if isinstance(one, Unparsed))

    @cached_property
    def paths(self) -> frozenset[str]:
        """All files that may matter."""
        return frozenset({*self.facts, *self.configured.paths})

    @cached_property
    def bindings(self) -> Bindings:
        return Bindings(self.skims, self.modules)

    @property
    def may_pass(self) -> bool:
        """Whether some file could not be read, and may be another time."""
        unread = (one for one in self.facts.values() if isinstance(one, Unparsed))
        return any(one.reason is Reason.UNREADABLE for one in unread)

    def take_over(self, before: TreeLinks) -> None:
        """Takes from another tree what was found out there and holds here, too."""
        modules = moved_modules(before.modules.families, self.modules.families)
        if modules is not None and before.modules.aliases == self.modules.aliases:
            edits = list(self._edits(before))
            marks = modules.union(*(each.differences() for each in edits))
            self.answers = before.answers.without(marks, {each.path for each in edits})

    def _edits(self, before: TreeLinks) -> Iterator[Edit]:
        """The files that say something else."""
        for path in sorted(self.facts.keys() | before.facts.keys()):
            was, now = before.modules.language(path), self.modules.language(path)
            old, new = before.facts.get(path), self.facts.get(path)
            if was is not now or old != new:
                yield Edit(path, None, was, now, old, new)


def look_at_tree(languages: frozenset[str], files: TreeFiles) -> TreeLinks:
    """Of the files of some languages, none for all. Raises TreeChangedError when a file is not what
    the manifest says."""
    facts = files.facts(skims_in(languages))
    configured = find_configured(files)
    return TreeLinks(ModulePlaces.of(files.all, configured.aliases), facts, configured)


class CommonLinks:
    """Those of the last tree, for several specs that judge the same trees one after the other."""

    def __init__(self) -> None:
        self._last: dict[frozenset[str], tuple[Mark, TreeLinks]] = {}

    def of(self, languages: frozenset[str], files: TreeFiles) -> TreeLinks:
        """The same as :func:`look_at_tree`, with all that is known already. Raises as that does."""
        mark, last = files.tree.manifest.mark, self._last.get(languages)
        if last is not None and last[0] == mark:
            return last[1]
        found = look_at_tree(languages, files)
        if mark is None or found.may_pass:
            return found
        if last is not None:
            found.take_over(last[1])
        self._last[languages] = mark, found
        return found
