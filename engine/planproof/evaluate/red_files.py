"""Red files whose pages are not at hand: they are judged again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from planproof.evaluate.file_pass import FileResult
from planproof.evaluate.tally import RedFile, Tally

Reds = dict[tuple[int, str], RedFile]
"""By the number of a rule and a path."""


def red_files(result: FileResult) -> Reds:
    found = ((number, part.red_file) for number, part in result.parts)
    return {(number, red.path): red for number, red in found if red is not None}


def open_red_files(tallies: Sequence[Tally], judge: Callable[[str], Iterable[FileResult]]) -> None:
    """Gives the red file of each tally its page; ``judge`` judges the file at a path again."""
    opened: dict[str, Reds] = {}
    for number, tally in enumerate(tallies):
        red = tally.red_file
        if red is not None and red.kept:
            if red.path not in opened:
                opened[red.path] = red_files_of(judge(red.path))
            tally.red_file = opened[red.path].get((number, red.path), red)


def red_files_of(results: Iterable[FileResult]) -> Reds:
    found: Reds = {}
    for result in results:
        found |= red_files(result)
    return found
