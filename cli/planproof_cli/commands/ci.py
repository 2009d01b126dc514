"""CI: the files that hold a project to its plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic, UsageError
from planproof_cli.exits import Exit
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.surroundings import workspace_of
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.report.envelope import JsonObject
    from planproof.usecases.set_up_ci import Service


@framed("ci-init")
def init(
    session: Session,
    service: Annotated[
        str, argument(metavar="github|gitlab|pre-commit", help="Where the gate is to run.")
    ],
    write: Annotated[
        bool, option("--write", help="Write the file; never over one that is there.")
    ] = False,
    only_print: Annotated[
        bool, option("--print", help="Only print what would be written, as without --write.")
    ] = False,
    origin: Annotated[
        str | None,
        option(
            "--from",
            metavar="URL[@REV]",
            help="The repository of planproof that CI is to use; the one this was installed from.",
        ),
    ] = None,
) -> Outcome:
    """Print, or write, the file that makes CI run the gate: pinned to this planproof.

    Exit status: 0 printed or written, 2 there is such a file already.
    """
    from planproof.usecases.installed_from import find_origin, read_origin
    from planproof.usecases.set_up_ci import make_ci_file, write_ci_file

    if write and only_print:
        raise UsageError("--write and --print together make no sense", fix="give one of them")
    workspace = workspace_of(session)
    found = find_origin() if origin is None else read_origin(origin)
    file = make_ci_file(workspace, _service(service), found)
    data: JsonObject = {
        "path": file.path,
        "text": file.text,
        "written": False,
        "exists": file.exists,
    }
    if not write:
        steps = () if file.exists else (f"planproof ci init {service} --write",)
        return Outcome(data, file.text, next_steps=steps)
    if file.exists:
        message = f"{file.path} exists already; it was left as it is"
        there = Diagnostic("refused", message, "add to it what is printed above, by hand")
        return Outcome(data, file.text, Exit.USAGE, (there,), file.steps)
    write_ci_file(workspace, file)
    return Outcome({**data, "written": True}, f"wrote {file.path}\n", next_steps=file.steps)


def _service(typed: str) -> Service:
    from planproof.usecases.set_up_ci import Service

    try:
        return Service(typed)
    except ValueError:
        names = ", ".join(one.value for one in Service)
        raise UsageError(
            f"{typed!r} is none of {names}", fix="planproof ci init github", code="usage"
        ) from None
