"""One pass over a tree for all rules: what each of them hits, and what it could not look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from planproof.errors import Diagnostic
from planproof.evaluate.app_labels import AppLabels, find_app_labels
from planproof.evaluate.contents import Sieve, sift
from planproof.evaluate.file_pass import FilePass, FileResult, Surroundings
from planproof.evaluate.judge import Tools
from planproof.evaluate.kept_tree import KeptTree
from planproof.evaluate.letters import Letters
from planproof.evaluate.linking import Linking, link, name_in
from planproof.evaluate.memory import open_memory
from planproof.evaluate.paths import judge_paths, judge_unreadable
from planproof.evaluate.roots import find_roots
from planproof.evaluate.selection import Selection, every_term
from planproof.evaluate.sightings import Watch
from planproof.evaluate.tally import Tally, open_tally
from planproof.evaluate.tree_files import TreeFile, TreeFiles
from planproof.evaluate.whole import WholeTree, find_in_whole
from planproof.model.tree import Tree
from planproof.rules import MEASURED, Rule

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
    tallies = tuple(
        open_tally(rule, quotes=not for_proof, watch=watches.get(rule.id)) for rule in rules
    )
    judge_unreadable(tallies, selection)
    seen = _Sum(tallies)
    for result in judge_paths(tallies, tree.manifest.entries.values(), tools.own):
        selection.rest_on([result.entry.path])
        seen.add(result)
    files = TreeFiles(tree, tools.index.memo, tools.index.documents)
    whole = _look_at_whole(tallies, files, tools, selection)
    labels = _look_at_apps(rules, files, selection)
    terms = [term for tally in tallies for term in tally.terms]
    linking = link(rules, [term for rule in rules for term in every_term(rule)], files)
    selection.rest_on(linking.files)
    letters = Letters(terms, linking.words(terms))
    around = Surroundings(find_roots(tree.manifest.entries), linking, whole, labels)
    walk = FilePass(tallies, tree, tools, around)
    sieve = Sieve(letters, open_memory(tools.index.memo, letters), walk.wants)
    for result in walk.run(sift(tree, selection, sieve)):
        seen.add(result)
        if for_proof and not any(tally.unhit for tally in tallies):
            break
    _note_given_up(tallies, linking)
    linking.save()
    return Survey(tallies, selection.digest(), tuple(seen.remarks))


@dataclass(slots=True)
class _Sum:
    """What all files give together. A parsed file comes later than plain ones behind it."""

    tallies: Sequence[Tally]
    remarks: list[Diagnostic] = field(default_factory=list)

    def add(self, result: FileResult) -> None:
        for number in result.plain:
            self.tallies[number].add_plain(1)
        for number, part in result.parts:
            self.tallies[number].add(part)
        self.remarks.extend(result.remarks)


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
