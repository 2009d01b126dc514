"""The same installation looks the same in every job, and an edited one does not."""

from __future__ import annotations

import os
from pathlib import Path

from planproof_cli.ci.settle import settle, settle_folder, time_of


def test_the_time_follows_from_the_parts_and_is_one_that_files_can_have() -> None:
    times = {time_of(["engine", str(number)]) for number in range(200)}

    assert len(times) == 200
    assert time_of(["a", "b"]) == time_of(["a", "b"]) != time_of(["ab"])
    assert all(10**18 <= when < 1_500_000_000 * 10**9 for when in times)


def test_every_file_gets_the_time_and_an_edit_another_one(tmp_path: Path) -> None:
    (tmp_path / "room" / "__pycache__").mkdir(parents=True)
    files = [tmp_path / "a.py", tmp_path / "room" / "b.scm"]
    compiled = tmp_path / "room" / "__pycache__" / "b.pyc"
    for file in (*files, compiled):
        file.write_text("x")
    before, when = compiled.stat().st_mtime_ns, time_of(["x"])

    settle(tmp_path, when)

    assert {file.stat().st_mtime_ns for file in files} == {when}
    assert compiled.stat().st_mtime_ns == before
    files[0].write_text("y")
    assert files[0].stat().st_mtime_ns != when


def test_compiling_later_does_not_change_the_time_of_the_folder(tmp_path: Path) -> None:
    settle_folder(tmp_path, time_of(["x"]))
    before = tmp_path.stat().st_mtime_ns

    (tmp_path / "__pycache__" / "single.pyc").write_text("x")

    assert os.stat(tmp_path).st_mtime_ns == before == time_of(["x"])
