"""The tasks of one plan, out of their files, inside a transaction that may be rolled back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from planproof.errors import Diagnostic
from planproof.plans import Claim, Plan, PlanStore, RedFirst, Task, Transaction, claim_of
from planproof.plans.files import TaskFile
from planproof.usecases.merge_plan_files import DONE, claims_anew, merge_task
from planproof.usecases.plan_state import KnownTask
from planproof.usecases.read_plan_files import FoundTask

_TEXTS = ("title", "description", "assigned_to", "analogous")


class TaskImport(Struct):
    """What becomes of tasks; ``conflicts`` and ``warnings`` are found on the way."""

    store: PlanStore
    writer: Transaction
    plan: Plan
    conflicts: list[Diagnostic]
    warnings: list[Diagnostic] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    _waiting: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def run(self, found: Mapping[str, FoundTask], known: Mapping[str, KnownTask]) -> None:
        new = [one for key, one in found.items() if key not in known]
        numbers = allot([one.file for one in new], {one.task.number for one in known.values()})
        for one in sorted(new, key=lambda one: numbers[one.file.key]):
            self._add(one, numbers[one.file.key])
        for key, task in known.items():
            if key in found:
                self._merge(task, found[key])
        if not self.conflicts:
            self._wire()

    def _add(self, one: FoundTask, number: int) -> None:
        importer, file = self.writer.importer(), one.file
        spec = None if one.prepared is None else one.prepared.to_store()
        task = importer.add_task(self.plan, file, number, spec)
        claim = Claim(red_first=file.red_first is RedFirst.PROVEN)
        importer.claim(self.plan, task, self._claim(one, claim))
        importer.accept(self.plan, task, file.accepted)
        self._waiting[file.key] = file.depends_on
        self.added.append(number)

    def _merge(self, known: KnownTask, one: FoundTask) -> None:
        """Take what only the file changed."""
        ours, theirs, last = known.file, _with_known_spec(known, one), known.last
        if theirs == ours:
            return
        here = known.task.status in DONE
        merged = merge_task(ours, last, theirs, completed_here=here)
        for word in merged.conflicts:
            self.conflicts.append(_conflict(self.plan, known.task, word, one.source))
        if merged.conflicts:
            return
        task = self._take(known.task, one, merged.taken)
        claim = claim_of(task) or Claim()
        new_spec = "spec" in merged.taken
        was_red = ours.red_first is not RedFirst.UNPROVEN and not new_spec
        if theirs.red_first is RedFirst.PROVEN and not was_red:
            claim = claim._replace(red_first=True)
        if new_spec or claims_anew(ours, last, theirs, completed_here=here):
            claim = self._claim(one, claim)
        importer = self.writer.importer()
        importer.claim(self.plan, task, claim)
        new = [each for each in theirs.accepted if each not in ours.accepted]
        importer.accept(self.plan, task, new)

    def _take(self, task: Task, one: FoundTask, taken: Collection[str]) -> Task:
        task = self.writer.edit_task(
            task, **{word: getattr(one.file, word) for word in _TEXTS if word in taken}
        )
        if "depends_on" in taken:
            self._waiting[task.key] = one.file.depends_on
        if "spec" in taken and one.prepared is not None:
            task = self.writer.add_spec_version(task, one.prepared.to_store())
        if "already_done" in taken:
            task = self.writer.importer().set_red_first(self.plan, task, one.file)
        if "status" in taken:
            task = self.writer.importer().set_status(self.plan, task, one.file)
        return task

    def _claim(self, one: FoundTask, claim: Claim) -> Claim:
        """With the completion of the file, if it is of the spec that the file holds."""
        done = one.file.completion
        if done is None or one.prepared is None:
            return claim
        if done.spec != one.prepared.spec.digest:
            message = "its completion is of another version of its spec, and counts for nothing"
            self.warnings.append(Diagnostic("stale-completion", message, source=one.source))
            return claim
        return claim._replace(status=one.file.status, completion=done)

    def _wire(self) -> None:
        """What waits for what, when all tasks are there: first what goes, so that nothing seems to
        wait for itself on the way."""
        tasks = {task.key: task for task in self.store.tasks(self.plan)}
        for key, needed in self._waiting.items():
            wanted = {tasks[one].number for one in needed}
            if not wanted.issuperset(tasks[key].depends_on):
                kept = [number for number in tasks[key].depends_on if number in wanted]
                tasks[key] = self.writer.set_dependencies(tasks[key], kept)
        for key, needed in self._waiting.items():
            self.writer.set_dependencies(tasks[key], [tasks[one].number for one in needed])


def allot(files: Iterable[TaskFile], taken: Collection[int]) -> dict[str, int]:
    """{key → number}: the one in the file where it is free, the least key first; the others get the
    next ones behind all. Numbers that are in use stay what they are."""
    ordered = sorted(files, key=lambda file: (file.number, file.key))
    numbers: dict[str, int] = {}
    used = set(taken)
    for file in ordered:
        if file.number not in used:
            numbers[file.key] = file.number
            used.add(file.number)
    following = max(used, default=0) + 1
    for file in ordered:
        if file.key not in numbers:
            numbers[file.key] = following
            following += 1
    return numbers


def _with_known_spec(known: KnownTask, one: FoundTask) -> TaskFile:
    """What the file says; a spec that means the same as ours counts as ours, comments and all."""
    spec, ours = one.file.spec, known.file.spec
    if spec is None or ours is None or one.prepared is None or spec.source != ours.source:
        return one.file
    same = one.prepared.spec.digest == known.task.spec_digest
    return replace(one.file, spec=ours) if same else one.file


def _conflict(plan: Plan, task: Task, word: str, source: str) -> Diagnostic:
    flag = {"assigned_to": "assigned-to", "depends_on": "depends-on"}.get(word, word)
    flag = flag.replace("_", "-")
    return Diagnostic(
        "conflict",
        f"{word} of task {task.number} was changed here and in the file, and differently",
        f"planproof update-task {plan.slug} {task.number} --{flag} … as the file says, or edit the"
        " file, then import again",
        source,
    )
