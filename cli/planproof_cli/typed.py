"""Commands as Typer takes them: for help, completion, and whatever is wrong with a command line."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated

import typer

from planproof_cli.frame import Command
from planproof_cli.words import Argument, Option, Parameter

_KEYWORD = inspect.Parameter.KEYWORD_ONLY


def typer_function(command: Command) -> Callable[..., int]:
    """A function with the signature and the help that Typer makes a command of."""

    def run(context: typer.Context, **given: object) -> int:
        return int(command.run(given, outer=context.find_root().obj))

    context = inspect.Parameter("context", _KEYWORD, annotation=typer.Context)
    parameters = [context, *map(_parameter, command.parameters)]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__doc__ = command.help
    return run


def _parameter(parameter: Parameter) -> inspect.Parameter:
    annotation: object = Annotated[parameter.type, in_typer(parameter.word)]
    return inspect.Parameter(
        parameter.name, _KEYWORD, default=parameter.default, annotation=annotation
    )


def in_typer(word: Option | Argument) -> object:
    """The same word as Typer writes it."""
    if isinstance(word, Argument):
        return typer.Argument(metavar=word.metavar, help=word.help)
    return typer.Option(
        *word.flags,
        help=word.help,
        metavar=word.metavar,
        min=word.least,
        show_default=word.shows_default,
    )
