"""Which module of a tree imports which, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from planproof.evaluate.blob_memo import Json
from planproof.evaluate.modules import Module, Modules
from planproof.evaluate.tree_files import FactKind, TreeFile, TreeFiles
from planproof.index import (
    ModuleImport,
    ModuleImports,
    Source,
    read_module_imports,
    skim_module_imports,
)
from planproof.languages import by_name, is_code
from planproof.model.document import Document, Import, Reason, Unparsed
from planproof.model.location import Span
from planproof.model.violation import Mark

_HIDDEN = "has a syntax error where an import may stand"


class Use(NamedTuple):
    """A module imported at a place. ``modules`` is empty where it is outside of the tree.

    ``chain`` is all that the import says, absolute; ``statement`` is where its statement begins.
    """

    file: TreeFile
    modules: tuple[Module, ...]
    chain: str
    span: Span
    statement: int
    mark: Mark
    relative: bool


class ImportGraph:
    """The imports of one tree, read as far as they are asked for."""

    def __init__(self, files: TreeFiles) -> None:
        self._files = files
        self._facts: dict[str, ModuleImports | Unparsed] = {}
        self._whole = False
        self._uses: dict[int, tuple[Use, ...]] = {}

    @cached_property
    def modules(self) -> Modules:
        return Modules(self._files.all)

    def load(self, modules: Collection[Module] | None = None) -> None:
        """Reads the imports of these modules, or of all."""
        if self._whole:
            return
        self._whole = modules is None
        paths = None if modules is None else {f.path for each in modules for f in each.files}
        facts = self._files.facts(_IMPORTS, paths)
        self._facts.update(facts)

    def uses(self, module: Module) -> tuple[Use, ...]:
        """All that a loaded module imports, in the order of its files and of the places there."""
        known = self._uses.get(module.number)
        if known is None:
            known = tuple(use for file in module.files for use in self._uses_of_file(file, module))
            self._uses[module.number] = known
        return known

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

    def _uses_of_file(self, file: TreeFile, module: Module) -> Iterator[Use]:
        facts = self._facts[file.path]
        if isinstance(facts, Unparsed):
            return
        broken = frozenset(facts.broken)
        for number, row in enumerate(facts.rows):
            chain = _absolute(file, row)
            meant = self.modules.meant(file, chain)
            if meant != (module,):
                mark = Mark.LEXICAL if number in broken else _mark(meant)
                span, relative = Span(row.start, row.end), bool(row.level)
                yield Use(file, meant, chain, span, row.statement, mark, relative)


def _mark(meant: Sequence[Module]) -> Mark:
    """Which of several modules by one name is imported cannot be told."""
    return Mark.PROVEN if len(meant) <= 1 else Mark.UNCERTAIN


def _absolute(file: TreeFile, row: ModuleImport) -> str:
    if not row.level:
        return row.target
    binding = Import("", row.target, Span(row.start, row.end), row.level)
    return file.language.resolve(file.path, binding)


def _read(source: Source, document: Document) -> ModuleImports:
    language = by_name(source.language)
    if language is None:
        raise LookupError(f"no grammar called {source.language}")
    return read_module_imports(source.content, language, document)


def _pack(facts: ModuleImports) -> Json:
    return [[list(row) for row in facts.rows], list(facts.broken), facts.doubt]


def _unpack(packed: tuple[list[tuple[str, int, int, int, int]], list[int], bool]) -> ModuleImports:
    rows, broken, doubt = packed
    return ModuleImports(tuple([ModuleImport(*row) for row in rows]), tuple(broken), doubt)


_IMPORTS = FactKind("module imports", 1, skim_module_imports, _read, _pack, _unpack)
