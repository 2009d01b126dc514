"""What is planted leaves a tree as it was, but for one call of each family."""

from __future__ import annotations

import ast

from analogous.omissions import Planted, plant

HEAD = "from app import check, load, log\n\n\n"


def files() -> dict[str, str]:
    bodies = {
        "one": "    check(\n        user,\n        1,\n    )\n    return 1\n",
        "two": "    return load(\n        check(user)\n    )\n",
        "three": "    found = await check(user)\n    return found\n",
    }
    return {
        f"app/{name}{at}/views.py": f"{HEAD}async def handle(user):\n    log(user)\n{body}"
        for name, body in bodies.items()
        for at in range(4)
    }


def test_one_call_is_gone_and_no_line_is_lost() -> None:
    before = files()

    after, planted = plant(before)

    changed = [path for path in before if before[path] != after[path]]
    (one,) = planted
    assert isinstance(one, Planted)
    assert changed == [one.path]
    assert one.call in ("check", "log")
    assert one.members == 12
    for path, text in after.items():
        ast.parse(text)
        assert text.count("\n") == before[path].count("\n")
    assert f"{one.call}(" not in after[one.path]
    assert (one.path, one.line) != one.other


def test_the_same_is_planted_every_time() -> None:
    assert plant(files()) == plant(files())


def test_small_families_are_left_alone() -> None:
    few = dict(list(files().items())[:7])

    assert plant(few) == (few, [])
