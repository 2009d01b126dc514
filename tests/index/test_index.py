"""The index heals itself, forgets nothing it should know, and never makes a run fail."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from planproof.git import Stamp, blob_id
from planproof.index import Index, Source
from planproof.index.extract import refusal
from planproof.index.scan import scan
from planproof.languages import LANGUAGES
from planproof.model.document import Document, Reason, Unparsed
from planproof.model.tree import Entry, Manifest, Tree

GOLDEN = Path(__file__).parent.parent / "golden"
MakeTree = Callable[[Mapping[str, bytes]], Tree]


def source(text: bytes, language: str = "python") -> Source:
    return Source(blob_id(text), language, text)


def goldens() -> list[Source]:
    return [
        source(path.read_bytes(), path.parent.name)
        for path in sorted(GOLDEN.glob("*/*"))
        if path.suffix != ".golden"
    ]


def many(count: int) -> list[Source]:
    """More than is read in one process."""
    body = b"\n".join(b"def f%d(x): return mod.call(x, key=%d)" % (n, n) for n in range(200))
    return [source(b"import mod%d as mod\n" % n + body) for n in range(count)]


def read(path: Path | None, sources: list[Source], jobs: int = 2) -> list[object]:
    with Index.open(path, jobs) as index:
        return [document for _, document in index.documents(sources)]


def scanned(sources: list[Source]) -> list[object]:
    return [scan(each.content, each.language) for each in sources]


def test_documents_are_those_of_scan_in_the_order_given():
    sources = [*goldens(), *reversed(goldens())]
    with Index.open(None) as index:
        found = list(index.documents(sources))
    assert [each for each, _ in found] == sources
    assert [document for _, document in found] == scanned(sources)


def test_documents_come_back_from_the_database_as_they_were(tmp_path: Path):
    path = tmp_path / "index.db"
    assert read(path, goldens()) == scanned(goldens())
    with Index.open(path) as index:
        for each in goldens():
            found = index.find([each.blob], each.language)
            assert found == {each.blob: scan(each.content, each.language)}
    assert read(path, goldens()) == scanned(goldens())


def test_a_pool_reads_what_one_process_would(tmp_path: Path):
    sources = [*many(60), *goldens(), *many(3)]
    assert read(tmp_path / "a.db", sources, jobs=2) == scanned(sources)
    assert read(tmp_path / "a.db", sources, jobs=1) == scanned(sources)


def test_sources_are_not_read_as_a_whole_before_the_first_answer(tmp_path: Path):
    taken = 0

    def lazily() -> Iterator[Source]:
        nonlocal taken
        for each in many(700):
            taken += 1
            yield each

    with Index.open(tmp_path / "index.db", 1) as index:
        next(index.documents(lazily()))
    assert taken < 700


def test_a_source_under_a_foreign_id_is_answered_and_not_kept(tmp_path: Path):
    path = tmp_path / "index.db"
    false = Source(blob_id(b"other"), "python", b"import this")
    assert read(path, [false]) == scanned([false])
    with Index.open(path) as index:
        assert index.find([false.blob], "python") == {}


def test_an_id_of_a_sha256_repository_is_one(tmp_path: Path):
    path = tmp_path / "index.db"
    each = Source(blob_id(b"import os", "sha256"), "python", b"import os")
    read(path, [each])
    with Index.open(path) as index:
        assert list(index.find([each.blob], "python")) == [each.blob]


def test_one_blob_may_be_of_several_languages(tmp_path: Path):
    path = tmp_path / "index.db"
    sources = [source(b"a.b(c)", language.name) for language in LANGUAGES]
    assert read(path, sources) == scanned(sources)
    assert read(path, sources) == scanned(sources)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database at all" * 100),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(path.read_bytes()[:4096] + os.urandom(50_000)),
        lambda path: execute(path, "PRAGMA user_version = 7"),
        lambda path: execute(path, "PRAGMA application_id = 7"),
        lambda path: execute(path, "DROP TABLE postings"),
        lambda path: execute(path, "ALTER TABLE blobs RENAME COLUMN facts TO other"),
        lambda path: execute(path, "UPDATE blobs SET facts = zeroblob(10)"),
        lambda path: execute(path, "UPDATE blobs SET facts = NULL, reason = 'NO_REASON'"),
        lambda path: execute(path, "UPDATE languages SET digest = 'older'"),
    ],
    ids=range(11),
)
def test_a_damaged_or_foreign_database_is_made_again(tmp_path: Path, damage):
    path = tmp_path / "index.db"
    sources = goldens()
    read(path, sources)
    damage(path)
    assert read(path, sources) == scanned(sources)
    assert read(path, sources) == scanned(sources)
    assert execute(path, "PRAGMA integrity_check") == [("ok",)]
    assert execute(path, "SELECT count(*) FROM blobs") == [(len(sources),)]


def test_facts_of_an_older_query_are_deleted(tmp_path: Path):
    path = tmp_path / "index.db"
    read(path, goldens())
    execute(path, "UPDATE languages SET digest = 'older' WHERE name = 'python'")
    python = [each for each in goldens() if each.language == "python"]
    read(path, python)
    assert execute(path, "SELECT count(*) FROM blobs") == [(len(python),)]
    assert execute(path, "SELECT count(*) FROM languages WHERE digest = 'older'") == [(0,)]


def test_a_folder_that_does_not_exist_is_made(tmp_path: Path):
    read(tmp_path / "a" / "b" / "index.db", [source(b"import os")])
    assert (tmp_path / "a" / "b" / "index.db").exists()


def test_a_place_that_cannot_be_written_means_memory(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with Index.open(tmp_path / "file" / "index.db") as index:
        assert index.path is None
        sources = [source(b"import os")]
        assert [document for _, document in index.documents(sources)] == scanned(sources)
        assert len(index.find([sources[0].blob], "python")) == 1


def test_a_busy_database_means_a_run_without_storing(tmp_path: Path):
    path = tmp_path / "index.db"
    read(path, [])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert read(path, goldens()) == scanned(goldens())
    other.execute("ROLLBACK")
    assert other.execute("SELECT count(*) FROM blobs").fetchone() == (0,)
    other.close()
    assert read(path, goldens()) == scanned(goldens())


def test_a_reader_is_not_disturbed_by_a_writer(tmp_path: Path):
    path = tmp_path / "index.db"
    read(path, goldens())
    with Index.open(path) as reader:
        read(path, many(5))
        assert len(reader.find([each.blob for each in many(5)], "python")) == 5


def test_a_full_disk_in_the_middle_of_a_run_costs_no_document(tmp_path: Path):
    path = tmp_path / "index.db"
    program = f"""
        import resource, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        resource.setrlimit(resource.RLIMIT_FSIZE, (80_000, 80_000))
        from test_index import many, read, scanned
        from pathlib import Path
        sources = many(60)
        assert read(Path({str(path)!r}), sources) == scanned(sources)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True)
    assert path.stat().st_size <= 80_000
    sources = many(20)
    assert read(path, sources) == scanned(sources)
    assert execute(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_build_reads_what_is_new_and_counts(tmp_path: Path, tree_of: MakeTree):
    path = tmp_path / "index.db"
    files = {
        "a.py": b"import os\nos.path\n",
        "copy/a.py": b"import os\nos.path\n",
        "b.js": b"f(x)\n",
        "script": b"#!/usr/bin/env python3\nx = y\n",
        "notes.txt": b"os.path",
        "zero.py": b"\0",
        "large.py": b"x = 1\n" * 1_000_000,
        "latin.py": b"x = '\xff'\n",
    }
    tree = tree_of(files)
    steps: list[tuple[int, int]] = []
    with Index.open(path) as index:
        report = index.build(tree, lambda done, total: steps.append((done, total)))
    assert (report.files, report.others) == (7, 1)
    assert report.languages == (("javascript", 1), ("python", 6))
    assert report.occurrences == 2 + 2 + 2 + 2
    assert report.parsed + report.reused == 6
    assert [(path, left_out.reason) for path, left_out in report.unparsed] == [
        ("large.py", Reason.TOO_LARGE),
        ("latin.py", Reason.UNDECODABLE),
        ("zero.py", Reason.BINARY),
    ]
    assert steps == [(done, 7) for done in range(1, 8)]
    with Index.open(path) as index:
        again = index.build(tree_of({"a.py": b"import sys\n"}))
    assert (again.parsed, again.reused, again.files) == (1, 5, 7)


class _Changing:
    """A tree whose files are other ones when they are read."""

    manifest = Manifest({"a.py": Entry("a.py", blob_id(b"before"))})

    def read(self, entries):
        return ((entry, b"after" if entry.path == "a.py" else None) for entry in entries)

    def size(self, entry):
        return 5

    def stream(self, entry):
        yield b"after"


def test_a_file_that_changes_while_it_is_read_is_unreadable(tmp_path: Path):
    path = tmp_path / "index.db"
    with Index.open(path) as index:
        report = index.build(_Changing())
        assert report.unparsed == (("a.py", Unparsed(Reason.UNREADABLE)),)
    assert execute(path, "SELECT count(*) FROM blobs") == [(0,)]


def test_names_are_found_by_segment(tmp_path: Path):
    first, second = source(b"from a.b import c as d\nx[0].legacy()"), source(b"d.legacy.e")
    with Index.open(tmp_path / "index.db") as index:
        list(index.documents([first, second]))
        assert index.blobs_with("legacy") == {first.blob, second.blob}
        assert index.blobs_with("b") == {first.blob}
        assert index.blobs_with("nothing") == frozenset()
        assert index.names() == ("()", "a", "b", "c", "d", "e", "legacy", "x")


def test_definitions_and_imports_are_found_by_segment(tmp_path: Path):
    first = source(b"from m.n import a as b\nclass C:\n    def f(self): b()\n")
    second = source(b"C.f(m)\ndef a(): ...\n")
    with Index.open(tmp_path / "index.db") as index:
        list(index.documents([first, second]))
        assert index.blobs_with("C") == {first.blob, second.blob}
        assert index.blobs_defining("C") == index.blobs_defining("f") == {first.blob}
        assert index.blobs_defining("a") == {second.blob}
        assert index.blobs_importing("m") == index.blobs_importing("a") == {first.blob}
        assert index.blobs_importing("C") == index.blobs_defining("m") == frozenset()


def test_what_was_forgotten_is_found_no_more(tmp_path: Path):
    path, first, second = tmp_path / "index.db", source(b"a.b"), source(b"a.c")
    read(path, [first, second])
    execute(path, "UPDATE blobs SET facts = zeroblob(10) WHERE id = 2")
    with Index.open(path) as index:
        assert list(index.find([second.blob], "python")) == []
        assert index.blobs_with("a") == {first.blob}
        list(index.documents([source(b"x")]))
        assert index.blobs_with("a") == {first.blob}
        list(index.documents([second]))
        assert index.blobs_with("a") == {first.blob, second.blob}


def test_what_may_be_otherwise_another_time_is_not_stored(tmp_path: Path, monkeypatch):
    lost = refusal(Reason.TOO_COMPLEX, "killed")._replace(kept=False)
    with Index.open(tmp_path / "index.db") as index:
        with monkeypatch.context() as patched:
            patched.setattr("planproof.index.worker.extract_all", lambda *_: lost)
            ((_, first),) = index.documents([source(b"a.b")])
        ((_, second),) = index.documents([source(b"a.b")])
    assert first == Unparsed(Reason.TOO_COMPLEX, "killed")
    assert isinstance(second, Document)


def test_what_was_read_and_is_not_saved_yet_is_not_read_again(tmp_path: Path, tree_of: MakeTree):
    copies = {f"{n:04}.py": b"import os\n" * 100 for n in range(4_000)}
    with Index.open(tmp_path / "index.db", jobs=1) as index:
        report = index.build(tree_of(copies))
    assert (report.files, report.parsed + report.reused) == (4_000, 4_000)
    assert report.parsed < 2_000


def test_the_stat_cache_knows_exactly_what_it_was_told(tmp_path: Path):
    path, stamp = "na\udcffme.py", Stamp(1, 2, 3, 4)
    with Index.open(tmp_path / "index.db") as index:
        index.stat_cache.store([(path, stamp, "abc"), ("other", stamp, "def")])
        index.stat_cache.store([("other", Stamp(9, 2, 3, 4), "new")])
    with Index.open(tmp_path / "index.db") as index:
        assert index.stat_cache.lookup(path, stamp) == "abc"
        assert index.stat_cache.lookup(path, Stamp(1, 2, 3, 5)) is None
        assert index.stat_cache.lookup("other", stamp) is None
        assert index.stat_cache.lookup("other", Stamp(9, 2, 3, 4)) == "new"


def test_memo_keeps_bytes_by_key(tmp_path: Path):
    with Index.open(tmp_path / "index.db") as index:
        assert index.memo.get("key") is None
        index.memo.put("key", b"\0value")
        index.memo.put("key", b"newer")
    with Index.open(tmp_path / "index.db") as index:
        assert index.memo.get("key") == b"newer"


def execute(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()
