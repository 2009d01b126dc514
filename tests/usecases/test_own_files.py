"""Files of planproof's own: whole or not at all, never over others, never through links."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from planproof.errors import FaultError, RefusedError
from planproof.usecases.own_files import LARGEST, make_folder, read_own, replace, write_new


def test_a_new_file_is_there_whole_and_nothing_else(tmp_path: Path) -> None:
    write_new(tmp_path / "a.yaml", b"one\n")

    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert read_own(tmp_path / "a.yaml") == b"one\n"
    assert read_own(tmp_path / "b.yaml") is None


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"mine\n")
    os.symlink(tmp_path / "nowhere", tmp_path / "b.yaml")

    for name in ("a.yaml", "b.yaml"):
        with pytest.raises(RefusedError, match="exists already"):
            write_new(tmp_path / name, b"one\n")

    assert (tmp_path / "a.yaml").read_bytes() == b"mine\n"
    assert not (tmp_path / "nowhere").exists()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_system_without_links_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    write_new(tmp_path / "a.yaml", b"one\n")

    assert (tmp_path / "a.yaml").read_bytes() == b"one\n"
    with pytest.raises(RefusedError):
        write_new(tmp_path / "a.yaml", b"two\n")


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"mine\n")
    os.symlink(tmp_path / "secret", tmp_path / "a.yaml")

    with pytest.raises(RefusedError, match="no regular file"):
        read_own(tmp_path / "a.yaml")
    replace(tmp_path / "a.yaml", b"one\n")

    assert (tmp_path / "secret").read_bytes() == b"mine\n"
    assert read_own(tmp_path / "a.yaml") == b"one\n"


def test_pipes_folders_and_giants_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "giant").write_bytes(b"x" * (LARGEST + 1))

    for name in ("pipe", "folder", "giant"):
        with pytest.raises(RefusedError):
            read_own(tmp_path / name)


def test_no_folder_is_made_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "top").mkdir()
    os.symlink(tmp_path / "elsewhere", tmp_path / "top" / "own")

    with pytest.raises(RefusedError, match="symbolic link"):
        make_folder(tmp_path / "top" / "own" / "deep", tmp_path / "top")

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_full_disk_is_no_mistake_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(FaultError, match="No space left"):
        replace(tmp_path / "a.yaml", b"one\n")
    assert list(tmp_path.iterdir()) == []
