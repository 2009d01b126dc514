"""Planproof on a real refactor: what Django removed between 4.2 and 5.1.

Run it with `make demo`. It fetches two releases of Django (once), puts the old one into a scratch
repository, writes a plan of seven tasks, and asks planproof whether they are done: before, when
somebody says so, and when they are. It ends with 1 if planproof gets a single answer wrong.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

from releases import NEW, OLD, ReleaseError, fetch, lay_out, read
from stage import Stage, WrongAnswerError
from story import BEGAN, go

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[1] / ".cache" / "demo"

TASKS = (
    ("01-settings.yaml", "Retire settings, one STORAGES for all files"),
    ("02-time-zones.yaml", "Time zones from zoneinfo only"),
    ("03-accounts.yaml", "Drop weak password hashers and GET logout"),
    ("04-index-together.yaml", "Meta.indexes instead of index_together"),
    ("05-test-tools.yaml", "Rename assertions, drop runner arguments"),
    ("06-forms-and-contrib.yaml", "Forms, PostgreSQL fields and maps"),
    ("07-leftovers.yaml", "Old modules, and the warnings themselves"),
)
FIRST = 3
STAR = 4
LAST = len(TASKS)
FORGOTTEN = "django/db/backends/sqlite3/schema.py"
COMMITS = 24
RED_AT_FIRST = 23


def main() -> int:
    """Exit status 0: every answer was right; 1: one was not; 3: Django could not be had."""
    options = _arguments()
    if importlib.util.find_spec("planproof_cli") is None:
        sys.stderr.write("planproof is not installed in this Python. Run: make demo\n")
        return 3
    try:
        old, new = _wheels()
    except ReleaseError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    scratch = Path(tempfile.mkdtemp(prefix="planproof-demo-"))
    try:
        _tell(Stage(scratch), old, new)
    except WrongAnswerError as wrong:
        sys.stderr.write(f"\nThe demo failed: planproof did not answer as it must.\n  {wrong}\n")
        return 1
    finally:
        _clean_up(scratch, keep=options.keep)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Watch planproof judge a real refactor of Django.")
    parser.add_argument("--keep", action="store_true", help="keep the scratch repository")
    return parser.parse_args()


def _wheels() -> tuple[Path, Path]:
    wheels = []
    for release in (OLD, NEW):
        wheel, fetched = fetch(release, CACHE)
        print(
            f"Django {release.version}: {'downloaded' if fetched else 'in the cache'}, digest right"
        )
        wheels.append(wheel)
    return wheels[0], wheels[1]


def _tell(stage: Stage, old: Path, new: Path) -> None:
    _start_with_the_old_release(stage, old)
    _write_the_plan(stage)
    _refuse_what_is_not_begun(stage)
    _refuse_what_is_almost_done(stage, old, new)
    _accept_what_is_done(stage, new)
    _show_how_it_went(stage)
    _go_back_for_a_look(stage)
    _look_back(stage)


def _start_with_the_old_release(stage: Stage, old: Path) -> None:
    stage.act("A code base that is about to move")
    files = lay_out(old, stage.repository)
    shutil.copytree(HERE, stage.repository / "specs", ignore=shutil.ignore_patterns("[!0-9]*"))
    stage.git("-c", "init.defaultBranch=main", "init", "--quiet")
    _commit(stage, f"Django {OLD.version}")
    stage.say(
        f"""Django {OLD.version} stands in a scratch repository: {files:,} files. Django's own
        release notes say what has to be gone by 5.1, and what takes its place. The folder specs/
        says the same in seven YAML files that planproof can check."""
    )


def _write_the_plan(stage: Stage) -> None:
    stage.act("A plan: seven tasks, each with a spec that decides when it is done")
    stage.planproof("init", "--name", "Django 4.2 to 5.1", exits=0)
    for number, (spec, title) in enumerate(TASKS, 1):
        earlier = [part for n in range(1, LAST) for part in ("--depends-on", str(n))]
        more = earlier if number == LAST else []
        quiet = ["--quiet"] if number > 1 else []  # the advice that follows is always the same
        what = ["--title", title, "--spec", f"specs/{spec}", *more, *quiet]
        stage.planproof("add-task", *what, exits=0)
    stage.planproof("show", exits=0)


def _refuse_what_is_not_begun(stage: Stage) -> None:
    stage.act("Nothing is done yet, and planproof says where")
    stage.say("verify-task judges the tree as it is now. Two of the seven:")
    stage.planproof("verify-task", str(FIRST), exits=1)
    stage.planproof("verify-task", str(STAR), exits=1)
    stage.say("Can somebody just say that it is done? There is no way to set it:")
    stage.planproof("update-task", str(STAR), "--status", "completed", exits=2)


def _refuse_what_is_almost_done(stage: Stage, old: Path, new: Path) -> None:
    stage.act('"Done", says somebody')
    go(stage.repository, old, new, COMMITS, FORGOTTEN)
    stage.say(
        f"""{COMMITS} commits later HEAD is Django {NEW.version}, but for one file, {FORGOTTEN},
        where a merge kept the old side. Thousands of files, one of them wrong."""
    )
    stage.planproof("verify-task", str(STAR), exits=1)


def _accept_what_is_done(stage: Stage, new: Path) -> None:
    stage.act("Done")
    (stage.repository / FORGOTTEN).write_bytes(read(new, FORGOTTEN))
    stage.say("The forgotten file is right too. A search for the word would still not end:")
    stage.git("grep", "--count", "--word-regexp", "index_together", "--", "django", shown=True)
    stage.say(
        """All of these are right: projects keep old migrations, and Django must read them. The spec
        knows the difference between a Meta option and the operation that survives it."""
    )
    stage.planproof("verify-task", str(STAR), exits=0)
    stage.say("And the others, the last of which had to wait for all of them:")
    for number in range(1, LAST + 1):
        if number != STAR:
            stage.planproof("verify-task", str(number), "--quiet", exits=0)


def _show_how_it_went(stage: Stage) -> None:
    stage.act("How it went")
    stage.say("Every commit on the way, judged by one of today's specs, without a checkout:")
    asked = ("progress", "--task", str(STAR), "--backfill", str(COMMITS + 1))
    stage.planproof(*asked, exits=0)
    remaining = [step["remaining"] for step in stage.ask(*asked)["steps"]]
    if remaining[0] != RED_AT_FIRST or remaining[-1] != 0:
        raise WrongAnswerError(f"progress: {remaining}")


def _go_back_for_a_look(stage: Stage) -> None:
    stage.act("Back to the first step, for a look")
    beside = _beside(stage.repository)
    stage.say("The tree as it was when the task was first refused, beside the work of today:")
    stage.planproof("rewind", str(STAR), "--to", "1", "--restore", str(beside), exits=0)
    stage.git("-C", str(beside), "grep", "--count", "index_together", "--", FORGOTTEN, shown=True)
    stage.git("worktree", "remove", "--force", str(beside))


def _beside(repository: Path) -> Path:
    return repository.with_name(f"{repository.name}-before")


def _look_back(stage: Stage) -> None:
    stage.act("What was proven")
    stage.planproof("show", exits=0)
    stage.planproof("show-diff", str(STAR), exits=0)
    stage.planproof("status", exits=0)
    _check_that_all_are_completed(stage)
    stage.say(
        f"""Seven tasks, refused while they were open, completed by the code alone. The whole story
        took {stage.seconds():.1f} s."""
    )


def _check_that_all_are_completed(stage: Stage) -> None:
    tasks = stage.ask("show")["tasks"]
    open_tasks = [task["number"] for task in tasks if task["status"] != "completed"]
    if open_tasks or len(tasks) != LAST:
        raise WrongAnswerError(f"show --json: {len(tasks)} tasks, not completed: {open_tasks}")


def _commit(stage: Stage, message: str) -> None:
    # One pack, not compressed: much faster than thousands of loose objects
    fast = ("-c", "core.bigFileThreshold=1", "-c", "core.compression=0")
    stage.git(*fast, "add", "--all")
    stage.git("-c", "gc.auto=0", "commit", "--quiet", "--message", message, at=BEGAN)


def _clean_up(scratch: Path, *, keep: bool) -> None:
    if keep:
        print(f"\nThe scratch repository is kept: {scratch}")
    else:
        for folder in (scratch, _beside(scratch)):
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
