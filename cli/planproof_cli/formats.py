"""``--format NAME[=FILE]``, several times: a verdict in the forms that a CI reads.

Every report is written whatever the verdict is, before the command ends; where no verdict was come
to, each says so. A file is written over only if it is empty or an earlier report: an output is
named by hand, and a slip must not cost a source file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from planproof.errors import Diagnostic, PlanproofError, UsageError
from planproof.gate.verdict import GateVerdict
from planproof.report.escape import visible
from planproof.report.formats import (
    FORMATS,
    LONGEST_BEGINNING,
    TEXT_BEGINS,
    is_report,
    no_verdict,
    render,
)
from planproof.report.style import plain
from planproof_cli.exits import Exit, worst
from planproof_cli.frame import answer
from planproof_cli.session import Outcome, Session

SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"

_FIX = f"--format {'|'.join(FORMATS)}, or --format NAME=FILE"


class Wanted(NamedTuple):
    """A report, and the file that it goes to as it was named; None is stdout."""

    format: str
    name: str = ""
    file: Path | None = None


@contextmanager
def reports(session: Session, command: str, typed: Sequence[str] | None) -> Iterator[Reports]:
    """What was asked for with ``--format``, checked before anything is judged.

    If judging fails, each report is written all the same and says that there is no verdict.
    Raises UsageError for a format that there is not, and for a file that is not to be written.
    """
    made = Reports(session, command, _wanted(session, typed or ()))
    try:
        yield made
    except PlanproofError as error:
        made.give_up(error.diagnostics)
        raise
    except Exception as error:
        message = f"planproof itself failed: {type(error).__name__}: {error}"
        made.give_up((Diagnostic("bug", message),))
        raise


class Reports:
    """The reports of one command. ``session`` answers in the form that is wanted on stdout."""

    def __init__(self, session: Session, command: str, wanted: Sequence[Wanted]) -> None:
        self._command = command
        self._files = [one for one in wanted if one.file is not None]
        self._stdout = [one.format for one in wanted if one.file is None]
        as_json = session.json or "json" in self._stdout
        self.session = session._replace(json=as_json, paint=plain if as_json else session.paint)

    def answer(self, verdict: GateVerdict, outcome_of: Callable[[Session], Outcome]) -> Exit:
        """Write all reports, then answer on stdout; returns the exit status.

        ``outcome_of`` says the verdict in text or, to a session with ``json``, in JSON.
        """
        outcome = outcome_of(self.session)
        troubles = [*self._write(lambda name: self._content(name, verdict, outcome_of))]
        others = [name for name in self._stdout if name not in ("text", "json")]
        text = outcome.text if not others or "text" in self._stdout else ""
        text += "".join(render(name, verdict, self._command) for name in others)
        if "github" in others:
            troubles += _summarised(verdict, self._command)
        if troubles:
            diagnostics = (*outcome.diagnostics, *troubles)
            exit_ = worst([outcome.exit, Exit.INDETERMINATE])
            outcome = outcome._replace(diagnostics=diagnostics, exit=exit_)
        answer(self._command, self.session, outcome._replace(text=text))
        return outcome.exit

    def give_up(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Write all reports of a verdict that was not come to; the caller says why."""
        from planproof_cli.trouble import trouble_json

        verdict = no_verdict(diagnostics)

        def content(name: str) -> str:
            if name == "json":
                return trouble_json(diagnostics)
            text = render(name, verdict, self._command)
            return f"{TEXT_BEGINS}{self._command}\n\n{text}" if name == "text" else text

        with suppress(OSError):
            for _ in self._write(content):
                pass
            others = [name for name in self._stdout if name not in ("text", "json")]
            sys.stdout.write("".join(map(content, others)))

    def _content(
        self, name: str, verdict: GateVerdict, outcome_of: Callable[[Session], Outcome]
    ) -> str:
        """Text and JSON as the command itself gives them."""
        if name not in ("text", "json"):
            return render(name, verdict, self._command)
        outcome = outcome_of(self.session._replace(json=name == "json", paint=plain))
        if name == "text":
            return f"{TEXT_BEGINS}{self._command}\n\n{outcome.text}"
        from planproof.report.envelope import Envelope

        ok = outcome.exit is Exit.PASSED
        return Envelope(
            self._command, ok, outcome.data, outcome.diagnostics, outcome.next_steps
        ).dump()

    def _write(self, content: Callable[[str], str]) -> Iterator[Diagnostic]:
        """Yields what could not be written; the others are."""
        for one in self._files:
            assert one.file is not None  # noqa: S101 - what has none is not in this list
            try:
                _put(one.file, content(one.format).encode("utf-8", "backslashreplace"))
            except OSError as error:
                message = f"{one.name} cannot be written: {error.strerror or error}"
                yield Diagnostic("report-not-written", message, "name another file: --format")


