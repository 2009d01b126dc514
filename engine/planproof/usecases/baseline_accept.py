"""“These may stay for now.” Lines for violations that are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from planproof.errors import Diagnostic, UsageError
from planproof.model.tree import Tree
from planproof.model.violation import Violation
from planproof.progress.baseline import BaselineLine, Lines, line_for, of_contract, settled
from planproof.progress.baseline_edit import grow
from planproof.progress.baseline_file import is_day
from planproof.progress.excuse import excuse
from planproof.report.baseline import AcceptedLines
from planproof.rules.globs import matcher_of
from planproof.usecases.baseline_lines import BaselineOnDisk
from planproof.usecases.baseline_state import BaselineState, is_judged, problems_of
from planproof.usecases.gate_contracts import BASELINE, HeldContract
from planproof.usecases.judge import on_working_tree
from planproof.usecases.workspace import Workspace


class AcceptRequest(Struct, frozen=True):
    """``specs`` as typed, none for all; ``expires`` is YYYY-MM-DD or empty; ``rule`` and ``path``
    (a glob of gitignore's) choose violations, empty for all."""

    reason: str
    specs: tuple[str, ...] = ()
    owner: str = ""
    expires: str = ""
    rule: str = ""
    path: str = ""


def accept(workspace: Workspace, directory: Path, request: AcceptRequest) -> AcceptedLines:
    """Add a line for each violation of enforced specs in the working tree that has none.

    Nothing is written for a spec of which not all violations are known. Raises UsageError for what
    cannot be asked, SpecError, BaselineError, RefusedError where the file must not be written.
    """
    today = workspace.now()[:10]
    _check(request, today)
    with workspace.index() as index:

        def ask(tree: Tree) -> AcceptedLines:
            state = BaselineState(workspace, index, tree)
            specs = state.chosen(workspace.root, directory, request.specs)
            _check_rule(request.rule, specs)
            return _accept(workspace, state, specs, request, today)

        return on_working_tree(workspace, index, ask)


def _accept(
    workspace: Workspace,
    state: BaselineState,
    specs: dict[str, HeldContract],
    request: AcceptRequest,
    today: str,
) -> AcceptedLines:
    file = BaselineOnDisk(workspace.root.path)
    lines, waiting = file.lines, 0
    added: list[BaselineLine] = []
    unjudged: dict[str, tuple[Diagnostic, ...]] = {}
    is_meant = _filter(request)
    for contract, held in specs.items():
        evaluation = state.found(held)
        if not is_judged(evaluation):
            unjudged[contract] = problems_of(evaluation)
            continue
        own, at_fork = of_contract(lines, contract), state.at_fork(held)

        def give(one: Violation, contract: str = contract) -> BaselineLine | None:
            if not is_meant(one):
                return None
            return line_for(contract, one, request.reason, request.owner, request.expires)

        grown = grow(evaluation.violations, own, at_fork, state.renames, today, give)
        lines = _with(lines, contract, grown.lines)
        new = frozenset(grown.added)
        judged = excuse(evaluation.violations, grown.lines, at_fork, state.renames, today)
        waiting += sum(one.line in new for one in judged.grown)
        added += grown.added
    if added:
        file.write(lines)
    return AcceptedLines(BASELINE, tuple(added), len(lines), waiting, unjudged)


def _with(lines: Lines, contract: str, own: Lines) -> Lines:
    return settled([*own, *(line for line in lines if line.contract != contract)])


def _filter(request: AcceptRequest) -> Callable[[Violation], bool]:
    try:
        is_there = matcher_of([request.path]) if request.path else lambda _: True
    except ValueError as error:
        raise UsageError(f"--path {request.path}: {error}", fix='--path "src/**"') from None
    return lambda one: request.rule in ("", one.rule) and is_there(one.identity.path)


def _check(request: AcceptRequest, today: str) -> None:
    if not request.reason.strip():
        raise UsageError("a baseline needs a reason", fix='--reason "TEXT"')
    if request.expires and not is_day(request.expires):
        raise UsageError(f"{request.expires!r} is no day", fix="--expires 2027-01-31")
    if request.expires and request.expires < today:
        raise UsageError(
            f"{request.expires} has passed, so nothing would be excused", fix="give a later day"
        )
    _filter(request)


def _check_rule(rule: str, specs: dict[str, HeldContract]) -> None:
    known = sorted({one.id for held in specs.values() for one in held.prepared.spec.rules})
    if rule and rule not in known:
        raise UsageError(f"no enforced spec has a rule {rule!r}", fix=f"one of: {', '.join(known)}")
