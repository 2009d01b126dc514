"""The nouns of the database, as values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from planproof.model.verdict import Verdict
from planproof.plans.status import PlanStatus, RedFirst, TaskStatus
from planproof.progress import Counts

if TYPE_CHECKING:
    from planproof.model.evaluation import Evaluation
    from planproof.progress import Recorded


class Plan(NamedTuple):
    """``id`` is its number on every screen; ``base_commit`` is where the refactor began.

    All times are ISO 8601 in UTC, ending in ``Z``.
    """

    id: int
    slug: str
    name: str
    description: str
    created_at: str
    status: PlanStatus
    base_commit: str | None
    metadata: tuple[tuple[str, str], ...] = ()


class Task(NamedTuple):
    """``number`` counts within the plan; ``key`` is random, stable, and names its file.

    ``status_reason``, ``status_actor`` and ``status_at`` tell who set the present status, when and
    why; ``already_done`` is the reason for which the red-first check was lifted. ``completed_by``
    is the id of the verification that completed it; ``spec_digest`` and ``spec_source`` name its
    spec, and are empty when it has none. ``depends_on`` are task numbers of the same plan.
    ``claim`` is what an imported file says of it, as :func:`planproof.plans.claim_of` reads it.
    ``analogous`` are patterns of code to look at first, as they are kept: advice, and nothing else.
    """

    id: int
    plan_id: int
    number: int
    key: str
    title: str
    description: str
    status: TaskStatus
    assigned_to: str
    spec_id: int | None
    spec_digest: str
    spec_source: str
    red_first: RedFirst
    already_done: str
    status_reason: str
    status_actor: str
    status_at: str
    created_at: str
    completed_at: str | None
    completed_by: int | None
    depends_on: tuple[int, ...] = ()
    claim: str = ""
    analogous: str = ""


class NewSpec(NamedTuple):
    """A spec to store. ``digest`` is that of its meaning, ``source`` the file it came from."""

    text: str
    digest: str
    name: str = ""
    kind: str = "refactor_profile"
    source: str = ""


class StoredSpec(NamedTuple):
    """One version of a spec; versions are never changed, only added."""

    id: int
    plan_id: int
    text: str
    kind: str
    source: str
    digest: str
    name: str
    created_at: str


class NewTask(NamedTuple):
    """A task to add. ``red_first`` is PROVEN when its spec was seen to be red, now or at the base.

    ``already_done`` is the reason for which that is not asked for; ``depends_on`` are numbers of
    tasks of the same plan; ``key`` is made up when empty. ``analogous`` are patterns as they are
    kept.
    """

    title: str
    description: str = ""
    assigned_to: str = ""
    spec: NewSpec | None = None
    red_first: RedFirst = RedFirst.UNPROVEN
    already_done: str = ""
    depends_on: tuple[int, ...] = ()
    key: str = ""
    analogous: str = ""


class FileChange(Protocol):
    """One file's difference to HEAD, as :mod:`planproof.git` gives it."""

    @property
    def path(self) -> str: ...
    @property
    def old_path(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def added(self) -> int: ...
    @property
    def removed(self) -> int: ...


class Diff(NamedTuple):
    """One file's difference to HEAD; ``added`` and ``removed`` count lines."""

    path: str
    text: str
    added: int
    removed: int
    status: str = "modified"
    old_path: str | None = None


class NewSnapshot(NamedTuple):
    """A snapshot to take. ``tree`` names all contents: a git tree id, or a digest without git.

    ``git_ref`` is HEAD, None before the first commit. ``files`` are the paths that differ from
    HEAD (without them those of ``diffs``), ``left_out`` those whose contents are not stored.
    ``violations`` carry their first ids (:attr:`planproof.progress.Comparison.carried`); ``since``
    saves looking at all of them. ``undecided`` says that no verdict was possible on the tree.
    """

    checkpoint_name: str
    tree: str
    git_ref: str | None = None
    spec_digest: str = ""
    files: Sequence[str] = ()
    left_out: Sequence[str] = ()
    diffs: Sequence[FileChange] = ()
    violations: Sequence[Recorded] = ()
    since: Since | None = None
    undecided: bool = False


class Since(NamedTuple):
    """An earlier ``snapshot`` of the same, and the ``paths`` outside of which the new one holds the
    very same violations; ``violations`` are those that it has at these."""

    snapshot: Snapshot
    paths: frozenset[str]
    violations: Sequence[Recorded]


class Snapshot(NamedTuple):
    """``sequence`` counts within the task, or within the plan's own when ``task_id`` is None.

    ``violations`` is how many there were; the store gives the violations, files and diffs. What was
    pruned has no contents and no diffs any more. ``undecided``: more may have been there.
    """

    id: int
    plan_id: int
    task_id: int | None
    task_number: int | None
    sequence: int
    checkpoint_name: str
    timestamp: str
    git_ref: str | None
    tree: str
    spec_digest: str
    violations: int
    actor: str
    pruned_at: str | None = None
    undecided: bool = False


class Snippet(NamedTuple):
    """A piece of the code at ``path``."""

    path: str
    text: str


class Verification(NamedTuple):
    """That one tree was judged by one version of a spec, and the outcome.

    It holds for every tree whose files in scope have ``scope_digest``, on any commit. ``commit`` is
    HEAD at the time. ``violations`` is how many there were, ``counts`` how they compare to the
    snapshot before; ``unaccepted`` how many suppressions were new and accepted by nobody.
    """

    id: int
    task_id: int
    spec_digest: str
    scope_digest: str
    commit: str | None
    engine: str
    verdict: Verdict
    violations: int
    counts: Counts
    snapshot_id: int | None
    actor: str
    at: str
    unaccepted: int = 0

    def repeats(self, evaluation: Evaluation, commit: str | None) -> bool:
        """Whether ``evaluation`` at ``commit`` would say nothing that this one does not."""
        return (
            self.spec_digest,
            self.scope_digest,
            self.engine,
            self.verdict,
            self.violations,
            self.commit,
        ) == (
            evaluation.spec_digest,
            evaluation.scope_digest,
            evaluation.engine,
            evaluation.verdict,
            len(evaluation.violations),
            commit,
        )


class Event(NamedTuple):
    """One link of the ledger. ``before`` and ``after`` are JSON objects as text, or empty."""

    id: int
    actor: str
    verb: str
    subject: str
    before: str
    after: str
    reason: str
    at: str
    prev_hash: str
    hash: str


class AcceptedSuppression(NamedTuple):
    """A suppression that a person let a task complete with.

    ``text`` is the suppressed statement: with the rule it tells which one is meant, wherever it
    stands by now. ``path`` and ``line`` (1-based) are where it stood, ``comment`` is the reason in
    the code, ``reason`` that of the actor.
    """

    rule: str
    text: str
    path: str
    line: int
    comment: str
    reason: str
    actor: str
    at: str

    @property
    def key(self) -> tuple[str, str]:
        """What :attr:`planproof.model.suppression.Suppression.key` says of the same one."""
        return (self.rule, self.text)
