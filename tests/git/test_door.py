"""What the room offers."""

from __future__ import annotations

import subprocess
import sys

import planproof.git as room


def test_everything_that_is_promised_is_there() -> None:
    assert sorted(name for names in room._HOMES.values() for name in names) == sorted(room.__all__)
    for name in room.__all__:
        assert getattr(room, name).__class__
    assert not hasattr(room, "nothing_of_the_kind")


def test_judging_a_tree_loads_little() -> None:
    """Start-up counts: these are slow to import and needed by few commands."""
    code = (
        "import sys; from planproof.git import find_root, working_tree, blob_id;"
        "print([m for m in sys.modules if m in {'subprocess', 'tempfile', 'pathspec',"
        " 'planproof.git.diff', 'planproof.git.store'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
