"""Real repositories in a temporary folder, with nobody's own git configuration."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from planproof.git import Root, find_root

GLOBAL_CONFIG = """
[user]
name = A Person
email = person@example.org
[init]
defaultBranch = main
[advice]
detachedHead = false
[protocol "file"]
allow = always
"""


@dataclass(frozen=True)
class Repo:
    """A repository to play with, driven by the ordinary git command."""

    path: Path

    @property
    def root(self) -> Root:
        return find_root(self.path)

    def git(self, *arguments: str, data: bytes | None = None) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, input=data, capture_output=True, check=False
        )
        assert done.returncode == 0, (arguments, done.stderr.decode())
        return os.fsdecode(done.stdout).rstrip("\n")

    def write(self, path: str, data: bytes | str = b"") -> Path:
        place = self.path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.encode() if isinstance(data, str) else data)
        return place

    def commit(self, message: str = "change") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")


MakeRepo = Callable[..., Repo]


@pytest.fixture(autouse=True)
def isolated_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No variable, home or configuration of this machine reaches git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    (home / "gitconfig").write_text(GLOBAL_CONFIG)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path_factory.getbasetemp().parent))
    return home


@pytest.fixture
def make_repo(tmp_path: Path) -> MakeRepo:
    def make(name: str = "repo", *options: str) -> Repo:
        path = tmp_path / name
        subprocess.run(["git", "init", "--quiet", *options, str(path)], check=True)
        return Repo(path)

    return make


@pytest.fixture
def repo(make_repo: MakeRepo) -> Repo:
    return make_repo()
