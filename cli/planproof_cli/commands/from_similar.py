"""A rule that the odd one out breaks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic, UsageError
from planproof_cli.asked import At, Inside, asking
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.words import argument, option

if TYPE_CHECKING:
    from planproof.report.from_similar import ProposedShown
    from planproof.usecases.from_similar_families import Wanted
    from planproof.usecases.workspace import Workspace

_HOW = "planproof spec from-similar PATH:LINE   or   planproof spec from-similar --role NAME"


@framed("spec-from-similar")
def from_similar(
    session: Session,
    target: Annotated[
        str | None,
        argument(metavar="[TARGET]", help="PATH:LINE or a name; or - for a list of places."),
    ] = None,
    role: Annotated[
        str | None, option("--role", metavar="NAME", help="All definitions of a name, or a glob.")
    ] = None,
    decorator: Annotated[
        list[str] | None,
        option("--decorator", metavar="NAME", help="All that are decorated with it; repeatable."),
    ] = None,
    base: Annotated[
        list[str] | None,
        option("--base", metavar="NAME", help="All classes that are based on it; repeatable."),
    ] = None,
    inside: Inside = None,
    outside: Annotated[
        list[str] | None,
        option("--not-in", metavar="GLOB", help="Not in these files or folders; several times."),
    ] = None,
    least: Annotated[
        str, option("--least", metavar="SHARE", help="What so many share is a convention.")
    ] = "0.8",
    limit: Annotated[int, option("--limit", metavar="N", least=1, help="Rules to propose.")] = 1,
    guard: Annotated[
        bool, option("--guard", help="Rules for what all of them share, to keep it so.")
    ] = False,
    at: At = None,
    write: Annotated[
        str | None, option("--write", metavar="FILE", help="Write the spec to a new file.")
    ] = None,
) -> Outcome:
    """Propose the rule that most of a family of functions keep, and the odd one out breaks.

    The spec goes to stdout, what it rests on to stderr. Each rule is judged by the engine first.
    """
    from planproof.usecases.from_similar_shown import shown
    from planproof.usecases.spec_from_similar import Question, propose

    _check(target, shared=bool(role or decorator or base))
    share = _share(least)
    with asking(session, at) as (workspace, on_progress):
        wanted = _wanted(session, workspace, target, role, (decorator, base), (inside, outside))
        question = Question(wanted, share, limit, guard=guard, at=at)
        found = propose(workspace, session.directory, question, on_progress)
    return _outcome(session, shown(found, guard=guard), write)


def _check(target: str | None, *, shared: bool) -> None:
    if (target is None) is not shared:
        raise UsageError(
            "give a function, or say what the family shares (--role, --decorator, --base)",
            fix=_HOW,
        )


def _share(typed: str) -> float:
    try:
        share = float(typed)
    except ValueError:
        share = 0.0
    if not 0.5 <= share <= 1:
        raise UsageError(f"--least {typed!r} is no share from 0.5 to 1", fix="--least 0.8")
    return share


def _wanted(
    session: Session,
    workspace: Workspace,
    target: str | None,
    role: str | None,
    heads: tuple[list[str] | None, list[str] | None],
    globs: tuple[list[str] | None, list[str] | None],
) -> Wanted:
    from planproof.usecases.from_similar_families import Wanted
    from planproof.usecases.from_similar_places import MOST_BYTES, read_places

    spots: tuple[tuple[str, int], ...] = ()
    if target == "-":
        text = sys.stdin.buffer.read(MOST_BYTES + 1)
        spots = read_places(workspace, session.directory, text)
    decorators, bases = (tuple(some or ()) for some in heads)
    inside, outside = (tuple(glob.removeprefix("./") for glob in some or ()) for some in globs)
    return Wanted(target or "", spots, role or "", decorators, bases, inside, outside)


def _advice(found: ProposedShown) -> str:
    """What to try where the similar ones make no family."""
    if found.family.asked is None or found.family.members[1:]:
        return ""
    return "say which they are: --role NAME, --base NAME, or pipe a list of PATH:LINE into it"


def _outcome(session: Session, found: ProposedShown, write: str | None) -> Outcome:
    from planproof.report.from_similar import nothing_found, proposed_json, proposed_text

    if not session.json and not session.quiet:
        from planproof.report.escape import unheeded

        sys.stderr.write(unheeded(proposed_text(found, session.paint)))
    missed = nothing_found(found)
    if missed:
        notes = (Diagnostic("nothing-found", missed, _advice(found)),)
        return Outcome(proposed_json(found, None), "", diagnostics=notes)
    if write is None:
        return Outcome(proposed_json(found, None), found.text)
    from planproof.usecases.check_specs import write_new

    write_new(found.text, Path(session.directory, write))
    steps = (f"planproof spec test {write}", f"planproof verify {write}")
    return Outcome(proposed_json(found, write), f"wrote {write}\n", next_steps=steps)
