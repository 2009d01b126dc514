"""What a task that was completed is worth on a tree, and what is written down of it."""

from __future__ import annotations

from functools import cached_property

from planproof.errors import Diagnostic, GitError, UsageError
from planproof.model.evaluation import Evaluation, Verdict
from planproof.plans import Refusal, Task, TaskStatus
from planproof.plans.transitions import after_verification
from planproof.report.blame import Culprit
from planproof.report.status import Standing, TaskStanding
from planproof.usecases.find_culprit import Case, Question, find_culprit
from planproof.usecases.judge import Judged
from planproof.usecases.kept_culprits import KeptCulprit
from planproof.usecases.status_look import Look, drift_of, red_commits, rests_on_suppressions
from planproof.usecases.take_snapshot import picture, remember
from planproof.usecases.write_verdict import TaskVerification, write_down


class DoneLook:
    """One task that was completed, by the tree."""

    def __init__(self, look: Look, case: Case, judged: Judged) -> None:
        self._look = look
        self._case = case
        self._judged = judged
        self._evaluation: Evaluation = judged.evaluation

    def told(self) -> TaskStanding:
        task, standing = self._case.task, self._standing
        remarks, moved = self._remarks(), task
        troubles: tuple[Diagnostic, ...] = ()
        if self._is_news and self._look.writes(self._case.plan):
            moved, more, troubles = self._written_down()
            remarks = (*remarks, *more)
        culprit = None
        if standing is Standing.RED:
            culprit, more = self._culprit()
            remarks = (*remarks, *more)
        return TaskStanding(
            moved, standing, task.status, self._evaluation, culprit, remarks, drift_of(self._case),
            troubles,
        )  # fmt: skip

    @cached_property
    def _standing(self) -> Standing:
        if rests_on_suppressions(self._case, self._judged):
            return Standing.SUPPRESSED
        verdict = self._evaluation.verdict
        if verdict is Verdict.INDETERMINATE:
            return Standing.NO_VERDICT
        if verdict is Verdict.VIOLATED:
            return Standing.RED if self._done_here else self._elsewhere
        store, task = self._case.store, self._case.task
        same = store.find_verification(task, self._evaluation.scope_digest)
        known = same is not None and same.verdict is Verdict.PASSED
        return Standing.VERIFIED if known else Standing.PASSES

    @property
    def _elsewhere(self) -> Standing:
        return Standing.CUT_OFF if self._look.is_shallow else Standing.ELSEWHERE

    @cached_property
    def _done_here(self) -> bool:
        return self._look.holds(self._case.store.passing_commits(self._case.task))

    @property
    def _is_news(self) -> bool:
        """Whether there is something to write down."""
        status = self._case.task.status
        if self._standing is Standing.RED:
            return status is TaskStatus.COMPLETED
        if self._standing not in (Standing.VERIFIED, Standing.PASSES):
            return False
        if status is TaskStatus.REGRESSED:
            return self._regressed_here and self._refusal is None
        return not self._done_here

    @cached_property
    def _regressed_here(self) -> bool:
        return self._look.holds(red_commits(self._case.store, self._case.task))

    @cached_property
    def _refusal(self) -> Refusal | None:
        standing = self._case.store.standing(self._case.task)
        outcome = after_verification(standing, Verdict.PASSED)
        return outcome if isinstance(outcome, Refusal) else None

    def _remarks(self) -> tuple[str, ...]:
        is_green = self._standing in (Standing.VERIFIED, Standing.PASSES)
        if not is_green or self._case.task.status is not TaskStatus.REGRESSED:
            return ()
        if not self._regressed_here:
            if self._look.is_shallow:
                return ("it is green; the history is shallow here: git fetch --unshallow",)
            return ("it is green on this branch; it regressed on another",)
        return () if self._refusal is None else (self._refusal.message,)

    def _written_down(self) -> tuple[Task, tuple[str, ...], tuple[Diagnostic, ...]]:
        """The task as it is then, what else to say of it, and what went wrong."""
        try:
            done = self._verification()
        except GitError as error:  # where git's folder cannot be written, the verdict still stands
            return self._case.task, (), error.diagnostics
        if done.trouble is not None:
            return self._case.task, (), (done.trouble,)
        refused = (done.outcome.message,) if isinstance(done.outcome, Refusal) else ()
        return done.task, refused, ()

    def _verification(self) -> TaskVerification:
        case, index = self._case, self._case.index
        view = picture(case.workspace, index, case.store, case.plan, case.task, self._judged)
        found = TaskVerification(
            plan=case.plan,
            task=case.task,
            evaluation=self._evaluation._replace(violations=view.carried),
            counts=view.counts if view.previous is not None else None,
            outcome=None,
            snapshot=None,
        )
        done = write_down(case.workspace, case.store, found, view)
        remember(index, case.plan, case.task, done.snapshot, view)
        return done

    def _culprit(self) -> tuple[Culprit | None, tuple[str, ...]]:
        """Who did it, and if nobody can tell, why not."""
        case = self._case
        kept = KeptCulprit(case, self._look.head)
        known = kept.recall()
        if known is not None:
            return known, ()
        try:
            culprit = find_culprit(case, self._judged, Question()).culprit
        except (UsageError, GitError) as error:
            return None, (f"no commit can be named: {error.diagnostics[0].message}",)
        kept.keep(culprit)
        return culprit, ()
