"""What became guards when a plan was archived, and what did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from planproof.report.envelope import JsonObject
from planproof.report.escape import visible
from planproof.report.style import Paint


class GuardRule(Struct, frozen=True):
    """One rule of a completed task. ``left`` are sentences on what of it is not kept out.

    ``shown``: an example in the guard shows it red; else it says ``guard: true``. ``unseen`` are
    terms that none of its examples shows red.
    """

    rule: str
    promoted: bool
    left: tuple[str, ...] = ()
    shown: bool = True
    unseen: tuple[str, ...] = ()


class GuardReport(Struct, frozen=True):
    """The guard of one task; ``path`` is empty where none of its rules became one."""

    task: int
    title: str
    path: str
    rules: tuple[GuardRule, ...]
    is_new: bool = True


def guards_json(guards: Sequence[GuardReport]) -> list[JsonObject]:
    return [
        {
            "task": guard.task,
            "path": guard.path or None,
            "written": guard.is_new,
            "rules": [
                {
                    "id": rule.rule,
                    "promoted": rule.promoted,
                    "shown_red": rule.promoted and rule.shown,
                    "unseen": list(rule.unseen),
                    "left_out": list(rule.left),
                }
                for rule in guard.rules
            ],
        }
        for guard in guards
    ]


def guards_text(guards: Sequence[GuardReport], paint: Paint) -> str:
    return "".join(line for guard in guards for line in _lines(guard, paint))


def _lines(guard: GuardReport, paint: Paint) -> Iterator[str]:
    task = f"task {guard.task} ({visible(guard.title)})"
    if guard.path:
        verb = "wrote" if guard.is_new else "kept"
        yield f"{paint('good', 'guard')} of {task}: {verb} {visible(guard.path)}\n"
    else:
        yield f"{paint('dim', 'no guard')} of {task}\n"
    for rule in guard.rules:
        sign = "keeps out" if rule.promoted else "not promoted"
        note = "" if rule.shown or not rule.promoted else ", without an example of its own"
        yield f"    {visible(rule.rule)}: {sign}{note}\n"
        if rule.unseen:
            terms = visible(", ".join(rule.unseen))
            yield f"      {paint('dim', f'no example shows red: {terms}')}\n"
        for sentence in rule.left:
            yield f"      {paint('dim', f'left out: {visible(sentence)}')}\n"
