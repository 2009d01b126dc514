"""Every file of a tree that has a grammar, in no rule's scope or in any, and facts of each."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from msgspec import Struct

from planproof.errors import TreeChangedError
from planproof.evaluate.blob_memo import BlobMemo, Json
from planproof.evaluate.collecting import swept
from planproof.evaluate.many_files import ManyFiles
from planproof.evaluate.memory import Memo
from planproof.evaluate.options import Sharing
from planproof.evaluate.shelf import Shelf
from planproof.git import blob_id
from planproof.index import MAX_BYTES, Source
from planproof.languages import Language, by_name, digest_of, language_of
from planproof.model.document import Document, Reason, Unparsed
from planproof.model.tree import Entry, EntryKind, Tree

Fact = TypeVar("Fact")

Documents = Callable[[Iterable[Source]], Iterator[tuple[Source, Document | Unparsed]]]
"""The documents of sources, in their order; :meth:`planproof.index.Index.documents` is one."""

Stored = Callable[[Sequence[str], str], Mapping[str, Document | Unparsed]]
"""The documents of blobs in a language, of those that are stored; :meth:`Index.find` is one."""


def _nothing_stored(blobs: Sequence[str], language: str) -> Mapping[str, Document | Unparsed]:
    del blobs, language
    return {}


READABLE = (EntryKind.FILE, EntryKind.EXECUTABLE)
_SCRIPT_BYTES = 200_000
"""A larger file without an extension is taken for no script."""

_HEAD = 100
_SCRIPTS = "script 1"


class TreeFile(Struct, frozen=True):
    """A file and the language that it is read in."""

    entry: Entry
    language: Language

    @property
    def path(self) -> str:
        return self.entry.path


class FactKind(Struct, Generic[Fact], frozen=True):
    """Facts of one kind: a function of a file's bytes and its language alone.

    ``quick`` tells them from the bytes where it can, else None: then the file is parsed and
    ``read`` tells them. ``languages`` are those in which there are any, empty for all. ``version``
    goes up when the same bytes give other facts; ``name`` and it are the key they are kept under,
    as what ``pack`` makes of them and ``unpack`` is given again.
    """

    name: str
    version: int
    quick: Callable[[bytes, Language], Fact | None]
    read: Callable[[Source, Document], Fact]
    pack: Callable[[Fact], Json]
    unpack: Callable[[Any], Fact]
    languages: frozenset[str] = frozenset()
    digits: int = 1
    """How finely they are kept: 1 where all are looked at together, 2 where one may be alone."""

    quick_in: frozenset[str] = frozenset()
    """The languages in which ``quick`` tells most of them."""


class TreeFiles:
    """Looks at nothing before it is asked. Links are not followed."""

    def __init__(
        self,
        tree: Tree,
        memo: Memo,
        documents: Documents,
        stored: Stored = _nothing_stored,
        shelf: Shelf | None = None,
    ) -> None:
        self.tree = tree
        self.memo = memo
        self.shelf = shelf if shelf is not None else Shelf(memo)
        self._documents = documents
        self._stored = stored
        self._by_path: dict[str, TreeFile] = {}
        self._many = ManyFiles(tree)

    def share(self, jobs: int, sharing: Sharing) -> None:
        """Lets so many processes look at many files at once: it changes who looks, no fact."""
        self._many = ManyFiles(self.tree, jobs, sharing)

    @cached_property
    def all(self) -> tuple[TreeFile, ...]:
        """The files with a grammar, by path; scripts are told by their first line."""
        entries = [e for e in self.tree.manifest.entries.values() if e.kind in READABLE]
        named = {entry.path: language_of(entry.path) for entry in entries}
        bare = [e for e in entries if named[e.path] is None and is_bare(e.path)]
        named.update(self._languages_of_scripts(bare))
        found = ((entry, named[entry.path]) for entry in entries)
        return tuple(TreeFile(entry, language) for entry, language in found if language is not None)

    def may_have_folder(self, ending: str) -> bool:
        """Whether some folder of the tree has a name that ends so; True where it cannot be told
        from something else."""
        return self.shelf.folders.may_have(ending, self.tree.manifest)

    def within(self, holds: Callable[[TreeFile], bool]) -> TreeFiles:
        """Those of the files that a question is about."""
        return _Within(self, holds)

    def facts(
        self, kind: FactKind[Fact], paths: Container[str] | None = None
    ) -> Mapping[str, Fact | Unparsed]:
        """By path, in order: what each file of the kind's languages says, or why it says nothing.

        Of all files, or of those with these paths.

        Raises TreeChangedError when a file is not what the manifest says.
        """
        spoken = [f for f in self.all if not kind.languages or f.language.name in kind.languages]
        files = [file for file in spoken if paths is None or file.path in paths]
        found: dict[tuple[str, str], Fact | Unparsed] = {}
        for name in sorted({file.language.name for file in files}):
            same = [file for file in files if file.language.name == name]
            for blob, fact in self._facts_of_language(kind, name, same).items():
                found[blob, name] = fact
        return {file.path: found[file.entry.blob, file.language.name] for file in files}

    def facts_at(self, kind: FactKind[Fact], paths: Iterable[str]) -> Mapping[str, Fact | Unparsed]:
        """The same of the files at a few paths, without a look at the others."""
        found: dict[str, Fact | Unparsed] = {}
        files = [file for path in paths if (file := self.file(path)) is not None]
        for name in sorted({file.language.name for file in files}):
            if not kind.languages or name in kind.languages:
                same = [file for file in files if file.language.name == name]
                facts = self._facts_of_language(kind, name, same, partly=True)
                found.update((file.path, facts[file.entry.blob]) for file in same)
        return found

    def fact(self, kind: FactKind[Fact], path: str) -> Fact | Unparsed | None:
        """What one file says, without a look at the others; None where the tree has no file in
        one of the kind's languages there. Raises TreeChangedError like :meth:`facts`."""
        return self.facts_at(kind, [path]).get(path)

    def recall(self, kind: FactKind[Fact], blob: str, language: Language) -> Fact | Unparsed | None:
        """What a blob said that the tree need not hold any more; None where that is forgotten."""
        return _recalled(kind, self._memo_of(kind, language.name).get(blob))

    def file(self, path: str) -> TreeFile | None:
        """The file at a path, if it is one of those with a grammar."""
        if path not in self._by_path:
            entry = self.tree.manifest.entries.get(path)
            if entry is None or entry.kind not in READABLE:
                return None
            language = language_of(path)
            if language is None and is_bare(path):
                language = self._languages_of_scripts([entry]).get(path)
            if language is None:
                return None
            self._by_path[path] = TreeFile(entry, language)
        return self._by_path[path]

    def language_then(self, entry: Entry) -> Language | None:
        """The language of a file as it was. Raises LookupError where that is forgotten."""
        language = language_of(entry.path) if entry.kind in READABLE else None
        if language is None and entry.kind in READABLE and is_bare(entry.path):
            known = self.shelf.memory(_SCRIPTS).get(entry.blob)
            if not isinstance(known, str):
                raise LookupError(entry.path)
            language = by_name(known)
        return language

    def contents(self, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
        """The bytes of these files of the tree, by path, of those that can be read and are small.

        Raises TreeChangedError like :meth:`facts`.
        """
        small = [entry for entry in entries if (self.tree.size(entry) or 0) <= _SCRIPT_BYTES]
        for entry, content in self.tree.read(small):
            if content is not None:
                self._check(entry, content)
                yield entry.path, content

    def document(self, path: str) -> Document | Unparsed:
        """The document of one of the files. Raises TreeChangedError like :meth:`facts`."""
        file = self.file(path)
        if file is None:
            raise KeyError(path)
        stored = self._stored([file.entry.blob], file.language.name)
        if file.entry.blob in stored:  # no need to read it
            return stored[file.entry.blob]
        if (self.tree.size(file.entry) or 0) > MAX_BYTES:
            return Unparsed(Reason.TOO_LARGE)
        for entry, content in self.tree.read([file.entry]):
            if content is not None:
                self._check(entry, content)
                source = Source(entry.blob, file.language.name, content)
                return next(iter(self._documents([source])))[1]
        return Unparsed(Reason.UNREADABLE)

    def _facts_of_language(
        self,
        kind: FactKind[Fact],
        language: str,
        files: Sequence[TreeFile],
        *,
        partly: bool = False,
    ) -> Mapping[str, Fact | Unparsed]:
        memo = self._memo_of(kind, language)
        found: dict[str, Fact | Unparsed] = {}
        missing: dict[str, TreeFile] = {}
        for file in files:
            blob = file.entry.blob
            if blob not in found and blob not in missing:
                fact = _recalled(kind, memo.get(blob))
                if fact is None:
                    missing[blob] = file
                else:
                    found[blob] = fact
        for blob, fact in self._learnt(kind, list(missing.values())):
            found[blob] = fact
            if not isinstance(fact, Unparsed):
                memo.put(blob, [kind.pack(fact)])
            elif fact.reason is not Reason.UNREADABLE:
                memo.put(blob, fact.reason.name)
        self.shelf.note(memo, None if partly else self._blobs)
        return found

    def _memo_of(self, kind: FactKind[Fact], language: str) -> BlobMemo:
        key = f"{kind.name} {kind.version} {language} {digest_of(language)}"
        return self.shelf.memory(key, kind.digits)

    @cached_property
    def _blobs(self) -> frozenset[str]:
        return frozenset(file.entry.blob for file in self.all)

    def _learnt(
        self, kind: FactKind[Fact], files: Sequence[TreeFile]
    ) -> Iterator[tuple[str, Fact | Unparsed]]:
        packed = self._told_by_many(kind, files)
        for file in files:
            if file.path in packed:
                yield file.entry.blob, kind.unpack(packed[file.path])
        left = [file for file in files if file.path not in packed]
        told: list[tuple[str, Fact | Unparsed]] = []
        for source, document in swept(self._documents(self._sources(kind, left, told))):
            if isinstance(document, Unparsed):
                yield source.blob, document
            else:
                yield source.blob, kind.read(source, document)
        yield from told

    def _told_by_many(self, kind: FactKind[Fact], files: Sequence[TreeFile]) -> Mapping[str, Json]:
        """What several processes tell at once of files in one language, packed, by path."""
        language = files[0].language if files else None
        if language is None or language.name not in kind.quick_in:
            return {}

        def tell(content: bytes) -> Json:
            fact = kind.quick(content, language)
            return None if fact is None else kind.pack(fact)

        return self._many.tell([file.entry for file in files], tell)

    def _sources(
        self,
        kind: FactKind[Fact],
        files: Sequence[TreeFile],
        told: list[tuple[str, Fact | Unparsed]],
    ) -> Iterator[Source]:
        """What must be parsed; ``told`` gets all that is known without."""
        by_path = {file.path: file for file in files}
        small = []
        for file in files:
            if (self.tree.size(file.entry) or 0) > MAX_BYTES:
                told.append((file.entry.blob, Unparsed(Reason.TOO_LARGE)))
            else:
                small.append(file.entry)
        for entry, content in self.tree.read(small):
            if content is None:
                told.append((entry.blob, Unparsed(Reason.UNREADABLE)))
                continue
            self._check(entry, content)
            language = by_path[entry.path].language
            fact = kind.quick(content, language)
            if fact is not None:
                told.append((entry.blob, fact))
            else:
                yield Source(entry.blob, language.name, content)

    def _check(self, entry: Entry, content: bytes) -> None:
        if blob_id(content, self.tree.manifest.object_format) != entry.blob:
            raise TreeChangedError(
                f"{entry.path} changed while it was being judged",
                fix="run the command again when nothing writes to the files",
            )

    def _languages_of_scripts(self, entries: Sequence[Entry]) -> dict[str, Language | None]:
        memo = self.shelf.memory(_SCRIPTS)
        known = {entry.path: memo.get(entry.blob) for entry in entries}
        small = [
            entry
            for entry in entries
            if known[entry.path] is None and (self.tree.size(entry) or 0) <= _SCRIPT_BYTES
        ]
        for entry, content in self.tree.read(small):
            if content is not None:
                language = language_of(entry.path, content[:_HEAD])
                known[entry.path] = language.name if language is not None else ""
                memo.put(entry.blob, known[entry.path])
        self.shelf.note(memo, {entry.blob for entry in entries} if len(entries) > 1 else None)
        return {path: by_name(name) for path, name in known.items() if isinstance(name, str)}


class _Within(TreeFiles):
    """Some of the files of a tree, with its memories."""

    def __init__(self, whole: TreeFiles, holds: Callable[[TreeFile], bool]) -> None:
        documents, stored = whole._documents, whole._stored  # noqa: SLF001
        super().__init__(whole.tree, whole.memo, documents, stored, whole.shelf)
        self._whole, self._holds = whole, holds

    @cached_property
    def all(self) -> tuple[TreeFile, ...]:
        return tuple(file for file in self._whole.all if self._holds(file))

    def file(self, path: str) -> TreeFile | None:
        return self._whole.file(path)

    @cached_property
    def _blobs(self) -> frozenset[str]:
        return self._whole._blobs  # noqa: SLF001


def is_bare(path: str) -> bool:
    """Whether only the first line of a file can tell its language."""
    return "." not in path.rpartition("/")[2]


def _recalled(kind: FactKind[Fact], value: Json) -> Fact | Unparsed | None:
    match value:
        case [packed]:
            try:
                return kind.unpack(packed)
            except (ValueError, TypeError, KeyError, IndexError):  # damaged: it is told again
                return None
        case str() if value in Reason.__members__:
            return Unparsed(Reason[value])
        case _:
            return None
