"""Steps that damage what is kept. (A kill in the middle of a verdict is in ``walk``.)"""

from __future__ import annotations

import random
from pathlib import Path

from walks.steps import step
from walks.world import World


@step(1)
def delete_index(world: World, chance: random.Random) -> None:
    for file in _files(world):
        if chance.random() < 0.7:
            file.unlink()


@step(2)
def truncate_index(world: World, chance: random.Random) -> None:
    file = _one(world, chance)
    if file is not None:
        with file.open("r+b") as opened:
            opened.truncate(chance.randrange(file.stat().st_size + 1))


@step(4)
def flip_bytes(world: World, chance: random.Random) -> None:
    file = _one(world, chance)
    if file is not None and file.stat().st_size:
        data = bytearray(file.read_bytes())
        for _ in range(chance.choice((1, 1, 4, 40))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(data)


@step(1)
def zero_a_page(world: World, chance: random.Random) -> None:
    file = _one(world, chance)
    if file is not None and file.stat().st_size >= 4096:
        data = bytearray(file.read_bytes())
        at = chance.randrange(len(data) // 4096) * 4096
        data[at : at + 4096] = chance.choice((bytes(4096), chance.randbytes(4096)))
        file.write_bytes(data)


@step(1)
def old_index(world: World, chance: random.Random) -> None:
    """The index of some steps ago comes back, as from a backup or a cache of a build server."""
    backup = world.place / "backup"
    if backup.exists() and chance.random() < 0.6:
        for file in _files(world):
            file.unlink()
        for file in backup.iterdir():
            (world.kept.parent / file.name).write_bytes(file.read_bytes())
    else:
        backup.mkdir(exist_ok=True)
        for file in backup.iterdir():
            file.unlink()
        for file in _files(world):
            (backup / file.name).write_bytes(file.read_bytes())


def _files(world: World) -> list[Path]:
    return sorted(file for file in world.kept.parent.rglob("*") if file.is_file())


def _one(world: World, chance: random.Random) -> Path | None:
    files = _files(world)
    return chance.choice(files) if files else None
