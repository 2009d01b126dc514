"""Whoever judges the files of a tree, and in whatever portions: the verdict is the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory_trees import MemoryTree, make_rule, make_spec, make_tree
from planproof.errors import TreeChangedError
from planproof.evaluate import Options, sharing
from planproof.evaluate.evaluate import evaluate
from planproof.evaluate.options import Keep, Sharing
from planproof.index import Index, worker
from planproof.index.extract import Extract, extract_all
from planproof.model.evaluation import Evaluation
from planproof.model.tree import Changes, Entry, Mark
from planproof.rules import compile_rules, structural_worker
from planproof.spec import load_spec
from planproof.spec.wire import Spec

ALONE = Sharing(least=1 << 40)
TINY = Sharing(least=0, together=1)
"""A slice for every file."""

RULES = (
    make_rule("calls", match={"calls": ["old", "legacy.run"]}, bad=["old()"]),
    make_rule("imports", match={"imports": ["legacy"]}, include=["pkg/**"]),
    make_rule("text", match={"text": ["TODO"]}, include=["**/*.md", "**/*.py", "notes", "tool"]),
    make_rule("files", match={"files": ["pkg/old_*.py"]}),
    make_rule("new", expect={"calls": ["new"], "at_least": 2}),
    make_rule("few", expect={"definitions": ["helper"], "at_most": 1, "at_least": 0}),
    make_rule("bases", match={"bases": ["Old"], "keywords": ["flag"]}, exclude=["docs/**"]),
    make_rule("shape", match={"pattern": "old()"}),
)
WHOLE = """
refactor_name: whole
description: d
rules:
  - {id: layers, description: d, match: {dependencies: {from: pkg.b, on: [pkg.a]}}}
  - {id: long, description: d, match: {metrics: {function_lines: {at_most: 1}}}}
