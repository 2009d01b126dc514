"""Killed at any moment while it indexes: the next run is right and the database whole."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from planproof.git import blob_id
from planproof.index import Index, Source
from planproof.index.scan import scan

PROGRAM = """
    import sys
    from pathlib import Path
    from planproof.git import find_root, working_tree
    from planproof.index import Index
    tree = working_tree(find_root(Path(sys.argv[1])))
    print("ready", flush=True)
    with Index.open(Path(sys.argv[2]), 2) as index:
        index.build(tree)
"""


@pytest.mark.crash
def test_an_index_run_that_is_killed_leaves_nothing_wrong(
    tmp_path: Path, request: pytest.FixtureRequest, tree_of
):
    files = {f"m{n}.py": text_of(n) for n in range(150)}
    tree_of(files)
    database = tmp_path / "index.db"
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM)]
    for turn in range(request.config.getoption("--crash-rounds")):
        run = subprocess.Popen(
            [*command, str(tmp_path / "project"), str(database)], stdout=subprocess.PIPE
        )
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(random.Random(turn).uniform(0, 1.2))
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        check(database, files)


def check(database: Path, files: dict[str, bytes]) -> None:
    """What was stored is right, and the rest can be added (to a copy: the next kill comes)."""
    if database.exists():
        with sqlite3.connect(database) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
    sources = [Source(blob_id(text), "python", text) for text in files.values()]
    with Index.open(database) as index:
        found = index.find([each.blob for each in sources], "python")
        expected = {each.blob: scan(each.content, "python") for each in sources}
        assert found.items() <= expected.items()
        some = sources[:3]
        assert [d for _, d in index.documents(some)] == [expected[each.blob] for each in some]
    if len(found) == len(sources):
        database.unlink()


def text_of(number: int) -> bytes:
    lines = [
        f"import m{number} as m",
        *(f"def f{n}(x): return m.call(x, n={n})" for n in range(90)),
    ]
    return "\n".join(lines).encode()
