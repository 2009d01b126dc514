"""A stored tree as a new work tree of the repository, or as a commit on a new branch.

The work tree is made under a name of its own, registered by one rename and put in place by another:
whoever is killed in between leaves a folder that nobody knows, never half a work tree. Nothing that
exists is written to. Sources: gitrepository-layout(5), ``worktrees/``; git-worktree(1), DETAILS.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from planproof.errors import GitError, UsageError
from planproof.git import door
from planproof.git.lay_out import lay_out
from planproof.git.repository import Repository
from planproof.git.scratch import RESTORING
from planproof.model.tree import Entry

_INDEX_ONLY = (
    ("core.sparseCheckout", "false"),
    ("core.splitIndex", "false"),
    ("core.untrackedCache", "false"),
    ("index.sparse", "false"),
)
"""The new index is whole, and a file by itself."""


def restore_folder(
    repository: Repository, tree: str, head: str | None, folder: Path
) -> tuple[Entry, ...]:
    """Makes ``folder`` a work tree that holds a stored tree, byte for byte, with ``head`` detached.

    Without a ``head`` it stands before its first commit. Gives the nested repositories, of which
    only empty folders are there. Raises UsageError where something is in the way, NotFoundError
    where the tree is gone, and GitError; then there is no such work tree, and no such folder.
    """
    try:
        place = folder.resolve()
        _refuse(repository, place, folder)
    except (OSError, RuntimeError) as error:
        raise _in_the_way(f"{folder} cannot be looked at ({error})") from error
    with _new_folder(place.parent, f".{place.name}.{RESTORING}") as files:
        links = lay_out(repository, tree, files)
        with _new_folder(repository.common_dir / "planproof", RESTORING) as record:
            _make_index(repository, head, files, record / "index")
            (record / "commondir").write_text("../..\n")
            (record / "gitdir").write_bytes(os.fsencode(place / ".git") + b"\n")
            name = _register(repository, record, place.name, head)
        git_dir = repository.common_dir / "worktrees" / name
        try:
            (files / ".git").write_bytes(b"gitdir: " + os.fsencode(git_dir) + b"\n")
            _put_in_place(files, place)
        except BaseException:
            _remove(git_dir)
            raise
    return links


def _refuse(repository: Repository, place: Path, named: Path) -> None:
    if place.exists() and not place.is_dir():
        raise _in_the_way(f"{named} is a file")
    if place.is_dir() and any(place.iterdir()):
        raise _in_the_way(f"{named} is not empty")
    for taken in _taken(repository):
        if not taken.exists():
            _refuse_remembered(taken, place, named)
        elif any(_is_same(parent, taken) for parent in (place, *place.parents)):
            raise _in_the_way(f"{named} lies inside {taken}, which stays as it is")
    if "\n" in str(place) or str(place) != str(place).rstrip():
        raise _in_the_way(f"git cannot remember a work tree called {str(place)!r}")
    if (repository.common_dir / "reftable").exists():
        raise UsageError(
            "this repository keeps its refs in another way (reftable): only git makes work trees",
            fix="restore to a branch with --restore-branch NAME, then: git worktree add DIR NAME",
            code="reftable",
        )


def _refuse_remembered(taken: Path, place: Path, named: Path) -> None:
    """git would know two work trees by one name."""
    if taken == place:
        raise UsageError(
            f"git remembers a work tree at {named} that is gone: nothing was restored",
            fix="git worktree prune",
            code="in-the-way",
        )


def _in_the_way(message: str) -> UsageError:
    return UsageError(
        f"{message}: nothing was restored",
        fix="name a folder that does not exist yet, beside the project: --restore ../NAME",
        code="in-the-way",
    )


def _taken(repository: Repository) -> Iterator[Path]:
    """The work trees of this repository, and where git keeps its data."""
    yield from (repository.top, repository.git_dir, repository.common_dir)
    if repository.common_dir.name == ".git" and (repository.common_dir / "index").exists():
        yield repository.common_dir.parent
    for record in sorted(repository.common_dir.glob("worktrees/*/gitdir")):
        with suppress(OSError):
            yield Path(os.fsdecode(record.read_bytes().strip())).parent


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False


@contextmanager
def _new_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """An empty folder; what is left of it afterwards is removed."""
    folder = parent / f"{prefix}{os.getpid()}-{token_hex(4)}"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    except OSError as error:
        raise GitError(
            f"{parent} cannot be written to: {error.strerror}",
            fix="name another folder: --restore DIR",
            code="cannot-restore",
        ) from error
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    import shutil  # here: few commands remove anything

    shutil.rmtree(folder, ignore_errors=True)


def _make_index(repository: Repository, head: str | None, files: Path, index: Path) -> None:
    """The index of a clean checkout of ``head``; files that are as there are known to be."""
    scene = door.Scene(
        folder=files,
        git_dir=repository.common_dir,
        work_tree=files,
        index_file=index,
        settings=(*repository.settings.neutral(), *_INDEX_ONLY),
    )
    if head is None:
        door.run(["read-tree", "--empty"], scene)
        return
    door.run(["read-tree", "--no-sparse-checkout", head], scene)
    door.ask(["update-index", "-q", "--refresh", "--ignore-submodules"], scene)


def _register(repository: Repository, record: Path, wanted: str, head: str | None) -> str:
    """Moves the record to where git looks for work trees; under which name it is known there."""
    records = repository.common_dir / "worktrees"
    records.mkdir(exist_ok=True)
    unborn = f"ref: refs/heads/restored-{token_hex(8)}"  # no commit there moves a branch of today
    (record / "HEAD").write_text(f"{unborn if head is None else head}\n")
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", wanted).strip("-") or "restored"
    for number in range(1, 1000):
        name = stem if number == 1 else f"{stem}-{number}"
        if os.path.lexists(records / name):
            continue
        with suppress(OSError):  # somebody else took the name meanwhile
            record.rename(records / name)
            return name
    raise GitError(f"no work tree can be registered in {records}", fix="git worktree prune")


def _put_in_place(files: Path, place: Path) -> None:
    """A folder that is not empty is never replaced, whoever filled it meanwhile."""
    try:
        if os.name == "nt" and place.exists():
            place.rmdir()
        files.rename(place)
    except OSError as error:
        raise _in_the_way(f"{place} cannot be made ({error.strerror})") from error
