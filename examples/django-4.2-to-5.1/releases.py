"""The two releases of Django: fetched once, checked against pinned digests, unpacked."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Release:
    """One release, pinned: the SHA-256 of its wheel, in hex."""

    version: str
    sha256: str


OLD = Release("4.2.16", "1ddc333a16fc139fd253035a1606bb24261951bbc3a6ca256717fa06cc41a898")
NEW = Release("5.1.4", "236e023f021f5ce7dee5779de7b286565fdea5f4ab86bae5338e3f7b69896cf0")


class ReleaseError(Exception):
    """A release cannot be had; the message says why and what to do."""


def fetch(release: Release, cache: Path) -> tuple[Path, bool]:
    """The wheel, and whether it had to be downloaded. Raises ReleaseError."""
    wheel = _find(release, cache)
    if wheel is not None:
        return wheel, False
    _download(release, cache)
    wheel = _find(release, cache)
    if wheel is None:
        raise ReleaseError(f"pip finished, but left no wheel of Django {release.version}.")
    return wheel, True


def lay_out(wheel: Path, folder: Path) -> int:
    """Make ``folder``/django what the wheel holds, touching only what differs.

    Returns the number of files.
    """
    there = {path for path in (folder / "django").rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        wanted = {folder / name: name for name in archive.namelist() if name.startswith("django/")}
        for path in there - wanted.keys():
            path.unlink()
        for parent in {path.parent for path in wanted}:
            parent.mkdir(parents=True, exist_ok=True)
        for path, name in wanted.items():
            content = archive.read(name)
            if path not in there or path.read_bytes() != content:
                path.write_bytes(content)
    return len(wanted)


def read(wheel: Path, path: str) -> bytes:
    """One file of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(path)


def _find(release: Release, cache: Path) -> Path | None:
    """A cached wheel with the pinned digest; one with another digest is thrown away."""
    for wheel in sorted(cache.glob(f"[Dd]jango-{release.version}-*.whl")):
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if found == release.sha256:
            return wheel
        wheel.unlink()
        raise ReleaseError(
            f"{wheel.name} is not the file this demo was written for\n"
            f"  (SHA-256 {found}, pinned {release.sha256}).\n"
            "It has been removed from the cache. Run the demo again to fetch it anew."
        )
    return None


def _download(release: Release, cache: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--retries", "2"]
    options = ["--no-deps", "--only-binary", ":all:", "--dest", str(cache)]
    done = subprocess.run(
        [*pip, "download", *options, f"django=={release.version}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ReleaseError(
            f"Django {release.version} could not be downloaded. The demo needs the network once;\n"
            f"after that the wheels stay in {cache}.\n"
            f"pip says:\n{_last_lines(done.stderr)}"
        )


def _last_lines(text: str, count: int = 6) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return "\n".join(f"  {line}" for line in lines[-count:])
