"""The atlas of an edited tree is the one that a survey of it gives, and costs no survey."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planproof.git import find_root, working_tree
from planproof.index import Index
from planproof.search import survey_atlas
from planproof.search.atlas import Atlas
from planproof.search.open_atlas import open_atlas

USER = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class Repository:
    def __init__(self, root: Path) -> None:
        self.root = root
        for path, text in FILES.items():
            self.write(path, text)
        self.git("init", "--quiet")
        self.commit()

    def git(self, *words: str) -> None:
        environment = {**os.environ, **USER}
        subprocess.run(["git", *words], cwd=self.root, check=True, env=environment)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "change")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def remove(self, path: str) -> None:
        (self.root / path).unlink(missing_ok=True)

    def ask(self, index: Index) -> Atlas:
        tree = working_tree(find_root(self.root), index.stat_cache, memo=index.memo)
        return open_atlas(index, tree, lambda _done, _total: None)


FILES = {
    "src/app/__init__.py": "",
    "src/app/core.py": "def run(): ...\n\nclass A:\n    def run(self): ...\n",
    "src/app/use.py": "from app.core import run\nrun()\n",
    "src/free/one.py": "import app.core as core\ncore.A().run()\n",
    "web/main.ts": "import {f} from '@lib/util'\nf()\n",
    "web/lib/util.ts": "export function f() {}\n",
    "tsconfig.json": '{"compilerOptions": {"paths": {"@lib/*": ["./web/lib/*"]}}}',
    "tool": "#!/usr/bin/env python3\nimport app.core\n",
}


def state(atlas: Atlas) -> object:
    """All that an answer can depend on."""
    families = sorted(atlas.modules.families.items())
    keys = {segment for unit in atlas.units.values() for segment in segments(atlas, unit.path)}
    return (
        sorted((unit, atlas.told(number)) for number, unit in atlas.units.items()),
        [(space, list(one.lines), list(one.roots)) for space, one in families if one.lines],
        [atlas.modules.language(unit.path) for unit in sorted(atlas.units.values())],
        atlas.modules.aliases,
        atlas.unread,
        [
            sorted((atlas.units[each.unit], each[1:]) for each in atlas.mentions(key))
            for key in sorted(keys)
        ],
    )


def segments(atlas: Atlas, path: str) -> list[str]:
    names = [each.qualified for each in atlas.told_at(path).definitions]
    return ["run", "f", *(name.rpartition(".")[2] for name in names)]


def anew(repository: Repository) -> object:
    with Index.open(None, jobs=1) as index:
        return state(repository.ask(index))


EDITS: tuple[Callable[[Repository, int], None], ...] = (
    lambda repository, n: repository.write("src/app/core.py", f"def run(): return {n}\n"),
    lambda repository, n: repository.write("src/app/use.py", f"from app.core import *\nrun({n})\n"),
    lambda repository, n: repository.write(f"src/free/new{n % 3}.py", f"def f(): return {n}\n"),
    lambda repository, n: repository.remove(f"src/free/new{n % 3}.py"),
    lambda repository, n: repository.write("src/free/__init__.py", f"x = {n}\n"),
    lambda repository, _: repository.remove("src/free/__init__.py"),
    lambda repository, n: repository.write("web/lib/util.ts", f"export function f() {{ {n} }}\n"),
    lambda repository, n: repository.write(f"web/{n % 2}.tsx", "export const f = <a/>\n"),
    lambda repository, n: repository.write("tool", f"#!/bin/sh\n# {n}\n"),
    lambda repository, n: repository.write("tool", f"#!/usr/bin/python3\nrun({n})\n"),
    lambda repository, n: repository.write("tsconfig.json", "{}" if n % 2 else FILES["tsconfig.json"]),
    lambda repository, n: repository.write("src/app/odd.py", "\0\0" if n % 2 else "run()\n"),
    lambda repository, n: repository.write("notes.txt", f"{n}\n"),
    lambda repository, _: repository.commit(),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_it_is_the_one_of_a_survey(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    repository = Repository(tmp_path / "project")
    with Index.open(tmp_path / "index.db", jobs=1) as index:
        for number in range(12):
            for _ in range(chance.choice((1, 1, 2))):
                chance.choice(EDITS)(repository, number)

            assert state(repository.ask(index)) == anew(repository)
            assert state(repository.ask(index)) == anew(repository)


EASY = (0, 1, 2, 3, 6, 7, 12, 13)
"""What an agent does all day."""


def test_edits_of_the_day_are_no_reason_for_a_survey(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository, survey = Repository(tmp_path / "project"), survey_atlas.survey_atlas
    surveyed: list[Index] = []

    def counted(index: Index, *others: Any) -> Atlas:
        surveyed.append(index)
        return survey(index, *others)

    monkeypatch.setattr(survey_atlas, "survey_atlas", counted)
    with Index.open(tmp_path / "index.db", jobs=1) as index:
        repository.ask(index)
        for number, edit in enumerate(EASY):
            EDITS[edit](repository, number)

            assert state(repository.ask(index)) == anew(repository)
        assert surveyed.count(index) == 1


def test_an_edited_tree_that_was_asked_about_is_not_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "project")
    with Index.open(tmp_path / "index.db", jobs=1) as index:
        repository.ask(index)
        EDITS[0](repository, 1)
        before = state(repository.ask(index))
        monkeypatch.setattr("planproof.search.next_atlas.next_atlas", None)

        assert state(repository.ask(index)) == before


def test_what_is_damaged_is_made_again(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "project")
    for key in ("atlas now", "atlas edits"):
        with Index.open(tmp_path / "index.db", jobs=1) as index:
            repository.ask(index)
            EDITS[0](repository, 1)
            repository.ask(index)
            kept = index.memo.get(key)
            assert kept is not None
            for damaged in (b"", kept[:100], kept[:140], kept[:-9] + b"?" * 9):
                index.memo.put(key, damaged)

                assert state(repository.ask(index)) == anew(repository)


def test_who_finds_another_process_writing_waits_for_it(tmp_path: Path) -> None:
    """Without what it reads its answer would leave files out."""
    repository = Repository(tmp_path / "project")
    with Index.open(tmp_path / "index.db", jobs=1) as index:
        other = sqlite3.connect(
            tmp_path / "index.db", isolation_level=None, check_same_thread=False
        )
        other.execute("BEGIN IMMEDIATE")
        later = threading.Timer(1.5, other.execute, ["COMMIT"])
        later.start()

        atlas = repository.ask(index)

        later.join()
        other.close()
        assert atlas.unread == ()
        assert state(atlas) == anew(repository)
