"""Files that are missing, foreign, damaged, newer, locked or not writable."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from planproof.errors import DatabaseMissingError, StoreError
from planproof.plans import PlanStore, database
from planproof.plans.database import VERSION, require_sqlite

AT = "2026-11-21T09:30:00Z"


def bytes_of(folder):
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def test_it_is_what_it_says(store, path):
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (database.APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    settings = {
        pragma: store._database.number(f"PRAGMA {pragma}")
        for pragma in ("foreign_keys", "trusted_schema", "busy_timeout")
    }
    assert settings == {"foreign_keys": 1, "trusted_schema": 0, "busy_timeout": 30_000}
    assert store.path == path


def test_creating_twice_opens(path):
    with PlanStore.create(path) as store, store.transaction("ada", AT) as tx:
        tx.create_plan("kept")
    with PlanStore.create(path) as store:
        assert store.plan("kept").id == 1


def test_opening_never_creates(tmp_path):
    (tmp_path / "empty.db").touch()
    for name in ("none.db", "empty.db", "no/folder/plans.db"):
        with pytest.raises(DatabaseMissingError):
            PlanStore.open(tmp_path / name)
    assert bytes_of(tmp_path) == {"empty.db": b""}
    PlanStore.create(tmp_path / "empty.db").close()


def foreign_database(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE plans (id)")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda path: path.write_text("plans: []\n"), "is not an SQLite database"),
        (lambda path: path.write_bytes(b"\0" * 5000), "is not an SQLite database"),
        (foreign_database, "not one of planproof's"),
    ],
)
def test_a_foreign_file_is_left_alone(tmp_path, make, message):
    path = tmp_path / "plans.db"
    make(path)
    before = bytes_of(tmp_path)
    for attempt in (PlanStore.open, PlanStore.create):
        with pytest.raises(StoreError, match=message) as caught:
            attempt(path)
        assert "planproof init" in caught.value.diagnostics[0].fix
    assert bytes_of(tmp_path) == before


def test_a_database_without_our_mark_that_appears_while_creating(path, monkeypatch):
    """The look at the header and the write lock are two moments."""
    from planproof.plans import migrate

    path.parent.mkdir()
    foreign_database(path)
    before = path.read_bytes()

    def missing(_):
        raise DatabaseMissingError("not there a moment ago")

    monkeypatch.setattr(migrate, "require_ours", missing)
    with pytest.raises(StoreError, match="not one of planproof's"):
        PlanStore.create(path)
    assert path.read_bytes() == before


def test_a_folder_in_its_place(tmp_path):
    with pytest.raises(StoreError, match="cannot be used"):
        PlanStore.open(tmp_path)


def test_a_newer_release_wrote_it(store, path):
    store._database.write(f"PRAGMA user_version = {VERSION + 1}")
    store.close()
    with pytest.raises(StoreError, match="newer planproof") as caught:
        PlanStore.open(path)
    assert caught.value.diagnostics[0].fix == "pip install --upgrade planproof"


def test_an_old_sqlite_says_so():
    with pytest.raises(StoreError, match=r"SQLite 3\.31\.1; planproof needs 3\.37\.0"):
        require_sqlite((3, 31, 1))
    require_sqlite((3, 37, 0))


@pytest.fixture
def damaged(store, plan, add, path):
    for _ in range(200):
        add("a task with a title that fills pages " * 10)
    store.close()
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    return path


def test_damage_is_said_and_the_backup_named(damaged):
    with PlanStore.open(damaged) as store:
        with pytest.raises(StoreError, match="is damaged") as caught:
            store.tasks(store.plan(1))
        assert "no backup" in caught.value.diagnostics[0].fix
        backup = damaged.with_name("plans.db.v0.backup")
        backup.touch()
        with pytest.raises(StoreError) as caught:
            store.plans()
        assert str(backup) in caught.value.diagnostics[0].fix
        assert "damaged" in store.examine()[0].message


def test_damage_in_one_page_is_found_by_examining(store, plan, add, path):
    for _ in range(200):
        add("a task with a title that fills pages " * 10)
    store.close()
    content = bytearray(path.read_bytes())
    content[-4096:] = b"\xa5" * 4096
    path.write_bytes(content)
    with PlanStore.open(path) as store:
        assert {one.code for one in store.examine()} <= {"database-damaged", "store"}
        assert store.examine()


def test_a_changed_schema_and_dangling_rows_are_found(store, plan, path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP INDEX plans_by_status")
        connection.execute("CREATE TABLE notes (id)")
    assert [one.message.split(" in ")[0] for one in store.examine()] == [
        "index plans_by_status is missing",
        "table notes is foreign",
    ]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO task_dependencies VALUES (7, 8)")
    assert "database-dangling" in {one.code for one in store.examine()}


def test_another_writer_is_waited_for_and_then_named(store, path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with (
        PlanStore.open(path) as other,
        store.transaction("ada", AT),
        pytest.raises(StoreError, match="another planproof is writing"),
        other.transaction("bob", AT),
    ):
        pass


def test_reading_only(store, plan, path):
    with PlanStore.open(path, read_only=True) as reader:
        assert reader.plans() == (plan,)
        with (
            pytest.raises(StoreError, match="cannot be written"),
            reader.transaction("ada", AT) as tx,
        ):
            tx.create_plan("x")
    assert store.plans() == (plan,)


@contextmanager
def without_privileges(folder):
    """As a user who may read everything in ``folder`` and write nothing."""
    readable, mine = 0o555, 0o755
    for one in folder.iterdir():
        one.chmod(0o444)
    folder.chmod(readable)
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(65534)
    try:
        yield
    finally:
        if privileged:
            os.seteuid(0)
        folder.chmod(mine)


@pytest.fixture
def shared():
    """A folder that other users can reach; pytest's own are private."""
    if sys.platform == "win32":
        pytest.skip("permissions of POSIX")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with without_privileges(folder):
            reachable = os.access(folder, os.R_OK, effective_ids=True)
        if not reachable:
            pytest.skip("temporary files are kept in a private folder")
        yield folder


