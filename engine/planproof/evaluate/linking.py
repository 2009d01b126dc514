"""The links of one tree, and what the terms of a spec can reach by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.contents import Sifted
from planproof.evaluate.links import Links
from planproof.evaluate.module_places import ModulePlaces, family_of
from planproof.evaluate.naming import LinkedNames
from planproof.evaluate.opened import Opened, opened
from planproof.evaluate.passages import Passages
from planproof.evaluate.reach import NO_REACH, Reach, Reaches
from planproof.evaluate.tree_files import READABLE, FactKind, TreeFiles
from planproof.index import Source, skim_of
from planproof.languages import (
    CONFIGURATIONS,
    Alias,
    Language,
    Skim,
    SkimKind,
    Skimmed,
    by_name,
    read_configuration,
)
from planproof.model.document import Document, Unparsed
from planproof.model.tree import Entry
from planproof.rules import NAME_FACETS, NameTerm, RegexTerm, Rule, RuleTerm
from planproof.spec.wire import Facet

_VERSION = 4
_MOST_BYTES = 1_000_000
"""A larger file configures nothing."""

_KINDS = tuple(SkimKind)
_LINKED = NAME_FACETS - {Facet.DEFINITIONS}
"""What is defined somewhere is not defined by those who offer it again."""


@dataclass(slots=True)
class Linking:
    """Made once per tree. ``files`` are all that may matter."""

    links: Links
    reaches: Reaches
    passages: Passages
    files: frozenset[str] = frozenset()

    def reach(self, term: RuleTerm) -> Reach:
        name = name_in(term)
        return self.reaches.of(name) if name is not None else NO_REACH

    def words(self, terms: Iterable[RuleTerm]) -> frozenset[str]:
        """All words that decide whether one of the terms may be hit by a link."""
        return frozenset().union(*(self.reach(term).words for term in terms))

    def save(self) -> None:
        """Keep what was learnt of single files."""
        self.passages.save()

    def naming(self, document: Document, language: Language, path: str) -> LinkedNames:
        """What the names of one of the files mean."""
        return LinkedNames(document, language, path, self.links, self.reaches)

    def may_hit(self, term: RuleTerm, sifted: Sifted) -> bool:
        """Whether a file may mean what the term names though it lacks words of it. Without the
        file's content: whether that should be read."""
        reach, language = self.reach(term), sifted.selected.language
        if reach is NO_REACH or language is None:
            return False
        if any(_holds(sifted, words) for words in reach.at.get(sifted.entry.path, ())):
            return True
        family = family_of(language)
        ways = [w for w in reach.detours if w.family == family and _holds(sifted, w.words)]
        blob, content = sifted.entry.blob, sifted.content
        return bool(ways) and self.passages.may_take(ways, blob, language, content)


def _holds(sifted: Sifted, words: frozenset[str]) -> bool:
    path = sifted.entry.path
    return all(word in sifted.letters or word in path for word in words)


def name_in(term: RuleTerm) -> NameTerm | RegexTerm | None:
    """The name that a term looks for where links matter to it."""
    plain = term.plain
    if term.facet not in _LINKED or not isinstance(plain, NameTerm | RegexTerm):
        return None
    return plain


def link(rules: Iterable[Rule], terms: Iterable[RuleTerm], files: TreeFiles) -> Linking:
    """The links between the files of a tree that the rules' languages have; none where no term
    asks for them. Raises TreeChangedError when a file is not what the manifest says."""
    if not any(name_in(term) is not None for term in terms):
        nowhere = Links(ModulePlaces(()), {}, _nothing)
        return Linking(nowhere, Reaches(nowhere), Passages(files.memo))
    languages = [rule.languages for rule in rules]
    wanted = frozenset().union(*languages) if all(languages) else frozenset()
    facts = files.facts(_skims(wanted))
    skims = {path: skim for path, skim in facts.items() if not isinstance(skim, Unparsed)}
    unread = frozenset(path for path, skim in facts.items() if isinstance(skim, Unparsed))
    configurations = _configurations(files)
    modules = ModulePlaces(files.all, _aliases(configurations))
    links = Links(modules, skims, _Opener(files).open, unread)
    return Linking(
        links, Reaches(links), Passages(files.memo), frozenset({*facts, *configurations})
    )


def _configurations(files: TreeFiles) -> dict[str, bytes]:
    """What the configuration files of the tree, and those that they may extend, hold."""
    entries = files.tree.manifest.entries.values()
    wanted = [e for e in entries if _may_configure(e) and (files.tree.size(e) or 0) <= _MOST_BYTES]
    read = files.tree.read(wanted)
    return {entry.path: content for entry, content in read if content is not None}


def _may_configure(entry: Entry) -> bool:
    name = entry.path.rpartition("/")[2]
    is_extended = name.startswith(("tsconfig", "jsconfig")) and name.endswith(".json")
    return entry.kind in READABLE and (is_extended or name in CONFIGURATIONS)


def _aliases(configurations: Mapping[str, bytes]) -> Iterator[Alias]:
    for path, content in configurations.items():
        if path.rpartition("/")[2] in CONFIGURATIONS:
            yield from read_configuration(path, content, configurations.get)


def _nothing(path: str) -> None:
    del path


@dataclass(frozen=True, slots=True)
class _Opener:
    files: TreeFiles

    def open(self, path: str) -> Opened | None:
        document = self.files.document(path)
        language = by_name(document.language) if isinstance(document, Document) else None
        if language is None or not isinstance(document, Document):
            return None
        return opened(document, language, path)


def _skims(languages: frozenset[str]) -> FactKind[Skim]:
    return FactKind("skim", _VERSION, _quick, _read, _pack, _unpack, languages)


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
