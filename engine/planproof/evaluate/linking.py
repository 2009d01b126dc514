"""The links of one tree, and what the terms of a spec can reach by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from msgspec import Struct, field

from planproof.evaluate.collecting import paused
from planproof.evaluate.configured import Configured
from planproof.evaluate.contents import Sifted
from planproof.evaluate.links import Links
from planproof.evaluate.module_families import family_of
from planproof.evaluate.module_places import ModulePlaces
from planproof.evaluate.naming import LinkedNames
from planproof.evaluate.opened import Opened, opened
from planproof.evaluate.passages import Passages
from planproof.evaluate.reach import NO_REACH, Reach, Reaches
from planproof.evaluate.spoken import languages_of
from planproof.evaluate.trail import Trail
from planproof.evaluate.tree_files import TreeFiles
from planproof.evaluate.tree_links import CommonLinks, look_at_tree
from planproof.languages import Language, by_name
from planproof.model.document import Document, Unparsed
from planproof.rules import NAME_FACETS, NameTerm, RegexTerm, Rule, RuleTerm
from planproof.spec.wire import Facet

_LINKED = NAME_FACETS - {Facet.DEFINITIONS}
"""What is defined somewhere is not defined by those who offer it again."""


class Linking(Struct):
    """Made once per tree. ``list_files`` tells all files that may matter."""

    links: Links
    reaches: Reaches
    passages: Passages
    configured: Configured = field(default_factory=Configured)
    list_files: Callable[[], frozenset[str]] = frozenset

    @property
    def files(self) -> frozenset[str]:
        """All files that may matter."""
        return self.list_files()

    def trail(self, path: str) -> AbstractContextManager[Trail]:
        """``with linking.trail(path) as trail:`` judge the file; then the trail is what the result
        rests on in other files."""
        return self.links.trail(path)

    def recall_give_up(self, path: str) -> None:
        """Note what the kept trail of a file says."""
        self.links.gave_up_at.add(path)

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


def link(
    rules: Iterable[Rule],
    terms: Iterable[RuleTerm],
    files: TreeFiles,
    common: CommonLinks | None = None,
) -> Linking:
    """The links between the files of a tree that the rules' languages have; none where no term
    asks for them. ``common`` is what several specs share. Raises TreeChangedError when a file is
    not what the manifest says."""
    if not any(name_in(term) is not None for term in terms):
        return link_nothing(files)
    with paused():
        languages = languages_of(rules, files)
        tree = common.of(languages, files) if common else look_at_tree(languages, files)
        opener = Opener(files)
        links = Links(tree.modules, tree.skims, opener.open, tree.unread, answers=tree.answers)
        reaches = Reaches(links, lambda: tree.bindings)
        return Linking(links, reaches, Passages(files.shelf), tree.configured, lambda: tree.paths)


def link_nothing(files: TreeFiles) -> Linking:
    """For terms that ask for nothing."""
    nowhere = Links(ModulePlaces({}, _nothing), {}, _nothing)
    return Linking(nowhere, Reaches(nowhere), Passages(files.shelf))


def _nothing(path: str) -> None:
    del path


class Opener(Struct, frozen=True):
    """Opens files of a tree."""

    files: TreeFiles

    def open(self, path: str) -> Opened | None:
        """What the document of a file tells; None where it has none."""
        file = self.files.file(path)
        if file is None:
            raise KeyError(path)
        asked = (file.entry.blob, path, file.language.name)
        return self.files.shelf.opened(
            asked, lambda: open_document(self.files.document(path), path)
        )


def open_document(document: Document | Unparsed, path: str) -> Opened | None:
    """What a document tells at a path."""
    language = by_name(document.language) if isinstance(document, Document) else None
    if language is None or not isinstance(document, Document):
        return None
    return opened(document, language, path)
