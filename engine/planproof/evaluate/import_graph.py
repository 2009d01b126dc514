"""Which module of a tree imports what, and where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.meanings import Meaning
from planproof.evaluate.modules import Module, Modules
from planproof.evaluate.tree_files import FactKind, TreeFile, TreeFiles
from planproof.index import ModuleImports, Source, read_module_imports, skim_module_imports
from planproof.languages import by_name, is_code
from planproof.model.document import Document, Reason, Unparsed
from planproof.model.location import Span
from planproof.model.violation import Mark

_HIDDEN = "has a syntax error where an import may stand"


class Use(NamedTuple):
    """An import at a place; ``statement`` is where its statement begins."""

    file: TreeFile
    meaning: Meaning
    span: Span
    statement: int
    mark: Mark


class ImportGraph:
    """The imports of one tree, read as far as they are asked for."""

    def __init__(self, files: TreeFiles) -> None:
        self._files = files
        self._facts: dict[str, ModuleImports | Unparsed] = {}

    @cached_property
    def modules(self) -> Modules:
        return Modules(self._files)

    def load(self, modules: Iterable[Module]) -> None:
        """Reads the imports of these modules."""
        paths = {file.path for module in modules for file in module.files}
        new = paths.difference(self._facts)
        if new:
            facts = self._files.facts(_IMPORTS, new)
            self._facts.update(facts)

    def uses(self, module: Module, wanted: Callable[[Meaning], object]) -> Iterator[Use]:
        """What a loaded module imports, in the order of its files and of the places there."""
        for file in module.files:
            facts, meanings = self._read(file)
            for number in (n for n, meaning in enumerate(meanings) if wanted(meaning)):
                row, meaning = facts.row(number), meanings[number]
                mark = Mark.LEXICAL if number in facts.broken else _mark(meaning)
                yield Use(file, meaning, Span(row.start, row.end), row.statement, mark)

    def imported(self, module: Module) -> Iterator[tuple[Sequence[Meaning], Collection[int]]]:
        """The same without the places: what each file imports, and the numbers of those of it that
        stand where the syntax is broken."""
        for file in module.files:
            facts, meanings = self._read(file)
            yield meanings, facts.broken

    def doubts(self, module: Module) -> Iterator[tuple[str, str]]:
        """The files of a loaded module that may import more than is known, and why."""
        for file in module.files:
            facts = self._facts[file.path]
            if isinstance(facts, Unparsed):
                yield file.path, facts.reason.value
            elif facts.doubt:
                yield file.path, _HIDDEN

    def unreadable(self) -> Iterator[tuple[str, str]]:
        """Code and folders of the tree that cannot be read, and why."""
        for path in self._files.tree.manifest.unreadable:
            if path.endswith("/") or is_code(path):
                yield path, Reason.UNREADABLE.value

    def _read(self, file: TreeFile) -> tuple[ModuleImports, Sequence[Meaning]]:
        facts = self._facts[file.path]
        if isinstance(facts, Unparsed):
            return _NONE, ()
        absolute, relative = self.modules.seen_from(file)
        return facts, [(relative if t[:1] == "." else absolute)[t] for t in facts.targets]


def _mark(meaning: Meaning) -> Mark:
    """Which of several modules by one name is imported cannot be told."""
    return Mark.PROVEN if len(meaning.modules) <= 1 else Mark.UNCERTAIN


def _facts_of(source: Source, document: Document) -> ModuleImports:
    language = by_name(source.language)
    if language is None:
        raise LookupError(f"no grammar called {source.language}")
    return read_module_imports(source.content, language, document)


def _pack(facts: ModuleImports) -> Json:
    return [list(facts.targets), list(facts.places), list(facts.broken), facts.doubt]


def _unpack(packed: tuple[list[str], list[int], list[int], bool]) -> ModuleImports:
    targets, places, broken, doubt = packed
    return ModuleImports(tuple(targets), tuple(places), tuple(broken), doubt)


_NONE = ModuleImports((), ())
_IMPORTS = FactKind("module imports", 3, skim_module_imports, _facts_of, _pack, _unpack)
