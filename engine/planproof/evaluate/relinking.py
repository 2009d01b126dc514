"""The links of a tree, from those of an earlier one and of what differs between the two."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.link_edits import Edit, Edits, asks, edits_of
from planproof.evaluate.link_state import LinkState, load_state, pack_reach, save_state
from planproof.evaluate.linking import (
    Linking,
    Opener,
    link,
    link_nothing,
    name_in,
    open_document,
)
from planproof.evaluate.links import Links
from planproof.evaluate.module_families import Family, Module, Rooted, family_of, module_of
from planproof.evaluate.module_places import ModulePlaces
from planproof.evaluate.moved import Moved, differences, moved_modules
from planproof.evaluate.opened import Opened
from planproof.evaluate.passages import Passages
from planproof.evaluate.reach import Reaches
from planproof.evaluate.roots import Packages, SourceRoots, below, moved_packages
from planproof.evaluate.series import Series
from planproof.evaluate.skim_facts import LazySkims, skims_in
from planproof.evaluate.spoken import languages_of
from planproof.evaluate.standing import still_stand
from planproof.evaluate.trail import LATE, of_file, pack_marks
from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.evaluate.tree_links import CommonLinks
from planproof.languages import LANGUAGES, Language, Skim, digest_of
from planproof.model.document import Document, Unparsed
from planproof.model.tree import Changes
from planproof.rules import NameTerm, RegexTerm, Rule, RuleTerm

_VERSION = 3

Term = NameTerm | RegexTerm
Recall = Callable[[Sequence[str], str], "dict[str, Document | Unparsed]"]
"""The documents of blobs in a language, of those that are stored: Index.find is one."""


def _forgotten(blobs: Sequence[str], language: str) -> dict[str, Document | Unparsed]:
    del blobs, language
    return {}


class Relinked(Struct):
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
    series: Series | None = None,
    common: CommonLinks | None = None,
) -> Relinked:
    """The same links as :func:`planproof.evaluate.linking.link` makes, looked up as they are asked
    for where that will do. ``kept`` is what an earlier run kept, of a tree that ``changes`` tell
    the differences to; None where nothing is known of them. A ``series`` has its own. ``common`` is
    what several specs share.

    Raises TreeChangedError when a file is not what the manifest says.
    """
    names = [name for term in terms if (name := name_in(term)) is not None]
    if not names:
        return Relinked(link_nothing(files), Moved(), _Keeper("", files, None, None, None))
    kind = skims_in(languages_of(rules, files))
    common = series.common.links if series is not None else common
    key = _key(names, kind.languages)
    state = _state(kept, files, key, series) if changes is not None else None
    keeper = _Keeper(key, files, kept, state, series)
    if state is not None and changes is not None:
        try:
            edits = edits_of(files, changes, kind)
            update = _Update(names, files, kind, state, edits, recall, common)
            linking, moved = update.make(rules, terms)
            linking.reaches.is_settled = True
            return Relinked(linking, moved, keeper)
        except LookupError:  # something that is forgotten
            pass
    linking = _linked(rules, terms, names, files, common)
    linking.reaches.is_settled = True
    return Relinked(linking, None, keeper)


def _state(kept: Json, files: TreeFiles, key: str, series: Series | None) -> LinkState | None:
    if series is not None and series.links is not None:
        (known, state), series.links = series.links, None
        return state if known == key else None
    return load_state(kept, files.memo, key) if kept else None


def _linked(
    rules: Sequence[Rule],
    terms: Sequence[RuleTerm],
    names: Iterable[Term],
    files: TreeFiles,
    common: CommonLinks | None,
) -> Linking:
    linking = link(rules, terms, files, common)
    for name in names:
        linking.reaches.of(name)
    return linking


def _key(names: Iterable[Term], languages: frozenset[str]) -> str:
    spoken = sorted(f"{each.name} {digest_of(each.name)}" for each in LANGUAGES)
    parts = (*spoken, "", *sorted(languages), "", *sorted({name.text for name in names}))
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"links {_VERSION} {digest}"


class _Update(Struct):
    """Makes the new links of what was kept."""

    names: Sequence[Term]
    files: TreeFiles
    kind: FactKind[Skim]
    state: LinkState
    edits: Edits
    recall: Recall
    common: CommonLinks | None

    def make(
        self, rules: Sequence[Rule], terms: Sequence[RuleTerm]
    ) -> tuple[Linking, Moved | None]:
        if not self.edits.configures:
            linking = self._lazy()
            if still_stand(self.state, self.edits, linking):
                return linking, self._moved(linking)
        linking = _linked(rules, terms, self.names, self.files, self.common)
        return linking, self._moved(linking) if self._is_alike(linking) else None

    def _is_alike(self, linking: Linking) -> bool:
        """Whether the new links lead to the same files by the same words, but for the files that
        differ themselves."""
        if linking.configured.aliases != self.state.configured.aliases:
            return False
        edited = {each.path for each in self.edits.files}
        return all(
            pack_reach(linking.reaches.of(term).elsewhere(edited))
            == pack_reach(reach.elsewhere(edited))
            for term, reach in self.state.reaches.items()
        )

    def _lazy(self) -> Linking:
        state, files = self.state, self.files
        modules = ModulePlaces(self._families(), self._language, state.configured.aliases)
        links = Links(modules, LazySkims(files, self.kind), Opener(files).open, self._unread())
        links.gave_up_at |= state.knots
        links.spoken.update(self._spoken())
        reaches = Reaches(links)
        reaches.known.update(state.reaches)
        reaches.grounds, reaches.kept_marks = state.grounds, state.marks
        reaches.knots |= state.knots
        passages = Passages(files.shelf, partly=True)
        paths = partial(self._paths, modules.families)
        return Linking(links, reaches, passages, state.configured, paths)

    def _families(self) -> dict[str, Family]:
        """The modules as they are now, without a look at all of them."""
        found = dict(self.state.families)
        moving = [each for each in self.edits.files if not each.is_same_module]
        now = SourceRoots(Packages(_Present(self.files)))
        before = SourceRoots(Packages(_PresentBefore(self.files, moving)))
        folders = moved_packages((each.path for each in moving), before, now)
        for language in {family_of(x): x for e in moving for x in (e.was, e.now) if x}.values():
            space, varies = family_of(language), language.roots_vary
            gone = [module_of(e.path, e.was) for e in moving if e.was and family_of(e.was) == space]
            new = [module_of(e.path, e.now) for e in moving if e.now and family_of(e.now) == space]
            family = found.get(space, Family())
            left = [*self._staying(family, folders)] if varies and folders else []
            roots = (Rooted(now), Rooted(before)) if varies else (None, None)
            found[space] = family.edited([*gone, *left], [*new, *left], *roots)
        return found

    def _staying(self, family: Family, folders: frozenset[str]) -> Iterator[Module]:
        """The modules below folders that became packages, or are none any more; but for those that
        come or go themselves."""
        moving = {each.path for each in self.edits.files if not each.is_same_module}
        places = {path: place for place, _, path in (x.partition("\0") for x in family.lines)}
        for path in below(folders, places):
            if path not in moving:
                yield Module(places[path], path)

    def _language(self, path: str) -> Language | None:
        file = self.files.file(path)
        return file.language if file is not None else None

    def _paths(self, families: Mapping[str, Family]) -> frozenset[str]:
        """All files that may matter."""
        lines = (line for family in families.values() for line in family.lines)
        paths = (line.partition("\0")[2] for line in lines)
        asked = (path for path in paths if (now := self._language(path)) and asks(self.kind, now))
        return frozenset({*asked, *self.state.configured.paths})

    def _unread(self) -> frozenset[str]:
        edited = {each.path for each in self.edits.files}
        new = {e.path for e in self.edits.files if isinstance(e.new_skim, Unparsed)}
        return (self.state.unread - edited) | new

    def _spoken(self) -> Iterator[tuple[tuple[str, str], bool]]:
        """Which words files say, of those that are not said by a file that differs."""
        texts = [text for each in self.edits.files for text in each.said()]
        for (family, word), said in self.state.spoken.items():
            if not any(word in text for text in texts):
                yield (family, word), said

    def _moved(self, linking: Linking) -> Moved | None:
        moved = Moved()
        modules = moved_modules(self.state.families, linking.links.modules.families)
        if modules is None:
            return None
        moved.marks |= modules
        for edit in self.edits.files:
            moved.marks |= edit.differences()
            if edit.gone() or edit.new() or not edit.is_same_module:
                moved.marks.add(LATE)
            if edit.is_same_module:
                moved.unsure[edit.path] = partial(self._opened_differences, edit, linking)
        return moved

    def _opened_differences(self, edit: Edit, linking: Linking) -> set[str]:
        assert edit.old is not None and edit.was is not None  # noqa: S101, PT018 - the same module
        old, was = edit.old, edit.was
        is_forgotten = False

        def recall() -> Opened | None:
            nonlocal is_forgotten
            document = self.recall([old.blob], was.name).get(old.blob)
            is_forgotten = document is None
            return open_document(document, edit.path) if document is not None else None

        before = self.files.shelf.opened((old.blob, edit.path, was.name), recall)
        if is_forgotten:
            return {of_file(edit.path)}
        before = before or edit.hinted_before()
        return differences(edit.path, before, linking.links.opened(edit.path))


class _Present(Struct, frozen=True):
    """The paths of files with a grammar."""

    files: TreeFiles

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.files.file(path) is not None


class _PresentBefore:
    """The same of the tree before; ``moving`` are the files that came or went."""

    def __init__(self, files: TreeFiles, moving: Iterable[Edit]) -> None:
        self._present = _Present(files)
        self._was: Mapping[str, bool] = {each.path: each.was is not None for each in moving}

    def __contains__(self, path: object) -> bool:
        known = self._was.get(path) if isinstance(path, str) else None
        return known if known is not None else path in self._present


class _Keeper(Struct):
    """Keeps the links of this run for the next one."""

    key: str
    files: TreeFiles
    kept: Json
    state: LinkState | None
    series: Series | None

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
        if self.series is not None:
            self.series.links = self.key, state
            return None
        if state == self.state:
            return self.kept
        return save_state(state, self.files.memo, self.key, self.state, self.kept)
