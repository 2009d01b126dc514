"""How the cost grows with the number of files."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from edits import Edit, Editor, editable
from lab import Lab
from repositories import Repository
from table import Bar, Row, number
from timing import Limits, Rounds, Runner, race

from rows.measure import Question

SIZES = (1_000, 3_000, 10_000, 30_000)
LARGEST = 100_000
"""Only with --full: the repository alone takes minutes to make."""
TOO_LONG = 60.0
"""Seconds of one run after which no larger size is tried."""
SPEC = "ten_rules.yaml"


def questions() -> Iterator[Question]:
    for key, what, runner in (
        ("size-index", "cold index", cold_index),
        ("size-verify", "verify without an index", cold_verify),
        ("size-edited", "verify after one edit", edited),
    ):
        said = f"{what}: how it grows with the files, as a power"
        yield Question(key, said, partial(growth, runner=runner), Bar(1.1), "")
    said = "git status: how it grows with the files, as a power"
    yield Question("size-git-status", said, partial(growth, runner=git_status), unit="")


def cold_index(repository: Repository) -> Runner:
    return Runner(repository.planproof("index"), repository.remove_index)


def cold_verify(repository: Repository) -> Runner:
    return Runner(repository.planproof("verify", SPEC), repository.remove_index)


def edited(repository: Repository) -> Runner:
    editor = Editor(repository.root, editable(repository.root, repository.python, 3))
    command = repository.planproof("verify", SPEC)

    def before() -> None:
        repository.undo_edits()
        command.run()
        editor.edit(Edit.STATEMENT)

    return Runner(command, before)


def git_status(repository: Repository) -> Runner:
    return Runner(repository.git("status", "--porcelain"))


@dataclass(frozen=True)
class Point:
    files: int
    rounds: Rounds

    @property
    def wall(self) -> float:
        return self.rounds.wall("one").median

    @property
    def cpu(self) -> float:
        return self.rounds.cpu("one").median


def growth(lab: Lab, row: Row, runner: Callable[[Repository], Runner]) -> Row:
    """The exponent of the power of the number of files that fits the seconds best."""
    points = list(_points(lab, runner))
    steps = ", ".join(f"{point.files // 1000}k {number(point.wall)} s" for point in points)
    power = slope([(point.files, point.wall) for point in points])
    left = [size for size in (*SIZES, LARGEST) if size not in {point.files for point in points}]
    without = "".join(f"; {size // 1000}k not tried" for size in left)
    return replace(
        row,
        ours=f"{number(points[-1].wall)} s at {points[-1].files // 1000}k",
        figure=type(points[0].rounds.wall("one"))((power,)),
        cpu=slope([(point.files, point.cpu) for point in points]),
        guarded=max(power, 0.1),
        note=steps + without + ("" if lab.full else " (100k: --full)"),
    )


def _points(lab: Lab, runner: Callable[[Repository], Runner]) -> Iterator[Point]:
    for size in (*SIZES, LARGEST) if lab.full else SIZES:
        repository = lab.generated(size)
        repository.undo_edits()
        rounds = race({"one": runner(repository)}, Limits(3, 1, 10))
        yield Point(size, rounds)
        if rounds.wall("one").median > TOO_LONG:
            return


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the straight line through the logarithms, by least squares; 0 for a single point."""
    xs, ys = zip(*((math.log(x), math.log(y)) for x, y in points), strict=True)
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    below = sum((x - middle_x) ** 2 for x in xs)
    above = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return above / below if below else 0.0
