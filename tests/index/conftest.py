"""Trees and sources for the index's tests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from planproof.git import find_root, working_tree
from planproof.model.tree import Tree


@pytest.fixture
def tree_of(tmp_path: Path) -> Callable[[Mapping[str, bytes]], Tree]:
    """A working tree with these files in a new repository."""

    def make(files: Mapping[str, bytes]) -> Tree:
        top = tmp_path / "project"
        top.mkdir(exist_ok=True)
        if not (top / ".git").exists():
            subprocess.run(["git", "init", "-q", str(top)], check=True)
        for path, content in files.items():
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            (top / path).write_bytes(content)
        return working_tree(find_root(top))

    return make