"""
PIECES = (
    "old()\n",
    "new(flag=1)\n",
    "import legacy\nlegacy.run()\n",
    "from legacy import run\nrun()\n",
    "from pkg.a import *\nold()\n",
    "from pkg.a import thing as old\nold()\n",
    "from pkg.b import run\nrun()\n",
    "class A(Old):\n    def helper(self): pass\n",
    "def helper(): old()\n",
    "# TODO later\n",
    "old()  # planproof: ignore[calls] it is a test\n",
    "old()  # planproof: ignore[nothing] at all\n",
    "def broken(:\n  old(\n",
    "x = 1\n",
    "from legacy import run as go\n",
    "from pkg.a import go\ngo()\n",
    "from pkg.b import *\ngo()\n",
    "class legacy:\n    def run(self): pass\nlegacy.run()\n",
    "#!/usr/bin/python\nold()\n",
)
PATHS = (
    "pkg/__init__.py", "pkg/a.py", "pkg/b.py", "pkg/old_c.py", "docs/d.py", "main.py",
    "README.md", "notes", "data.bin", "tool",
)  # fmt: skip

contents = st.dictionaries(
    st.sampled_from(PATHS), st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
)


def judge(
    spec: Spec, tree: MemoryTree, index: Index, how: Sharing, keep: Keep | None = None
) -> Evaluation:
    options = Options(engine="1", keep=keep, sharing=how)
    return evaluate(spec, compile_rules(spec), tree, index, options)


def alone(spec: Spec, tree: MemoryTree) -> Evaluation:
    with Index.open(None, 1) as index:
        return judge(spec, tree, index, ALONE)


def marked(tree: MemoryTree, name: str, changes: Changes | None) -> MemoryTree:
    tree.manifest = tree.manifest._replace(mark=Mark(name), since=lambda _: changes)
    return tree


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    contents,
    st.sampled_from(PATHS),
    st.sampled_from(PIECES),
    st.sampled_from([1, 2, 3]),
    st.sampled_from([1, 40, 100]),
)
def test_workers_and_slices_change_nothing_now_or_in_the_next_run(
    tmp_path_factory: pytest.TempPathFactory,
    files: dict[str, str],
    path: str,
    text: str,
    jobs: int,
    together: int,
) -> None:
    whole = load_spec(WHOLE.encode(), source="spec.yaml").rules
    spec, keep = make_spec(*RULES, *whole), Keep("survey of a spec", "its key")
    how = Sharing(least=0, together=together)
    before, after = marked(make_tree(files), "one", None), make_tree({**files, path: text})
    changes = {path: before.manifest.entries.get(path)}
    marked(after, "two", changes if files.get(path) != text else {})
    with Index.open(tmp_path_factory.mktemp("index") / "index.db", jobs) as index:
        expected = alone(spec, before)
        assert judge(spec, before, index, how) == expected
        assert judge(spec, before, index, how, keep) == expected
        assert judge(spec, after, index, how, keep) == alone(spec, after)


FILES = {f"m{number}.py": f"old()\nx = {number}\n" for number in range(6)}
SPEC = make_spec(make_rule("text", match={"text": ["old()"]}))
"""Follows no names through the tree, which would read the files before they are judged."""


class WatchedTree(MemoryTree):
    """Tells in which processes its files are read; ``spell`` is cast on one of them elsewhere."""

    def __init__(self, tree: MemoryTree, spell: str = "", here: int | None = None) -> None:
        super().__init__(tree.manifest, tree.contents)
        self.here, self.spell = here or os.getpid(), spell
        self.processes = multiprocessing.get_context("fork").SimpleQueue()

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        for entry, content in super().read(entries):
            self.processes.put(os.getpid())
            if entry.path == "m3.py" and os.getpid() != self.here:
                self._cast()
            yield entry, content

    def _cast(self) -> None:
        match self.spell:
            case "death":
                os.kill(os.getpid(), signal.SIGKILL)
            case "sleep":
                time.sleep(60)
            case "trouble":
                raise MemoryError

    def workers(self) -> set[int]:
        found: set[int] = set()
        while not self.processes.empty():
            found.add(self.processes.get())
        return found - {self.here}


def test_files_are_judged_by_as_many_processes_as_the_index_may_have():
    tree = WatchedTree(make_tree(FILES))
    with Index.open(None, 2) as index:
        assert judge(SPEC, tree, index, TINY) == alone(SPEC, make_tree(FILES))
    assert len(tree.workers()) == 2


@pytest.mark.parametrize("spell", ["death", "sleep", "trouble"])
def test_what_no_worker_survives_is_judged_all_the_same(
    spell: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sharing, "_SECONDS", 1.5)
    tree = WatchedTree(make_tree(FILES), spell)
    with Index.open(None, 2) as index:
        found = judge(SPEC, tree, index, TINY)
    assert found == alone(SPEC, make_tree(FILES))
    assert len(found.violations) == len(FILES)
    assert tree.workers()


@pytest.mark.parametrize("how", [ALONE, TINY, Sharing(0, 100)])
def test_a_file_that_changes_meanwhile_is_told_of(how: Sharing):
    tree = WatchedTree(make_tree(FILES))
    tree.served["m4.py"] = b"old()\nchanged = 1\n"
    with Index.open(None, 2) as index, pytest.raises(TreeChangedError, match=r"m4\.py changed"):
        judge(SPEC, tree, index, how)
    assert bool(tree.workers()) is (how is not ALONE)


def test_where_threads_run_everything_is_judged_here():
    tree, rest = WatchedTree(make_tree(FILES)), threading.Event()
    other = threading.Thread(target=rest.wait)
    other.start()
    try:
        with Index.open(None, 2) as index:
            assert judge(SPEC, tree, index, TINY) == alone(SPEC, make_tree(FILES))
    finally:
        rest.set()
        other.join()
    assert not tree.workers()


def test_a_pattern_that_fails_on_files_is_given_up_as_if_one_process_had_tried(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(structural_worker, "_matches", lambda *_: "the matcher failed")
    spec = make_spec(make_rule("shape", match={"pattern": "old()"}))
    tree = make_tree({f"m{number}.py": "old()\n" for number in range(8)})
    for how in (ALONE, TINY, Sharing(0, 20)):
        with Index.open(None, 2) as index:
            options = Options(engine="1", sharing=how)
            found = evaluate(spec, compile_rules(spec), tree, index, options)
        blocking = found.rules[0].coverage.blocking
        assert [why.startswith("not tried") for _, why in blocking] == [False] * 3 + [True] * 5


def test_what_workers_have_read_is_found_in_the_index(tmp_path: Path):
    spec = make_spec(make_rule("calls", match={"calls": ["old"]}))
    tree = make_tree(FILES)
    blobs = [entry.blob for entry in tree.manifest.entries.values()]
    with Index.open(tmp_path / "index.db", 2) as index:
        judge(spec, tree, index, TINY)
        assert sorted(index.find(blobs, "python")) == sorted(blobs)
        assert index.blobs_with("old") == frozenset(blobs)


def test_workers_find_what_the_index_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    spec = make_spec(make_rule("calls", match={"calls": ["old"]}))
    tree = WatchedTree(make_tree(FILES))
    read = multiprocessing.get_context("fork").SimpleQueue()

    def extracted(content: bytes, language: str) -> Extract:
        read.put(content)
        return extract_all(content, language)

    expected = alone(spec, make_tree(FILES))
    with Index.open(tmp_path / "index.db", 2) as index:
        index.build(tree)
        monkeypatch.setattr(worker, "extract_all", extracted)
        assert judge(spec, tree, index, TINY) == expected
        assert read.empty()
        assert judge(spec, make_tree({**FILES, "m9.py": "old()\n"}), index, TINY)
        assert read.get() == b"old()\n"
        assert read.empty()
