"""What is fetched from the package index, once, into ``.cache/bench``."""

from __future__ import annotations

import fcntl
import shutil
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from processes import NotMeasuredError, must

PROJECT = Path(__file__).resolve().parents[2]
CACHE = PROJECT / ".cache" / "bench"
_PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


@contextmanager
def alone(cache: Path) -> Iterator[None]:
    """One benchmark at a time in a cache: its repositories are changed by it."""
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(f"another benchmark is running in {cache}; choose another with --cache")
        yield


def download(cache: Path, requirement: str, pattern: str, options: Sequence[str]) -> Path:
    """One file of a release. Raises NotMeasuredError when it cannot be had."""
    target = cache / "downloads"
    if not list(target.glob(pattern)):
        say(f"fetching {requirement}")
        pip = [sys.executable, *_PIP, "download", "--no-deps", *options]
        must([*pip, "--dest", str(target), requirement])
    found = sorted(target.glob(pattern))
    if not found:
        raise NotMeasuredError(f"{requirement}: no file {pattern} came")
    return found[0]


def install(cache: Path, *requirements: str) -> Path:
    """The folder of commands of an environment that holds these releases and what they need. It is
    called like the first of them."""
    home = cache / "peers" / requirements[0].replace("==", "-")
    stamp, wanted = home / "complete", "\n".join(requirements[1:])
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"fetching {', '.join(requirements)}")
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        must([str(home / "bin" / "python"), *_PIP, "install", "--compile", *requirements])
        stamp.write_text(wanted)
    return home / "bin"


def unpack(archive: Path, target: Path) -> None:
    """The files of a wheel, or those below the one folder of a source release."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        if archive.suffix == ".whl":
            shutil.unpack_archive(archive, scratch, "zip")
            Path(scratch).rename(target)
            Path(scratch).mkdir()
        else:
            # Python 3.11.3 and older have no filters yet, and would keep the owners
            must(["tar", "-xzf", str(archive), "--no-same-owner", "-C", scratch])
            next(Path(scratch).iterdir()).rename(target)


def say(line: str) -> None:
    """Progress, for whoever waits; the table alone goes to standard output."""
    print(line, file=sys.stderr, flush=True)
