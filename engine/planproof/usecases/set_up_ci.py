"""“Let CI hold us to it”: the files for GitHub, GitLab and pre-commit, written once."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path

from msgspec import Struct

from planproof._version import __version__
from planproof.errors import NotFoundError
from planproof.git import Repository
from planproof.usecases.installed_from import Origin
from planproof.usecases.own_files import make_folder, refuse_links, write_new
from planproof.usecases.workspace import Workspace
from planproof_specs import ci_text


class Service(Enum):
    GITHUB = "github"
    GITLAB = "gitlab"
    PRE_COMMIT = "pre-commit"


class CiFile(Struct, frozen=True):
    """A file for the top of a repository, ``path`` from there. ``exists`` says that something is
    there already; ``steps`` what is left to do once it is in place."""

    path: str
    text: str
    exists: bool
    steps: tuple[str, ...]


_PATHS = {
    Service.GITHUB: ".github/workflows/planproof.yml",
    Service.GITLAB: ".gitlab-ci.planproof.yml",
    Service.PRE_COMMIT: ".pre-commit-config.yaml",
}
_TEMPLATES = {
    Service.GITHUB: "github.yml",
    Service.GITLAB: "gitlab.yml",
    Service.PRE_COMMIT: "pre-commit.yaml",
}


def make_ci_file(workspace: Workspace, service: Service, origin: Origin) -> CiFile:
    """The file as it would be written; nothing is."""
    path = _PATHS[service]
    words = {
        "VERSION": __version__,
        "REVISION": origin.revision,
        "URL": origin.url,
        "ACTION": origin.action if service is Service.GITHUB else "",
        "BRANCH": json.dumps(trunk_of(workspace.repository)),
    }
    text = ci_text(_TEMPLATES[service])
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    target = workspace.root.path / path
    exists = target.is_symlink() or target.exists()
    return CiFile(path, text, exists, _steps(service, path))


def write_ci_file(workspace: Workspace, file: CiFile) -> None:
    """Raises RefusedError where anything is in its place, or a link on the way to it."""
    target = workspace.root.path / file.path
    if target.parent == workspace.root.path:
        refuse_links(target.parent, workspace.root.path)
    else:
        make_folder(target.parent, workspace.root.path)
    write_new(target, file.text.encode())


def trunk_of(repository: Repository | None) -> str:
    """The branch that others are merged into: as the remote says, else by its usual name."""
    if repository is None:
        return "main"
    remote = repository.points_to("refs/remotes/origin/HEAD")
    if remote is not None:
        return remote.removeprefix("refs/remotes/origin/")
    for name in ("main", "master"):
        if _is_there(repository, f"refs/heads/{name}"):
            return name
    return repository.branch() or "main"


def _is_there(repository: Repository, name: str) -> bool:
    try:
        repository.resolve(name)
    except NotFoundError:
        return False
    return True


def _steps(service: Service, path: str) -> tuple[str, ...]:
    add = f"git add {path}"
    match service:
        case Service.GITHUB:
            return (add, "make the check `gate` a required one, as docs/ci.md says")
        case Service.GITLAB:
            include = f"include: [{{local: {Path(path).name}}}]"
            return (f"add to .gitlab-ci.yml: {include}", f"{add} .gitlab-ci.yml")
        case Service.PRE_COMMIT:
            hooks = "pre-commit install --hook-type pre-commit --hook-type pre-push"
            return (add, hooks)
