"""The tree of commands, each loaded only when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from planproof_cli.clicks import Command, Context, UsageError
from planproof_cli.frame import AsJson, Directory, Quiet
from planproof_cli.session import Shared

Table = Mapping[str, "str | Table"]
"""Command name → ``module:function``, or a group's own table."""

COMMANDS: Table = {
    "init": "plans:init",
    "plan": {
        "new": "plans:new",
        "list": "plans:list_all",
        "show": "plans:show",
        "archive": "plans:archive",
    },
    "show": "plans:show",
    "list": "plans:list_all",
    "archive": "plans:archive",
    "add-task": "tasks:add_task",
    "update-task": "tasks:update_task",
    "verify-task": "verification:verify_task",
    "accept-suppression": "suppressions:accept_suppression",
    "verify": "verification:verify",
    "status": "plans:status",
    "checkpoint": "snapshots:checkpoint",
    "show-diff": "snapshots:show_diff",
    "rewind": "snapshots:rewind",
    "index": "facts:index",
    "facts": "facts:facts",
    "spec": {
        "new": "specs:new",
        "check": "specs:check",
        "explain": "specs:explain",
        "test": "specs:test",
        "schema": "specs:schema",
    },
    "doctor": "doctor:doctor",
}

_GROUP_HELP = {
    "plan": "Plans: new, list, show, archive.",
    "spec": "Specs: write a first one, check, explain, test, print the JSON Schema.",
}

_HELP = """A refactor is done when the code proves it.

A plan holds tasks; a task carries a YAML spec that says what must be gone and what must exist.
Its status advances only when the code, as it is now, has no violation of the spec.

Exit status: 0 passed, 1 violations, 2 usage or specification error, 3 no verdict possible.
"""


class LazyGroup(TyperGroup):
    """A group that imports the module of a command when the command is asked for."""

    table: Table = COMMANDS

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.table)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        target = self.table.get(cmd_name)
        if target is None:
            return None
        if isinstance(target, str):
            return _load(cmd_name, target)
        return _group(cmd_name, target)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        if args and args[0] not in self.table and not args[0].startswith("-"):
            raise UsageError(_unknown(args[0], self.table), ctx)
        return super().resolve_command(ctx, args)


def application() -> Command:
    """The whole ``planproof`` command."""
    from typer.main import get_command

    app = _typer(LazyGroup, _HELP)
    app.callback(invoke_without_command=False)(_root)
    return get_command(app)


def _print_version(asked: bool) -> None:
    if asked:
        from planproof import __version__

        typer.echo(f"planproof {__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version),
]


def _root(
    context: typer.Context,
    directory: Directory = ".",
    json: AsJson = False,
    quiet: Quiet = False,
    version: Version = False,  # noqa: ARG001 - its callback has printed it
) -> None:
    context.obj = Shared(directory, json, quiet)


def _typer(group: type[TyperGroup], text: str) -> typer.Typer:
    return typer.Typer(
        cls=group,
        help=text,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _load(name: str, target: str) -> Command:
    from typer.main import get_command

    module, _, function = target.partition(":")
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    run = getattr(import_module(f"planproof_cli.commands.{module}"), function)
    app.command(name, cls=TyperCommand)(run)
    return get_command(app)


def _group(name: str, table: Table) -> Command:
    group = type(f"{name.title()}Group", (LazyGroup,), {"table": table})
    app = _typer(group, _GROUP_HELP[name])
    app.callback()(lambda: None)
    from typer.main import get_command

    command = get_command(app)
    command.name = name
    return command


def _unknown(name: str, table: Table) -> str:
    import difflib

    near = difflib.get_close_matches(name, list(table), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"there is no command {name!r}{hint}"
