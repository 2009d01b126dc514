"""The way in: parse, run, and turn everything that can go wrong into one honest exit status."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from planproof.errors import PlanproofError
from planproof_cli.exits import Exit, of_error
from planproof_cli.version import version_line
from planproof_cli.words import wants_json

_GARBAGE_THRESHOLD = 50_000
"""Objects between two searches for garbage: a short run makes many that live to its end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status (see :class:`planproof_cli.exits.Exit`)."""
    gc.set_threshold(_GARBAGE_THRESHOLD)
    typed = list(sys.argv[1:] if arguments is None else arguments)
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(typed)
        sys.stdout.flush()
        gc.freeze()  # or the interpreter would look for garbage once more before it ends
    except BrokenPipeError:
        return _closed_pipe()
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted; nothing was recorded by the unfinished command\n")
        return Exit.INTERRUPTED
    return status


def _open_what_is_closed() -> None:
    """Started as ``planproof … >&-``: what would be printed goes nowhere, and the exit status says
    what it always says. No file of the project is opened as standard output."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _run(typed: list[str]) -> int:
    as_json = wants_json(typed)
    try:
        return _call(typed)
    except PlanproofError as error:
        from planproof_cli.trouble import report_trouble

        return report_trouble(error.diagnostics, of_error(error), as_json=as_json)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        from planproof_cli.trouble import report_bug

        return report_bug(error, typed, as_json=as_json)


def _call(typed: list[str]) -> int:
    if typed == ["--version"]:
        sys.stdout.write(version_line())
        return Exit.PASSED
    from planproof_cli.plain import read_plain

    plain = read_plain(typed)
    if plain is not None:
        return plain.run()
    from planproof_cli.application import run_with_typer

    return run_with_typer(typed)


def _closed_pipe() -> int:
    """``planproof … | head``: the reader has seen enough; do not complain at shutdown either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.CLOSED_PIPE
