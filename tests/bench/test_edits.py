"""Edits of the benchmark are real ones: they parse, add one line, and are never the same."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from edits import Edit, Editor, editable, edited

SOURCE = '''"""A module."""

from __future__ import annotations

import os


def first(path):
    """With a decorated function at its end."""
    size = os.stat(path).st_size

    @cached
    def inner():
        return size


class Second:
    def method(self):
        if self.ready:
            return 1
        return 2
'''


@pytest.mark.parametrize("edit", list(Edit))
@pytest.mark.parametrize("number", range(1, 8))
def test_an_edit_adds_one_line_and_leaves_python(edit: Edit, number: int) -> None:
    after = edited(SOURCE, edit, number)

    ast.parse(after)
    added = set(after.splitlines()) - set(SOURCE.splitlines())
    assert [line.strip() for line in added] == [edit.value.format(n=number)]
    assert len(after.splitlines()) == len(SOURCE.splitlines()) + 1


def test_an_import_stands_behind_those_of_the_future() -> None:
    lines = edited(SOURCE, Edit.IMPORT, 3).splitlines()

    assert lines.index("import bench_module_3") == lines.index("import os") - 1


def test_a_file_without_a_function_takes_no_statement() -> None:
    with pytest.raises(ValueError, match="no place"):
        edited("import os\n", Edit.STATEMENT, 1)


def test_no_two_edits_make_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(SOURCE)
    (tmp_path / "b.py").write_text(SOURCE)
    editor = Editor(tmp_path, ("a.py", "b.py"))

    paths = [editor.edit(Edit.STATEMENT) for _ in range(4)]

    assert paths == ["a.py", "b.py", "a.py", "b.py"]
    assert (tmp_path / "a.py").read_text() != (tmp_path / "b.py").read_text()


def test_files_that_cannot_be_edited_are_not_chosen(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text(SOURCE + "# more\n" * 600)
    (tmp_path / "broken.py").write_text("def broken(:\n" + "# more\n" * 600)
    (tmp_path / "small.py").write_text(SOURCE)

    assert editable(tmp_path, ("broken.py", "good.py", "small.py"), 5) == ("good.py",)
