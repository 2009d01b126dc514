"""Each edit of a story gives, with what is kept, the answer that it gives from nothing.

And another answer than before: a story in which nothing happens would prove nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from walks.checks import Fresh, Place, begin, difference, kept
from walks.judging import Answer
from walks.stories import STORIES, Story
from walks.world import World


def edit(world: World, files: object) -> None:
    for path, text in files.items():  # type: ignore[attr-defined]
        if text is None:
            world.remove(path)
        elif text.startswith("-> "):
            world.remove(path)
            (world.root / path).symlink_to(text.removeprefix("-> "))
        elif path.startswith("../"):
            (world.root / path).write_text(text)
        else:
            world.write(path, text)


def ask_twice(world: World, *words: str) -> Answer:
    """The answer, the same with what is kept and from nothing."""
    command = ("verify", "../spec.yaml", *words, "--json")
    with Fresh(world) as index:
        one, other = (
            begin(world, kept(world), *command),
            begin(world, Place(world.root, index), *command),
        )
        found, expected = one.end(), other.end()
    assert difference(found, expected) == ""
    assert expected.code in (0, 1, 3), expected.out
    return expected


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, hasty=True)
    for folder in (made.root, made.kept.parent, tmp_path / "home"):
        folder.mkdir()
    made.git("init", "--quiet")
    return made


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_what_an_edit_means_for_other_files_is_seen(world: World, story: Story) -> None:
    (world.place / "spec.yaml").write_text(story.spec)
    edit(world, story.files)
    world.git("add", "--all")
    world.git("commit", "--quiet", "--message", "first")
    before = ask_twice(world)
    first = before
    for files in story.edits:
        edit(world, files)
        answer = ask_twice(world)
        assert answer != before, files
        before = answer
    world.git("checkout", "--quiet", ".")
    world.git("clean", "-fdq")
    (world.place / "spec.yaml").write_text(story.spec)
    assert ask_twice(world) == first


def test_another_base_is_another_question(world: World) -> None:
    spec = STORIES[0].spec.replace("    guard: true\n", "")
    (world.place / "spec.yaml").write_text(spec)
    for name, text in (("red", "import pkg.old\npkg.old.fetch()\n"), ("green", "x = 1\n")):
        world.write("a.py", text)
        world.git("add", "--all")
        world.git("commit", "--quiet", "--message", name)
    assert ask_twice(world).code == 3
    assert ask_twice(world, "--base", "HEAD~").code == 0
    assert ask_twice(world, "--base", "HEAD").code == 3
    assert ask_twice(world, "--at", "HEAD~").code == 1
    assert ask_twice(world).code == 3


def test_a_rule_seen_red_is_another_question(world: World) -> None:
    """The tree is as it was, and more is known of the rule."""
    spec = STORIES[0].spec.replace("    guard: true\n", "")
    (world.place / "spec.yaml").write_text(spec)
    world.write("a.py", "x = 1\n")
    data = world.place / "data"
    data.mkdir()
    for words in (("init", "--name", "p"), ("add-task", "--title", "t", "--spec", "../spec.yaml")):
        assert begin(world, Place(world.root, world.kept, data), *words).end().code == 0
    codes = []
    for text in ("x = 1\n", "import pkg.old\npkg.old.fetch()\n", "x = 1\n"):
        world.write("a.py", text)
        copy = world.place / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(data, copy)
        with Fresh(world) as index:
            expected = begin(world, Place(world.root, index, copy), "verify-task", "1").end()
        found = begin(world, Place(world.root, world.kept, data), "verify-task", "1").end()
        assert found.code == expected.code
        codes.append(found.code)
    assert codes == [3, 1, 0]
