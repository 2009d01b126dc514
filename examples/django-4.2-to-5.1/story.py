"""The way from the old release to the new one, cut into commits, as a team might have gone it."""

from __future__ import annotations

import random
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from stage import environment

BEGAN = 1_727_776_800  # 2024-10-01 10:00 UTC; when the old release is committed
_DAY = 86_400
_PEOPLE = ("Ada", "Grace", "Linus", "Guido")


def go(repository: Path, old: Path, new: Path, commits: int, last: str) -> None:
    """Commit what differs between two wheels folder by folder, two days apart, upon HEAD of main.

    The path ``last`` stays as it was. Always the same commits; nothing is checked out in between.
    """
    before, after = contents(old), contents(new)
    changed = sorted(
        one for one in before.keys() | after.keys() if before.get(one) != after.get(one)
    )
    changed.remove(last)
    stream = b"".join(_commits(_by_folder(changed), after, commits))
    for command in (["fast-import", "--quiet"], ["reset", "--quiet", "--hard", "main"]):
        subprocess.run(
            ["git", "-c", "core.compression=0", *command],
            cwd=repository, input=stream, env=environment(), check=True,
        )  # fmt: skip


def contents(wheel: Path) -> dict[str, bytes]:
    """{path → bytes} of the package."""
    with zipfile.ZipFile(wheel) as archive:
        names = (name for name in archive.namelist() if name.startswith("django/"))
        return {name: archive.read(name) for name in names}


def _by_folder(paths: list[str]) -> list[str]:
    """Folders in an order that is nobody's plan, but always the same."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    order = sorted(folders)
    random.Random(51).shuffle(order)  # noqa: S311 - no secret
    return [path for folder in order for path in folders[folder]]


def _commits(paths: list[str], after: Mapping[str, bytes], count: int) -> Iterator[bytes]:
    """In the format of git fast-import."""
    for number in range(count):
        part = paths[number * len(paths) // count : (number + 1) * len(paths) // count]
        when = BEGAN + (number + 1) * 2 * _DAY
        who = _PEOPLE[number % len(_PEOPLE)]
        message = f"Bring {part[0].rpartition('/')[0]} to 5.1".encode()
        yield b"commit refs/heads/main\n"
        yield f"committer {who} <{who.lower()}@example.org> {when} +0000\n".encode()
        yield b"data %d\n%b\n" % (len(message), message)
        if number == 0:
            yield b"from refs/heads/main^0\n"
        for path in part:
            yield _change(path, after.get(path))


def _change(path: str, content: bytes | None) -> bytes:
    if content is None:
        return f"D {path}\n".encode()
    return f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
