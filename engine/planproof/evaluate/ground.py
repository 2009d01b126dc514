"""What a survey stands on: rules, a tree, and what the result of a file rests on besides itself."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from planproof.evaluate.app_labels import AppLabels, find_app_labels
from planproof.evaluate.blob_memo import Json
from planproof.evaluate.contents import Sieve
from planproof.evaluate.file_pass import FilePass, Surroundings
from planproof.evaluate.judge import Tools
from planproof.evaluate.letters import Letters
from planproof.evaluate.linking import Linking, name_in
from planproof.evaluate.memory import Memory, open_memory
from planproof.evaluate.relinking import Relinked, relink
from planproof.evaluate.roots import Packages, SourceRoots
from planproof.evaluate.selection import Selection, every_term
from planproof.evaluate.series import Series
from planproof.evaluate.spoken import spoken_by
from planproof.evaluate.tally import Tally
from planproof.evaluate.tree_files import READABLE, TreeFile, TreeFiles
from planproof.evaluate.tree_links import CommonLinks
from planproof.evaluate.whole import WholeTree, find_in_whole
from planproof.languages import language_of
from planproof.model.tree import Changes, Entry, Tree
from planproof.rules import MEASURED, Rule, RuleTerm


class Ground(Struct, frozen=True):
    """The same for all files of one survey."""

    tallies: tuple[Tally, ...]
    tree: Tree
    tools: Tools
    selection: Selection
    files: TreeFiles
    spoken: frozenset[str]
    """The languages of all rules' files; none for all."""
    series: Series | None = None
    common: CommonLinks | None = None
    """What several specs share that judge this tree."""

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
        terms = self.every_term
        series, common = self.series, self.common
        return relink(self.rules, terms, self.files, kept, changes, find, series, common)

    def open_pass(self, around: Surroundings, *, remember: bool = True) -> tuple[FilePass, Sieve]:
        """A pass over files and what they are sifted by; ``remember`` what letters they hold."""
        terms = [term for tally in self.tallies for term in tally.terms]
        letters = Letters(terms, around.linking.words(terms))
        walk = FilePass(self.tallies, self.tree, self.tools, around)
        memo = self.tools.index.memo
        memory = open_memory(memo, letters) if remember else Memory(memo, "", {})
        return walk, Sieve(letters, memory, walk.wants)


def look_around(ground: Ground, linking: Linking, labels: AppLabels) -> Surroundings:
    """All that the results of files rest on. What keeps the whole tree from being judged is noted
    in the tallies."""
    roots = SourceRoots(Packages(ground.tree.manifest.entries))
    return Surroundings(roots, linking, _look_at_whole(ground), labels)


def look_at_apps(ground: Ground) -> AppLabels:
    """What Django's apps are called, on which the names of tables rest."""
    return find_app_labels(ground.every_term, ground.files)


def _look_at_whole(ground: Ground) -> WholeTree:
    terms = [term for term in ground.every_term if term.whole]
    if not terms:
        return WholeTree()
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


def rests_on(ground: Ground, around: Surroundings) -> frozenset[str]:
    """The files that the verdict rests on, in scope or not."""
    found = {*around.linking.files, *(f"{folder}apps.py" for folder in around.labels.by_folder)}
    if _looks_at_all(ground):
        found.update(file.path for file in ground.files.all)
    return frozenset(found)


def does_rest_on(ground: Ground, labels: AppLabels, entry: Entry) -> bool:
    """Whether a file is one of those. Its path tells its language, and it configures nothing."""
    language = language_of(entry.path)
    if language is None or entry.kind not in READABLE:
        return False
    if _looks_at_all(ground) or entry.path.removesuffix("apps.py") in labels.by_folder:
        return True
    follows = any(name_in(term) is not None for term in ground.every_term)
    return follows and (not ground.spoken or language.name in ground.spoken)


def _looks_at_all(ground: Ground) -> bool:
    """Whether some hits depend on all files that have a grammar."""
    return any(term.whole and term.facet not in MEASURED for term in ground.every_term)


def note_given_up(tallies: Sequence[Tally], linking: Linking, files: TreeFiles) -> None:
    """A rule may be violated where re-exports lead to more names than were looked at."""
    why = "re-exports lead to more names than can be followed"
    for tally in tallies:
        languages = spoken_by(tally.rule, files)
        paths = {
            path
            for term in tally.limiting
            if (name := name_in(term)) is not None
            for path in linking.links.gave_up(name.words, languages)
        }
        tally.blocking.extend((path, why) for path in sorted(paths))
