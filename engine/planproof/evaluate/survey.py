"""One pass over a tree for all rules: what each of them hits, and what it could not look at."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from planproof.errors import Diagnostic
from planproof.evaluate.app_labels import AppLabels, find_app_labels
from planproof.evaluate.contents import Sieve, Sifted, sift
from planproof.evaluate.judge import Tools, judge_file, open_page
from planproof.evaluate.kept_tree import KeptTree
from planproof.evaluate.letters import Letters, may_hit
from planproof.evaluate.linking import Linking, link, name_in
from planproof.evaluate.markers import MARKER
from planproof.evaluate.memory import open_memory
from planproof.evaluate.page import Page
from planproof.evaluate.paths import judge_paths
from planproof.evaluate.roots import SourceRoots, find_roots
from planproof.evaluate.selection import Selection, every_term
from planproof.evaluate.sightings import Watch
from planproof.evaluate.suppressing import remarks_on
from planproof.evaluate.tally import Tally
from planproof.evaluate.tree_files import TreeFile, TreeFiles
from planproof.evaluate.unparsed import judge_unparsed, may_hold_text
from planproof.evaluate.whole import WholeTree, find_in_whole
from planproof.index import Source
from planproof.model.document import Document, Reason, Unparsed
from planproof.model.tree import Tree
from planproof.rules import MEASURED, Rule, RuleTerm

_NO_WATCHES: Mapping[str, Watch] = {}


@dataclass(frozen=True, slots=True)
class Survey:
    """One tally per rule, in their order, and the digest of the files in scope of any of them.

    ``remarks`` are on comments that suppress nothing and no rule complains of.
    """

    tallies: tuple[Tally, ...]
    scope_digest: str
    remarks: tuple[Diagnostic, ...] = ()


def survey(
    rules: Sequence[Rule],
    tree: Tree,
    tools: Tools,
    *,
    for_proof: bool = False,
    watches: Mapping[str, Watch] = _NO_WATCHES,
) -> Survey:
    """Judges every file of the tree by every rule in whose scope it is.

    ``for_proof`` makes no violations and stops as soon as each forbidden term was hit once.
    ``watches``, by the ids of rules, are told of every hit.
    Raises TreeChangedError when a file is not what the manifest says.
    """
    tree = KeptTree(tree)
    selection = Selection(rules, tools.own, tree.manifest)
    tallies = tuple(Tally(rule, quotes=not for_proof, watch=watches.get(rule.id)) for rule in rules)
    judge_paths(tallies, selection)
    files = TreeFiles(tree, tools.index.memo, tools.index.documents)
    whole = _look_at_whole(tallies, files, tools, selection)
    labels = _look_at_apps(rules, files, selection)
    terms = [term for tally in tallies for term in tally.terms]
    linking = link(rules, [term for rule in rules for term in every_term(rule)], files)
    selection.rest_on(linking.files)
    letters = Letters(terms, linking.words(terms))
    walk = _Pass(tallies, tree, tools, whole, labels, linking)
    sieve = Sieve(letters, open_memory(tools.index.memo, letters), walk.wants)
    for _ in walk.run(sift(tree, selection, sieve)):
        if for_proof and not any(tally.unhit for tally in tallies):
            break
    _note_given_up(tallies, linking)
    linking.save()
    return Survey(tallies, selection.digest(), tuple(walk.remarks))


def _look_at_whole(
    tallies: Sequence[Tally], files: TreeFiles, tools: Tools, selection: Selection
) -> WholeTree:
    """What terms of the whole tree hit. Of most of them all files are what the verdict rests on."""
    terms = [term for t in tallies for term in every_term(t.rule) if term.whole]
    if not terms:
        return WholeTree()
    if any(term.facet not in MEASURED for term in terms):
        selection.rest_on(file.path for file in files.all)
    whole = find_in_whole(terms, files, _in_scope(tallies, files, tools))
    for tally in tallies:
        for each in whole.undecided(tally.limiting):
            scope = tally.rule.scope
            if not each.at or any(scope.holds(path, tools.own) for path in each.at):
                tally.blocking.append((each.path, each.why))
    return whole


def _in_scope(tallies: Iterable[Tally], files: TreeFiles, tools: Tools) -> TreeFiles:
    """The files in the scope of some rule with terms that depend on no other file."""
    measuring = [t.rule for t in tallies if any(m.facet in MEASURED for m in t.terms)]
    scopes = list(dict.fromkeys((rule.scope, rule.languages) for rule in measuring))

    def holds(file: TreeFile) -> bool:
        return any(
            (not languages or file.language.name in languages) and scope.holds(file.path, tools.own)
            for scope, languages in scopes
        )

    return files.within(holds)


def _look_at_apps(rules: Sequence[Rule], files: TreeFiles, selection: Selection) -> AppLabels:
    """What Django's apps are called, on which the names of tables rest."""
    terms = [term for rule in rules for term in every_term(rule)]
    labels = find_app_labels(terms, files)
    selection.rest_on(f"{folder}apps.py" for folder in labels.by_folder)
    return labels


