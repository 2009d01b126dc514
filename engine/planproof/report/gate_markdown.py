"""A gate as Markdown: a comment on a pull request, or the summary of a GitHub job.

All text from the repository stands in ``<code>``, every sign of it but letters, digits and blanks
as a character reference: it is no Markdown and no HTML, and within ``<code>`` GitHub and GitLab
make neither mentions nor links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from planproof.gate.verdict import ContractChange, GateVerdict, Judgement, Weakening
from planproof.model.verdict import Verdict
from planproof.report.gate_parts import (
    Group,
    Spots,
    groups_of,
    message_of,
    numbers_text,
    objections_of,
    one_line,
    title_of,
    without_shown,
)
from planproof.report.gate_text import ADOPTS, acceptance, ends_text, version_text
from planproof.report.places import counted

LONGEST_COMMENT = 65_536
"""Characters; counted in bytes here, which are never fewer."""
LONGEST_SUMMARY = 1_048_576
"""Bytes that GitHub takes for the summary of one step."""

BEGINS = "<!-- planproof -->\n"
"""By which a later run finds its comment again."""

_SIGNS = {Verdict.PASSED: "✅", Verdict.VIOLATED: "❌", Verdict.INDETERMINATE: "❔"}
_ROWS = 30
_WEAKENINGS = 10
"""Few: the digest that an acceptance names stands above them, and the violations below."""
_RESERVE = 400


def gate_markdown(
    verdict: GateVerdict, command: str = "gate", *, longest: int = LONGEST_COMMENT
) -> str:
    """At most ``longest`` bytes; what has no room is counted at the end."""
    page = _Page(longest - _RESERVE)
    objections = objections_of(verdict)
    sign, word = _SIGNS[verdict.verdict], verdict.verdict.value
    page.add(f"{BEGINS}## {sign} planproof {command}: {word}\n\n")
    page.add(f"{numbers_text(verdict, objections)}.\n\n")
    for line in (ends_text(verdict.ends), ADOPTS if verdict.adopts else ""):
        if line:
            page.add(f"{line[:1].upper()}{line[1:]}.\n\n")
    spots = Spots(verdict)
    rows = without_shown(verdict.change, objections)
    _change(page, verdict.change)
    left = sum(_group(page, group, spots) for group in groups_of(rows))
    page.add(_stale(verdict.stale))
    page.block(_CONTRACTS, [_contract(one) for one in verdict.judgements])
    if left:
        page.end(f"\n**{counted(left, 'more objection')}** had no room here.\n")
    elif page.is_cut:
        page.end("\n**Not all had room here.**\n")
    return page.text


def step_summary(verdict: GateVerdict, command: str = "gate") -> str:
    """The same for the summary of a job, which has more room."""
    return gate_markdown(verdict, command, longest=LONGEST_SUMMARY)


class _Page:
    """Text that stays below a number of bytes. Each piece is whole, or not there."""

    def __init__(self, room: int) -> None:
        self._pieces: list[str] = []
        self._room = room
        self.is_cut = False

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, piece: str, keep: int = 0) -> bool:
        """``keep`` bytes stay free for what has to follow."""
        size = len(piece.encode())
        if size + keep > self._room:
            self.is_cut = True
            return False
        self.end(piece)
        self._room -= size
        return True

    def end(self, piece: str) -> None:
        """The last words, for which there always is room."""
        self._pieces.append(piece)

    def block(self, head: str, rows: Iterable[str], tail: str = "\n") -> int:
        """The head, as many of the rows as there is room for, and the tail; or nothing.

        Returns how many rows it has.
        """
        size = len(tail.encode())
        if not self.add(head, keep=size):
            return 0
        shown = 0
        for row in rows:
            if not self.add(row, keep=size):
                break
            shown += 1
        self.add(tail)
        return shown


def code(text: str, longest: int = 300) -> str:
    """Text of the repository, to be shown and nothing else."""
    shown = one_line(text, longest)
    return f"<code>{re.sub(r'[^A-Za-z0-9 ]', _reference, shown)}</code>" if shown else ""


def _reference(match: re.Match[str]) -> str:
    character = match.group()
    return character if ord(character) > 0x7F else f"&#{ord(character)};"


def _group(page: _Page, group: Group, spots: Spots) -> int:
    """Returns how many objections of the group had no room; those over ``_ROWS`` are counted."""
    first, number = group.objections[0], len(group.objections)
    of = f" of {code(group.contract)}" if group.contract else ""
    much = f" · {number:,} times" if number > 1 else ""
    lines = [f"<details><summary>{group.kind.value}: {code(group.rule)}{of}{much}</summary>\n\n"]
    lines += [f"{line}\n" for line in _advice(first.why, first.fix, first.command)]
    lines.append("\n| where | severity | what |\n| --- | --- | --- |\n")
    rows = (
        f"| {code(spots.of(one).text)} | {one.severity.value} | {code(message_of(one), 500)} |\n"
        for one in group.objections[:_ROWS]
    )
    more = f"\n… and {number - _ROWS:,} more.\n" if number > _ROWS else ""
    shown = page.block("".join(lines), rows, f"{more}\n</details>\n\n")
    wanted = min(number, _ROWS)
    return number if not shown else wanted - shown


def _advice(why: str, fix: str, command: str) -> Iterator[str]:
    for label, text in (("Why", why), ("How to fix it", fix), ("Check again", command)):
        if text:
            yield f"- {label}: {code(text, 1_000)}"


def _change(page: _Page, change: ContractChange) -> None:
    if not change.weakenings:
        return
    typed = code(acceptance(change.digest))
    how = f"Whoever accepts this does so from outside of the change: {typed}"
    if change.accepted_by:
        how = f"Accepted by {code(change.accepted_by)}."
    number = len(change.weakenings)
    more = f"- … and {number - _WEAKENINGS:,} more\n" if number > _WEAKENINGS else ""
    rows = (_weakening(one) for one in change.weakenings[:_WEAKENINGS])
    page.block(f"### Contracts that ask for less\n\n{how}\n\n", rows, f"{more}\n")


def _weakening(one: Weakening) -> str:
    lost = f", lets through {counted(len(one.lost), 'violation')}" if one.lost else ""
    what = " ".join(code(part) for part in (one.subject, one.rule) if part)
    return f"- **{one.kind.value}** {what}: {code(one.message)}{lost}\n"


def _stale(stale: Sequence[str]) -> str:
    if not stale:
        return ""
    number = counted(len(stale), "line")
    drop = code("planproof baseline prune")
    return f"{number} of the baseline excuse nothing any more: {drop} drops them.\n\n"


_CONTRACTS = "| | contract | rules | violations | tolerated |\n| --- | --- | --- | --- | --- |\n"


def _contract(one: Judgement) -> str:
    cells = (
        _SIGNS[one.verdict],
        f"{code(title_of(one))}{version_text(one.version)}",
        f"{len(one.evaluation.rules):,}",
        f"{len(one.counted):,}",
        f"{len(one.tolerated):,}",
    )
    return f"| {' | '.join(cells)} |\n"
