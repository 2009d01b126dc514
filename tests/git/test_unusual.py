"""Work trees that are not simply files: each case is in the tree, or said."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planproof.errors import FaultError, TreeChangedError
from planproof.git import blob_id, commit_tree, diff_to_head, find_root, working_tree
from planproof.git import listing as listing_module
from planproof.model.tree import EntryKind, Note, Tree


def contents(tree: Tree) -> dict[str, bytes | None]:
    return {e.path: data for e, data in tree.read(tree.manifest.entries.values())}


def notes(tree: Tree) -> dict[str, tuple[str, ...]]:
    return {note.code: note.paths for note in tree.manifest.notes}


def check_ids(tree: Tree) -> None:
    for entry, data in tree.read(tree.manifest.entries.values()):
        assert data is not None
        assert blob_id(data, tree.manifest.object_format) == entry.blob
        assert tree.size(entry) == len(data)
        assert b"".join(tree.stream(entry)) == data


def test_sha256_repositories(make_repo: Any) -> None:
    repo = make_repo("modern", "--object-format=sha256")
    repo.write("tracked.py", "one\n")
    repo.commit()
    repo.write("untracked.py", "two\n")
    tree = working_tree(repo.root)
    assert tree.manifest.object_format == "sha256"
    assert {len(entry.blob) for entry in tree.manifest.entries.values()} == {64}
    check_ids(tree)
    check_ids(commit_tree(repo.root.repository, "HEAD"))


def test_submodules_are_said_and_not_entered(repo: Any, make_repo: Any) -> None:
    library = make_repo("library")
    library.write("lib.py", "x\n")
    first = library.commit()
    add = ["-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.path)]
    repo.git(*add, "vendor/lib")
    repo.git(*add, "absent")
    repo.commit()
    repo.git("submodule", "deinit", "-q", "-f", "absent")
    tree = working_tree(repo.root)
    assert notes(tree) == {"submodule": ("absent", "vendor/lib")}
    assert set(tree.manifest.entries) == {".gitmodules", "absent", "vendor/lib"}
    entry = tree.manifest.entries["vendor/lib"]
    assert (entry.kind, entry.blob) == (EntryKind.SUBMODULE, first)
    assert contents(tree)["vendor/lib"] is None
    inner = type(repo)(repo.path / "vendor" / "lib")
    inner.write("lib.py", "y\n")
    second = inner.commit()
    assert working_tree(repo.root).manifest.entries["vendor/lib"].blob == second
    committed = commit_tree(repo.root.repository, "HEAD")
    assert committed.manifest.entries["vendor/lib"] == entry
    assert notes(committed) == {"submodule": ("absent", "vendor/lib")}
    assert contents(committed)["vendor/lib"] is None


def test_a_submodule_replaced_by_a_file(repo: Any, make_repo: Any) -> None:
    library = make_repo("library")
    library.write("lib.py", "x\n")
    library.commit()
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.path), "lib")
    repo.commit()
    (repo.path / "lib").rename(repo.path.parent / "away")
    assert "lib" not in working_tree(repo.root).manifest.entries
    repo.write("lib", "a file\n")
    assert contents(working_tree(repo.root))["lib"] == b"a file\n"


def test_nested_repositories_are_said_and_not_entered(repo: Any, make_repo: Any) -> None:
    repo.write("a.py", "x\n")
    repo.commit()
    nested = make_repo("repo/tools/nested")
    nested.write("inner.py", "x\n")
    head = nested.commit()
    make_repo("repo/newborn")
    tree = working_tree(repo.root)
    assert notes(tree)["nested-repository"] == ("newborn", "tools/nested")
    assert tree.manifest.entries["tools/nested"].blob == head
    assert tree.manifest.entries["newborn"].blob == ""
    assert contents(tree) == {"a.py": b"x\n", "newborn": None, "tools/nested": None}


def test_a_sparse_checkout_is_judged_whole(repo: Any) -> None:
    for name in ("top.py", "in/a.py", "out/b.py", "out/c.py"):
        repo.write(name, f"{name}\n")
    repo.write("out/run.sh", "run\n").chmod(0o755)
    repo.commit()
    repo.git("sparse-checkout", "set", "--cone", "in")
    assert not (repo.path / "out").exists()
    tree = working_tree(repo.root)
    assert contents(tree)["out/b.py"] == b"out/b.py\n"
    assert notes(tree) == {"sparse-checkout": ("out/b.py", "out/c.py", "out/run.sh")}
    assert tree.manifest.entries["out/run.sh"].kind is EntryKind.EXECUTABLE
    check_ids(tree)
    repo.write("out/b.py", "put back by hand\n")
    repo.write("out/new.py", "new\n")
    tree = working_tree(repo.root)
    assert contents(tree)["out/b.py"] == b"put back by hand\n"
    assert contents(tree)["out/new.py"] == b"new\n"
    assert notes(tree) == {"sparse-checkout": ("out/c.py", "out/run.sh")}
    check_ids(tree)


def test_a_sparse_index(repo: Any) -> None:
    for name in ("top.py", "in/a.py", "out/b.py"):
        repo.write(name, f"{name}\n")
    repo.commit()
    repo.git("sparse-checkout", "init", "--cone", "--sparse-index")
    repo.git("sparse-checkout", "set", "in")
    check_ids(working_tree(repo.root))
    assert set(contents(working_tree(repo.root))) == {"top.py", "in/a.py", "out/b.py"}


def test_conflicts_are_judged_as_they_stand(repo: Any) -> None:
    repo.write("a.py", "base\n")
    repo.write("b.py", "base\n")
    repo.commit()
    repo.git("checkout", "-q", "-b", "side")
    repo.write("a.py", "side\n")
    repo.write("b.py", "side\n")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.write("a.py", "main\n")
    (repo.path / "b.py").unlink()
    repo.commit()
    with pytest.raises(AssertionError):
        repo.git("merge", "side")
    (repo.path / "b.py").unlink()
    tree = working_tree(repo.root)
    assert b"<<<<<<<" in (contents(tree)["a.py"] or b"")
    assert set(contents(tree)) == {"a.py"}
    assert notes(tree) == {"unmerged": ("a.py", "b.py")}
    check_ids(tree)


def test_intent_to_add(repo: Any) -> None:
    repo.write("soon.py", "content\n")
    repo.write("empty.py", "")
    repo.write("gone.py", "x\n")
    repo.git("add", "-N", ".")
    (repo.path / "gone.py").unlink()
    tree = working_tree(repo.root)
    assert contents(tree) == {"soon.py": b"content\n", "empty.py": b""}
    check_ids(tree)


def test_split_index_and_old_and_new_index_formats(repo: Any) -> None:
    for number in range(30):
        repo.write(f"{number}.py", f"{number}\n")
    repo.commit()
    expected = working_tree(repo.root).manifest
    for arguments in (["--index-version", "4"], ["--split-index"], ["--untracked-cache"]):
        repo.git("update-index", *arguments)
        assert working_tree(repo.root).manifest == expected


def test_large_files_are_hashed_and_read_in_pieces(repo: Any) -> None:
    data = bytes(range(256)) * 4096 * 3 + b"end"
    repo.write("large.bin", data)
    repo.write("exact.bin", b"x" * (1 << 20))
    for commit in (False, True):
        if commit:
            repo.commit()
        tree = working_tree(repo.root)
        check_ids(tree)
        entry = tree.manifest.entries["large.bin"]
        assert max(map(len, tree.stream(entry))) <= 1 << 20
        assert len(list(tree.stream(entry))) == 4
    check_ids(commit_tree(repo.root.repository, "HEAD"))


def test_two_gigabytes_are_never_held(repo: Any) -> None:
    """A file with holes: reading it whole would take 2 GB of memory, hashing it takes 1 MB."""
    import resource

    with (repo.path / "huge.bin").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tree = working_tree(repo.root)
    entry = tree.manifest.entries["huge.bin"]
    assert tree.size(entry) == 300 * 1024 * 1024
    assert sum(map(len, tree.stream(entry))) == 300 * 1024 * 1024
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 40 * 1024  # kilobytes


def test_thousands_of_objects_of_all_sizes_come_in_order(repo: Any) -> None:
    """Far more than a pipe holds, in both directions."""
    for number in range(600):
        repo.write(f"{number}.txt", bytes([number % 251]) * (number * 997 % 90_000))
    repo.commit()
    tree = commit_tree(repo.root.repository, "HEAD")
    check_order = list(tree.manifest.entries.values())[::-1]
    found = list(tree.read(check_order))
    assert [entry for entry, _ in found] == check_order
    assert all(blob_id(data or b"") == entry.blob for entry, data in found)


def test_reading_can_stop_halfway(
    repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    for number in range(200):
        repo.write(f"{number}.txt", b"x" * 100_000)
    repo.commit()
    tree = commit_tree(repo.root.repository, "HEAD")
    reading = tree.read(tree.manifest.entries.values())
    next(reading)
    reading.close()
    streaming = tree.stream(next(iter(tree.manifest.entries.values())))
    next(streaming)
    assert len(list(scratch.iterdir())) == 1
    streaming.close()
    assert list(scratch.iterdir()) == []


def test_no_room_for_a_scratch_folder(
    repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("a.py", "x\n")
    repo.commit()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert set(working_tree(repo.root).manifest.entries) == {"a.py"}
    tree = commit_tree(repo.root.repository, "HEAD")
    with pytest.raises(FaultError, match="scratch folder") as error:
        list(tree.stream(tree.manifest.entries["a.py"]))
    assert "TMPDIR" in error.value.diagnostics[0].fix


def test_damaged_and_missing_objects(repo: Any) -> None:
    for name in "abcdef":
        repo.write(f"{name}.py", f"{name} content\n")
    repo.commit()
    repository = repo.root.repository
    tree = commit_tree(repository, "HEAD")
    damaged, missing = tree.manifest.entries["b.py"], tree.manifest.entries["e.py"]
    for entry, data in ((damaged, b"not zlib"), (missing, None)):
        place = repo.path / ".git" / "objects" / entry.blob[:2] / entry.blob[2:]
        place.unlink()
        if data is not None:
            place.write_bytes(data)
    found = contents(tree)
    assert (found.pop("b.py"), found.pop("e.py")) == (None, None)
    assert found == {f"{name}.py": f"{name} content\n".encode() for name in "acdf"}
    for entry in (damaged, missing):
        with pytest.raises(TreeChangedError, match="cannot be read from the store"):
            list(tree.stream(entry))


def test_a_clone_that_borrows_its_objects(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repo.git("clone", "-q", "--shared", ".", "../borrower")
    root = find_root(repo.path.parent / "borrower")
    assert root.repository is not None
    check_ids(commit_tree(root.repository, "HEAD"))
    (root.path / "a.py").write_text("two\n")
    assert [one.added for one in diff_to_head(root.repository, working_tree(root))] == [1]


def test_a_shallow_clone(repo: Any) -> None:
    repo.write("a.py", "one\n")
    first = repo.commit()
    repo.write("a.py", "two\n")
    repo.commit()
    repo.git("clone", "-q", "--depth=1", repo.path.as_uri(), "../shallow")
    root = find_root(repo.path.parent / "shallow")
    assert root.repository is not None
    check_ids(commit_tree(root.repository, "HEAD"))
    with pytest.raises(Exception, match="no commit") as error:
        root.repository.resolve(first)
    assert "--unshallow" in error.value.diagnostics[0].fix  # type: ignore[attr-defined]


def test_an_index_that_never_holds_still(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("a.py", "x\n")
    repo.git("add", ".")
    real = listing_module._ask

    def ask_and_touch(*arguments: Any) -> Any:
        answer = real(*arguments)
        repo.write(f"{os.urandom(8).hex()}.py", "x\n")
        repo.git("add", ".")
        return answer

    monkeypatch.setattr(listing_module, "_ask", ask_and_touch)
    with pytest.raises(TreeChangedError, match="kept changing"):
        working_tree(repo.root)


def test_a_file_system_without_executable_bits(repo: Any) -> None:
    repo.write("run.sh", "x\n").chmod(0o755)
    repo.write("plain.py", "x\n")
    repo.commit()
    repo.git("config", "core.fileMode", "false")
    (repo.path / "run.sh").chmod(0o644)
    repo.write("run.sh", "changed\n")
    (repo.path / "plain.py").chmod(0o755)
    repo.write("new.py", "x\n").chmod(0o755)
    kinds = {path: e.kind for path, e in working_tree(repo.root).manifest.entries.items()}
    assert kinds == {
        "run.sh": EntryKind.EXECUTABLE,
        "plain.py": EntryKind.FILE,
        "new.py": EntryKind.FILE,
    }


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of a user without special rights: for the super-user nothing is unreadable."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        monkeypatch.setenv("HOME", name)
        monkeypatch.setenv("XDG_CONFIG_HOME", name)
        (folder / "gitconfig").write_text("[user]\nname = n\nemail = n@example.org\n")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", f"{name}/gitconfig")
        is_super = os.geteuid() == 0
        if is_super:
            os.chown(folder, 65534, 65534)
            os.chown(folder / "gitconfig", 65534, 65534)
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if is_super:
                os.seteuid(0)
            for place in folder.rglob("*"):
                place.chmod(0o700)


def test_what_cannot_be_read_is_never_silently_clean(repo: Any, nobody: Path) -> None:
    import subprocess

    subprocess.run(["git", "init", "-q", str(nobody / "repo")], check=True)
    repo = type(repo)(nobody / "repo")
    for name in ("fine.py", "tracked/a.py", "changed.py"):
        repo.write(name, f"{name}\n")
    repo.commit()
    repo.write("changed.py", "other\n").chmod(0)
    repo.write("untracked.py", "x\n").chmod(0)
    repo.write("closed/b.py", "x\n")
    (repo.path / "closed").chmod(0)
    (repo.path / "tracked").chmod(0)
    tree = working_tree(repo.root)
    assert set(tree.manifest.entries) == {"fine.py"}
    assert tree.manifest.unreadable == (
        "changed.py",
        "closed/",
        "tracked/",
        "tracked/a.py",
        "untracked.py",
    )
    (repo.path / "fine.py").chmod(0)
    entry = tree.manifest.entries["fine.py"]
    assert list(tree.read([entry])) == [(entry, None)]
    with pytest.raises(TreeChangedError):
        list(tree.stream(entry))


def test_what_cannot_be_read_in_a_folder_without_git(nobody: Path) -> None:
    folder = nobody / "plain"
    (folder / "closed").mkdir(parents=True)
    (folder / "a.py").write_text("x\n")
    (folder / "b.py").write_text("x\n")
    (folder / "b.py").chmod(0)
    (folder / "closed").chmod(0)
    tree = working_tree(find_root(folder))
    assert set(tree.manifest.entries) == {"a.py"}
    assert tree.manifest.unreadable == ("b.py", "closed/")


def test_pipes_and_sockets_in_a_folder_without_git(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "socket"))
    (tmp_path / "a.py").write_text("x\n")
    tree = working_tree(find_root(tmp_path))
    assert contents(tree) == {"a.py": b"x\n"}
    message = "pipes, sockets and devices are not opened (2)"
    assert tree.manifest.notes == (Note("special-file", message, ("pipe", "socket")),)
