"""The contracts that a tree holds itself to, read from its own files and from nothing else."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from msgspec import Struct, field

from planproof.errors import Diagnostic, PlanproofError, SpecError, TreeChangedError, UsageError
from planproof.gate.contract import Contract, ContractKind
from planproof.git import blob_id
from planproof.git.below import entries_below
from planproof.model.tree import Entry, EntryKind
from planproof.plans.files import PlanFile, TaskFile, read_plan, read_task
from planproof.plans.status import TaskStatus
from planproof.usecases.prepare import Prepared, prepare_text

if TYPE_CHECKING:
    from planproof.git import CommitTree, WorkingTree

OWN = ".planproof"
PLANS, GUARDS, SPECS = f"{OWN}/plans", f"{OWN}/guards", f"{OWN}/specs"
BASELINE = f"{OWN}/baseline.jsonl"
SIGNERS = f"{OWN}/allowed_signers"
ACCEPTANCES = f"{OWN}/acceptances"

LARGEST = 1_048_576
"""Bytes of one file of ours; the baseline and the acceptances have bounds of their own."""

MOST_BYTES = 64 * 1_048_576

T = TypeVar("T")


class HeldContract(Struct, frozen=True):
    """A contract, with its rules ready to be judged."""

    contract: Contract
    prepared: Prepared


class PlanInTree(Struct, frozen=True):
    """A plan as its files say; ``tasks`` by key, ``path`` is that of ``plan.yaml``."""

    file: PlanFile
    path: str
    tasks: Mapping[str, TaskFile]


class Contracts(Struct, frozen=True):
    """``held`` by id; ``plans`` by slug. ``own`` are all files below ``.planproof``, ``unread`` the
    complaints about those that are no contract in this version: only a base may have some."""

    held: Mapping[str, HeldContract] = {}
    plans: Mapping[str, PlanInTree] = {}
    own: Mapping[str, Entry] = {}
    unread: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()


class Parsed(Struct):
    """What files were read as, by path and blob: two trees share most of them."""

    known: dict[tuple[str, str], object] = field(default_factory=dict)


def collect(
    tree: WorkingTree | CommitTree, parsed: Parsed | None = None, *, forgiving: bool = False
) -> Contracts:
    """Everything that the files of ``tree`` claim or demand.

    ``forgiving`` is for a base, which nobody can mend any more: what cannot be read there is told
    in ``unread``. Otherwise raises SpecError with the mistakes of all files at once, and UsageError
    for links and for what is too large.
    """
    own = entries_below(tree, OWN)
    _refuse_links(own)
    reader = _Reader(tree, own, parsed or Parsed())
    found = [*reader.plans(), *reader.guards(), *reader.specs()]
    if reader.complaints and not forgiving:
        raise SpecError(tuple(reader.complaints))
    held = {one.contract.id: one for one in sorted(found, key=lambda one: one.contract.id)}
    return Contracts(held, reader.found_plans, own, tuple(reader.complaints), tuple(reader.notes))


def read_file(tree: WorkingTree | CommitTree, entry: Entry, largest: int = LARGEST) -> bytes:
    """The bytes of one of our own files. Raises UsageError for more than ``largest``."""
    size = tree.size(entry)
    if size is not None and size > largest:
        raise UsageError(
            f"{entry.path} has {size:,} bytes, more than the {largest:,} that planproof reads",
            fix="split it, or remove it",
        )
    ((_, content),) = tree.read([entry])
    if content is None or blob_id(content, tree.manifest.object_format) != entry.blob:
        raise TreeChangedError(f"{entry.path} changed while it was read", fix="run this again")
    return content


def _refuse_links(own: Mapping[str, Entry]) -> None:
    """A link could lead anywhere, and a submodule is another repository's."""
    folders = (OWN, PLANS, GUARDS, SPECS)
    for path, entry in own.items():
        plain = entry.kind in (EntryKind.FILE, EntryKind.EXECUTABLE)
        if path in folders or (not plain and path.startswith(f"{OWN}/")):
            raise UsageError(
                f"{path} is no regular file or folder; contracts are read through nothing else",
                fix="put the files themselves into the repository",
                code="contract-link",
            )