def test_a_directory_that_cannot_be_written(shared):
    path = shared / "plans.db"
    with PlanStore.create(path) as store, store.transaction("ada", AT) as tx:
        plan = tx.create_plan("readable")
    with without_privileges(shared):
        with PlanStore.open(path) as reader:
            assert reader.plan(1) == plan
            with (
                pytest.raises(StoreError, match="cannot be written"),
                reader.transaction("a", AT) as tx,
            ):
                tx.create_plan("x")
        with pytest.raises(StoreError, match="cannot be used"):
            PlanStore.create(shared / "other" / "plans.db")
        with pytest.raises(StoreError, match="cannot be opened"):
            PlanStore.create(shared / "other.db")


def test_a_log_that_cannot_be_read_is_never_ignored(shared):
    """A write-ahead log holds the newest rows: without it the file alone would be a lie."""
    path, log = shared / "plans.db", shared / "plans.db-wal"
    with PlanStore.create(path) as store:
        with store.transaction("ada", AT) as tx:
            tx.create_plan("only in the log")
        held = log.read_bytes()
    log.write_bytes(held)
    with without_privileges(shared), pytest.raises(StoreError, match="cannot be"):
        PlanStore.open(path)


def test_a_full_disk_changes_nothing(store, plan, path):
    """A limit on the size of files stands in for the disk, in a process of its own."""
    script = f"""
import resource, signal, sys
from pathlib import Path
from planproof.errors import StoreError
from planproof.plans import NewTask, PlanStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
store = PlanStore.open(Path({str(path)!r}))
plan = store.plan(1)
with store.transaction("ada", {AT!r}) as tx:
    tx.add_task(plan, NewTask("small"))
try:
    with store.transaction("ada", {AT!r}) as tx:
        tx.add_task(plan, NewTask("large", description="x" * 5_000_000))
except StoreError as error:
    print(len(store.tasks(plan)), error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("1 ")
    assert [task.title for task in store.tasks(plan)] == ["small"]
    assert store.examine() == ()
