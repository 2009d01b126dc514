"""The table of commands, each in a module that is loaded only when the command is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from planproof_cli.frame import Command

Table = Mapping[str, "str | Table"]
"""Command name → ``module:function``, or a group's own table."""

COMMANDS: Table = {
    "init": "plans:init",
    "plan": {
        "new": "plans:new",
        "list": "plans:list_all",
        "show": "plans:show",
        "archive": "archive:archive",
        "export": "plan_files:export",
        "import": "plan_files:import_",
    },
    "show": "plans:show",
    "list": "plans:list_all",
    "archive": "archive:archive",
    "add-task": "tasks:add_task",
    "update-task": "tasks:update_task",
    "verify-task": "verification:verify_task",
    "accept-suppression": "suppressions:accept_suppression",
    "verify": "verification:verify",
    "gate": "gate:gate",
    "status": "status:status",
    "blame": "blame:blame",
    "compare": "compare:compare",
    "progress": "progress:progress",
    "checkpoint": "snapshots:checkpoint",
    "show-diff": "snapshots:show_diff",
    "rewind": "snapshots:rewind",
    "snapshot": {
        "list": "snapshot:list_all",
        "show": "snapshot:show",
        "diff": "snapshot:diff",
        "prune": "snapshot:prune",
        "purge": "snapshot:purge",
    },
    "find": "find:find",
    "definition": "symbols:definition",
    "references": "symbols:references",
    "callers": "symbols:callers",
    "callees": "symbols:callees",
    "implementations": "files:implementations",
    "imports": "files:imports",
    "imported-by": "files:imported_by",
    "outline": "files:outline",
    "routes": "web:routes",
    "tables": "web:tables",
    "impact": "symbols:impact",
    "index": "facts:index",
    "facts": "facts:facts",
    "similar": "similar:similar",
    "analogous": "analogous:analogous",
    "spec": {
        "new": "specs:new",
        "check": "specs:check",
        "explain": "specs:explain",
        "test": "specs:test",
        "schema": "specs:schema",
        "from-similar": "from_similar:from_similar",
    },
    "baseline": {
        "accept": "baseline:accept",
        "prune": "baseline:prune",
        "diff": "baseline:diff",
    },
    "accept-contract-change": "contract_changes:accept_contract_change",
    "audit": "audit:audit",
    "receipt": {"show": "receipts:show", "check": "receipts:check"},
    "ci": {"init": "ci:init"},
    "doctor": "doctor:doctor",
}


def load(target: str) -> Command:
    """The command at ``module:function``."""
    module, _, function = target.partition(":")
    return cast("Command", getattr(import_module(f"planproof_cli.commands.{module}"), function))
