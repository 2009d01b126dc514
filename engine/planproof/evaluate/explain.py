"""A spec over a tree, explained: what its rules mean, where they look, what they hit and miss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from planproof.evaluate.blind_spots import misses, notes_on, surprises
from planproof.evaluate.judge import Tools
from planproof.evaluate.nearest import Nearest
from planproof.evaluate.options import Options
from planproof.evaluate.proof import Proven, find_proofs
from planproof.evaluate.selection import Selection
from planproof.evaluate.sentences import green_sentence, proof_sentence, red_sentences
from planproof.evaluate.sightings import Watch, findable, most
from planproof.evaluate.survey import survey
from planproof.evaluate.tally import Tally
from planproof.evaluate.tree_files import TreeFiles
from planproof.index import Index
from planproof.model.explanation import (
    Explanation,
    RuleExplanation,
    ScopeExplanation,
    TermExplanation,
)
from planproof.model.tree import Entry, EntryKind, Manifest, Tree
from planproof.rules import OwnPaths, Rule, RuleClause, RuleTerm, StructuralWorker
from planproof.spec.wire import Spec

_DEFAULT = Options()

Progress = Callable[[int, int], None]
"""Is told how many files were read, of how many at most."""


def explain(
    spec: Spec,
    rules: Sequence[Rule],
    tree: Tree,
    index: Index,
    options: Options = _DEFAULT,
    on_progress: Progress | None = None,
) -> Explanation:
    """What the rules of a spec mean over a tree; ``rules`` are those that were compiled of it.

    The same tree, spec, engine and options give the same value. Raises TreeChangedError when a file
    is no longer what the manifest says: make a new tree and ask again.
    """
    own = OwnPaths(options.own_folders, (options.spec_path,) if options.spec_path else ())
    watches = {rule.id: Watch() for rule in rules}
    with StructuralWorker(options.structural_budget) as worker:
        tools = Tools(index, worker, own)
        watched = tree if on_progress is None else _WatchedTree(tree, on_progress)
        tallies = survey(rules, watched, tools, watches=watches).tallies
        proofs = find_proofs(tallies, tools, options)
    look = _Look(
        tree,
        own,
        watches,
        proofs,
        Nearest(tree, own, TreeFiles(tree, index.memo, index.documents, index.find)),
    )
    explained = tuple(look.rule(tally) for tally in tallies)
    return Explanation(spec.name, spec.digest, tree.manifest.revision, explained)


class _Look(Struct, frozen=True):
    """Everything that was found out, by rule."""

    tree: Tree
    own: OwnPaths
    watches: Mapping[str, Watch]
    proofs: Mapping[str, Proven]
    nearest: Nearest

    def rule(self, tally: Tally) -> RuleExplanation:
        rule = tally.rule
        scope = self._scope(tally)
        proof = self.proofs[rule.id].proof
        return RuleExplanation(
            rule=rule.id,
            description=rule.spec.description,
            red=tuple(red_sentences(rule)),
            green=f"{green_sentence(rule)} {proof_sentence(proof)}",
            scope=scope,
            terms=tuple(self._terms(rule, scope)),
            proof=proof,
            guard=rule.guard,
            coverage=tally.coverage(),
            notes=(*self._empty(tally), *notes_on(tally)),
        )

    def _empty(self, tally: Tally) -> Iterator[str]:
        if not tally.in_scope:
            globs = tally.rule.scope.include
            near = dict.fromkeys(path for glob in globs for path in self.nearest.paths(glob))
            hint = f"; nearest: {', '.join(near)}" if near else ""
            yield f"no file is in its scope, so that nothing can be judged{hint}"

    def _scope(self, tally: Tally) -> ScopeExplanation:
        """Files whose names do not tell their language are counted as files of none."""
        rule = tally.rule
        manifest = self.tree.manifest
        selected = Selection((rule,), self.own, manifest).files()
        names = (one.language.name if one.language else "" for one in selected)
        languages = Counter(name for name in names if name or not rule.languages)
        files = sum(entry.kind in _FILES for entry in manifest.entries.values())
        return ScopeExplanation(
            include=rule.spec.scope.include,
            exclude=rule.spec.scope.exclude,
            files=tally.in_scope,
            tracked=files,
            languages=most(languages, len(languages)),
        )

    def _terms(self, rule: Rule, scope: ScopeExplanation) -> Iterator[TermExplanation]:
        for name, clause in _clauses(rule):
            for term in clause.terms:
                yield self._term(rule, name, clause, term, scope)

    def _term(
        self, rule: Rule, name: str, clause: RuleClause, term: RuleTerm, scope: ScopeExplanation
    ) -> TermExplanation:
        seen = self.watches[rule.id].seen(clause, term)
        return TermExplanation(
            clause=name,
            facet=term.facet.value,
            label=term.label,
            finds=findable(term.facet),
            seen=seen,
            nearest=() if seen.hits else tuple(self.nearest.names(rule, term)),
            also=tuple(surprises(term)),
            misses=tuple(misses(term, clause, scope.languages)),
        )


_FILES = (EntryKind.FILE, EntryKind.EXECUTABLE)


def _clauses(rule: Rule) -> Iterator[tuple[str, RuleClause]]:
    named = (("match", rule.match), ("for_each", rule.for_each), ("expect", rule.expect))
    return ((name, clause) for name, clause in named if clause is not None)


class _WatchedTree:
    """A tree that tells how many of its files were read."""

    def __init__(self, tree: Tree, on_progress: Progress) -> None:
        self._tree = tree
        self._on_progress = on_progress
        self._done = 0

    @property
    def manifest(self) -> Manifest:
        return self._tree.manifest

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        total = len(self.manifest.entries)
        for entry, content in self._tree.read(entries):
            self._done = min(self._done + 1, total)
            self._on_progress(self._done, total)
            yield entry, content

    def size(self, entry: Entry) -> int | None:
        return self._tree.size(entry)

    def stream(self, entry: Entry) -> Iterator[bytes]:
        return self._tree.stream(entry)
