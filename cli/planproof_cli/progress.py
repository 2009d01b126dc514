"""A progress bar on stderr, where a person watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from planproof_cli.session import Session

_SECONDS = 0.1
"""Between two drawings."""

Report = Callable[[int, int], None]


@contextmanager
def progress_bar(session: Session, task: str) -> Iterator[Report]:
    """A function of (done, total) that draws; one that does nothing where nobody watches."""
    if not session.shows_progress:
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(task), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    # without its thread: a process that has one cannot be forked, and what takes long forks
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
        row, drawn = bar.add_task(task, total=None), 0.0

        def draw(done: int, total: int) -> None:
            nonlocal drawn
            bar.update(row, completed=done, total=total)
            if time.monotonic() - drawn >= _SECONDS:
                bar.refresh()
                drawn = time.monotonic()

        yield draw
