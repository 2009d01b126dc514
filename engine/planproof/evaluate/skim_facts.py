"""The skims of the files of a tree: all at once, or one by one as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.index import Source, skim_of
from planproof.languages import LANGUAGES, Language, Skim, SkimKind, Skimmed
from planproof.model.document import Document, Unparsed

_VERSION = 6
_KINDS = tuple(SkimKind)
_QUICK = frozenset(each.name for each in LANGUAGES if type(each).skim is not Language.skim)


def skims_in(languages: frozenset[str]) -> FactKind[Skim]:
    """The skims of files in these languages, of all for none."""
    return FactKind("skim", _VERSION, _quick, _read, _pack, _unpack, languages, 2, _QUICK)


class LazySkims(Mapping[str, Skim]):
    """Skims by path. Only who asks for all of them waits for all of them: then it ``is_whole``."""

    def __init__(self, files: TreeFiles, kind: FactKind[Skim]) -> None:
        self._files = files
        self._kind = kind
        self._found: dict[str, Skim | None] = {}
        self.is_whole = False

    def __getitem__(self, path: str) -> Skim:
        if path not in self._found:
            self._found[path] = None if self.is_whole else self._skim(path)
        found = self._found[path]
        if found is None:
            raise KeyError(path)
        return found

    def __iter__(self) -> Iterator[str]:
        self._load()
        return (path for path, skim in self._found.items() if skim is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _skim(self, path: str) -> Skim | None:
        skim = self._files.fact(self._kind, path)
        return None if isinstance(skim, Unparsed) else skim

    def _load(self) -> None:
        if not self.is_whole:
            facts = self._files.facts(self._kind)
            told = ((path, skim) for path, skim in facts.items() if not isinstance(skim, Unparsed))
            self._found = dict(told)
            self.is_whole = True


def _quick(content: bytes, language: Language) -> Skim | None:
    return language.skim(content)


def _read(source: Source, document: Document) -> Skim:
    del source
    return skim_of(document)


def _pack(skim: Skim) -> Json:
    return [[each.name, each.target, each.level, int(each.kind)] for each in skim]


def _unpack(value: Json) -> Skim:
    packed = cast("list[tuple[str, str, int, int]]", value)
    return tuple(
        [Skimmed(name, target, level, _KINDS[kind]) for name, target, level, kind in packed]
    )
