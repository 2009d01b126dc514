"""“What does this spec mean, here?”"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.evaluate.explain import explain
from planproof.model.explanation import Explanation
from planproof.model.tree import Tree
from planproof.usecases.evidence import Evidence
from planproof.usecases.judge import on_working_tree, options_for
from planproof.usecases.prepare import Prepared, prepare_file
from planproof.usecases.workspace import Workspace


class ExplainedSpec(Struct, frozen=True):
    """A spec as it was named, and what it means over the working tree."""

    source: str
    explanation: Explanation
    warnings: tuple[Diagnostic, ...] = ()


def explain_specs(
    workspace: Workspace,
    directory: Path,
    files: tuple[str, ...],
    *,
    base: str | None = None,
    on_progress: Callable[[int, int], None],
) -> tuple[ExplainedSpec, ...]:
    """Every rule of every file over the working tree; ``base`` is where red is looked for.

    Raises SpecError, NotFoundError, UsageError.
    """
    prepared = [prepare_file(workspace.root, directory, file) for file in files]
    if base is not None and workspace.repository is not None:
        workspace.repository.resolve(base)

    with workspace.index() as index:

        def ask(tree: Tree) -> tuple[ExplainedSpec, ...]:
            found = []
            for one in prepared:
                options = options_for(workspace, one, Evidence(base=base))
                explained = explain(one.spec, one.rules, tree, index, options, on_progress)
                found.append(ExplainedSpec(one.spec.source, explained, _warnings(one)))
            return tuple(found)

        return on_working_tree(workspace, index, ask)


def _warnings(prepared: Prepared) -> tuple[Diagnostic, ...]:
    of_rules = (warning for rule in prepared.rules for warning in rule.warnings)
    return (*prepared.spec.warnings, *of_rules)
