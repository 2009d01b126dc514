"""Where a project begins."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planproof.errors import GitError, NotFoundError, UsageError
from planproof.git import door
from planproof.git.repository import Repository
from planproof.git.settings import read_settings

if TYPE_CHECKING:
    from planproof.git.begin import Begun

OWN_FOLDER = ".planproof"


class Root(NamedTuple):
    """The folder that a project's paths are relative to, and its repository if it has one.

    ``begun`` is what git was asked ahead of time about the work tree.
    """

    path: Path
    repository: Repository | None
    begun: Begun | None = None

    @property
    def data_folder(self) -> Path:
        """Where the databases live: shared by all work trees, and safe from ``git clean``."""
        if self.repository is None:
            return self.path / OWN_FOLDER
        return self.repository.common_dir / "planproof"


def find_root(start: Path, *, begin: bool = False) -> Root:
    """The root of the project that holds the folder (or file) ``start``.

    ``begin`` says that the next thing wanted is the working tree as it is now: git starts to look
    at once, and the first :func:`planproof.git.working_tree` of this root has its answers.

    With git it is the top of the work tree; without, the nearest ancestor with a ``.planproof``
    folder, else ``start``. Raises NotFoundError, UsageError for a place without a work tree, and
    GitError when git is too old, distrusts the folder or finds the repository broken.
    """
    folder = _existing_folder(start)
    repository = _discover(folder)
    if repository is None:
        return Root(_folder_with_plans(folder), None)
    if not begin:
        return Root(repository.top, repository)
    from planproof.git.begin import Begun  # here: it loads what reads the index

    return Root(repository.top, repository, Begun(repository))


def _existing_folder(start: Path) -> Path:
    try:
        folder = start.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise NotFoundError(
            f"there is no folder {start}", fix="Name an existing folder after -C"
        ) from error
    return folder if folder.is_dir() else folder.parent


def _folder_with_plans(folder: Path) -> Path:
    places = (folder, *folder.parents)
    return next((place for place in places if (place / OWN_FOLDER).is_dir()), folder)


def _discover(folder: Path) -> Repository | None:
    if door.find_git() is None and not _is_in_git(folder):
        return None
    found = _examine(door.Scene(folder), folder)
    inherited = os.environ.get("GIT_DIR")
    if found is None and inherited:
        work_tree = Path(os.environ.get("GIT_WORK_TREE") or folder).absolute()
        scene = door.Scene(folder, git_dir=Path(inherited).absolute(), work_tree=work_tree)
        found = _examine(scene, folder)
    return found


def _is_in_git(folder: Path) -> bool:
    """Only a folder that is in no repository can do without git."""
    return any(os.path.lexists(place / ".git") for place in (folder, *folder.parents))


_QUESTIONS = (
    "--path-format=absolute",
    "--is-bare-repository",
    "--is-inside-work-tree",
    "--show-object-format",
    "--git-dir",
    "--show-object-format",  # between paths: a path may hold line ends
    "--git-common-dir",
    "--show-object-format",
    "--show-toplevel",
)


def _examine(scene: door.Scene, folder: Path) -> Repository | None:
    """Asks git everything at once. None when the folder is in no repository."""
    with ExitStack() as stack:
        version, listed, asked = (
            stack.enter_context(door.start(arguments, scene))
            for arguments in (["version"], ["config", "--list", "-z"], ["rev-parse", *_QUESTIONS])
        )
        door.check_version(version.finish().output)
        answer = asked.finish()
        if answer.code != 0 and _is_nowhere(answer):
            return None
        _refuse_without_work_tree(answer, folder)
        settings = read_settings(listed.finish().require())
    top, git_dir, common_dir, object_format = _places(answer.require())
    _refuse_elsewhere(top, scene, folder)
    index = _index(git_dir, top)
    return Repository(top, git_dir, common_dir, object_format, index, settings)


def _is_nowhere(answer: door.Result) -> bool:
    return "not a git repository (or any" in answer.errors


def _refuse_without_work_tree(answer: door.Result, folder: Path) -> None:
    bare, _, rest = answer.output.partition(b"\n")
    if bare == b"true":
        raise UsageError(
            f"{folder} is a bare repository: it has no files to judge",
            fix=f"Make a work tree and run planproof there: git -C {folder} worktree add ../work",
            code="bare-repository",
        )
    if bare == b"false" and rest.startswith(b"false"):
        raise UsageError(
            f"{folder} is inside a git folder, not among the files of a work tree",
            fix="Go to the work tree first, or name it with -C",
            code="no-work-tree",
        )


_PATH = r"((?:/|[A-Za-z]:).*?)"
_ANSWER = re.compile(rf"false\ntrue\n(sha\d+)\n{_PATH}\n\1\n{_PATH}\n\1\n{_PATH}\n", re.DOTALL)


def _places(answer: bytes) -> tuple[Path, Path, Path, str]:
    """(top, git folder, common folder, object format) from the answers to the questions."""
    text = os.fsdecode(answer)
    match = _ANSWER.fullmatch(text)
    if match is None:
        raise GitError(
            f"git describes this repository in a way planproof does not know: {text!r}",
            fix="Report it, with the output of: git rev-parse --git-dir --show-toplevel",
        )
    return Path(match[4]), Path(match[2]), Path(match[3]), match[1]


def _refuse_elsewhere(top: Path, scene: door.Scene, folder: Path) -> None:
    """A repository's own ``core.worktree`` must not make us read files that are not its own."""
    own = scene.git_dir is not None or os.path.lexists(top / ".git")
    if not own or not folder.is_relative_to(top):
        raise UsageError(
            f"the repository at {folder} names another folder, {top}, as its work tree",
            fix="Run planproof with -C in that work tree, or: git config --unset core.worktree",
            code="work-tree-elsewhere",
        )


def _index(git_dir: Path, top: Path) -> Path:
    """The index; inside a hook the one git prepared, provided it is this repository's."""
    inherited = os.environ.get("GIT_INDEX_FILE")
    if inherited:
        index = Path(os.path.abspath(top / inherited))  # noqa: PTH100 - must not follow links
        if index.parent == git_dir and index.is_file():
            return index
    return git_dir / "index"
