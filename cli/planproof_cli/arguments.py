"""The arguments that several commands take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from planproof.errors import UsageError
from planproof_cli.words import argument, option

PlanArgument = Annotated[
    str | None,
    argument(
        metavar="[PLAN]", help="Slug or number of the plan; not needed while there is only one."
    ),
]
PlanOption = Annotated[
    str | None, option("--plan", metavar="PLAN", help="The plan, given by name.")
]
TaskArguments = Annotated[
    list[str],
    argument(
        metavar="[PLAN] TASK", help="The number of the task; before it, where needed, the plan."
    ),
]
DryRun = Annotated[bool, option("--dry-run", help="Only look: write nothing down.")]
Archived = Annotated[
    bool, option("--archived", help="Look at archived plans, too; nothing in them changes.")
]
Formats = Annotated[
    list[str] | None,
    option(
        "--format",
        metavar="NAME[=FILE]",
        help="Report as text, json, sarif, github, gitlab, junit, rdjson or markdown, on stdout or"
        " into FILE; may be given several times.",
    ),
]
Verbose = Annotated[bool, option("--verbose", "-v", help="Show everything.")]


def plan_and_task(words: Sequence[str], plan: str | None) -> tuple[str | None, int]:
    """``PLAN N``, ``N``, or ``--plan PLAN N``: a lone number is a task."""
    if len(words) > 2 or (len(words) == 2 and plan is not None):
        raise UsageError(
            f"too many arguments: {' '.join(words)}", fix="give [PLAN] TASK", code="usage"
        )
    named = words[0] if len(words) == 2 else plan
    return named, task_number(words[-1])


def plan_and_maybe_task(words: Sequence[str], plan: str | None) -> tuple[str | None, int | None]:
    """``PLAN``, ``TASK``, ``PLAN TASK``. A lone number is a task, as everywhere."""
    if len(words) == 1 and not words[0].isdigit() and plan is None:
        return words[0], None
    if not words:
        return plan, None
    return plan_and_task(words, plan)


def task_number(word: str) -> int:
    if not word.isascii() or not word.isdigit() or int(word) == 0:
        raise UsageError(f"{word!r} is no task number", fix="planproof show", code="usage")
    return int(word)


def one_plan(argument: str | None, option: str | None) -> str | None:
    if argument is not None and option is not None and argument != option:
        raise UsageError(f"two plans were named: {argument!r} and {option!r}")
    return argument if argument is not None else option
