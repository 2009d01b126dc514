"""A progress bar on stderr, where a person watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from planproof_cli.session import Session

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
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        row = bar.add_task(task, total=None)
        yield lambda done, total: bar.update(row, completed=done, total=total)
