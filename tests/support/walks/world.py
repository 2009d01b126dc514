"""The repository that is edited, and what a walk remembers of it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from walks import material

SPECS = "specs"


@dataclass
class World:
    """A repository under ``place``, the kept index beside it, and contents that files once had."""

    place: Path
    pasts: dict[str, list[bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """The specs of the last verdict."""
    hasty: bool = False
    """Whether the clock runs ahead, so that every file counts as at rest."""
    anew: bool = False
    """Whether every command is a process started anew, in which no clock runs ahead."""

    @property
    def root(self) -> Path:
        return self.place / "repo"

    @property
    def kept(self) -> Path:
        """Where the index lies that is kept from verdict to verdict."""
        return self.place / "kept" / "index.db"

    def environment(self) -> dict[str, str]:
        home = self.place / "home"
        return {
            "PATH": os.environ["PATH"], "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"),
            "PLANPROOF_ACTOR": "ada", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
            "GIT_EDITOR": "true", "GIT_MERGE_AUTOEDIT": "no", "LC_ALL": "C.UTF-8",
        }  # fmt: skip

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        """What git says; a command that fails has simply changed nothing, or half of it."""
        options = [
            "-c",
            "init.defaultBranch=main",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "gc.auto=0",
        ]
        done = subprocess.run(
            ["git", *options, *arguments], cwd=cwd or self.root, env=self.environment(),
            stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        return os.fsdecode(done.stdout)

    def files(self, *endings: str) -> list[str]:
        """Paths of the regular files that lie in the work tree, of some endings or of all."""
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name != ".git"]
            for name in names:
                path = Path(folder, name)
                inside = path.relative_to(self.root).as_posix()
                if name != ".git" and path.is_file() and not path.is_symlink():
                    found.append(inside)
        return sorted(path for path in found if not endings or material.ending(path) in endings)

    def sources(self) -> list[str]:
        """Files to be edited: those that specs speak of more often than real packages."""
        found = [path for path in self.files() if not path.startswith((SPECS, ".git"))]
        near = [path for path in found if not path.startswith(("vendor/", "routed/"))]
        return near * 3 + found

    def folders(self) -> list[str]:
        found = {path.rpartition("/")[0] for path in self.files()}
        return sorted(found - {"", SPECS})

    def read(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def write(self, path: str, data: bytes | str) -> None:
        """Remembers what was there. What is in the way, as a file where a folder must be, goes."""
        content = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
        file = self.root / path
        self.remember(path)
        self._clear_the_way(file)
        file.write_bytes(content)
        self.remember(path)

    def remember(self, path: str) -> None:
        file = self.root / path
        if file.is_file() and not file.is_symlink():
            past = self.pasts.setdefault(path, [])
            content = file.read_bytes()
            if not past or past[-1] != content:
                past.append(content)
                del past[:-6]

    def remove(self, path: str) -> None:
        file = self.root / path
        self.remember(path)
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)

    def move(self, old: str, new: str) -> None:
        if new == old or new.startswith(f"{old}/"):
            return
        self.remember(old)
        self._clear_the_way(self.root / new)
        if (self.root / old).exists():
            (self.root / old).rename(self.root / new)

    def _clear_the_way(self, file: Path) -> None:
        for parent in reversed(file.relative_to(self.root).parents):
            folder = self.root / parent
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                folder.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_symlink():
            file.unlink()
        elif file.is_dir():
            shutil.rmtree(file)


PACKAGES = ("pluggy", "click", "iniconfig", "typer", "packaging", "pathspec")


def make_world(place: Path, chance: random.Random, *, real: bool) -> World:
    """A repository with a few commits on two branches; with ``real`` packages among its files."""
    world = World(place)
    for folder in (world.root, world.kept.parent, place / "home"):
        folder.mkdir(parents=True)
    world.git("init", "--quiet")
    contents = {**material.tree(), **material.route_tree(chance.randrange(100))}
    if real:
        for name in chance.sample(PACKAGES, 2):
            contents.update(material.package(name))
    for path, data in contents.items():
        world.write(path, data)
    for name, text in material.specs().items():
        world.write(f"{SPECS}/{name}", text)
    world.git("add", "--all")
    world.git("commit", "--quiet", "--message", "first")
    world.git("branch", "other")
    return world