def _wanted(session: Session, typed: Sequence[str]) -> tuple[Wanted, ...]:
    wanted = [_read(session, word) for word in typed]
    _check_stdout(session, [one.format for one in wanted if one.file is None])
    files = [one.file for one in wanted if one.file is not None]
    for one in wanted:
        if one.file is not None and files.count(one.file) > 1:
            raise UsageError(f"two reports cannot both go to {one.name}", fix=_FIX)
    return tuple(wanted)


def _read(session: Session, word: str) -> Wanted:
    name, equals, file = word.partition("=")
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}{_near(name)}", fix=_FIX)
    if equals and not file:
        raise UsageError(f"--format {word} names no file", fix=f"--format {name}=FILE")
    if not equals or file == "-":
        return Wanted(name)
    return Wanted(name, file, _checked(session.directory, file))


def _near(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name.lower(), FORMATS, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _check_stdout(session: Session, names: list[str]) -> None:
    """stdout takes one report, or the two that are made for logs."""
    given = [*names, "json"] if session.json and names != ["json"] else names
    if len(given) < 2 or given in (["text", "github"], ["github", "text"]):
        return
    both = " and ".join(f"--format {name}" for name in names)
    if session.json:
        both = f"--json and {both}"
    raise UsageError(f"{both} all want stdout", fix=f"give one of them a file: {given[0]}=FILE")


def _checked(directory: Path, named: str) -> Path:
    """Raises UsageError for what is no place for a report."""
    file = Path(directory, named)
    shown, fix = visible(named), "name another file"
    if linked := _link_in(directory, Path(named)):
        message = f"{visible(str(linked))} is a link; reports are not written through links"
        raise UsageError(message, fix=fix)
    if not file.parent.is_dir():
        raise UsageError(f"there is no folder {visible(str(file.parent))}", fix="make it first")
    if file.is_dir():
        raise UsageError(f"{shown} is a folder", fix=f"name a file in it: {shown}/report")
    if file.exists() and not _may_be_replaced(file):
        message = f"{shown} is there and no earlier report of planproof; it was left as it is"
        raise UsageError(message, fix=f"{fix}, or move that one away")
    return file


def _link_in(directory: Path, named: Path) -> Path | None:
    """The repository may bring links that lead out of it; an absolute path is the user's own, but
    for its last part."""
    steps = [named] if named.is_absolute() else [*reversed(named.parents), named]
    return next((step for step in steps if Path(directory, step).is_symlink()), None)


def _may_be_replaced(file: Path) -> bool:
    if not file.is_file():
        return False  # a device or a pipe
    try:
        with file.open("rb") as opened:
            return is_report(opened.read(LONGEST_BEGINNING), file.stat().st_size)
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}"
        raise UsageError(message, fix="name another file") from error


def _put(file: Path, content: bytes) -> None:
    """All of it or nothing: under another name first, then moved over what was there."""
    unfinished = file.with_name(f".{file.name}.{os.urandom(5).hex()}.unfinished")
    try:
        with unfinished.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def _summarised(verdict: GateVerdict, command: str) -> Iterator[Diagnostic]:
    """In a job of GitHub's, where annotations are read, the page of the run gets a summary."""
    file = os.environ.get(SUMMARY_VARIABLE)
    if not file:
        return
    from planproof.report.gate_markdown import step_summary

    try:
        with Path(file).open("a", encoding="utf-8") as opened:
            opened.write(step_summary(verdict, command))
    except OSError as error:
        message = f"${SUMMARY_VARIABLE} cannot be written: {error.strerror or error}"
        yield Diagnostic("report-not-written", message)