class _Reader(Struct):
    tree: WorkingTree | CommitTree
    own: Mapping[str, Entry]
    parsed: Parsed
    complaints: list[Diagnostic] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)
    found_plans: dict[str, PlanInTree] = field(default_factory=dict)
    bytes_left: int = MOST_BYTES

    def plans(self) -> Iterator[HeldContract]:
        for slug, paths in self._plan_folders().items():
            folder = f"{PLANS}/{slug}"
            plan_path = f"{folder}/plan.yaml"
            if plan_path not in paths:
                message = f"{folder} holds files of a plan, but no plan.yaml"
                self._complain("no-plan-file", message, "restore it, or remove the folder", folder)
                continue
            plan = self._parsed(plan_path, read_plan)
            tasks = list(self._tasks(folder, paths))
            if plan is None:
                continue
            if plan.slug in self.found_plans:
                message = f"the slug {plan.slug} is another plan's, too"
                self._complain("duplicate-plan", message, "give each its own", plan_path)
                continue
            by_key = {file.key: file for _, file in tasks}
            self.found_plans[plan.slug] = PlanInTree(plan, plan_path, by_key)
            for path, file in tasks:
                if file.status is TaskStatus.COMPLETED:
                    yield from self._completed(plan.slug, path, file)

    def guards(self) -> Iterator[HeldContract]:
        for path in self._specs_below(GUARDS):
            prepared = self._parsed(path, _loaded)
            if prepared is not None:
                yield _of_file(ContractKind.GUARD, path, prepared)

    def specs(self) -> Iterator[HeldContract]:
        for path in self._specs_below(SPECS):
            prepared = self._parsed(path, _loaded)
            if prepared is not None and prepared.spec.enforce:
                yield _of_file(ContractKind.SPEC, path, prepared)

    def _completed(self, slug: str, path: str, file: TaskFile) -> Iterator[HeldContract]:
        assert file.spec is not None  # noqa: S101 - a completed task without one was complained of
        prepared = prepare_text(file.spec.text, path)
        try:
            assert prepared.rules is not None  # noqa: S101 - asking reads it
        except SpecError as error:
            said = (one._replace(source=path, line=None, column=None) for one in error.diagnostics)
            self.complaints.extend(said)
            return
        contract = Contract(
            kind=ContractKind.TASK,
            id=f"{slug}/{file.key}",
            title=file.title,
            path=path,
            text=file.spec.text,
            source=path,
            plan=slug,
            number=file.number,
        )
        yield HeldContract(contract, prepared)

    def _plan_folders(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.own:
            if path.startswith(f"{PLANS}/") and path.count("/") > PLANS.count("/") + 1:
                found.setdefault(path.split("/")[2], []).append(path)
            elif path.startswith(f"{PLANS}/"):
                self._pass_over(path)
        return found

    def _tasks(self, folder: str, paths: Sequence[str]) -> Iterator[tuple[str, TaskFile]]:
        for path in paths:
            inner, name = posixpath.split(path)
            if path == f"{folder}/plan.yaml":
                continue
            if inner != f"{folder}/tasks" or not name.endswith(".yaml"):
                self._pass_over(path)
                continue
            file = self._parsed(path, read_task)
            if file is None:
                continue
            if name != f"{file.key}.yaml":
                message = f"the key {file.key} is not the name of its file"
                self._complain("bad-name", message, f"call it {file.key}.yaml", path)
                continue
            yield path, file

    def _specs_below(self, folder: str) -> Iterator[str]:
        for path in self.own:
            if path.startswith(f"{folder}/"):
                if path.lower().endswith((".yaml", ".yml")):
                    yield path
                else:
                    self._pass_over(path)

    def _parsed(self, path: str, parse: Callable[[bytes, str], T]) -> T | None:
        key = (path, self.own[path].blob)
        if key in self.parsed.known:
            return cast("T", self.parsed.known[key])
        try:
            found = parse(self._read(path), path)
        except TreeChangedError:
            raise
        except PlanproofError as error:
            self.complaints.extend(
                one if one.source else one._replace(source=path) for one in error.diagnostics
            )
            return None
        self.parsed.known[key] = found
        return found

    def _read(self, path: str) -> bytes:
        content = read_file(self.tree, self.own[path])
        self.bytes_left -= len(content)
        if self.bytes_left < 0:
            raise UsageError(f"{OWN} holds more than {MOST_BYTES:,} bytes of contracts")
        return content

    def _complain(self, code: str, message: str, fix: str, path: str) -> None:
        self.complaints.append(Diagnostic(code, message, fix, path))

    def _pass_over(self, path: str) -> None:
        """Whatever it was meant to be: nobody should believe that it is judged."""
        if posixpath.basename(path) not in _EXPECTED:
            message = f"{path} is no contract: its name says neither spec nor plan"
            self.notes.append(Diagnostic("no-contract", message, "name it NAME.yaml", path))


_EXPECTED = frozenset({"README.md", ".gitattributes", ".gitignore", ".gitkeep"})


def _loaded(content: bytes, source: str) -> Prepared:
    prepared = Prepared(content, source, source)
    assert prepared.rules is not None  # noqa: S101 - asking reads it
    return prepared


def _of_file(kind: ContractKind, path: str, prepared: Prepared) -> HeldContract:
    text = prepared.spec.text
    return HeldContract(Contract(kind, path, prepared.spec.name, path, text, path), prepared)
