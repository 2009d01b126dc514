"""Steps of git: what moves files, and what makes git look at them otherwise."""

from __future__ import annotations

import random

from walks import material
from walks.steps import step
from walks.world import World


@step(6)
def add_all(world: World, chance: random.Random) -> None:
    world.git("add", chance.choice(("--all", "--update", "app", "web")))


@step(5)
def commit(world: World, chance: random.Random) -> None:
    if chance.random() < 0.7:
        world.git("add", "--all")
    world.git("commit", "--quiet", "--allow-empty", "--message", "more")


@step(5)
def checkout_branch(world: World, chance: random.Random) -> None:
    force = ["--force"] if chance.random() < 0.6 else []
    world.git("checkout", "--quiet", *force, chance.choice(("main", "other", "-")))


@step(2)
def checkout_new_branch(world: World, chance: random.Random) -> None:
    world.git("checkout", "--quiet", "-B", chance.choice(("other", "third")))


@step(2)
def checkout_commit(world: World, chance: random.Random) -> None:
    commits = world.git("rev-list", "--all").split()
    if commits:
        world.git("checkout", "--quiet", "--force", "--detach", chance.choice(commits))


@step(4)
def checkout_paths(world: World, chance: random.Random) -> None:
    revision = chance.choice((["HEAD"], [], ["other"]))
    world.git(
        "checkout",
        *revision,
        "--",
        chance.choice((".", "app", "web", "shop", *world.sources()[:50])),
    )


@step(3)
def stash(world: World, chance: random.Random) -> None:
    if chance.random() < 0.5:
        world.git("stash", *(["--include-untracked"] if chance.random() < 0.5 else []))
    else:
        world.git("stash", "pop")


@step(3)
def reset(world: World, chance: random.Random) -> None:
    how = chance.choice(("--hard", "--soft", "--mixed", "--hard"))
    world.git("reset", "--quiet", how, chance.choice(("HEAD", "HEAD~", "other", "main")))


@step(3)
def merge(world: World, chance: random.Random) -> None:
    """Often with conflicts, which are left as they are."""
    world.git("merge", "--quiet", chance.choice(("other", "main", "third")))


@step(2)
def give_up(world: World, chance: random.Random) -> None:
    for what in ("merge", "cherry-pick", "revert"):
        world.git(what, "--abort")


@step(1)
def pick_commit(world: World, chance: random.Random) -> None:
    world.git(
        chance.choice(("cherry-pick", "revert")),
        "--no-edit",
        chance.choice(("other", "main", "HEAD")),
    )


@step(2)
def remove_cached(world: World, chance: random.Random) -> None:
    paths = world.git("ls-files", "-z").split("\0")[:-1]
    if paths:
        world.git("rm", "--quiet", "--cached", "-f", "--", chance.choice(paths))


@step(1)
def intend_to_add(world: World, chance: random.Random) -> None:
    world.git("add", "--intent-to-add", "--all")


@step(3)
def tell_not_to_look(world: World, chance: random.Random) -> None:
    paths = world.git("ls-files", "-z").split("\0")[:-1]
    bit = chance.choice(
        ("assume-unchanged", "no-assume-unchanged", "skip-worktree", "no-skip-worktree")
    )
    for path in chance.sample(paths, min(len(paths), 8)):
        world.git("update-index", f"--{bit}", "--", path)


@step(2)
def look_again(world: World, chance: random.Random) -> None:
    """All bits taken back, the index refreshed as ``git status`` does."""
    paths = world.git("ls-files", "-z").split("\0")[:-1]
    if paths and chance.random() < 0.5:
        world.git("update-index", "--no-assume-unchanged", "--", *paths)
        world.git("update-index", "--no-skip-worktree", "--", *paths)
    world.git("status", "--short")


@step(2)
def rewrite_index(world: World, chance: random.Random) -> None:
    how = chance.choice(
        ("--split-index", "--no-split-index", "--untracked-cache", "--no-untracked-cache", "--really-refresh",
         "--index-version=4", "--index-version=2", "--force-write-index")
    )  # fmt: skip
    world.git("update-index", *how.split("="))


@step(3)
def set_option(world: World, chance: random.Random) -> None:
    name, *values = chance.choice(_OPTIONS)
    value = chance.choice(values)
    if value:
        world.git("config", name, value)
    else:
        world.git("config", "--unset", name)
    if chance.random() < 0.5:
        world.git("status", "--short")


_OPTIONS = (
    ("core.autocrlf", "true", "input", "false", ""), ("index.skipHash", "true", ""), ("core.fileMode", "false", ""),
    ("core.untrackedCache", "true", "keep", ""), ("core.trustctime", "false", ""), ("core.checkStat", "minimal", ""),
    ("core.excludesFile", "../home/ignored", ""), ("core.ignoreCase", "true", ""), ("core.preloadIndex", "false", ""),
    ("feature.manyFiles", "true", ""), ("core.quotePath", "false", ""), ("core.attributesFile", "../home/attributes", ""),
    ("core.fsmonitor", "true", "", ""), ("status.showUntrackedFiles", "no", ""), ("core.symlinks", "false", "", ""),
)  # fmt: skip


@step(2)
def ignore_outside(world: World, chance: random.Random) -> None:
    """What is ignored, or converted, by files outside of the work tree."""
    home = world.place / "home"
    text = chance.choice(("", "*.txt\n", "lib/\n", "tokens.py\n"))
    chance.choice((home / "ignored", world.root / ".git" / "info" / "exclude")).write_text(text)
    text = chance.choice(("", "*.py text eol=crlf\n", "*.ts -text\n"))
    chance.choice((home / "attributes", world.root / ".git" / "info" / "attributes")).write_text(
        text
    )


@step(2)
def sparse(world: World, chance: random.Random) -> None:
    if chance.random() < 0.5:
        world.git("sparse-checkout", "disable")
    else:
        cone = chance.choice(("--cone", "--no-cone"))
        world.git(
            "sparse-checkout",
            "set",
            cone,
            "app",
            "specs",
            *chance.sample(("web", "lib", "shop"), 1),
        )


@step(1)
def nested_repository(world: World, chance: random.Random) -> None:
    folder = world.root / chance.choice(("lib", "blog", "inner"))
    if folder.is_symlink() or folder.is_file():
        return
    folder.mkdir(exist_ok=True)
    if (folder / ".git").exists():
        world.remove(f"{folder.name}/.git")
    else:
        world.git("init", "--quiet", cwd=folder)
        if chance.random() < 0.5:
            world.git("add", "--all", cwd=folder)
            world.git("commit", "--quiet", "--message", "inner", cwd=folder)


@step(2)
def clean(world: World, chance: random.Random) -> None:
    world.git("clean", "-fdq", *(["-x"] if chance.random() < 0.3 else []))


@step(2)
def back_to_the_start(world: World, chance: random.Random) -> None:
    """What many steps have broken is whole again; the memories stay."""
    for name in (
        "core.autocrlf",
        "core.symlinks",
        "core.fileMode",
        "core.trustctime",
        "core.checkStat",
        "core.ignoreCase",
    ):
        world.git("config", "--unset", name)
    world.git("sparse-checkout", "disable")
    world.git("reset", "--quiet", "--hard")
    for path, data in material.tree().items():
        if chance.random() < 0.9:
            world.write(path, data)
    for name, text in material.specs().items():
        world.write(f"specs/{name}", text)
