"""A project in a real repository, and the command as a user runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warm_start import WARM, start_cold

SPEC = """\
refactor_name: retire-legacy-login
rules:
  - id: no-legacy-login
    description: Nothing calls the legacy login any more
    severity: high
    match:
      identifiers: [legacy_login]
    expect:
      calls: [tokens.login]
    guidance: Use tokens.login(user)
"""

OLD = "from auth import legacy_login\n\n\ndef enter(user):\n    return legacy_login(user)\n"
NEW = "from auth import tokens\n\n\ndef enter(user):\n    return tokens.login(user)\n"
_IDENTITY = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
_ALONE = ("-c", "maintenance.auto=false", "-c", "gc.auto=0")
"""A commit starts no other process that looks whether there is something to tidy."""

_READ_LATE = {"PLANPROOF_ACTOR"}


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def data(self) -> Any:
        return self.document["data"]


@dataclass(frozen=True)
class Project:
    """A folder, and ``planproof`` run in it with a home directory that is empty."""

    root: Path
    home: Path

    def run(self, *arguments: str, cwd: Path | None = None, **environment: str) -> Answer:
        """Cold where a variable is given that Python or a library may read as it starts."""
        run = start_cold if set(environment) - _READ_LATE else WARM.run
        done = run(arguments, cwd or self.root, self.environment(**environment))
        return Answer(done.code, done.out.decode(), done.err.decode())

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        paths = os.pathsep.join(path for path in sys.path if path)
        return {
            **kept, "HOME": str(self.home), "PYTHONPATH": paths, "PLANPROOF_ACTOR": "ada",
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **extra,
        }  # fmt: skip

    def git(self, *arguments: str, **environment: str) -> str:
        done = subprocess.run(
            ["git", *_IDENTITY, *_ALONE, "-c", "init.defaultBranch=main", *arguments],
            cwd=self.root, env=self.environment(**environment), capture_output=True, check=True,
        )  # fmt: skip
        return done.stdout.decode()

    def copied(self, top: Path) -> Project:
        """The same in folders below ``top``, with what planproof has written down."""
        copy = Project(top / self.root.name, top / self.home.name)
        for old, new in ((self.root, copy.root), (self.home, copy.home)):
            shutil.copytree(old, new, symlinks=True, dirs_exist_ok=True)
        if (copy.root / ".git").exists():
            copy.git("update-index", "-q", "--refresh")  # git knows files by their inodes too
        return copy

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def commit(self, message: str = "change", at: str = "2026-11-21T09:30:00Z") -> str:
        self.git("add", "--all")
        dates = {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at}
        self.git("commit", "--quiet", "--allow-empty", "--message", message, **dates)
        return self.git("rev-parse", "HEAD").strip()
