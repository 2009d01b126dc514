"""Commits with real edits, made without a checkout: a line of them, or many beside each other."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from itertools import count, cycle, islice

from edits import Edit, edited
from processes import NotMeasuredError
from repositories import Repository

_MIX = (Edit.STATEMENT, Edit.STATEMENT, Edit.IMPORT, Edit.STATEMENT, Edit.VIOLATION)
_NUMBERS = count(1_000_000)
"""Far from those of edits in the working tree, so that all contents are new ones."""


def line_of_commits(
    repository: Repository, branch: str, paths: Sequence[str], commits: int, files: int
) -> tuple[str, ...]:
    """Commits one after another from ``main`` on, the first first; each edits so many files."""
    contents: dict[str, bytes] = {}
    turns = cycle(paths)
    stream = [_reset(branch)]
    for number in range(commits):
        changed = list(islice(turns, files))
        for path in changed:
            contents[path] = _edit(contents.get(path) or _committed(repository, path))
        stream.append(_commit(branch, number, {path: contents[path] for path in changed}))
    _import(repository, stream)
    listed = repository.run_git("rev-list", "--reverse", f"main..{branch}").output.split()
    return tuple(listed)


def commits_beside(
    repository: Repository, prefix: str, paths: Sequence[str], commits: int, files: int
) -> tuple[str, ...]:
    """Branches of one commit each from ``main``; each edits so many files, no two the same text."""
    turns = cycle(paths)
    branches = tuple(f"{prefix}{number}" for number in range(commits))
    stream = []
    for number, branch in enumerate(branches):
        changed = islice(turns, files)
        contents = {path: _edit(_committed(repository, path)) for path in changed}
        stream += [_reset(branch), _commit(branch, number, contents)]
    _import(repository, stream)
    return branches


def _edit(content: bytes) -> bytes:
    number = next(_NUMBERS)
    return edited(content.decode(), _MIX[number % len(_MIX)], number).encode()


def _committed(repository: Repository, path: str) -> bytes:
    return (repository.root / path).read_bytes()


def _reset(branch: str) -> bytes:
    return f"reset refs/heads/{branch}\nfrom refs/heads/main\n\n".encode()


def _commit(branch: str, number: int, contents: dict[str, bytes]) -> bytes:
    """In the format of git fast-import."""
    return b"".join(_commit_lines(branch, number, contents))


def _commit_lines(branch: str, number: int, contents: dict[str, bytes]) -> Iterator[bytes]:
    message = f"Edit {number}".encode()
    yield f"commit refs/heads/{branch}\n".encode()
    yield f"committer bench <bench@example.org> {1_700_000_000 + number} +0000\n".encode()
    yield b"data %d\n%b\n" % (len(message), message)
    for path, content in contents.items():
        yield f"M 100644 inline {path}\n".encode()
        yield b"data %d\n%b\n" % (len(content), content)


def _import(repository: Repository, stream: Sequence[bytes]) -> None:
    done = subprocess.run(
        ["git", "fast-import", "--quiet", "--force"], cwd=repository.root, input=b"".join(stream),
        env=repository.surroundings.environment(), capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotMeasuredError(f"git fast-import failed: {done.stderr.decode()[-300:]}")
