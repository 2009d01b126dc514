"""Child processes with pipes, by either way of starting them."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from planproof.git.process import Process, launch

CAT = "import shutil, sys; shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)"
BOTH = "import sys; sys.stdout.write('o' * 300000); sys.stderr.write('e' * 300000); sys.exit(7)"


@pytest.fixture(params=["spawned", "popened"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "popened":
        monkeypatch.delattr(os, "posix_spawn")
    return str(request.param)


def python(code: str, folder: Path, *, feed: bool = False, mute: bool = False) -> Process:
    """Python in the place of git; it would take ``-C`` for something else."""
    wrapper = folder / "python"
    wrapper.write_text(
        f'#!/bin/sh\n[ "$1" = -C ] && cd "$2" && shift 2\nexec {sys.executable} "$@"\n'
    )
    wrapper.chmod(0o755)
    return launch([str(wrapper), "-c", code], folder, dict(os.environ), feed=feed, mute=mute)


@pytest.mark.usefixtures("way")
def test_much_goes_through_in_both_directions(tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    process = python(CAT, tmp_path, feed=True)
    assert process.communicate(data) == (data, b"", 0)
    process.end()


@pytest.mark.usefixtures("way")
def test_both_outputs_and_the_exit_status_arrive(tmp_path: Path) -> None:
    process = python(BOTH, tmp_path)
    assert process.communicate() == (b"o" * 300_000, b"e" * 300_000, 7)
    process.end()


@pytest.mark.usefixtures("way")
def test_a_process_that_does_not_read_is_no_trouble(tmp_path: Path) -> None:
    process = python("print('done')", tmp_path, feed=True)
    assert process.communicate(b"x" * 1_000_000) == (b"done\n", b"", 0)
    process.end()


@pytest.mark.usefixtures("way")
def test_a_process_is_ended_when_nobody_waits_for_it(tmp_path: Path) -> None:
    process = python("import time; print('up', flush=True); time.sleep(600)", tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    process.end()
    process.end()


@pytest.mark.usefixtures("way")
def test_it_runs_in_the_folder_without_our_streams(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd(), repr(sys.stdin.read())); sys.stderr.write('no')"
    process = python(code, tmp_path, mute=True)
    assert process.communicate() == (f"{tmp_path} ''\n".encode(), b"", 0)


@pytest.mark.usefixtures("way")
def test_what_is_not_there_cannot_be_started(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        launch([str(tmp_path / "nothing")], tmp_path, {}, feed=True, mute=False)


@pytest.mark.parametrize("closed", [(0,), (0, 1, 2)])
def test_standard_streams_of_our_own_may_be_closed(tmp_path: Path, closed: tuple[int, ...]) -> None:
    (tmp_path / "a.py").write_text("x\n")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    out = tmp_path.parent / "found"
    code = (
        "import os, sys; from pathlib import Path; from planproof.git import *\n"
        f"[os.close(stream) for stream in {closed}]\n"
        f"found = sorted(working_tree(find_root(Path({str(tmp_path)!r}))).manifest.entries)\n"
        f"open({str(out)!r}, 'w').write(repr(found))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert out.read_text() == "['a.py']"


def test_files_that_are_swept_away_before_their_process_do_not_complain(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a cycle that nobody holds any more, the collector may take them in any order."""
    complaints: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    process = python(CAT, tmp_path, feed=True, mute=True)
    assert process.stdin is not None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        process._files.clear()  # type: ignore[attr-defined]
        gc.collect()
    assert complaints == []
    process.end()
