"""One pass over a tree for all rules: what each of them hits, and what it could not look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from planproof.errors import Diagnostic
from planproof.evaluate import scope_digest
from planproof.evaluate.again import Again, judge_again
from planproof.evaluate.file_pass import FileResult
from planproof.evaluate.ground import Ground, look_around, look_at_apps, note_given_up, rests_on
from planproof.evaluate.judge import Tools
from planproof.evaluate.keeping import Keeping, open_keeping
from planproof.evaluate.kept_survey import KeptWitness
from planproof.evaluate.kept_tree import KeptTree
from planproof.evaluate.linking import Linking, link
from planproof.evaluate.options import Keep, Sharing
from planproof.evaluate.paths import judge_paths, judge_unreadable
from planproof.evaluate.red_files import open_red_files
from planproof.evaluate.selection import Selected, Selection
from planproof.evaluate.series import Series
from planproof.evaluate.sharing import Pass, judge_shared, slices_of
from planproof.evaluate.sightings import Watch
from planproof.evaluate.slices import Slice
from planproof.evaluate.spoken import languages_of
from planproof.evaluate.tally import Tally, open_tally
from planproof.evaluate.tree_files import TreeFiles
from planproof.evaluate.tree_links import CommonLinks
from planproof.model.evaluation import Witness
from planproof.model.sheets import Sheets
from planproof.model.tree import Tree
from planproof.model.violation import Violation
from planproof.rules import Rule

_NO_WATCHES: Mapping[str, Watch] = {}
_SHARING = Sharing()


class Survey(Struct, frozen=True):
    """One tally per rule, in their order, and the digest of the files in scope of any of them.

    ``remarks`` are on comments that suppress nothing and no rule complains of. ``witnesses``, by
    the number of their rule, are those that are known from before and still hold, ``sheets`` such
    violations, which the tallies do not have.
    """

    tallies: tuple[Tally, ...]
    scope_digest: str
    remarks: tuple[Diagnostic, ...] = ()
    witnesses: Mapping[int, KeptWitness] = field(default_factory=dict)
    keeping: Keeping | None = None
    sheets: Sheets = field(default_factory=Sheets)

    def save(self, witnesses: Mapping[int, Witness], violations: Sequence[Violation]) -> None:
        """Keeps what was found, and what was made of it."""
        if self.keeping is not None and isinstance(violations, Sheets):
            self.keeping.save(self.tallies, witnesses, violations)


def survey(
    rules: Sequence[Rule],
    tree: Tree,
    tools: Tools,
    *,
    for_proof: bool = False,
    watches: Mapping[str, Watch] = _NO_WATCHES,
    keep: Keep | None = None,
    source: str = "",
    series: Series | None = None,
    sharing: Sharing = _SHARING,
    common: CommonLinks | None = None,
) -> Survey:
    """Judges every file of the tree by every rule in whose scope it is.

    ``for_proof`` makes no violations and stops as soon as each forbidden term was hit once.
    ``watches``, by the ids of rules, are told of every hit. With ``keep`` only what changed since
    is looked at, with ``sharing`` by several processes, and what comes out is the same. ``source``
    is where violations lie that are in no file. In a ``series`` of trees most violations are only
    counted, and no file is kept as a red one.
    ``common`` is what several specs share that judge this tree.
    Raises TreeChangedError when a file is not what the manifest says.
    """
    tree = KeptTree(tree) if series is None else series.common.kept(tree)
    quotes, counts_only = not for_proof, series is not None
    tallies = tuple(
        open_tally(rule, quotes=quotes, watch=watches.get(rule.id), counts_only=counts_only)
        for rule in rules
    )
    selection = Selection(rules, tools.own, tree.manifest)
    index, shelf = tools.index, series.shelf if series is not None else None
    files = TreeFiles(tree, index.memo, index.documents, index.find, shelf)
    files.share(index.jobs, sharing)
    spoken = languages_of(rules, files)
    ground = Ground(tallies, tree, tools, selection, files, spoken, series, common)
    judge_unreadable(tallies, selection)
    keeping = open_keeping(ground, keep, source)
    again = judge_again(ground, keeping) if keeping is not None else None
    if again is not None:
        return _survey_of(again, tallies, keeping)
    return _judge_all(ground, keeping, sharing, for_proof=for_proof)


def _survey_of(again: Again, tallies: tuple[Tally, ...], keeping: Keeping | None) -> Survey:
    return Survey(
        tallies, again.scope_digest, again.remarks, again.witnesses, keeping, again.sheets
    )


def _judge_all(
    ground: Ground, keeping: Keeping | None, sharing: Sharing, *, for_proof: bool
) -> Survey:
    tallies, tree, selection = ground.tallies, ground.tree, ground.selection
    seen = _Sum(tallies, keeping)
    for result in judge_paths(tallies, tree.manifest.entries.values(), ground.tools.own):
        selection.rest_on([result.entry.path])
        seen.add_path(result)
    linking = _link(ground, keeping)
    around = look_around(ground, linking, look_at_apps(ground))
    selection.rest_on(rests_on(ground, around))
    whole = Pass(ground, around, *ground.open_pass(around))
    files = tuple(selection.files())
    slices = slices_of(ground, files, sharing) if not for_proof else []
    if slices:
        _judge_in_slices(whole, files, slices, seen)
    for result in () if slices else whole.judge(files):
        seen.add(result)
        if for_proof and not any(tally.unhit for tally in tallies):
            break
    note_given_up(tallies, linking, ground.files)
    linking.save()
    if keeping is not None:
        keeping.now.count(selection.scoped)
        keeping.now.labels = around.labels.packed
    digest = scope_digest.digest(scope_digest.added(selection.scoped))
    return Survey(tallies, digest, tuple(seen.remarks), keeping=keeping)


def _judge_in_slices(
    whole: Pass, files: Sequence[Selected], slices: Sequence[Slice], seen: _Sum
) -> None:
    """The same in several processes. Their pages stay there: a few are opened again."""
    for share in judge_shared(whole, files, slices):
        seen.add_plain(share.plain)
        for result in share.results:
            seen.add(result)
    whole.sieve.memory.save()
    entries, selection = whole.ground.tree.manifest.entries, whole.ground.selection
    open_red_files(seen.tallies, lambda path: whole.judge(selection.among([entries[path]])))


def _link(ground: Ground, keeping: Keeping | None) -> Linking:
    """The links of the tree, noted for the next time where that is wanted."""
    if keeping is None:
        return link(ground.rules, ground.every_term, ground.files)
    if keeping.relinked is None:
        keeping.relinked = ground.relink()
    return keeping.relinked.linking


class _Sum(Struct):
    """What all files give together. A parsed file comes later than plain ones behind it."""

    tallies: Sequence[Tally]
    keeping: Keeping | None
    remarks: list[Diagnostic] = field(default_factory=list)

    def add(self, result: FileResult) -> None:
        self._add(result)
        self.remarks.extend(result.remarks)
        if self.keeping is not None:
            self.keeping.add(result)

    def add_plain(self, plain: Counter[int]) -> None:
        for number, files in plain.items():
            self.tallies[number].add_plain(files)
        if self.keeping is not None:
            self.keeping.add_plain(plain)

    def add_path(self, result: FileResult) -> None:
        self._add(result)
        if self.keeping is not None:
            self.keeping.add_path(result)

    def _add(self, result: FileResult) -> None:
        for number in result.plain:
            self.tallies[number].add_plain(1)
        for number, part in result.parts:
            self.tallies[number].add(part)
