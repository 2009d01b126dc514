"""“Is this spec well made?” and “write me a first one”."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from planproof.errors import Diagnostic, SpecError, UsageError
from planproof.rules import Rule
from planproof.usecases.gate_contracts import SPECS
from planproof.usecases.prepare import Prepared, prepare_file
from planproof.usecases.workspace import Workspace


class CheckedSpec(Struct, frozen=True):
    """A file and what is wrong with it; nothing, where ``diagnostics`` is empty."""

    source: str
    name: str
    rules: tuple[Rule, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    of_spec: tuple[Diagnostic, ...] = ()

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Of the whole file, then of each rule."""
        return (*self.of_spec, *(warning for rule in self.rules for warning in rule.warnings))


def check_specs(
    workspace: Workspace, directory: Path, files: tuple[str, ...]
) -> tuple[CheckedSpec, ...]:
    """Every file, with every error of each at once."""
    return tuple(_check(workspace, directory, file) for file in files)


def _check(workspace: Workspace, directory: Path, file: str) -> CheckedSpec:
    try:
        prepared = prepare_file(workspace.root, directory, file)
    except (SpecError, UsageError) as error:
        return CheckedSpec(file, "", (), error.diagnostics)
    spec = prepared.spec
    warnings = (*spec.warnings, *_enforced_elsewhere(prepared))
    return CheckedSpec(file, spec.name, prepared.rules, of_spec=warnings)


def _enforced_elsewhere(prepared: Prepared) -> Iterator[Diagnostic]:
    """Whoever writes it believes that the gate looks at the file."""
    if prepared.spec.enforce and not (prepared.path or "").startswith(f"{SPECS}/"):
        message = f"the gate judges only specs below {SPECS}, so enforce: true does nothing here"
        yield Diagnostic("not-enforced", message, f"move the file there: git mv … {SPECS}/",
                         prepared.source)  # fmt: skip


def write_new(text: str, target: Path) -> None:
    """Write a file that must not be there yet."""
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{target} exists already; nothing was written") from None
