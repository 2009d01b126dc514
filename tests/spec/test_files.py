"""Specs on disk, and everything that is there instead of one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from planproof.errors import Diagnostic, SpecError
from planproof.spec import read_spec_file
from planproof.yamlio import MAX_BYTES

SPEC = "refactor_name: a\nrules:\n  - {id: b, description: c, match: {calls: d}}\n"


def complaint_about(path: Path) -> Diagnostic:
    with pytest.raises(SpecError) as caught:
        read_spec_file(path, source="s.yaml")
    (found,) = caught.value.diagnostics
    assert found.source == "s.yaml"
    assert found.fix
    return found


def test_a_spec_file(tmp_path: Path) -> None:
    path = tmp_path / "a b.yaml"
    path.write_text(SPEC)
    assert read_spec_file(path).source == path.as_posix()
    assert read_spec_file(path, source="specs/a b.yaml").source == "specs/a b.yaml"


def test_languages_are_checked_against_those_that_are_known(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(SPEC.replace("match:", "languages: [pyton], match:"))
    assert read_spec_file(path).rules[0].languages == ("pyton",)
    with pytest.raises(SpecError, match="pyton"):
        read_spec_file(path, known_languages=["python"])


def test_a_missing_file(tmp_path: Path) -> None:
    found = complaint_about(tmp_path / "nope.yaml")
    assert found.code == "spec-unreadable"
    assert found.message == 'no spec can be read from "s.yaml": there is no such file'
    assert (found.line, found.column) == (None, None)


def test_a_directory(tmp_path: Path) -> None:
    assert "it is a directory, and a spec is a file" in complaint_about(tmp_path).message


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in the file system")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "not a regular file" in complaint_about(pipe).message


def test_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "it cannot be read" in complaint_about(tmp_path / "a").message


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    assert "it cannot be read" in complaint_about(tmp_path / "a" / "b").message


def test_a_path_that_no_file_can_have() -> None:
    assert "it cannot be read" in complaint_about(Path("a\0b")).message


def test_a_file_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    assert complaint_about(path).message == f"the file has more than {MAX_BYTES:,} bytes"
