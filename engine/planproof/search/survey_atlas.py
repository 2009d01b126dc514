"""Reads what is not known of the files of a tree, each once for ever."""

from __future__ import annotations

from collections.abc import Callable

from planproof.evaluate.collecting import paused
from planproof.evaluate.configured import find_configured
from planproof.evaluate.module_places import ModulePlaces
from planproof.evaluate.tree_files import TreeFile, TreeFiles
from planproof.index import Index
from planproof.index.mentions import Unit
from planproof.model.tree import Tree
from planproof.search.atlas import NOT_KEPT, Atlas

Progress = Callable[[int, int], None]


def survey_atlas(index: Index, tree: Tree, on_progress: Progress) -> Atlas:
    """The atlas of a tree of which some files may never have been read. ``on_progress`` is told of
    (files done, files in all), of each of the two steps."""
    files = TreeFiles(tree, index.memo, index.documents, index.find)
    report = index.build(tree, on_progress)
    index.mentions.tidy()
    unread = {path: why.reason.value for path, why in report.unparsed}
    wanted = {_unit(file): file for file in files.all if file.path not in unread}
    known = index.mentions.units()
    _read(index, [unit for unit in wanted if unit not in known], on_progress)
    known = index.mentions.units()
    units = {known[unit]: unit for unit in wanted if unit in known}
    unread |= {unit.path: NOT_KEPT for unit in wanted if unit not in known}
    modules = ModulePlaces.of(files.all, find_configured(files).aliases)
    return Atlas(units, modules, index.mentions, tuple(sorted(unread.items())))


def _unit(file: TreeFile) -> Unit:
    return Unit(file.path, file.entry.blob, file.language.name)


def _read(index: Index, missing: list[Unit], on_progress: Progress) -> None:
    """Works out what the names of files stand for, as far as each file tells."""
    done = 0
    with paused():
        for count in index.read_mentions(missing):
            done += count
            on_progress(done, len(missing))
