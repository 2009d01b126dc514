"""The files that differ from an earlier tree, as far as names are followed through them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from planproof.evaluate.bindings import Binding, bindings_of
from planproof.evaluate.configured import may_configure
from planproof.evaluate.module_families import module_of
from planproof.evaluate.moved import differences
from planproof.evaluate.opened import NOTHING, Opened, hinted
from planproof.evaluate.trail import of_file
from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.languages import Language, Skim
from planproof.model.document import Unparsed
from planproof.model.tree import Changes, Entry

AnySkim = Skim | Unparsed | None
"""None where there is no file, or where nobody asks for its skim."""


class Edit(Struct, frozen=True, dict=True):
    """A file of which something differs: what it was, and what it is."""

    path: str
    old: Entry | None
    was: Language | None
    now: Language | None
    old_skim: AnySkim = None
    new_skim: AnySkim = None

    @property
    def is_same_module(self) -> bool:
        return self.was is self.now

    def gone(self) -> set[Binding]:
        """The bindings that it has no more."""
        return self.before - self.after if self._says_otherwise else set()

    def new(self) -> set[Binding]:
        """The bindings that it did not have."""
        return self.after - self.before if self._says_otherwise else set()

    @cached_property
    def before(self) -> set[Binding]:
        return self._bindings(self.old_skim, self.was)

    @cached_property
    def after(self) -> set[Binding]:
        return self._bindings(self.new_skim, self.now)

    @property
    def _says_otherwise(self) -> bool:
        return self.old_skim != self.new_skim or not self.is_same_module

    def _bindings(self, skim: AnySkim, language: Language | None) -> set[Binding]:
        if language is None or skim is None or isinstance(skim, Unparsed):
            return set()
        return set(bindings_of(skim, language, self.path, module_of(self.path, language).place))

    def hinted_before(self) -> Opened:
        return self._hinted(self.old_skim, self.was)

    def _hinted(self, skim: AnySkim, language: Language | None) -> Opened:
        if language is None or skim is None or isinstance(skim, Unparsed):
            return NOTHING
        return hinted(skim, language, self.path, module_of(self.path, language).place)

    def differences(self) -> set[str]:
        """The marks of what it offers otherwise, by its skims."""
        is_read = not isinstance(self.new_skim, Unparsed)
        if not self.is_same_module or isinstance(self.old_skim, Unparsed) is is_read:
            return {of_file(self.path)}
        if self.old_skim == self.new_skim:
            return set()
        return differences(self.path, self.hinted_before(), self._hinted(self.new_skim, self.now))

    def said(self) -> Iterator[str]:
        """What it binds otherwise."""
        if self._says_otherwise:
            yield from (
                self.path,
                *(module_of(self.path, x).place for x in (self.was, self.now) if x),
            )
            for binding in self.gone() | self.new():
                yield from (binding.name, binding.chain)


class Edits(Struct, frozen=True):
    """``configures``: what modules are called may differ for others."""

    files: tuple[Edit, ...]
    configures: bool


def edits_of(files: TreeFiles, changes: Changes, kind: FactKind[Skim]) -> Edits:
    """What differs, of files with a grammar. Raises LookupError where something is forgotten."""
    entries = files.tree.manifest.entries
    both = [(old, entries.get(path)) for path, old in changes.items()]
    files.facts_at(kind, changes)  # learnt together, then asked for one by one
    found = [_edit(files, path, old, kind) for path, old in changes.items()]
    edits = tuple(each for each in found if each.was or each.now)
    configures = any(each is not None and may_configure(each) for pair in both for each in pair)
    return Edits(edits, configures)


def _edit(files: TreeFiles, path: str, old: Entry | None, kind: FactKind[Skim]) -> Edit:
    was = files.language_then(old) if old is not None else None
    file = files.file(path)
    now = file.language if file is not None else None
    old_skim = new_skim = None
    if old is not None and was is not None and asks(kind, was):
        old_skim = files.recall(kind, old.blob, was)
        if old_skim is None:
            raise LookupError(path)
    if now is not None and asks(kind, now):
        new_skim = files.fact(kind, path)
    return Edit(path, old, was, now, old_skim, new_skim)


def asks(kind: FactKind[Skim], language: Language) -> bool:
    """Whether the facts are asked for in a language."""
    return not kind.languages or language.name in kind.languages
