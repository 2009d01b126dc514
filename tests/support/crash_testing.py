"""Killing ``planproof`` at each of its changes of the world, and what has to be whole then."""

from __future__ import annotations

import subprocess
import sys

from planproof_testing import Project

RUN = """
import os, signal, sys
from pathlib import Path
point, seen = int(os.environ["POINT"]), 0
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def heard(event, arguments):
    global seen
    if event == "open":
        path, _, flags = arguments
        if not isinstance(flags, int) or not flags & WRITING or "__pycache__" in os.fsdecode(path):
            return
    elif event not in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.posix_spawn",
                       "os.symlink", "shutil.rmtree", "sqlite3.connect"):
        return
    seen += 1
    if seen == point:
        os.killpg(0, signal.SIGKILL)
sys.addaudithook(heard)
sys.argv[0] = "planproof"
from planproof_cli.main import main
status = main()
Path(os.environ["SEEN"]).write_text(str(seen))
sys.exit(status)
"""


def killed_at(project: Project, point: int, *words: str) -> int | None:
    """Runs until its ``point``-th change of the world, where all of it is killed.

    How many there were, where it came to its end.
    """
    seen = project.home / "seen"
    seen.unlink(missing_ok=True)
    subprocess.run(
        [sys.executable, "-c", RUN, *words], cwd=project.root, capture_output=True, check=False,
        env=project.environment(POINT=str(point), SEEN=str(seen)), start_new_session=True,
    )  # fmt: skip
    return int(seen.read_text()) if seen.exists() else None


def points(project: Project, rounds: int, *words: str) -> list[int]:
    """So many places, spread over the whole run."""
    count = killed_at(project, 0, *words)
    assert count is not None
    return sorted({1 + round(n * (count - 1) / max(rounds - 1, 1)) for n in range(rounds)})


def mine(project: Project) -> tuple[str, str, bytes, str]:
    index = (project.root / ".git" / "index").read_bytes()
    branches = project.git("for-each-ref", "refs/heads", "refs/tags")
    return branches, project.git("symbolic-ref", "HEAD"), index, project.git("diff", "--cached")


def assert_whole(project: Project) -> None:
    doctor = project.run("doctor", "--json")
    assert doctor.code == 0, doctor.out
    assert project.git("fsck", "--no-dangling") == ""
    heads = project.git("for-each-ref", "--format=%(objectname)", "refs/planproof").split()
    for head in heads:
        assert project.git("cat-file", "-t", head) == "tree\n"
    snapshots = project.run("snapshot", "list", "--json").data["snapshots"]
    assert {one["tree"] for one in snapshots} <= set(heads)
