"""The links of a tree, from those of an earlier one and of what differs between the two."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from planproof.evaluate.bindings import Binding, bindings_of
from planproof.evaluate.blob_memo import Json
from planproof.evaluate.configured import may_configure
from planproof.evaluate.link_state import LinkState, load_state, pack_reach, save_state
from planproof.evaluate.linking import (
    Linking,
    Opener,
    languages_of,
    link,
    link_nothing,
    name_in,
    open_document,
)
from planproof.evaluate.links import Links
from planproof.evaluate.module_places import ModulePlaces
from planproof.evaluate.moved import Moved, differences, moved_modules
from planproof.evaluate.opened import NOTHING, Opened, hinted
from planproof.evaluate.passages import Passages
from planproof.evaluate.reach import Reaches, words_left, words_of
from planproof.evaluate.skim_facts import LazySkims, skims_in
from planproof.evaluate.trail import holds_any, of_file, pack_marks
from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.languages import LANGUAGES, Language, Skim, digest_of
from planproof.model.document import Document, Unparsed
from planproof.model.name import canonical
from planproof.model.tree import Changes, Entry
from planproof.rules import NameTerm, RegexTerm, Rule, RuleTerm

_VERSION = 1

Term = NameTerm | RegexTerm
Recall = Callable[[Sequence[str], str], "dict[str, Document | Unparsed]"]
"""The documents of blobs in a language, of those that are stored: Index.find is one."""


def _forgotten(blobs: Sequence[str], language: str) -> dict[str, Document | Unparsed]:
    del blobs, language
    return {}


@dataclass(slots=True)
class Relinked:
    """``moved`` is None where every file must be judged again. Where it is not, a file that is
    itself unchanged and whose trail it does not touch is judged as before, is a candidate for the
    same rules as before, and leads to too much if it did."""

    linking: Linking
    moved: Moved | None
    _keeper: _Keeper

    def keep(self) -> Json:
        """What the next run should be given, once all is judged."""
        return self._keeper.keep(self.linking)


def relink(
    rules: Sequence[Rule],
    terms: Sequence[RuleTerm],
    files: TreeFiles,
    kept: Json,
    changes: Changes | None,
    recall: Recall = _forgotten,
) -> Relinked:
    """The same links as :func:`planproof.evaluate.linking.link` makes, looked up as they are asked
    for where that will do. ``kept`` is what an earlier run kept, of a tree that ``changes`` tell
    the differences to; None where nothing is known of them.

    Raises TreeChangedError when a file is not what the manifest says.
    """
    names = [name for term in terms if (name := name_in(term)) is not None]
    if not names:
        return Relinked(link_nothing(files), Moved(), _Keeper("", files, None, None))
    kind = skims_in(languages_of(rules))
    key = _key(names, kind.languages)
    state = load_state(kept, files.memo, key) if changes is not None and kept else None
    keeper = _Keeper(key, files, kept, state)
    if state is not None and changes is not None:
        try:
            update = _Update(names, files, kind, state, _edits(files, changes, kind), recall)
            linking, moved = update.make(rules, terms)
            return Relinked(linking, moved, keeper)
        except LookupError:  # something that is forgotten
            pass
    return Relinked(_linked(rules, terms, names, files), None, keeper)


def _linked(
    rules: Sequence[Rule], terms: Sequence[RuleTerm], names: Iterable[Term], files: TreeFiles
) -> Linking:
    linking = link(rules, terms, files)
    for name in names:
        linking.reaches.of(name)
    return linking


def _key(names: Iterable[Term], languages: frozenset[str]) -> str:
    spoken = sorted(f"{each.name} {digest_of(each.name)}" for each in LANGUAGES)
    parts = (*spoken, "", *sorted(languages), "", *sorted({name.text for name in names}))
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"links {_VERSION} {digest}"


@dataclass(frozen=True, slots=True)
class _Edit:
    """A file of which something differs. ``skim`` is what it was; None where that is forgotten, or
    where nobody asks."""

    path: str
    old: Entry | None
    was: Language | None
    now: Language | None
    old_skim: Skim | Unparsed | None = None
    new_skim: Skim | Unparsed | None = None

    @property
    def is_same_module(self) -> bool:
        return self.was is self.now


@dataclass(frozen=True, slots=True)
class _Edits:
    files: tuple[_Edit, ...]
    configures: bool

    @property
    def moves_modules(self) -> bool:
        return self.configures or not all(each.is_same_module for each in self.files)


def _edits(files: TreeFiles, changes: Changes, kind: FactKind[Skim]) -> _Edits:
    """Raises LookupError where something is forgotten."""
    entries = files.tree.manifest.entries
    both = [(path, old, entries.get(path)) for path, old in changes.items()]
    configures = any(each and may_configure(each) for _, *pair in both for each in pair)
    files.facts_at(kind, changes)  # learnt together, then asked for one by one
    found = [_edit(files, path, old, kind) for path, old, _ in both]
    return _Edits(tuple(each for each in found if each.was or each.now), configures)


def _edit(files: TreeFiles, path: str, old: Entry | None, kind: FactKind[Skim]) -> _Edit:
    was = files.language_then(old) if old is not None else None
    file = files.file(path)
    now = file.language if file is not None else None
    old_skim = new_skim = None
    if old is not None and was is not None and _asks(kind, was):
        old_skim = files.recall(kind, old.blob, was)
        if old_skim is None:
            raise LookupError(path)
    if now is not None and _asks(kind, now):
        new_skim = files.fact(kind, path)
    return _Edit(path, old, was, now, old_skim, new_skim)


def _asks(kind: FactKind[Skim], language: Language) -> bool:
    return not kind.languages or language.name in kind.languages


@dataclass(slots=True)
class _Update:
    """Makes the new links of what was kept."""

    names: Sequence[Term]
    files: TreeFiles
    kind: FactKind[Skim]
    state: LinkState
    edits: _Edits
    recall: Recall

    def make(
        self, rules: Sequence[Rule], terms: Sequence[RuleTerm]
    ) -> tuple[Linking, Moved | None]:
        if self.edits.moves_modules or self._leads_elsewhere():
            linking = _linked(rules, terms, self.names, self.files)
            return linking, self._moved(linking) if self._is_alike(linking) else None
        linking = self._lazy()
        return linking, self._moved(linking)

    def _is_alike(self, linking: Linking) -> bool:
        """Whether the new links lead to the same files by the same words."""
        if linking.configured.aliases != self.state.configured.aliases:
            return False
        return all(
            pack_reach(linking.reaches.of(term)) == pack_reach(reach)
            for term, reach in self.state.reaches.items()
        )

    def _lazy(self) -> Linking:
        state, files = self.state, self.files
        modules = ModulePlaces(dict(state.families), self._language, state.configured.aliases)
        links = Links(modules, LazySkims(files, self.kind), Opener(files).open, self._unread())
        links.gave_up_at |= state.knots
        links.spoken.update(self._spoken())
        reaches = Reaches(links)
        reaches.known.update(state.reaches)
        reaches.grounds, reaches.kept_marks = state.grounds, state.marks
        reaches.knots |= state.knots
        passages = Passages(files.memo, partly=True)
        return Linking(links, reaches, passages, state.configured, self._paths)

    def _language(self, path: str) -> Language | None:
        file = self.files.file(path)
        return file.language if file is not None else None

    def _paths(self) -> frozenset[str]:
        """All files that may matter."""
        lines = (line for family in self.state.families.values() for line in family.lines)
        paths = (line.partition("\0")[2] for line in lines)
        asked = (path for path in paths if (now := self._language(path)) and _asks(self.kind, now))
        return frozenset({*asked, *self.state.configured.paths})

    def _unread(self) -> frozenset[str]:
        edited = {each.path for each in self.edits.files}
        new = {e.path for e in self.edits.files if isinstance(e.new_skim, Unparsed)}
        return (self.state.unread - edited) | new

    def _spoken(self) -> Iterator[tuple[tuple[str, str], bool]]:
        """Which words files say, of those that are not said by a file that differs."""
        texts = ["\n".join(_said(each)) for each in self.edits.files if _differs(each)]
        for (family, word), said in self.state.spoken.items():
            if not any(word in text for text in texts):
                yield (family, word), said

    def _leads_elsewhere(self) -> bool:
        """Whether what differs may change which words lead where."""
        for edit in self.edits.files:
            if _differs(edit) and (
                holds_any(self.state.marks, self._skimmed_differences(edit))
                or any(map(self._meets, _differing(edit)))
            ):
                return True
        return False

    def _meets(self, binding: Binding) -> bool:
        place = canonical(binding.language.module_of(binding.path))
        return self.state.grounds.meet(binding, place) or any(
            any(word in binding.chain for word in words_of(term))
            and any(True for _ in words_left(term, binding.chain))
            for term in self.state.reaches
        )

    def _skimmed_differences(self, edit: _Edit) -> set[str]:
        if isinstance(edit.old_skim, Unparsed) is not isinstance(edit.new_skim, Unparsed):
            return {of_file(edit.path)}
        return differences(
            edit.path,
            _hinted(edit.old_skim, edit.was, edit.path),
            _hinted(edit.new_skim, edit.now, edit.path),
        )

    def _moved(self, linking: Linking) -> Moved | None:
        moved = Moved()
        if self.edits.moves_modules:
            modules = moved_modules(self.state.families, linking.links.modules.families)
            if modules is None:
                return None
            moved.marks |= modules
        for edit in self.edits.files:
            if edit.is_same_module:
                moved.marks |= self._skimmed_differences(edit)
                moved.unsure[edit.path] = partial(self._opened_differences, edit, linking)
            else:
                moved.marks.add(of_file(edit.path))
        return moved

    def _opened_differences(self, edit: _Edit, linking: Linking) -> set[str]:
        assert edit.old is not None and edit.was is not None  # noqa: S101, PT018 - the same module
        document = self.recall([edit.old.blob], edit.was.name).get(edit.old.blob)
        if document is None:
            return {of_file(edit.path)}
        before = open_document(document, edit.path) or _hinted(edit.old_skim, edit.was, edit.path)
        return differences(edit.path, before, linking.links.opened(edit.path))


def _differs(edit: _Edit) -> bool:
    return edit.old_skim != edit.new_skim


def _hinted(skim: Skim | Unparsed | None, language: Language | None, path: str) -> Opened:
    if language is None or skim is None or isinstance(skim, Unparsed):
        return NOTHING
    return hinted(skim, language, path, canonical(language.module_of(path)))


def _bindings(
    skim: Skim | Unparsed | None, language: Language | None, path: str
) -> dict[Binding, None]:
    if language is None or skim is None or isinstance(skim, Unparsed):
        return {}
    place = canonical(language.module_of(path))
    return dict.fromkeys(bindings_of(skim, language, path, place))


def _differing(edit: _Edit) -> set[Binding]:
    """The bindings of a file that came or went."""
    old = _bindings(edit.old_skim, edit.was, edit.path)
    return old.keys() ^ _bindings(edit.new_skim, edit.now, edit.path).keys()


def _said(edit: _Edit) -> Iterator[str]:
    for binding in _differing(edit):
        yield from (binding.name, binding.chain)


@dataclass(slots=True)
class _Keeper:
    """Keeps the links of this run for the next one."""

    key: str
    files: TreeFiles
    kept: Json
    state: LinkState | None

    def keep(self, linking: Linking) -> Json:
        if not self.key:
            return None
        reaches, links = linking.reaches, linking.links
        state = LinkState(
            links.modules.families,
            linking.configured,
            dict(reaches.known),
            reaches.grounds,
            reaches.kept_marks + pack_marks(reaches.marks),
            links.unread,
            frozenset(reaches.knots),
            links.spoken,
        )
        if state == self.state:
            return self.kept
        return save_state(state, self.files.memo, self.key, self.state, self.kept)
