"""Whether the witnesses of a receipt are pieces of what they say they are from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planproof.git import Repository
from planproof.git.objects import Reader, sizes
from planproof.plans.text import from_text
from planproof.receipts import Difference, WitnessClaim

_LONGEST = 4 << 20
_HEAD = re.compile(r"\S{1,3} path: (.+)")
"""In front of each file of a witness that quotes several."""


def find_false_witnesses(
    repository: Repository | None, claimed: Sequence[WitnessClaim]
) -> tuple[tuple[Difference, ...], int]:
    """Those whose blob is here and holds other lines; and how many were found in their blobs.

    Of others nobody can say more than that the rule is red on them, which the engine tries.
    """
    if repository is None:
        return (), 0
    askable = [one for one in claimed if repository.is_id(one.blob)]
    there = sizes(repository, sorted({one.blob for one in askable})) if askable else {}
    small = [one for one in askable if there.get(one.blob, _LONGEST) < _LONGEST]
    with Reader(repository) as reader:
        contents = list(reader.contents(one.blob for one in small))
    judged = [
        (one, _holds(content, one))
        for one, content in zip(small, contents, strict=True)
        if content is not None
    ]
    return tuple(_false(claimed, judged)), sum(holds is True for _, holds in judged)


def _false(
    claimed: Sequence[WitnessClaim], judged: Sequence[tuple[WitnessClaim, bool | None]]
) -> Iterator[Difference]:
    for one, holds in judged:
        if holds is False:
            field = f"witnesses[{claimed.index(one)}].snippet"
            yield Difference(
                field, "lines of the blob", f"lines that {one.blob[:12]} does not hold"
            )


def _holds(content: bytes, witness: WitnessClaim) -> bool | None:
    """None where the blob cannot be told in lines."""
    try:
        lines = {line.strip() for line in content.decode("utf-8").split("\n")}
    except UnicodeDecodeError:
        return None
    if "\0" in "".join(lines):
        return None
    return all(line in lines for line in _quoted(witness))


def _quoted(witness: WitnessClaim) -> Iterator[str]:
    """The lines that are quoted from the blob itself."""
    path = from_text(witness.path)
    here = True
    for line in from_text(witness.snippet).split("\n"):
        head = _HEAD.fullmatch(line)
        if head is not None:
            here = head[1] == path
        elif here and line.strip():
            yield line.strip()
