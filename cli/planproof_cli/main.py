"""The way in: parse, run, and turn everything that can go wrong into one honest exit status."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planproof.errors import Diagnostic, PlanproofError
from planproof_cli.exits import Exit, of_error
from planproof_cli.trouble import report_bug, report_trouble

if TYPE_CHECKING:
    from planproof_cli.clicks import ClickException

_GARBAGE_THRESHOLD = 50_000
"""Objects between two searches for garbage: a short run makes many that live to its end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status (see :class:`planproof_cli.exits.Exit`)."""
    gc.set_threshold(_GARBAGE_THRESHOLD)
    typed = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(typed)
        sys.stdout.flush()
    except BrokenPipeError:
        return _closed_pipe()
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted; nothing was recorded by the unfinished command\n")
        return Exit.INTERRUPTED
    return status


def _run(typed: list[str]) -> int:
    import typer

    from planproof_cli.application import application
    from planproof_cli.clicks import ClickException

    as_json = "--json" in typed
    try:
        status = application().main(args=typed, prog_name="planproof", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except ClickException as error:
        return report_trouble((_usage(error),), Exit.USAGE, as_json=as_json)
    except PlanproofError as error:
        return report_trouble(error.diagnostics, of_error(error), as_json=as_json)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):  # Typer would exit with 1
            raise leaving.__context__ from None
        raise
    except Exception as error:
        return report_bug(error, typed, as_json=as_json)
    return int(status or 0)


def _usage(error: ClickException) -> Diagnostic:
    """Click's complaint about the command line, with the help to read next."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "planproof"
    return Diagnostic("usage", error.format_message(), f"{command} --help")


def _closed_pipe() -> int:
    """``planproof … | head``: the reader has seen enough; do not complain at shutdown either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.CLOSED_PIPE
