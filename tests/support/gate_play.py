"""A repository with contracts, and the gate asked about a change to it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from planproof.gate.verdict import GateVerdict
from planproof.plans.claims import Completion
from planproof.plans.files import PlanFile, SpecText, TaskFile, plan_text, task_text
from planproof.plans.status import RedFirst, TaskStatus
from planproof.usecases.gate import GateQuestion, gate
from planproof.usecases.workspace import Workspace, open_workspace

RETIRED = """\
refactor_name: retire-legacy-login
rules:
  - id: no-legacy-login
    description: Nothing calls the legacy login any more
    severity: high
    match:
      identifiers: [legacy_login]
    guidance: Use tokens.login(user)
    examples:
      bad: ["legacy_login(user)"]
"""

HOUSE = """\
refactor_name: house rules
enforce: true
rules:
  - id: no-print
    description: Programs log, they do not print
    severity: medium
    match:
      calls: [print]
    guidance: Use logging
    examples:
      bad: ["print(1)"]
"""

KEY = "3fa94c0d"
TASK = f".planproof/plans/auth/tasks/{KEY}.yaml"
PLAN = ".planproof/plans/auth/plan.yaml"
SPEC = ".planproof/specs/house.yaml"
GUARD = ".planproof/guards/login.yaml"
CLEAN = "from auth import tokens\n\n\ndef enter(user):\n    return tokens.login(user)\n"
DIRTY = "from auth import legacy_login\n\n\ndef enter(user):\n    return legacy_login(user)\n"


@dataclass(frozen=True)
class Play:
    """A repository whose ``main`` is the base, and a branch ``change`` that is checked out."""

    root: Path

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org",
             "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false", *arguments],
            cwd=self.root, capture_output=True, check=True,
            env={"PATH": os.environ["PATH"], "HOME": str(self.root.parent),
                 "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        )  # fmt: skip
        return done.stdout.decode("utf-8", "surrogateescape")

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def commit(self, message: str = "change") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD").strip()

    def begin(self, files: dict[str, str]) -> None:
        """The first commit on main, then the branch."""
        self.git("init", "--quiet")
        for path, text in files.items():
            self.write(path, text)
        self.commit("begin")
        self.git("switch", "--quiet", "--create", "change")

    @property
    def workspace(self) -> Workspace:
        environment = {"HOME": str(self.root.parent)}
        return open_workspace(self.root, environment, lambda: "2026-11-21T09:30:00Z", "ada")

    def gate(
        self,
        base: str | None = None,
        head: str | None = None,
        *,
        strict: bool = False,
        accepted: str = "",
        today: str = "2026-11-21",
        fresh: bool = False,
    ) -> GateVerdict:
        question = GateQuestion(today, base, head, strict, accepted, fresh)
        return gate(self.workspace, question)


def plan_file(**changes: object) -> str:
    plan = PlanFile(slug="auth", name="Leave the legacy login")
    for name, value in changes.items():
        plan = replace_(plan, name, value)
    return plan_text(plan)


def task_file(
    spec: str = RETIRED, status: TaskStatus = TaskStatus.COMPLETED, key: str = KEY, number: int = 1
) -> str:
    done = status is TaskStatus.COMPLETED
    completion = Completion("0" * 64, "0" * 64, None, "0.1", "ada", "2026-11-21T09:30:00Z")
    return task_text(
        TaskFile(
            key=key,
            number=number,
            title="Retire the legacy login",
            status=status,
            red_first=RedFirst.PROVEN,
            completion=completion if done else None,
            spec=SpecText(spec, "specs/login.yaml"),
        )
    )


def replace_(plan: PlanFile, name: str, value: object) -> PlanFile:
    from msgspec.structs import replace

    return replace(plan, **{name: value})


def completed() -> dict[str, str]:
    """A plan with one task that is claimed completed, and code that keeps to it."""
    return {PLAN: plan_file(), TASK: task_file(), "app.py": CLEAN}
