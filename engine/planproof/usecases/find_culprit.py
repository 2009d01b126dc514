"""Which commit turned a task red: bisection over first parents, without a checkout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from planproof.errors import NotFoundError, RefusedError, UsageError
from planproof.git import CommitTrees, Repository, require_repository
from planproof.git.commits import Commit, commit_at, commits_beside, commits_onto, held_by
from planproof.index import Index
from planproof.model.evaluation import Evaluation
from planproof.model.verdict import Verdict
from planproof.model.violation import Violation
from planproof.plans import Plan, PlanStore, StoredSpec, Task
from planproof.progress.compare import compare
from planproof.report.blame import Blame, Cause, Culprit, Search
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import Judged, judge_tree
from planproof.usecases.prepare import Prepared, prepare_stored
from planproof.usecases.task_spec import evidence_of
from planproof.usecases.workspace import Workspace

_DEEPEST = 10
"""Merges within merges that are looked into."""

OnJudged = Callable[[int, int], None]
"""Is told how many commits were judged, and how many there will be, as far as that is known."""


class Question(NamedTuple):
    """``good`` is a commit known to be green, as typed; without it one where the task passed.
    ``deep`` asks to look into merges."""

    good: str | None = None
    deep: bool = False


class Case(Struct, frozen=True):
    """A task, and what it is judged with."""

    workspace: Workspace
    store: PlanStore
    index: Index
    plan: Plan
    task: Task
    stored: StoredSpec


class _Witness(NamedTuple):
    """A commit that was judged."""

    commit: Commit
    evaluation: Evaluation

    @property
    def is_red(self) -> bool:
        return self.evaluation.verdict is Verdict.VIOLATED


def find_culprit(
    case: Case, now: Judged, question: Question, on_judged: OnJudged = lambda *_: None
) -> Blame:
    """What turned the tree of ``now`` red.

    Of n commits since the green one log2(n) + 2 are judged, one more where the task was completed
    by changes that only the next commit holds; more only for merges that are looked into. Raises
    RefusedError and NotFoundError where no commit is known to begin at.
    """
    verdict = now.evaluation.verdict
    if verdict is not Verdict.VIOLATED:
        return Blame(Culprit(Cause.NOTHING if verdict is Verdict.PASSED else Cause.NO_VERDICT))
    repository = require_repository(case.workspace.repository, case.workspace.root.path)
    head = now.tree.manifest.revision
    if head is None:
        raise RefusedError("there is no commit yet, so none can be blamed", fix="git commit")
    with CommitTrees(repository, case.index.memo) as trees:
        court = _Court(case, repository, trees, on_judged)
        tip = court.judge(commit_at(repository, head))
        if not tip.is_red:
            before = tip.evaluation.verdict
            culprit = Culprit(Cause.UNCOMMITTED, before=tip.commit, verdict_before=before)
            return Blame(culprit, now.evaluation.violations)
        return _Inquiry(court).follow(tip, question)


class _Court:
    """Judges commits by the spec of a task, and counts them."""

    def __init__(
        self, case: Case, repository: Repository, trees: CommitTrees, on_judged: OnJudged
    ) -> None:
        self.case = case
        self.repository = repository
        self.judged = 0
        self.expected = 2
        self._trees = trees
        self._on_judged = on_judged
        self._prepared: Prepared = prepare_stored(case.workspace.root, case.stored)
        self._evidence: Evidence = evidence_of(case.store, case.plan, case.task, case.stored)

    def judge(self, commit: Commit) -> _Witness:
        tree = self._trees.tree(commit.id, commit.tree)
        case = self.case
        judged = judge_tree(
            case.workspace, case.index, self._prepared, tree, self._evidence, of_commit=True
        )
        self.judged += 1
        self._on_judged(self.judged, max(self.expected, self.judged))
        return _Witness(commit, judged.evaluation)

    def narrow(
        self,
        green: _Witness,
        commits: Sequence[Commit],
        red: _Witness,
        is_red: Callable[[_Witness], bool],
    ) -> tuple[_Witness, _Witness]:
        """The first red commit that bisection comes upon, and what stands before it. ``commits``
        follow ``green``; ``red`` is the last of them."""
        low, high = -1, len(commits) - 1
        while high - low > 1:
            middle = (low + high) // 2
            one = self.judge(commits[middle])
            if is_red(one):
                high, red = middle, one
            else:
                low, green = middle, one
        return green, red


class _Inquiry:
    """One search through a history."""

    def __init__(self, court: _Court) -> None:
        self._court = court
        self._repository = court.repository

    def follow(self, tip: _Witness, question: Question) -> Blame:
        """``tip`` is HEAD, and red."""
        green, commits = self._start(tip, question)
        self._court.expected = 2 + (len(commits) - 1).bit_length()
        before, red = self._court.narrow(green, commits, tip, lambda one: one.is_red)
        culprit = Culprit(Cause.COMMIT, red.commit, before.commit, before.evaluation.verdict)
        blame = Blame(culprit, red.evaluation.violations)
        blame = self._look_into(blame, before, red, deep=question.deep)
        search = Search(green.commit.id, len(commits), self._court.judged)
        return Blame(replace(blame.culprit, search=search), blame.violations)

    def _start(self, tip: _Witness, question: Question) -> tuple[_Witness, tuple[Commit, ...]]:
        """A green commit, and those since."""
        good = self._known_green(tip.commit.id, question.good)
        commits = commits_onto(self._repository, good, tip.commit.id)
        green = self._court.judge(commit_at(self._repository, good))
        if green.is_red and len(commits) > 1 and question.good is None:
            green, commits = self._court.judge(commits[0]), commits[1:]
        if green.is_red:
            why = f"{green.commit.id[:10]} is red itself"
            if question.good is None:
                why += ": the task passed there by changes that were not committed"
            raise NotFoundError(why, fix=self._fix)
        return green, commits

    def _known_green(self, head: str, asked: str | None) -> str:
        if asked is not None:
            good = self._repository.resolve(asked)
            if good == head or not self._repository.is_ancestor(good, head):
                raise UsageError(f"{asked} does not come before HEAD", fix=self._fix)
            return good
        case = self._court.case
        passed = case.store.passing_commits(case.task)
        if not passed:
            raise RefusedError(
                f"task {case.task.number} never passed at a commit, so it did not turn red",
                fix=self._fix,
            )
        held = held_by(self._repository, head, passed)
        found = next((one for one in passed if one in held and one != head), None)
        if found is None:
            raise NotFoundError(
                self._why_unknown(head, passed), fix=self._fix_unknown(head, passed)
            )
        return found

    def _why_unknown(self, head: str, passed: Sequence[str]) -> str:
        """Why no commit at which the task passed comes before HEAD."""
        others = [one for one in passed if one != head]
        if not others:
            return "the task passed at HEAD only, by changes that were never committed"
        where = others[0][:10]
        if self._repository.is_shallow:
            return (
                f"the task passed at {where}, and the history is shallow here: it ends before it"
                " can be told whether HEAD descends from that"
            )
        if self._is_here(others[0]):
            return (
                f"the task passed at {where}, from which HEAD does not descend: it was done on"
                " another branch, or the history was rewritten since"
            )
        return (
            f"the task passed at {where}, which is gone: the history was rewritten, or it was"
            " never fetched"
        )

    def _fix_unknown(self, head: str, passed: Sequence[str]) -> str:
        cut_off = self._repository.is_shallow and {*passed} != {head}
        return "git fetch --unshallow" if cut_off else self._fix

    def _is_here(self, commit: str) -> bool:
        try:
            return bool(self._repository.resolve(commit))
        except NotFoundError:
            return False

    @property
    def _fix(self) -> str:
        case = self._court.case
        return f"planproof blame {case.plan.slug} {case.task.number} --good REV"

    def _look_into(self, blame: Blame, before: _Witness, red: _Witness, *, deep: bool) -> Blame:
        """A merge brought it: where ``deep``, the commit on the merged side that did."""
        for _ in range(_DEEPEST if deep else 0):
            if len(red.commit.parents) < 2:
                return blame
            sides = _sides(red.commit, before.commit)
            found = self._search_sides(sides, blame.violations)
            if isinstance(found, str):
                return _with_remark(blame, found)
            before, red = found
            blame = _through(blame, before, red)
        if len(red.commit.parents) < 2:
            return blame
        return _with_remark(blame, "it is a merge: --deep looks for the commit on the merged side")

    def _search_sides(
        self, sides: Sequence[tuple[str, str]], brought: Sequence[Violation]
    ) -> tuple[_Witness, _Witness] | str:
        """On which side the violations began: what stands before it, and that commit. Otherwise
        why there is none. A side is where it comes from and its last commit."""

        def holds(one: _Witness) -> bool:
            return bool(_shared(brought, one))

        for trunk, tip in sides:
            commits = commits_beside(self._repository, trunk, tip)
            base = self._repository.merge_base(trunk, tip)
            if not commits or base is None:
                continue
            last = self._court.judge(commits[-1])
            if not holds(last):
                continue
            first = self._court.judge(commit_at(self._repository, base))
            if holds(first):
                return f"{tip[:10]}, which it merged, had these since before the task was done"
            return self._court.narrow(first, commits, last, holds)
        return "no side that it merged had these: they came with the merge itself"


def _sides(merge: Commit, green: Commit) -> list[tuple[str, str]]:
    """Where the sides of a merge come from that are not the green one, and where they end."""
    first, *others = merge.parents
    if green.id == first:
        return [(first, one) for one in others]
    return [(others[0], first)]


def _shared(brought: Sequence[Violation], one: _Witness) -> list[Violation]:
    """Which of a commit's violations are among those that were brought. The same code elsewhere may
    have been there long before, and is another."""
    found = compare(tuple(brought), tuple(one.evaluation.violations))
    pairs = (*found.unchanged, *found.moved, *found.changed)
    return [pair.after for pair in pairs if pair.before.identity.path == pair.after.identity.path]


def _through(blame: Blame, before: _Witness, inner: _Witness) -> Blame:
    """One step further into a merge."""
    merge = blame.culprit.commit
    through = blame.culprit.through if merge is None else (*blame.culprit.through, merge)
    culprit = Culprit(Cause.COMMIT, inner.commit, before.commit, before.evaluation.verdict, through)
    return Blame(culprit, _shared(blame.violations, inner))


def _with_remark(blame: Blame, remark: str) -> Blame:
    culprit = blame.culprit
    return Blame(replace(culprit, remarks=(*culprit.remarks, remark)), blame.violations)