def _note_given_up(tallies: Sequence[Tally], linking: Linking) -> None:
    """A rule may be violated where re-exports lead to more names than were looked at."""
    why = "re-exports lead to more names than can be followed"
    for tally in tallies:
        paths = {
            path
            for term in tally.limiting
            if (name := name_in(term)) is not None
            for path in linking.links.gave_up(name.words, tally.rule.languages)
        }
        tally.blocking.extend((path, why) for path in sorted(paths))


class _Pass:
    """Files go in sifted, candidates come out of the index as documents, in the same order."""

    def __init__(
        self,
        tallies: Sequence[Tally],
        tree: Tree,
        tools: Tools,
        whole: WholeTree,
        labels: AppLabels,
        linking: Linking,
    ) -> None:
        self._tallies = tallies
        self._tree = tree
        self._tools = tools
        self._roots: SourceRoots = find_roots(tree.manifest.entries)
        self._whole = whole
        self._labels = labels
        self._linking = linking
        self.remarks: list[Diagnostic] = []
        self._waiting: deque[tuple[Sifted, list[Tally]]] = deque()

    def wants(self, sifted: Sifted) -> bool:
        """Whether some rule must look into the file itself."""
        if not _has_document(sifted):
            tallies = [self._tallies[n] for n in sifted.selected.rules]
            path = sifted.entry.path
            return any(may_hold_text(tally, sifted) or tally.picks(path) for tally in tallies)
        return any(self._is_candidate(self._tallies[n], sifted) for n in sifted.selected.rules)

    def run(self, files: Iterable[Sifted]) -> Iterator[None]:
        """Yields after every file that was parsed."""
        for source, document in self._tools.index.documents(self._candidates(files)):
            sifted, tallies = self._waiting.popleft()
            if isinstance(document, Unparsed):
                judge_unparsed(tallies, sifted, document.reason, self._tree)
            else:
                self._judge_document(sifted, source, document, tallies)
            yield

    def _candidates(self, files: Iterable[Sifted]) -> Iterator[Source]:
        """The files that some rule must look into. All others are counted here."""
        for sifted in files:
            tallies = [self._tallies[number] for number in sifted.selected.rules]
            for tally in tallies:
                tally.in_scope += 1
            if not _has_document(sifted):
                judge_unparsed(tallies, sifted, _reason(sifted), self._tree)
                continue
            wanted = [tally for tally in tallies if self._is_candidate(tally, sifted)]
            for tally in tallies:
                tally.excluded += tally not in wanted
            if wanted:
                self._waiting.append((sifted, wanted))
                yield _source(sifted)

    def _judge_document(
        self, sifted: Sifted, source: Source, document: Document, tallies: Iterable[Tally]
    ) -> None:
        language = sifted.selected.language
        if language is None:
            return
        path = sifted.entry.path
        above = self._roots.above(path, language)
        worker = self._tools.worker
        page = open_page(
            path,
            source.content,
            language,
            document,
            worker,
            above,
            self._whole,
            self._labels.of(path),
            self._linking,
        )
        self._remark(page, tallies)
        for tally in tallies:
            tally.examined += 1
            judge_file(tally, page, source.blob, partial(self._wanted, sifted))

    def _remark(self, page: Page, tallies: Iterable[Tally]) -> None:
        if page.markers and any(tally.quotes for tally in tallies):
            known = [tally.rule.id for tally in self._tallies]
            self.remarks.extend(remarks_on(page, known))

    def _wanted(self, sifted: Sifted, term: RuleTerm) -> bool:
        path = sifted.entry.path
        if term.whole:
            return self._whole.may_hit(term, path)
        if term.folded:  # the label of an app counts like its folder's name
            path = " ".join((path, *self._labels.of(path)))
        is_written = may_hit(term, sifted.letters, sifted.regexes, path)
        return is_written or self._linking.may_hit(term, sifted)

    def _is_candidate(self, tally: Tally, sifted: Sifted) -> bool:
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
