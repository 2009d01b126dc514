"""When a command could not do its job: say what, where, and what to type next."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from planproof.errors import Diagnostic, PlanproofError
from planproof.report.envelope import Envelope
from planproof.report.escape import unheeded, visible
from planproof.report.places import source_text
from planproof_cli.exits import Exit


def report_trouble(diagnostics: Sequence[Diagnostic], exit_: Exit, *, as_json: bool) -> Exit:
    """Print every diagnostic: prose on stderr, or the JSON envelope on stdout."""
    if as_json:
        sys.stdout.write(trouble_json(diagnostics))
        return exit_
    for diagnostic in diagnostics:
        sys.stderr.write(unheeded(_line(diagnostic)))
    return exit_


def trouble_json(diagnostics: Sequence[Diagnostic]) -> str:
    """The envelope, with the commands among the advice as next steps."""
    fixes = tuple(dict.fromkeys(d.fix for d in diagnostics if d.fix.startswith("planproof ")))
    return Envelope("error", False, {}, tuple(diagnostics), fixes).dump()  # noqa: FBT003


def _line(diagnostic: Diagnostic) -> str:
    text = f"{source_text(diagnostic)}error: {visible(diagnostic.message)}\n"
    return text + (f"  {visible(diagnostic.fix)}\n" if diagnostic.fix else "")


def report_bug(error: BaseException, typed: Sequence[str], *, as_json: bool) -> Exit:
    """A bug in planproof is never mistaken for a verdict: exit 3, with a log to paste."""
    if isinstance(error, OSError) and error.errno is not None:
        problem = Diagnostic("environment", f"the system refused: {error}", _hint(error))
        return report_trouble((problem,), Exit.INDETERMINATE, as_json=as_json)
    if isinstance(error, MemoryError | RecursionError):
        error = PlanproofError(f"{type(error).__name__}: the input is too large for this machine")
    log = _write_log(error, typed)
    bug = Diagnostic("bug", f"planproof itself failed: {type(error).__name__}: {error}", log)
    return report_trouble((bug,), Exit.INDETERMINATE, as_json=as_json)


def _hint(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "free some disk space and run the same command again; nothing was lost"
    return "planproof doctor"


def _write_log(error: BaseException, typed: Sequence[str]) -> str:
    """The traceback in a new temporary file; the sentence that says where it is."""
    import platform
    import tempfile
    import traceback

    from planproof import __version__

    lines = (
        f"planproof {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {list(typed)!r}",
        "".join(traceback.format_exception(error)),
    )
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="planproof-bug-", suffix=".log", delete=False, errors="backslashreplace"
        ) as log:
            log.write("\n".join(lines))
    except OSError:
        return "please report it with this: " + "; ".join(lines)
    return f"please report it with the log {log.name}"
