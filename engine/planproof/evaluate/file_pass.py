"""One pass over files: what each of them gives for the rules in whose scope it is."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct, field

from planproof.errors import Diagnostic
from planproof.evaluate.app_labels import AppLabels
from planproof.evaluate.contents import Sifted
from planproof.evaluate.judge import Tools, judge_file, open_page
from planproof.evaluate.letters import may_hit
from planproof.evaluate.linking import Linking
from planproof.evaluate.markers import MARKER
from planproof.evaluate.page import Page
from planproof.evaluate.roots import SourceRoots
from planproof.evaluate.suppressing import remarks_on
from planproof.evaluate.tally import Tally
from planproof.evaluate.trail import Trail
from planproof.evaluate.unparsed import judge_unparsed, may_hold_text
from planproof.evaluate.whole import WholeTree
from planproof.index import Source
from planproof.model.document import Document, Reason, Unparsed
from planproof.model.tree import Entry, Tree
from planproof.rules import RuleTerm

_NO_TRAIL = Trail()

_Parts = list[tuple[int, Tally]]


class FileResult(Struct, frozen=True):
    """What one path gives.

    ``plain`` are the numbers of the rules that count it and have nothing else to say of it,
    ``parts`` what the others found, ``remarks`` are on its comments, ``trail`` tells of the other
    files that all this rests on, ``whole`` names what terms about the whole tree hit there.
    """

    entry: Entry
    plain: tuple[int, ...]
    parts: tuple[tuple[int, Tally], ...] = ()
    remarks: tuple[Diagnostic, ...] = ()
    trail: Trail = field(default_factory=Trail)
    whole: str = ""


class Surroundings(Struct, frozen=True):
    """What the result of a file rests on besides its own bytes and path."""

    roots: SourceRoots
    linking: Linking
    whole: WholeTree = field(default_factory=WholeTree)
    labels: AppLabels = field(default_factory=AppLabels)


class FilePass:
    """Files go in sifted, candidates come out of the index as documents, in the same order."""

    def __init__(
        self, tallies: Sequence[Tally], tree: Tree, tools: Tools, around: Surroundings
    ) -> None:
        self._tallies = tallies
        self._tree = tree
        self._tools = tools
        self._around = around
        self._waiting: deque[tuple[Sifted, list[int]]] = deque()
        self._done: list[FileResult] = []

    def wants(self, sifted: Sifted) -> bool:
        """Whether some rule must look into the file itself."""
        if not _has_document(sifted):
            tallies = [self._tallies[n] for n in sifted.selected.rules]
            path = sifted.entry.path
            return any(may_hold_text(tally, sifted) or tally.picks(path) for tally in tallies)
        return any(self._is_candidate(n, sifted) for n in sifted.selected.rules)

    def run(self, files: Iterable[Sifted]) -> Iterator[FileResult]:
        """One result a file, those without a document somewhat earlier than their turn."""
        for source, document in self._tools.index.documents(self._candidates(files)):
            yield from self._finished()
            sifted, numbers = self._waiting.popleft()
            if isinstance(document, Unparsed):
                yield self._unparsed(sifted, document.reason, numbers)
            else:
                yield self._judge_document(sifted, source, document, numbers)
        yield from self._finished()

    def _finished(self) -> list[FileResult]:
        done, self._done = self._done, []
        return done

    def _candidates(self, files: Iterable[Sifted]) -> Iterator[Source]:
        """The files that some rule must look into. All others are done here."""
        for sifted in files:
            if not _has_document(sifted):
                rules = sifted.selected.rules
                self._done.append(self._unparsed(sifted, _reason(sifted), rules))
                continue
            wanted = [n for n in sifted.selected.rules if self._is_candidate(n, sifted)]
            if wanted:
                self._waiting.append((sifted, wanted))
                yield _source(sifted)
            else:
                self._done.append(FileResult(sifted.entry, sifted.selected.rules))

    def _unparsed(self, sifted: Sifted, reason: Reason, numbers: Iterable[int]) -> FileResult:
        parts = self._parts(numbers)
        judge_unparsed([part for _, part in parts], sifted, reason, self._tree)
        return self._result(sifted, [(n, p) for n, p in parts if not p.is_plain])

    def _judge_document(
        self, sifted: Sifted, source: Source, document: Document, numbers: Iterable[int]
    ) -> FileResult:
        parts = self._parts(numbers)
        with self._around.linking.trail(sifted.entry.path) as trail:
            page = self._open(sifted, source, document)
            for _, part in parts:
                part.examined += 1
                judge_file(part, page, source.blob, partial(self._wanted, sifted))
        return self._result(sifted, parts, tuple(self._remarks(page)), trail)

    def _result(
        self,
        sifted: Sifted,
        parts: _Parts,
        remarks: tuple[Diagnostic, ...] = (),
        trail: Trail = _NO_TRAIL,
    ) -> FileResult:
        for _, part in parts:
            part.in_scope = 1
        told = {number for number, _ in parts}
        plain = tuple(number for number in sifted.selected.rules if number not in told)
        whole = self._around.whole.digest_at(sifted.entry.path) if parts else ""
        return FileResult(sifted.entry, plain, tuple(parts), remarks, trail, whole)

    def _parts(self, numbers: Iterable[int]) -> _Parts:
        return [(number, self._tallies[number].part()) for number in numbers]

    def _remarks(self, page: Page) -> Iterator[Diagnostic]:
        if page.markers and any(tally.quotes for tally in self._tallies):
            yield from remarks_on(page, [tally.rule.id for tally in self._tallies])

    def _open(self, sifted: Sifted, source: Source, document: Document) -> Page:
        path, language, around = sifted.entry.path, sifted.selected.language, self._around
        assert language is not None  # noqa: S101 - only such files are candidates
        return open_page(
            path,
            source.content,
            language,
            document,
            self._tools.worker,
            around.roots.above(path, language),
            around.whole,
            around.labels.of(path),
            around.linking,
        )

    def _wanted(self, sifted: Sifted, term: RuleTerm) -> bool:
        path = sifted.entry.path
        if term.whole:
            return self._around.whole.may_hit(term, path)
        if term.folded:  # the label of an app counts like its folder's name
            path = " ".join((path, *self._around.labels.of(path)))
        is_written = may_hit(term, sifted.letters, sifted.regexes, path)
        return is_written or self._around.linking.may_hit(term, sifted)

    def _is_candidate(self, number: int, sifted: Sifted) -> bool:
        tally = self._tallies[number]
        if MARKER in sifted.letters or tally.picks(sifted.entry.path):
            return True
        return any(self._wanted(sifted, term) for term in tally.terms)


def _has_document(sifted: Sifted) -> bool:
    """Whether the file is one that the index reads."""
    return sifted.selected.language is not None and sifted.readable and not sifted.large


def _source(sifted: Sifted) -> Source:
    language, content = sifted.selected.language, sifted.content
    assert language is not None  # noqa: S101 - files without one were counted before
    assert content is not None  # noqa: S101 - a file that a rule wants was read
    return Source(sifted.entry.blob, language.name, content)


def _reason(sifted: Sifted) -> Reason:
    if not sifted.readable:
        return Reason.UNREADABLE
    if sifted.large:
        return Reason.TOO_LARGE
    return Reason.BINARY if sifted.binary else Reason.NO_GRAMMAR
