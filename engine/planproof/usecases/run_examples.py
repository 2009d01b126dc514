"""“Do these rules find fault with what they should, and with nothing else?”"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from planproof.errors import Diagnostic
from planproof.evaluate import ExampleResult, check_examples
from planproof.rules import StructuralWorker
from planproof.usecases.prepare import Prepared, prepare_file
from planproof.usecases.workspace import Workspace


class TestedRule(Struct, frozen=True):
    """A rule and how its examples came out; nothing was tested where it has none."""

    rule: str
    results: tuple[ExampleResult, ...]


class TestedSpec(Struct, frozen=True):
    """A file and its rules, in their order."""

    source: str
    name: str
    rules: tuple[TestedRule, ...]
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def results(self) -> tuple[ExampleResult, ...]:
        return tuple(result for rule in self.rules for result in rule.results)

    @property
    def wrong(self) -> int:
        """How many examples did not come out as they should."""
        return sum(not result.ok for result in self.results)

    @property
    def untested(self) -> tuple[str, ...]:
        """The ids of the rules without examples."""
        return tuple(rule.rule for rule in self.rules if not rule.results)


def run_examples(
    workspace: Workspace, directory: Path, files: tuple[str, ...]
) -> tuple[TestedSpec, ...]:
    """Every rule of every file over its own examples; no file of the project is looked at.

    Raises SpecError, UsageError.
    """
    prepared = [(file, prepare_file(workspace.root, directory, file)) for file in files]
    with StructuralWorker() as worker:
        return tuple(_tested(file, one, worker) for file, one in prepared)


def _tested(source: str, prepared: Prepared, worker: StructuralWorker) -> TestedSpec:
    rules = tuple(TestedRule(rule.id, check_examples(rule, worker)) for rule in prepared.rules)
    return TestedSpec(source, prepared.spec.name, rules, prepared.spec.warnings)
