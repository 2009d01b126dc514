"""What a survey stands on: rules, a tree, and what the result of a file rests on besides itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planproof.evaluate.app_labels import AppLabels, find_app_labels
from planproof.evaluate.blob_memo import Json
from planproof.evaluate.contents import Sieve
from planproof.evaluate.file_pass import FilePass, Surroundings
from planproof.evaluate.judge import Tools
from planproof.evaluate.letters import Letters
from planproof.evaluate.linking import Linking, languages_of, name_in
from planproof.evaluate.memory import Memory, open_memory
from planproof.evaluate.relinking import Relinked, relink
from planproof.evaluate.roots import find_roots
from planproof.evaluate.selection import Selection, every_term
from planproof.evaluate.tally import Tally
from planproof.evaluate.tree_files import READABLE, TreeFile, TreeFiles
from planproof.evaluate.whole import WholeTree, find_in_whole
from planproof.languages import language_of
from planproof.model.tree import Changes, Entry, Tree
from planproof.rules import MEASURED, Rule, RuleTerm


@dataclass(frozen=True, slots=True)
class Ground:
    """The same for all files of one survey."""

    tallies: tuple[Tally, ...]
    tree: Tree
    tools: Tools
    selection: Selection
    files: TreeFiles

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(tally.rule for tally in self.tallies)

    @property
    def every_term(self) -> list[RuleTerm]:
        """All terms of all clauses."""
        return [term for rule in self.rules for term in every_term(rule)]

    def relink(self, kept: Json = None, changes: Changes | None = None) -> Relinked:
        """How the files hang together, from what was kept of an earlier tree, if anything was."""
        find = self.tools.index.find
        return relink(self.rules, self.every_term, self.files, kept, changes, find)

    def open_pass(self, around: Surroundings, *, remember: bool = True) -> tuple[FilePass, Sieve]:
        """A pass over files and what they are sifted by; ``remember`` what letters they hold."""
        terms = [term for tally in self.tallies for term in tally.terms]
        letters = Letters(terms, around.linking.words(terms))
        walk = FilePass(self.tallies, self.tree, self.tools, around)
        memo = self.tools.index.memo
        memory = open_memory(memo, letters) if remember else Memory(memo, "", {})
        return walk, Sieve(letters, memory, walk.wants)


def look_around(ground: Ground, linking: Linking) -> Surroundings:
    """All that the results of files rest on; the verdict rests on what is looked at here."""
    whole = _look_at_whole(ground)
    labels = _look_at_apps(ground)
    ground.selection.rest_on(linking.files)
    return Surroundings(find_roots(ground.tree.manifest.entries), linking, whole, labels)


def _look_at_whole(ground: Ground) -> WholeTree:
    """What terms of the whole tree hit. Of most of them all files are what the verdict rests on."""
    terms = [term for term in ground.every_term if term.whole]
    if not terms:
        return WholeTree()
    if any(term.facet not in MEASURED for term in terms):
        ground.selection.rest_on(file.path for file in ground.files.all)
    whole = find_in_whole(terms, ground.files, _in_scope(ground))
    own = ground.tools.own
    for tally in ground.tallies:
        for each in whole.undecided(tally.limiting):
            scope = tally.rule.scope
            if not each.at or any(scope.holds(path, own) for path in each.at):
                tally.blocking.append((each.path, each.why))
    return whole


def _in_scope(ground: Ground) -> TreeFiles:
    """The files in the scope of some rule with terms that depend on no other file."""
    measuring = [t.rule for t in ground.tallies if any(m.facet in MEASURED for m in t.terms)]
    scopes = list(dict.fromkeys((rule.scope, rule.languages) for rule in measuring))
    own = ground.tools.own

    def holds(file: TreeFile) -> bool:
        return any(
            (not languages or file.language.name in languages) and scope.holds(file.path, own)
            for scope, languages in scopes
        )

    return ground.files.within(holds)


def _look_at_apps(ground: Ground) -> AppLabels:
    """What Django's apps are called, on which the names of tables rest."""
    labels = find_app_labels(ground.every_term, ground.files)
    ground.selection.rest_on(f"{folder}apps.py" for folder in labels.by_folder)
    return labels


def rests_on_links(ground: Ground, entry: Entry) -> bool:
    """Whether the verdict rests on a file, in scope or not, for what others may mean by it. Its
    path tells its language, and it configures nothing."""
    language = language_of(entry.path)
    if language is None or entry.kind not in READABLE:
        return False
    spoken = languages_of(ground.rules)
    follows = any(name_in(term) is not None for term in ground.every_term)
    return follows and (not spoken or language.name in spoken)


def note_given_up(tallies: Sequence[Tally], linking: Linking) -> None:
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


def are_of_single_files(terms: Iterable[RuleTerm]) -> bool:
    """Whether every hit is found by looking at one file, and those that its names lead to."""
    return not any(term.whole or term.folded for term in terms)
