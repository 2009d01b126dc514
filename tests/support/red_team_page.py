"""``docs/red-team.md``, from the list of cheats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from cheats import CAUGHT, CHEATS, EXPECTATIONS, HIDING, MISSED, SPECS, SPELLINGS, UNDECIDED, Cheat

_HEAD = """# Cheating a spec

Ways to make a spec green while the old code lives on, each played by `tests/false_verdicts/test_red_team.py`, from which this
page is written. *Caught*: the rule is red. *Undecided*: no verdict, exit status 3, and a task does not complete. *Missed*:
green; then the last column says which rule catches it, or why no static fact can.

The rule is `{rule}` unless the cheat names another, and a guard: without that, a rule that was never
seen red is undecided anyway.
"""

_PARTS = (
    ("Calling it by another name", SPELLINGS),
    ("Hiding the code", HIDING),
    ("Feigning what is expected", EXPECTATIONS),
    ("Writing the spec so", SPECS),
)


def page() -> str:
    count = Counter(cheat.outcome for cheat in CHEATS)
    total = (
        f"{len(CHEATS)} cheats: {count[CAUGHT]} caught, {count[UNDECIDED]} undecided, "
        f"{count[MISSED]} missed.\n"
    )
    head = _HEAD.format(rule="match: {calls: [auth.legacy.login]}")
    tables = ["\n".join(_table(title, cheats)) for title, cheats in _PARTS]
    return "\n".join((head, total, *tables))


def _table(title: str, cheats: Iterable[Cheat]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| cheat | how | outcome | why |"
    yield "|---|---|---|---|"
    for cheat in cheats:
        why = f"{cheat.note}: `{_one_line(cheat.instead)}`" if cheat.instead else cheat.note
        yield f"| {cheat.name} | {cheat.how} | **{cheat.outcome}** | {why} |"
    yield ""


def _one_line(rule: str) -> str:
    return rule.replace("\n", "; ")
