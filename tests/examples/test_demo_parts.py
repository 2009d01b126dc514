"""The demo's own machinery, without the network: fetching, unpacking, catching a wrong answer."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import releases
import stage


def test_offline_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(releases.ReleaseError, match=r"4\.2\.16 could not be downloaded") as caught:
        releases.fetch(releases.OLD, tmp_path / "cache")
    assert "needs the network once" in str(caught.value)
    assert "http" not in str(caught.value)


def test_a_wheel_with_another_digest_is_refused_and_removed(tmp_path: Path) -> None:
    wheel = tmp_path / "Django-5.1.4-py3-none-any.whl"
    wheel.write_bytes(b"something else")
    with pytest.raises(releases.ReleaseError, match="not the file this demo was written for"):
        releases.fetch(releases.NEW, tmp_path)
    assert not wheel.exists()


def test_unpacking_replaces_the_package_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "django").mkdir()
    (tmp_path / "django" / "retired.py").write_text("old")
    (tmp_path / "specs").mkdir()
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("django/__init__.py", "new")
        archive.writestr("Django-5.1.4.dist-info/RECORD", "")
    assert releases.lay_out(wheel, tmp_path) == 1
    assert [path.name for path in (tmp_path / "django").iterdir()] == ["__init__.py"]
    assert (tmp_path / "specs").is_dir()


def test_another_exit_status_than_the_true_one_fails_the_demo(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    here = stage.Stage(tmp_path)
    here.planproof("--version", exits=0)
    with pytest.raises(stage.WrongAnswerError, match="exit status 0, not 1"):
        here.planproof("--version", exits=1)
    shown = capfd.readouterr().out
    assert shown.startswith("\n$ planproof --version\nplanproof ")
    assert "\x1b" not in shown


def test_git_settings_of_the_caller_do_not_reach_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/somewhere/else")
    found = stage.environment()
    assert "GIT_DIR" not in found
    assert found["GIT_CONFIG_NOSYSTEM"] == "1"
