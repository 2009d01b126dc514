"""A spec over a tree: the verdict, and everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from planproof.errors import Diagnostic
from planproof.evaluate.expectations import judge_expectations
from planproof.evaluate.judge import Tools
from planproof.evaluate.kept_sheets import sheets_of
from planproof.evaluate.nearest import Hintless, Nearest
from planproof.evaluate.options import Options
from planproof.evaluate.proof import find_proofs
from planproof.evaluate.reports import report
from planproof.evaluate.series import Series
from planproof.evaluate.survey import Survey, survey
from planproof.evaluate.tally import Tally
from planproof.evaluate.tree_files import TreeFiles
from planproof.evaluate.tree_links import CommonLinks
from planproof.evaluate.violations import numbered, numbered_suppressions
from planproof.evaluate.witnesses import make_witness
from planproof.index import Index
from planproof.model.evaluation import Evaluation, Summary, Witness, overall
from planproof.model.sheets import Sheets
from planproof.model.tree import Tree
from planproof.model.violation import Violation
from planproof.rules import OwnPaths, Rule, StructuralWorker, may_pass
from planproof.spec.wire import Spec

_DEFAULT = Options()


def evaluate(
    spec: Spec,
    rules: Sequence[Rule],
    tree: Tree,
    index: Index,
    options: Options = _DEFAULT,
    common: CommonLinks | None = None,
) -> Evaluation:
    """Judges a tree by the rules of a spec; ``rules`` are those that :func:`compile_rules` made.

    The same tree, spec, engine and options give the same value; ``common`` only saves finding out
    again where names lead, for several specs of one tree. Raises TreeChangedError when a file
    is no longer what the manifest says: make a new tree and ask again.
    """
    source = options.spec_path or spec.source
    own = _own_paths(options)
    with StructuralWorker(options.structural_budget) as worker:
        tools = Tools(index, worker, own)
        seen = survey(
            rules,
            tree,
            tools,
            keep=options.keep,
            source=source,
            sharing=options.sharing,
            common=common,
        )
        files = TreeFiles(tree, index.memo, index.documents, index.find)
        nearest = Nearest(tree, own, files, options.keep)
        unmet = {t.rule.id: _unmet(t, source, nearest) for t in seen.tallies}
        proofs = find_proofs(seen.tallies, tools, options)
        witnesses = _witnesses(seen, files, worker)
        counts = {
            t.rule.id: t.known + len(t.violations) + len(unmet[t.rule.id]) for t in seen.tallies
        }
        violations = _violations(seen, unmet)
        if len(violations) != sum(counts.values()):  # what was kept does not fit together
            return evaluate(spec, rules, tree, index, options._replace(keep=None), common)
        seen.save(witnesses, violations)
    reports = tuple(
        report(t, counts[t.rule.id], proofs[t.rule.id], nearest, source) for t in seen.tallies
    )
    return Evaluation(
        spec=spec.name,
        spec_digest=spec.digest,
        scope_digest=seen.scope_digest,
        engine=options.engine,
        revision=tree.manifest.revision,
        rules=reports,
        violations=violations,
        witnesses=tuple(witnesses.values()),
        warnings=(*spec.warnings, *_notes(tree), *seen.remarks),
        suppressions=numbered_suppressions(s for t in seen.tallies for s in t.suppressions),
        settled=not worker.may_answer_later,
    )


def summarize(
    spec: Spec, rules: Sequence[Rule], tree: Tree, index: Index, options: Options, series: Series
) -> tuple[Summary, bool]:
    """The summary of what :func:`evaluate` gives for one tree of a series, and whether judging
    again would give the same. No violation is quoted that nobody reads. Raises as that does."""
    source, tools = options.spec_path or spec.source, _tools(index, series.worker(), options)
    how = options.keep, options.sharing
    seen = survey(rules, tree, tools, keep=how[0], sharing=how[1], source=source, series=series)
    nearest = Hintless()
    proofs = find_proofs(seen.tallies, tools, options)
    reports = []
    for tally in seen.tallies:
        found = tally.known + tally.unquoted + len(tally.violations)
        found += len(_unmet(tally, source, nearest))
        told = report(tally, found, proofs[tally.rule.id], nearest, source)
        reports.append((tally.rule.id, told.verdict, found))
    seen.save({}, Sheets())
    again = (may_pass(why) for tally in seen.tallies for _, why in tally.blocking)
    lasting = not tools.worker.may_answer_later and not any(again)
    verdict = overall(verdict for _, verdict, _ in reports)
    return Summary(verdict, sum(found for *_, found in reports), tuple(reports)), lasting


def _tools(index: Index, worker: StructuralWorker, options: Options) -> Tools:
    return Tools(index, worker, _own_paths(options))


def _own_paths(options: Options) -> OwnPaths:
    return OwnPaths(options.own_folders, (options.spec_path,) if options.spec_path else ())


def _unmet(tally: Tally, source: str, nearest: Nearest) -> tuple[Violation, ...]:
    return tuple(judge_expectations(tally, source, partial(nearest.names, tally.rule)))


def _violations(seen: Survey, unmet: Mapping[str, Iterable[Violation]]) -> Sequence[Violation]:
    """All of them. Where they may be kept those that are known are not even unpacked: the numbers
    of violations tell only those at one path apart."""
    found = numbered(v for t in seen.tallies for v in (*t.violations, *unmet[t.rule.id]))
    if seen.keeping is None:
        return found
    return Sheets([*seen.sheets.by_path.values(), *sheets_of(found)])


def _witnesses(seen: Survey, files: TreeFiles, worker: StructuralWorker) -> Mapping[int, Witness]:
    """One for each rule that is red now, by its number."""
    found: dict[int, Witness] = {}
    for number, tally in enumerate(seen.tallies):
        known = seen.witnesses.get(number)
        witness = known.witness if known is not None else make_witness(tally, files, worker)
        if witness is not None:
            found[number] = witness
    return found


def _notes(tree: Tree) -> Iterator[Diagnostic]:
    """What the tree could not show, for people to hear."""
    for note in tree.manifest.notes:
        yield Diagnostic(note.code, note.message)
