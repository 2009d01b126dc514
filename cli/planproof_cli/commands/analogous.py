"""Code of a sort: the routes, functions, components … that a pattern means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from planproof.errors import Diagnostic, UsageError
from planproof_cli.arguments import PlanOption, plan_and_task
from planproof_cli.asked import At, Inside, Limit, Offset, asking
from planproof_cli.frame import framed
from planproof_cli.session import Outcome, Session
from planproof_cli.words import argument

if TYPE_CHECKING:
    from planproof.usecases.find_patterns import Analogous, Question

_TYPES = "api_route, function, class, component, test, model, command"


@framed("analogous")
def analogous(
    session: Session,
    words: Annotated[
        list[str],
        argument(
            metavar="TYPE [KEY=VALUE]… | [PLAN] TASK",
            help=f"One of {_TYPES}, with conditions such as method=POST or 'name=get_*'; or a"
            " task, for the patterns that hang on it.",
        ),
    ],
    plan_option: PlanOption = None,
    inside: Inside = None,
    at: At = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Outcome:
    """Show the code of a sort: `analogous api_route method=POST 'path=/users/**'`.

    api_route takes method, path; function takes name, decorators, parameters; class takes name,
    bases, decorators, methods; component takes name, framework, props; test and command take name,
    framework; model takes name, table; each takes in. All must hold; * is any letters.
    """
    from planproof.search.match import Paging
    from planproof.usecases.find_patterns import find_analogous_patterns

    question = _question(words, plan_option, tuple(inside or ()))
    with asking(session, at) as (workspace, on_progress):
        found = find_analogous_patterns(
            workspace, question, Paging(limit, offset), at=at, on_progress=on_progress
        )
    return _outcome(session, found)


def _question(words: Sequence[str], plan: str | None, inside: tuple[str, ...]) -> Question:
    """``PLAN`` may be called as a type is: a type has conditions behind it, or nothing."""
    from planproof.search.patterns.words import is_type, read_words
    from planproof.usecases.find_patterns import Question

    behind = words[1:]
    names_type = is_type(words[0]) and (not behind or not behind[0].isdigit())
    if plan is None and (names_type or not words[-1].isdigit()):
        return Question((read_words(words),), inside=inside)
    if plan is not None and is_type(words[0]):
        raise UsageError("--plan belongs to a task", fix="planproof analogous --plan PLAN TASK")
    return Question((), plan_and_task(words, plan), inside)


def _outcome(session: Session, found: Analogous) -> Outcome:
    from planproof.report.patterns import patterns_json, patterns_text

    missed = tuple(
        Diagnostic(
            "nothing-found",
            f"nothing is {each.text}: {each.missed}",
            f"did you mean {' or '.join(each.near)}?" if each.near else "",
        )
        for each in found.asked
        if not each.total
    )
    return Outcome(
        patterns_json(found.asked, found.page),
        patterns_text(found.asked, found.page, session.paint),
        diagnostics=(*missed, *found.notes),
    )
