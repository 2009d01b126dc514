"""“Is everything in order here?”"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from enum import Enum
from importlib.metadata import PackageNotFoundError, version

from msgspec import Struct

from planproof.errors import DatabaseMissingError, PlanproofError
from planproof.git import working_tree
from planproof.languages import LANGUAGES, grammar_of
from planproof.plans import PlanStore
from planproof.report.places import counted
from planproof.usecases.workspace import Workspace

_LIBRARIES = ("tree-sitter", "ast-grep-py", "google-re2", "pathspec", "PyYAML", "typer")


class State(Enum):
    """NOTE is what is merely worth knowing."""

    GOOD = "good"
    BAD = "bad"
    NOTE = "note"


class Health(Struct, frozen=True):
    """One thing that was looked at, and the mend where it is not good."""

    name: str
    detail: str
    state: State = State.GOOD
    fix: str = ""


def diagnose(workspace: Workspace) -> tuple[Health, ...]:
    """Places, their health, and the mend for each complaint. Changes nothing."""
    return tuple(_checks(workspace))


def _checks(workspace: Workspace) -> Iterator[Health]:
    yield Health("python", f"{platform.python_version()} on {platform.system()}", State.NOTE)
    yield from map(_library, _LIBRARIES)
    yield _grammars()
    yield _root(workspace)
    yield from _tree(workspace)
    yield from _plans(workspace)
    yield _index(workspace)


def _library(name: str) -> Health:
    try:
        return Health(name, version(name), State.NOTE)
    except PackageNotFoundError:
        return Health(name, "not installed", State.BAD, "install planproof again")


def _grammars() -> Health:
    for language in LANGUAGES:
        try:
            grammar_of(language.name)
        except (ImportError, ValueError) as error:
            return Health(
                "grammars", f"{language.name}: {error}", State.BAD, "install planproof again"
            )
    return Health("grammars", ", ".join(language.name for language in LANGUAGES))


def _root(workspace: Workspace) -> Health:
    repository = workspace.repository
    if repository is None:
        hint = "snapshots and history need git"
        return Health("root", f"{workspace.root.path} (no git: {hint})", State.NOTE, "git init")
    head = repository.head()
    where = f"at {head[:12]}" if head else "no commits yet"
    kind = repository.object_format
    return Health("root", f"{workspace.root.path} (git, {kind}, {where})")


def _tree(workspace: Workspace) -> Iterator[Health]:
    try:
        with workspace.index() as index:
            manifest = working_tree(workspace.root, index.stat_cache, memo=index.memo).manifest
    except PlanproofError as error:
        yield _complaint("tree", error)
        return
    yield Health("tree", f"{len(manifest.entries):,} paths")
    for note in manifest.notes:
        yield Health(note.code, note.message, State.NOTE)
    for path in manifest.unreadable:
        yield Health("unreadable", path, State.BAD, "every rule that covers it gives no verdict")


def _plans(workspace: Workspace) -> Iterator[Health]:
    path = workspace.plans_path
    try:
        with PlanStore.open(path, read_only=True) as store:
            complaints = store.examine()
            count = len(store.plans())
    except DatabaseMissingError:
        yield Health("plans", f"none yet at {path}", State.NOTE, "planproof init")
        return
    except PlanproofError as error:
        yield _complaint("plans", error)
        return
    yield Health(
        "plans", f"{path}: {counted(count, 'plan')}", State.BAD if complaints else State.GOOD
    )
    for complaint in complaints:
        yield Health(complaint.code, complaint.message, State.BAD, complaint.fix)


def _index(workspace: Workspace) -> Health:
    with workspace.index() as index:
        path = index.path
    if path is None:
        detail = f"{workspace.index_path} cannot be written: every run reads files again"
        return Health("index", detail, State.NOTE, "PLANPROOF_INDEX=FILE names another place")
    return Health("index", f"{path}: {path.stat().st_size:,} bytes, safe to delete")


def _complaint(name: str, error: PlanproofError) -> Health:
    first = error.diagnostics[0]
    return Health(name, first.message, State.BAD, first.fix)
