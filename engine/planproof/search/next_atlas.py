"""The atlas of a tree from that of one that differs in few files: what an edit costs.

Whatever may move the modules of files that did not change is left to a survey of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from planproof.errors import TreeChangedError
from planproof.evaluate.configured import may_configure
from planproof.evaluate.module_families import Family, Rooted, family_of, module_of
from planproof.evaluate.module_places import ModulePlaces
from planproof.evaluate.roots import Packages, SourceRoots, is_package_file
from planproof.evaluate.tree_files import TreeFiles, is_bare
from planproof.index import Index
from planproof.index.mentions import Unit
from planproof.languages import Language, by_name
from planproof.model.document import Unparsed
from planproof.model.tree import Mark, Tree
from planproof.search.atlas import NOT_KEPT, Atlas

_MOST = 200
"""Files that differ; where there are more, all files are looked through."""


class _Edit(Struct, frozen=True):
    """A file in a known language before and now; None where it is no such file."""

    path: str
    was: Unit | None
    now: Unit | None

    @property
    def moves(self) -> bool:
        """Whether a module came or went."""
        return _language(self.was) != _language(self.now)


def next_atlas(index: Index, tree: Tree, before: Atlas, then: Mark) -> Atlas | None:
    """None where it has to be surveyed. ``then`` is the mark of the tree of ``before``."""
    changes = tree.manifest.since(then)
    if changes is None or len(changes) > _MOST or index.mentions.is_untidy():
        return None
    files = TreeFiles(tree, index.memo, index.documents, index.find)
    entries = [*changes.values(), *(tree.manifest.entries.get(path) for path in changes)]
    if any(entry is not None and may_configure(entry) for entry in entries):
        return None
    edits = [_edit(path, files, before) for path in changes]
    left_out = {path for path, _ in before.unread}
    if any(_is_hard(edit, left_out) for edit in edits):
        return None
    try:
        return _edited(index, files, before, edits)
    except TreeChangedError:
        return None


def _edit(path: str, files: TreeFiles, before: Atlas) -> _Edit:
    number, file = before.numbers.get(path), files.file(path)
    now = Unit(path, file.entry.blob, file.language.name) if file is not None else None
    return _Edit(path, None if number is None else before.units[number], now)


def _is_hard(edit: _Edit, left_out: set[str]) -> bool:
    """Of a script, and of a file that could not be read, it is not kept what it was; a package file
    makes modules of other files."""
    if edit.path in left_out or is_bare(edit.path):
        return True
    return edit.moves and is_package_file(edit.path)


def _edited(index: Index, files: TreeFiles, before: Atlas, edits: list[_Edit]) -> Atlas:
    unread = dict(before.unread)
    wanted = [edit.now for edit in edits if edit.now is not None]
    known = index.mentions.numbers(wanted)
    missing = [unit for unit in wanted if unit not in known]
    for unit in missing:
        document = files.document(unit.path)
        if isinstance(document, Unparsed):
            unread[unit.path] = document.reason.value
    readable = [unit for unit in missing if unit.path not in unread]
    if readable:
        list(index.read_mentions(readable))
        known |= index.mentions.numbers(readable)
    units = dict(before.units)
    for edit in edits:
        if edit.was is not None:
            del units[before.numbers[edit.path]]
    for unit in wanted:
        if unit in known:
            units[known[unit]] = unit
        else:
            unread.setdefault(unit.path, NOT_KEPT)
    return Atlas(units, _modules(before, edits), index.mentions, tuple(sorted(unread.items())))


def _modules(before: Atlas, edits: list[_Edit]) -> ModulePlaces:
    """The very same ones where no module came or went."""
    moving = [edit for edit in edits if edit.moves]
    if not moving:
        return before.modules
    families = {**before.modules.families, **_families(before, moving)}
    now = {edit.path: _language(edit.now) for edit in moving}

    def language(path: str) -> Language | None:
        return now[path] if path in now else before.modules.language(path)

    return ModulePlaces(families, language, before.modules.aliases)


def _families(before: Atlas, moving: Iterable[_Edit]) -> Mapping[str, Family]:
    """The families that modules come to or leave; the packages are the same."""
    paths = {*before.numbers, *(path for path, _ in before.unread)}
    rooted = Rooted(SourceRoots(Packages(paths)))
    found: dict[str, Family] = {}
    for edit in moving:
        for language, comes in ((_language(edit.was), False), (_language(edit.now), True)):
            if language is not None:
                space, module = family_of(language), module_of(edit.path, language)
                family = found.get(space) or before.modules.families.get(space) or Family()
                roots = (rooted, rooted) if language.roots_vary else (None, None)
                lists = ((), [module]) if comes else ([module], ())
                found[space] = family.edited(*lists, *roots)
    return found


def _language(unit: Unit | None) -> Language | None:
    return by_name(unit.language) if unit is not None else None
