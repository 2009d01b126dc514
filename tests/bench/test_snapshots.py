"""The size of a snapshot is what it adds beside the contents of the edited file."""

from __future__ import annotations

from pathlib import Path

import pytest
from processes import Surroundings
from repositories import PLANPROOF, Repository, prepare
from rows.snapshots import sizes
from test_edits import SOURCE

NAMES = tuple(f"module_{number}.py" for number in range(3))
SPEC = """\
refactor_name: x
rules:
  - id: r
    description: It is gone
    match: {identifiers: [result_of_it]}
"""


@pytest.mark.skipif(not PLANPROOF.exists(), reason="planproof is not installed here")
def test_a_snapshot_of_a_one_file_edit_is_small(tmp_path: Path) -> None:
    def fill(root: Path) -> None:
        root.mkdir()
        (root / "ten_rules.yaml").write_text(SPEC)
        for name in NAMES:
            (root / name).write_text(SOURCE)

    (tmp_path / "home").mkdir()
    repository: Repository = prepare(
        tmp_path / "repository", Surroundings(tmp_path / "home"), fill, ()
    )
    repository.plan()

    found = sizes(repository, NAMES)

    assert len(found) == 3
    assert all(100 < size < 64_000 for size in found)
