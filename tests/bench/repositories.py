"""The repositories that are judged: real releases in a git repository, with a plan in it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from processes import Command, Ended, Surroundings

HERE = Path(__file__).parent
SPECS = ("ten_rules.yaml", "fifty_rules.yaml")
PLANPROOF = Path(sys.executable).with_name("planproof")
SOURCES = (".py", ".pyi", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".go", ".java", ".rs")
"""What planproof has a grammar for."""


@dataclass(frozen=True)
class Repository:
    """One repository on branch ``main``."""

    root: Path
    surroundings: Surroundings

    def planproof(self, *words: str, fine: tuple[int, ...] = (0, 1)) -> Command:
        return self.command(str(PLANPROOF), *words, fine=fine)

    def git(self, *words: str) -> Command:
        return self.command("git", *words, fine=(0,))

    def command(self, *words: str, fine: tuple[int, ...] = (0, 1)) -> Command:
        return Command(words, self.root, self.surroundings, fine)

    def run_git(self, *words: str) -> Ended:
        return self.git(*words).run()

    @property
    def index(self) -> Path:
        return self.root / ".git" / "planproof" / "index.db"

    def remove_index(self) -> None:
        for file in self.index.parent.glob("index.db*"):
            file.unlink()

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The tracked files, sorted."""
        return tuple(sorted(self.run_git("ls-files", "-z").output.split("\0")[:-1]))

    @property
    def python(self) -> tuple[str, ...]:
        return tuple(path for path in self.files if path.endswith(".py"))

    @cached_property
    def source_bytes(self) -> int:
        """The bytes of all files that planproof can parse."""
        sources = (self.root / path for path in self.files if path.endswith(SOURCES))
        return sum(file.stat().st_size for file in sources)

    def undo_edits(self) -> None:
        """Every file as committed."""
        self.run_git("checkout", "--quiet", "--force", "main")

    def settle(self, task: str = "1") -> None:
        """A verdict on the tree as it is, so that the next one finds nothing changed."""
        self.planproof("verify-task", task).run()

    @property
    def planned(self) -> bool:
        return (self.index.parent / "plans.db").exists()

    def plan(self) -> None:
        """A plan with one task."""
        self.planproof("init", "--name", "bench", fine=(0,)).run()
        self.add_task("ten_rules.yaml")

    def add_task(self, spec: str) -> str:
        """The number of a new task with this spec."""
        words = ("--json", "add-task", "--title", spec, "--spec", spec)
        answer = json.loads(self.planproof(*words, fine=(0,)).run().output)
        return str(answer["data"]["task"]["number"])


def prepare(
    root: Path, surroundings: Surroundings, fill: Callable[[Path], object], specs: Sequence[str]
) -> Repository:
    """The repository at ``root``: made once with what ``fill`` puts there, cleaned every time."""
    repository = Repository(root, surroundings)
    if not (root / ".git" / "complete").exists():
        shutil.rmtree(root, ignore_errors=True)
        root.parent.mkdir(parents=True, exist_ok=True)
        fill(root)
        _commit_all(repository)
        (root / ".git" / "complete").touch()
    _clean(repository)
    _bring(repository, specs)
    repository.run_git("status", "--porcelain")
    return repository


def _commit_all(repository: Repository) -> None:
    # semgrep leaves folders such as tests/ out unless a file of its own says what to leave out
    (repository.root / ".semgrepignore").write_text("# nothing\n")
    for words in (
        ("init", "--quiet", "--initial-branch=main"),
        ("config", "gc.auto", "0"),
        ("add", "--all", "--force"),
        ("commit", "--quiet", "--message", "The release"),
        ("repack", "-a", "-d", "--quiet"),
        ("prune-packed", "--quiet"),
    ):
        repository.run_git(*words)


def _clean(repository: Repository) -> None:
    """As after the first commit, whatever an earlier run left."""
    for words in (
        ("checkout", "--quiet", "--force", "main"),
        ("clean", "--quiet", "-d", "-x", "--force"),
    ):
        repository.run_git(*words)
    shutil.rmtree(repository.root / ".git" / "planproof", ignore_errors=True)
    refs = repository.run_git("for-each-ref", "--format=%(refname)").output.split()
    for ref in refs:
        if ref != "refs/heads/main":
            repository.run_git("update-ref", "-d", ref)
    repository.run_git("reflog", "expire", "--expire=now", "--all")
    repository.run_git("prune", "--expire=now")


def _bring(repository: Repository, specs: Sequence[str]) -> None:
    """The specs of this checkout, committed where they are others than those of the last run."""
    for spec in specs:
        shutil.copyfile(HERE / spec, repository.root / spec)
    if specs and repository.run_git("status", "--porcelain").output:
        repository.run_git("add", "--", *specs)
        repository.run_git("commit", "--quiet", "--message", "The specs")
