"""A project in a real repository, and the command as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        done = subprocess.run(
            [sys.executable, "-m", "planproof_cli", *arguments],
            cwd=cwd or self.root, env=self.environment(**environment),
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    def environment(self, **extra: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        paths = os.pathsep.join(path for path in sys.path if path)
        return {
            **kept, "HOME": str(self.home), "PYTHONPATH": paths, "PLANPROOF_ACTOR": "ada",
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **extra,
        }  # fmt: skip

    def git(self, *arguments: str, **environment: str) -> str:
        identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        done = subprocess.run(
            ["git", *identity, "-c", "init.defaultBranch=main", *arguments],
            cwd=self.root, env=self.environment(**environment), capture_output=True, check=True,
        )  # fmt: skip
        return done.stdout.decode()

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
