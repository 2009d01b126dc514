"""How the demo talks and runs commands: every line after a `$` is the command's own output."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WIDTH = 88


class WrongAnswerError(Exception):
    """A command answered something else than the truth that this demo knows."""


@dataclass
class Stage:
    """A scratch repository, and the voice that tells what happens in it."""

    repository: Path
    started: float = field(default_factory=time.perf_counter)
    acts: int = 0

    def act(self, title: str) -> None:
        """A numbered heading."""
        self.acts += 1
        _write(f"\n{_paint('1;36', f'━━ {self.acts}. {title} '.ljust(WIDTH, '━'))}\n")

    def say(self, text: str) -> None:
        """A paragraph of narration."""
        _write("\n" + textwrap.fill(" ".join(text.split()), WIDTH) + "\n")

    def planproof(self, *arguments: str, exits: int) -> None:
        """Run `planproof` as a user would. Any exit status but ``exits`` is a WrongAnswerError."""
        self._show(("planproof", *arguments))
        status = self._run([sys.executable, "-m", "planproof_cli", *arguments])
        self._show_status(status)
        if status != exits:
            raise WrongAnswerError(
                f"{shlex.join(('planproof', *arguments))}: exit status {status}, not {exits}"
            )

    def ask(self, *arguments: str) -> dict[str, Any]:
        """The ``data`` of what `planproof … --json` prints."""
        command = [sys.executable, "-m", "planproof_cli", *arguments, "--json"]
        done = subprocess.run(
            command, cwd=self.repository, env=environment(), stdout=subprocess.PIPE, check=False
        )
        try:
            document = json.loads(done.stdout)
        except ValueError as error:
            raise WrongAnswerError(
                f"{shlex.join(arguments)} --json: not one JSON document: {error}"
            ) from error
        data: dict[str, Any] = document["data"]
        return data

    def git(self, *arguments: str, shown: bool = False, exits: int = 0, at: int = 0) -> None:
        """Run git, quietly unless ``shown``; ``at`` dates a commit, in seconds since 1970."""
        if shown:
            self._show(("git", *arguments))
        dates = ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE") if at else ()
        status = self._run(["git", *arguments], **dict.fromkeys(dates, f"{at} +0000"))
        if status != exits:
            raise WrongAnswerError(
                f"{shlex.join(('git', *arguments))}: exit status {status}, not {exits}"
            )

    def seconds(self) -> float:
        """Wall-clock seconds since the stage was set."""
        return time.perf_counter() - self.started

    def _show(self, command: Sequence[str]) -> None:
        _write(f"\n{_paint('1', f'$ {_on_lines(command)}')}\n")

    def _show_status(self, status: int) -> None:
        _write(_paint("2", f"[exit status {status}]") + "\n")

    def _run(self, command: Sequence[str], **extra: str) -> int:
        sys.stdout.flush()
        given = environment() | extra
        done = subprocess.run(command, cwd=self.repository, env=given, check=False)
        return done.returncode


def environment() -> dict[str, str]:
    """The caller's, without git settings of their own: the demo is the same for everybody."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    person = {"NAME": "A. Maintainer", "EMAIL": "maintainer@example.org"}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "cat",
        **{f"GIT_AUTHOR_{key}": value for key, value in person.items()},
        **{f"GIT_COMMITTER_{key}": value for key, value in person.items()},
        "PYTHONIOENCODING": "utf-8",
    }


def _on_lines(command: Sequence[str]) -> str:
    """A command as a shell takes it, broken before an option where it grows too long."""
    lines = [""]
    for part in shlex.join(command).replace(" --", "\n--").split("\n"):
        if len(lines[-1]) + len(part) + 4 > WIDTH:
            lines.append("   ")
        lines[-1] += f" {part}" if lines[-1] else part
    return " \\\n".join(lines)


def _paint(code: str, text: str) -> str:
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return f"\x1b[{code}m{text}\x1b[0m"


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
