"""What every command knows: where it works and how it answers."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import Diagnostic, UsageError
from planproof.report.style import Paint, ansi, plain
from planproof_cli.exits import Exit

if TYPE_CHECKING:
    from planproof.report.envelope import Json


class Outcome(NamedTuple):
    """What a command says: ``data`` to a program, ``text`` to a person, ``exit`` to both."""

    data: Json
    text: str
    exit: Exit = Exit.PASSED
    diagnostics: tuple[Diagnostic, ...] = ()
    next_steps: tuple[str, ...] = ()


class Session(NamedTuple):
    """The options that all commands share."""

    directory: Path
    json: bool = False
    quiet: bool = False
    paint: Paint = plain

    @property
    def shows_progress(self) -> bool:
        """Progress goes to stderr, and only where a person watches it."""
        return not self.quiet and sys.stderr.isatty()


class Shared(NamedTuple):
    """The shared options as typed, before the command name or after it."""

    directory: object = "."
    json: object = False
    quiet: object = False

    def over(self, outer: object) -> Shared:
        """These options together with those given before the command name, as git's ``-C``."""
        if not isinstance(outer, Shared):
            return self
        directory = Path(str(outer.directory)) / str(self.directory)
        return Shared(directory, outer.json or self.json, outer.quiet or self.quiet)


def open_session(shared: Shared) -> Session:
    start = Path(str(shared.directory))
    if not start.is_dir():
        raise UsageError(f"there is no directory {start}", fix="give -C an existing directory")
    paint = ansi if not shared.json and _colour_is_welcome() else plain
    return Session(start.resolve(), bool(shared.json), bool(shared.quiet), paint)


def _colour_is_welcome() -> bool:
    """https://no-color.org, and never into a pipe unless FORCE_COLOR asks for it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
