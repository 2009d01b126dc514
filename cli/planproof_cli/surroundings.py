"""What the engine must not look up by itself: the clock, the environment, the person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from planproof.report.escape import visible
from planproof.usecases.workspace import Workspace, open_workspace
from planproof_cli.session import Session


def workspace_of(session: Session) -> Workspace:
    return open_workspace(session.directory, os.environ, clock, actor())


@contextmanager
def workspace_to_judge(session: Session, *, now: bool = True) -> Iterator[Workspace]:
    """The workspace of a command that judges the working tree as it is ``now``.

    git begins to look at the files at once, while the rest of the command is still being loaded.
    """
    workspace = open_workspace(session.directory, os.environ, clock, actor(), begin=now)
    with workspace.root.begun or nullcontext():
        yield workspace


def clock() -> str:
    """UTC to the second, as RFC 3339 writes it."""
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def actor() -> str:
    """``$PLANPROOF_ACTOR`` (coding agents set it), else the name of the user's account."""
    named = os.environ.get("PLANPROOF_ACTOR")
    if named:
        return visible(named)
    import getpass  # here: it loads the terminal's settings

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
