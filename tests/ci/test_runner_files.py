"""What a step leaves behind for the runner cannot be made to say something else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_runner import commands_in, read_outputs
from planproof.errors import UsageError
from planproof_cli.ci import places, runner
from planproof_cli.ci.payload import read_event
from planproof_testing import Project

LINES = st.lists(
    st.sampled_from(["a", "x<<end", "end", "verdict=passed", "::error::x", " ::add-mask::a", "="])
)


@given(st.lists(LINES.map("\n".join), min_size=1, max_size=3))
def test_outputs_are_read_back_as_they_were_given(
    tmp_path_factory: pytest.TempPathFactory, values: list[str]
) -> None:
    file = tmp_path_factory.mktemp("outputs") / "output"
    given_ = {f"name-{number}": value for number, value in enumerate(values)}

    runner.write_outputs({"GITHUB_OUTPUT": str(file)}, given_)

    assert read_outputs(file.read_text()) == given_


@given(LINES)
def test_what_is_printed_as_text_is_no_command(lines: list[str]) -> None:
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as log, runner.without_commands():
        print("\n".join(lines))

    assert commands_in(log.getvalue()) == []


def test_an_error_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    runner.say_error("50%\r\n::add-mask::a")

    assert capsys.readouterr().out == "::error title=planproof::50%25%0D%0A::add-mask::a\n"


def test_a_summary_is_cut_at_what_github_takes_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "summary"

    runner.write_summary({"GITHUB_STEP_SUMMARY": str(file)}, "é" * 1_048_576)
    runner.write_summary({}, "nowhere")

    assert file.stat().st_size <= 1_048_576
    assert file.read_text().endswith("was cut: GitHub takes one megabyte.*\n")


@pytest.fixture
def environment(folder: Project, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "temp").mkdir()
    return {"GITHUB_WORKSPACE": str(folder.root), "RUNNER_TEMP": str(tmp_path / "temp")}


@pytest.fixture
def folder(tmp_path: Path) -> Project:
    root = tmp_path / "root"
    root.mkdir()
    return Project(root, tmp_path)


def test_no_report_is_written_through_a_link_of_the_head(
    folder: Project, environment: dict[str, str], tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder.root / "folder").symlink_to(outside)
    (folder.root / "gate.sarif").symlink_to(outside / "new")

    for typed in ("folder/gate.sarif", "gate.sarif", "../gate.sarif", str(outside / "x")):
        with pytest.raises(UsageError, match="leads out of the workspace"):
            places.report_file(environment, typed)
    with pytest.raises(UsageError, match="git's own"):
        places.report_file(environment, ".git/hooks/pre-commit")
    assert places.report_file(environment, "a/b.sarif") == folder.root / "a/b.sarif"


def test_the_working_folder_is_one_of_the_workspace(
    folder: Project, environment: dict[str, str], tmp_path: Path
) -> None:
    (folder.root / "away").symlink_to(tmp_path)
    (folder.root / "part").mkdir()

    assert places.working_folder(environment, "part") == folder.root / "part"
    for typed in ("away", "..", "/", "missing"):
        with pytest.raises(UsageError, match="no folder"):
            places.working_folder(environment, typed)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"repository": 1}', b"\xff"])
def test_a_payload_that_is_none_is_a_mistake_and_no_crash(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "event.json"
    file.write_bytes(content)

    with pytest.raises(UsageError, match="cannot be read"):
        read_event({"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(file)})
    with pytest.raises(UsageError, match="a step of an action"):
        read_event({})


def test_null_stands_for_what_an_event_has_not(tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    file.write_text('{"pull_request": null, "repository": {"full_name": "a/b", "id": 7}}')

    event = read_event({"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(file)})

    assert not event.from_fork
    assert not event.on_default_branch


def test_a_name_that_is_no_text_is_no_crash(
    folder: Project, environment: dict[str, str], tmp_path: Path
) -> None:
    """An uncaught error would exit with 1, as if there were violations."""
    event = tmp_path / "event.json"
    event.write_text("{}")
    given_ = {
        **folder.environment(), **environment,
        "GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(event),
        "INPUT_WORKING_DIRECTORY": "\udcff::error::x\n::error::y",
    }  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-m", "planproof_cli.ci", "plan"],
        env=given_, cwd=folder.root, capture_output=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    (line,) = commands_in(done.stdout.decode())
    assert line.startswith("::error title=planproof::there is no folder")
    assert done.stderr == b""
