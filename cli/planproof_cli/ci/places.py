"""Where a step may write, and where it works: never where a link in the head points."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planproof.errors import UsageError
from planproof_cli.ci.runner import required

FOLDER = "planproof"
"""Below the runner's own temporary folder, which is empty when a job starts."""


def own_folder(environment: Mapping[str, str]) -> Path:
    """A folder of ours that is there."""
    folder = Path(required(environment, "RUNNER_TEMP"), FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def index_file(environment: Mapping[str, str]) -> Path:
    """Apart from the clone: what an earlier job left in `.git` on a machine of one's own is no
    index to believe."""
    folder = own_folder(environment) / "index"
    folder.mkdir(exist_ok=True)
    return folder / "index.db"


def working_folder(environment: Mapping[str, str], typed: str) -> Path:
    """A folder of the workspace. Raises UsageError for one that is not, or leads out of it."""
    workspace = Path(required(environment, "GITHUB_WORKSPACE")).resolve()
    folder = (workspace / (typed or ".")).resolve()
    if not folder.is_dir() or not folder.is_relative_to(workspace):
        raise UsageError(
            f"there is no folder {typed!r} in the workspace",
            fix="put actions/checkout before this step, and give a path below its own",
        )
    return folder


def report_file(environment: Mapping[str, str], typed: str) -> Path:
    """A file to write a report to, in the workspace or the runner's temporary folder.

    Raises UsageError where links on the way lead out of both, or the file itself is one.
    """
    workspace = Path(required(environment, "GITHUB_WORKSPACE")).resolve()
    roots = (workspace, Path(required(environment, "RUNNER_TEMP")).resolve())
    file = workspace / typed
    folder = file.parent.resolve()
    if file.is_symlink() or not any(folder.is_relative_to(root) for root in roots):
        raise UsageError(
            f"{typed!r} leads out of the workspace; no report is written there",
            fix="give a path in the workspace, or below ${{ runner.temp }}",
        )
    if ".git" in folder.parts[len(workspace.parts) :] and folder.is_relative_to(workspace):
        raise UsageError(f"{typed!r} is git's own; no report is written there")
    folder.mkdir(parents=True, exist_ok=True)
    return folder / file.name
