"""The one place where git is run.

A repository can be hostile: its config can name programs for the file-system monitor, filters,
text conversion, hooks, transports and more. So every call has a scrubbed environment, settings
that switch those programs off (they come in by environment, which beats every config file), a git
that is found on absolute paths only, and no shell. Sources: git(1), git-config(1), githooks(5).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

from planproof.errors import GitError
from planproof.git.process import Process, launch

OLDEST_GIT = (2, 34)

_KEPT = frozenset(
    {
        "GIT_ATTR_NOSYSTEM",
        "GIT_CEILING_DIRECTORIES",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_SYSTEM",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    }
)

_FIXED = {
    "GIT_ALLOW_PROTOCOL": "none",  # before git 2.44 this is what stops a lazy fetch
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

_SAFE_SETTINGS = (
    ("core.fsmonitor", ""),  # off even if "true": a verdict trusts no daemon
    ("core.hooksPath", os.devnull),
    ("core.alternateRefsCommand", ""),
    ("core.askPass", ""),
    ("core.sshCommand", ""),
    ("core.pager", "cat"),
    ("core.checkStat", "default"),
    ("core.trustctime", "true"),
    ("core.quotePath", "false"),
    ("credential.helper", ""),
    ("diff.external", ""),
    ("diff.suppressBlankEmpty", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("protocol.allow", "never"),
    ("submodule.recurse", "false"),
)


class Scene(NamedTuple):
    """Where a command runs. Without ``git_dir``, git looks for the repository from ``folder``.

    ``objects`` and ``alternates`` replace the object store; ``settings`` come on top of the safe
    ones.
    """

    folder: Path
    git_dir: Path | None = None
    work_tree: Path | None = None
    index_file: Path | None = None
    objects: Path | None = None
    alternates: Path | None = None
    settings: tuple[tuple[str, str], ...] = ()


class Result(NamedTuple):
    """How a command ended. ``errors`` is its standard error, decoded."""

    arguments: tuple[str, ...]
    code: int
    output: bytes
    errors: str

    def require(self) -> bytes:
        """The output of a command that must succeed; otherwise GitError says what git said."""
        if self.code != 0:
            raise _explain(self)
        return self.output


class Running:
    """A git process on its way. Leaving the ``with`` block ends it, finished or not."""

    def __init__(self, arguments: tuple[str, ...], process: Process) -> None:
        self._arguments = arguments
        self._process = process

    @property
    def stdin(self) -> IO[bytes]:
        return _pipe(self._process.stdin)

    @property
    def stdout(self) -> IO[bytes]:
        return _pipe(self._process.stdout)

    def finish(self, data: bytes | None = None) -> Result:
        """Feeds ``data``, then waits for the end."""
        output, errors, code = self._process.communicate(data)
        return Result(self._arguments, code, output, errors.decode("utf-8", "replace"))

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.end()


def run(arguments: Sequence[str], scene: Scene, data: bytes | None = None) -> bytes:
    """The standard output of a git command that must succeed. Raises GitError."""
    return ask(arguments, scene, data).require()


def ask(arguments: Sequence[str], scene: Scene, data: bytes | None = None) -> Result:
    """Runs a git command to its end, whatever its exit status."""
    with start(arguments, scene, feed=data is not None) as running:
        return running.finish(data)


def start(
    arguments: Sequence[str], scene: Scene, *, feed: bool = False, mute: bool = False
) -> Running:
    """Starts a git command and returns at once. ``feed``: it reads from us; ``mute``: drop stderr.

    Raises GitError when there is no usable git.
    """
    program = find_git()
    if program is None:
        raise GitError("git is not installed, or not on PATH", fix=_INSTALL)
    command = [program, "--no-pager", *arguments]
    try:
        process = launch(command, scene.folder, _environment(scene), feed=feed, mute=mute)
    except OSError as error:
        raise GitError(f"git could not be started: {error}", fix=_INSTALL) from error
    return Running(tuple(arguments), process)


def find_git() -> str | None:
    """The git on PATH; relative PATH entries are passed over, or the repository could bring one."""
    return _search(os.environ.get("PATH", os.defpath))


def check_version(printed: bytes) -> None:
    """Raises GitError unless what ``git version`` printed names git 2.34 or later."""
    text = printed.decode("utf-8", "replace").strip()
    numbers = re.search(r"(\d+)\.(\d+)", text)
    if numbers is None or (int(numbers[1]), int(numbers[2])) < OLDEST_GIT:
        raise GitError(
            f"planproof needs git 2.34 or later; this is: {text or 'no git'}",
            fix="Install a newer git (https://git-scm.com/downloads) and put it first on PATH",
            code="git-too-old",
        )


_INSTALL = "Install git 2.34 or later (https://git-scm.com/downloads) and put it on PATH"


@lru_cache(maxsize=8)
def _search(path: str) -> str | None:
    name = "git.exe" if os.name == "nt" else "git"
    for folder in path.split(os.pathsep):
        candidate = Path(folder) / name
        if candidate.is_absolute() and candidate.is_file() and os.access(candidate, os.X_OK):
            return str(candidate)
    return None


def _environment(scene: Scene) -> dict[str, str]:
    """The caller's environment without what hooks and wrappers set for another git command."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT
    }
    return kept | _FIXED | _places(scene) | _configuration(scene.settings, os.environ)


def _places(scene: Scene) -> dict[str, str]:
    alternates = scene.alternates
    places = {
        "GIT_DIR": scene.git_dir,
        "GIT_WORK_TREE": scene.work_tree,
        "GIT_INDEX_FILE": scene.index_file,
        "GIT_OBJECT_DIRECTORY": scene.objects,
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": alternates and _quoted(str(alternates)),
    }
    return {name: str(place) for name, place in places.items() if place is not None}


def _quoted(path: str) -> str:
    """git splits the list of alternates at ``:`` unless an element is quoted like in C."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _configuration(
    extra: Iterable[tuple[str, str]], environment: Mapping[str, str]
) -> dict[str, str]:
    pairs = [*_inherited_safe_directories(environment), *_SAFE_SETTINGS, *extra]
    numbered = {"GIT_CONFIG_COUNT": str(len(pairs))}
    for number, (key, value) in enumerate(pairs):
        numbered[f"GIT_CONFIG_KEY_{number}"] = key
        numbered[f"GIT_CONFIG_VALUE_{number}"] = value
    return numbered


def _inherited_safe_directories(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Continuous integration vouches for folders by environment: the one setting that is kept."""
    count = environment.get("GIT_CONFIG_COUNT", "")
    numbers = range(min(int(count), 1000)) if count.isdecimal() else range(0)
    keys = ((environment.get(f"GIT_CONFIG_KEY_{number}", ""), number) for number in numbers)
    return [
        ("safe.directory", environment.get(f"GIT_CONFIG_VALUE_{number}", ""))
        for key, number in keys
        if key.lower() == "safe.directory"
    ]


def _explain(result: Result) -> GitError:
    said = result.errors.strip()
    owned = re.search(
        r"(?:dubious ownership in repository at|unsafe repository \()\s*'(.*?)'", said
    )
    if owned:
        return GitError(
            f"git does not trust {owned[1]}: it belongs to another user (dubious ownership)",
            fix=f"If you trust it: git config --global --add safe.directory '{owned[1]}'",
            code="git-ownership",
        )
    command = " ".join(result.arguments[:1])
    return GitError(
        f"git {command} failed (exit {result.code}): {said or 'it said nothing'}",
        fix="Run `git status` and `git fsck` in the repository to see what is wrong with it",
    )


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("this git process was started without that pipe")
    return pipe
