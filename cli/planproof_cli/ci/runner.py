"""The files and the log that a step of GitHub's leaves behind.

Source: GitHub's documentation, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from planproof.errors import UsageError

SUMMARY_LIMIT = 1_048_576 - 1024
"""Bytes of one step's summary, less than what GitHub takes: more, and it shows nothing at all."""

_CUT = "\n\n*The rest of this summary was cut: GitHub takes one megabyte.*\n"


def required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name)
    if not value:
        raise UsageError(f"${name} is not set: this is a step of an action")
    return value


def write_outputs(environment: Mapping[str, str], values: Mapping[str, str]) -> None:
    """What later steps read. No value can pass itself off as another output."""
    lines: list[str] = []
    for name, value in values.items():
        fence = f"end-{secrets.token_hex(16)}"
        lines += [f"{name}<<{fence}", value, fence]
    target = Path(required(environment, "GITHUB_OUTPUT"))
    with target.open("a", encoding="utf-8", errors="surrogateescape") as file:
        file.write("".join(f"{line}\n" for line in lines))


def write_summary(environment: Mapping[str, str], text: str) -> None:
    """What people read on the page of the run; nowhere to write it is no mistake."""
    file = environment.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    content = text.encode("utf-8", "replace")
    if len(content) > SUMMARY_LIMIT:
        kept = content[: SUMMARY_LIMIT - len(_CUT)].decode("utf-8", "ignore")
        content = f"{kept}{_CUT}".encode()
    with Path(file).open("ab") as opened:
        opened.write(content)


@contextmanager
def without_commands() -> Iterator[None]:
    """What is printed meanwhile is text: a path or a line of code that looks like a workflow
    command is none. The word that ends it cannot be guessed."""
    word = secrets.token_hex(16)
    _say(f"::stop-commands::{word}")
    try:
        yield
    finally:
        sys.stderr.flush()
        _say(f"::{word}::")


def say_error(message: str) -> None:
    """An annotation without a place."""
    _say(f"::error title=planproof::{escaped(message)}")


def escaped(message: str) -> str:
    """``message`` as the data of a workflow command."""
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
