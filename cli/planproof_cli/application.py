"""The tree of commands, each loaded only when it is called."""

from __future__ import annotations

from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from planproof.errors import Diagnostic
from planproof_cli.clicks import ClickException, Command, Context, UsageError
from planproof_cli.exits import Exit
from planproof_cli.frame import SHARED
from planproof_cli.session import Shared
from planproof_cli.table import COMMANDS, Table, load
from planproof_cli.trouble import report_trouble
from planproof_cli.typed import in_typer, typer_function
from planproof_cli.version import version_line
from planproof_cli.words import wants_json

_GROUP_HELP = {
    "plan": "Plans: new, list, show, archive.",
    "snapshot": "Snapshots: list, show, diff, let go of old ones, delete all.",
    "baseline": "The baseline of enforced specs: accept, prune, diff.",
    "receipt": "Receipts: look at what one claims, prove some.",
    "ci": "CI: print or write the files that make it run the gate.",
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


def run_with_typer(typed: list[str]) -> int:
    """Run a command line and return its exit status; Typer's complaints are printed as ours."""
    try:
        status = application().main(args=typed, prog_name="planproof", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except ClickException as error:
        return report_trouble((_usage(error),), Exit.USAGE, as_json=wants_json(typed))
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):  # Typer would exit with 1
            raise leaving.__context__ from None
        raise
    return int(status or 0)


def _usage(error: ClickException) -> Diagnostic:
    """Click's complaint about the command line, with the help to read next."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "planproof"
    return Diagnostic("usage", error.format_message(), f"{command} --help")


def application() -> Command:
    """The whole ``planproof`` command."""
    app = _typer(LazyGroup, _HELP)
    app.callback(invoke_without_command=False)(_root)
    return get_command(app)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(version_line(), nl=False)
        raise typer.Exit


_DIRECTORY, _AS_JSON, _QUIET = (in_typer(parameter.word) for parameter in SHARED)
_Version = Annotated[
    bool,
    typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version),
]


def _root(
    context: typer.Context,
    directory: Annotated[str, _DIRECTORY] = ".",
    json: Annotated[bool, _AS_JSON] = False,
    quiet: Annotated[bool, _QUIET] = False,
    version: _Version = False,  # noqa: ARG001 - its callback has printed it
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
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, cls=TyperCommand)(typer_function(load(target)))
    return get_command(app)


def _group(name: str, table: Table) -> Command:
    group = type(f"{name.title()}Group", (LazyGroup,), {"table": table})
    app = _typer(group, _GROUP_HELP[name])
    app.callback()(lambda: None)
    command = get_command(app)
    command.name = name
    return command


def _unknown(name: str, table: Table) -> str:
    import difflib

    near = difflib.get_close_matches(name, list(table), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"there is no command {name!r}{hint}"
