"""What files bind is read by several processes, and is the same whoever reads it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory_trees import MemoryTree, make_tree
from planproof.errors import TreeChangedError
from planproof.evaluate import slices
from planproof.evaluate.many_files import ManyFiles
from planproof.evaluate.options import Sharing
from planproof.evaluate.skim_facts import skims_in
from planproof.evaluate.tree_files import TreeFiles
from planproof.index import Index
from planproof.languages import Skim
from planproof.model.document import Unparsed

TINY = Sharing(least=0, together=1)
FILES = {f"m{n}.py": f"from lib import a{n} as b\nc = b.d\n" for n in range(6)}


@pytest.fixture
def index() -> Iterator[Index]:
    with Index.open(None, 1) as opened:
        yield opened


def skims(
    tree: MemoryTree, index: Index, jobs: int, how: Sharing = TINY
) -> Mapping[str, Skim | Unparsed]:
    files = TreeFiles(tree, index.memo, index.documents)
    files.share(jobs, how)
    return files.facts(skims_in(frozenset()))


contents = st.lists(
    st.sampled_from(
        [b"import a\n", b"from a import b as c\n", b"d = c.e\n", b"\xff", b"\0", b"(\n", b"\r"]
    ),
    max_size=4,
).map(b"".join)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(st.sampled_from(["a.py", "b.py", "c/d.py", "e.js", "f.ts", "g"]), contents),
    st.integers(2, 3),
    st.integers(1, 40),
)
def test_it_is_the_same(files: dict[str, bytes], jobs: int, together: int) -> None:
    tree = make_tree(files)
    with Index.open(None, 1) as index, Index.open(None, 1) as other:
        found = skims(tree, index, jobs, Sharing(0, together))
        assert found == skims(tree, other, 1)
        assert list(found) == list(skims(tree, index, 1))  # as it was kept


@pytest.mark.parametrize("spell", ["death", "sleep", "trouble"])
def test_what_no_process_survives_is_looked_at_here(
    monkeypatch: pytest.MonkeyPatch, spell: str
) -> None:
    here, tree = os.getpid(), make_tree(FILES)

    def cast(content: bytes) -> None:
        if b"a3" in content and os.getpid() != here:
            match spell:
                case "death":
                    os.kill(os.getpid(), signal.SIGKILL)
                case "sleep":
                    time.sleep(60)
                case _:
                    raise MemoryError

    def told(content: bytes) -> list[int]:
        cast(content)
        return [os.getpid()]

    monkeypatch.setattr(slices, "_SECONDS", 1.5)
    found = ManyFiles(tree, 2, TINY).tell(list(tree.manifest.entries.values()), told)
    assert sorted(found) == sorted(FILES.keys() - {"m3.py"})
    assert [here] not in found.values()


def test_a_file_that_is_another_one_meanwhile_is_told_of(index: Index) -> None:
    tree = make_tree(FILES)
    tree.served["m4.py"] = b"import other\n"
    with pytest.raises(TreeChangedError, match=r"m4\.py changed"):
        skims(tree, index, 2)


@pytest.mark.parametrize(("jobs", "how"), [(1, TINY), (2, Sharing(least=1 << 40))])
def test_few_bytes_are_looked_at_here(jobs: int, how: Sharing) -> None:
    tree = make_tree(FILES)
    entries = list(tree.manifest.entries.values())
    assert ManyFiles(tree, jobs, how).tell(entries, lambda _: [1]) == {}


def test_where_threads_run_nothing_is_told_elsewhere() -> None:
    tree, rest = make_tree(FILES), threading.Event()
    other = threading.Thread(target=rest.wait)
    other.start()
    try:
        found = ManyFiles(tree, 2, TINY).tell(list(tree.manifest.entries.values()), lambda _: [1])
    finally:
        rest.set()
        other.join()
    assert found == {}
