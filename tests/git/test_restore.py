"""A stored tree comes back as it was, beside everything that exists, or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from git_play import Player, actions
from planproof.errors import GitError, NotFoundError, UsageError
from planproof.git import (
    Repository,
    new_branch,
    restore_folder,
    set_ref,
    store_tree,
    working_tree,
)

AT = "2026-11-21T09:30:00Z"

Files = dict[str, tuple[str, bytes]]


def found(top: Path, path: str) -> tuple[str, bytes] | None:
    """What is at a path, looked at without any of the product's own eyes."""
    place = top / path
    parents = list(place.relative_to(top).parents)[:-1]
    if any((top / parent).is_symlink() for parent in parents) or not os.path.lexists(place):
        return None
    if place.is_symlink():
        return "link", os.fsencode(os.readlink(place))
    if place.is_dir():
        return None
    return ("run" if place.stat().st_mode & stat.S_IXUSR else "file"), place.read_bytes()


def known(top: Path) -> Files:
    """What git knows or does not ignore; what a sparse checkout leaves out is as in the index."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=top, capture_output=True, check=True).stdout
    names = {os.fsdecode(name) for name in listed.split(b"\0") if name}
    files = {name: found(top, name) for name in names}
    return {name: one for name, one in files.items() if one is not None} | sparse(top)


def sparse(top: Path) -> Files:
    command = ["git", "ls-files", "-z", "-t", "--stage"]
    listed = subprocess.run(command, cwd=top, capture_output=True, check=True).stdout
    files: Files = {}
    for row in listed.split(b"\0"):
        if row.startswith(b"S "):
            described, _, name = row.partition(b"\t")
            mode, blob = described.split(b" ")[1:3]
            if not os.path.lexists(top / os.fsdecode(name)):
                kind = {b"100755": "run", b"120000": "link"}.get(mode, "file")
                command = ["git", "cat-file", "blob", blob.decode()]
                data = subprocess.run(command, cwd=top, capture_output=True, check=True).stdout
                files[os.fsdecode(name)] = (kind, data)
    return files


def everything(folder: Path) -> Files:
    files: Files = {}
    for base, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            path = (Path(base) / name).relative_to(folder).as_posix()
            one = found(folder, path)
            if one is not None and path.split("/")[0] != ".git":
                files[path] = one
    return files


def state(repo: Any) -> tuple[object, ...]:
    """All that is the user's: branches, HEAD, index, files."""
    index = repo.path / ".git" / "index"
    refs = repo.git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags")
    head = (repo.path / ".git" / "HEAD").read_text()
    content = hashlib.sha256(index.read_bytes()).hexdigest() if index.exists() else None
    return refs, head, content, everything(repo.path)


def kept(repo: Any) -> tuple[Repository, str, str | None]:
    """A snapshot of what is there now: the repository, the tree, HEAD."""
    root = repo.root
    assert root.repository is not None
    tree = working_tree(root)
    stored = store_tree(root.repository, tree)
    assert stored.left_out == ()
    set_ref(root.repository, "snapshots/test/1", stored.id)
    return root.repository, stored.id, tree.manifest.revision


def restored(repo: Any, folder: Path) -> Files:
    repository, tree, head = kept(repo)
    restore_folder(repository, tree, head, folder)
    return everything(folder)


def plain(repo: Any) -> None:
    del repo


def line_ends(repo: Any) -> None:
    repo.write(".gitattributes", "* text=auto\n*.py text eol=crlf\n")
    repo.git("config", "core.autocrlf", "true")
    repo.git("config", "core.safecrlf", "false")


def filters(repo: Any) -> None:
    repo.write(".gitattributes", "*.py filter=turn\n")
    repo.git("config", "filter.turn.clean", "tr a-z b-za")
    repo.git("config", "filter.turn.smudge", "tr b-za a-z")


def sparse_checkout(repo: Any) -> None:
    repo.write("d/c.py", "c\n")
    repo.write("other/far.py", "far\n").chmod(0o755)
    (repo.path / "other" / "link").symlink_to("far.py")
    repo.commit()
    repo.git("sparse-checkout", "set", "d")


def nested(repo: Any) -> None:
    ids = f"--object-format={repo.git('rev-parse', '--show-object-format')}"
    for name in ("in", "d/in"):
        inner = repo.path / name
        subprocess.run(["git", "init", "-q", ids, str(inner)], check=True)
        (inner / "file").write_text("inside\n")
        command = ["git", "-C", str(inner), "commit", "-q", "--allow-empty", "-m", "x"]
        subprocess.run(command, check=True)


@pytest.mark.parametrize("scenery", [plain, line_ends, filters, sparse_checkout, nested])
@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_what_was_stored_comes_back_byte_for_byte(
    make_repo: Any, tmp_path: Path, scenery: Any, object_format: str
) -> None:
    number = 0

    @settings(
        deadline=None, max_examples=12 if object_format == "sha1" else 4, derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )  # fmt: skip
    @given(actions)
    def play(moves: list[tuple[Any, ...]]) -> None:
        nonlocal number
        number += 1
        repo = make_repo(f"repo{number}", f"--object-format={object_format}")
        repo.write("a.py", "one\n")
        repo.write("d/c.py", "two\n")
        repo.commit()
        scenery(repo)
        player = Player(repo.path)
        for move in moves:
            player.play(move)
        expected, before = known(repo.path), state(repo)
        folder = tmp_path / f"restored{number}"
        assert restored(repo, folder) == expected
        assert state(repo) == before
        assert repo.git("fsck", "--no-dangling") == ""
        now = subprocess.run(["git", "status", "-s"], cwd=folder, capture_output=True, check=True)
        assert b"fatal" not in now.stderr

    play()


def status(folder: Path) -> list[str]:
    done = subprocess.run(
        ["git", "status", "--porcelain", "-uall"], cwd=folder, capture_output=True, check=True
    )
    return done.stdout.decode().splitlines()


def test_git_status_tells_there_what_it_told_here(repo: Any, tmp_path: Path) -> None:
    for name in ("same.py", "changed.py", "gone.py", "old name.py"):
        repo.write(name, f"{name} one\ntwo\nthree\n")
    repo.commit()
    repo.write("changed.py", "changed\n").chmod(0o755)
    (repo.path / "gone.py").unlink()
    (repo.path / "old name.py").rename(repo.path / "new name.py")
    expected = status(repo.path)
    restored(repo, tmp_path / "there")
    assert status(tmp_path / "there") == expected
    assert expected != []


def test_files_that_git_converts_are_unchanged_there_as_they_were_here(
    repo: Any, tmp_path: Path
) -> None:
    line_ends(repo)
    repo.write("a.py", "one\r\ntwo\r\n")
    repo.commit()
    assert status(repo.path) == []
    assert restored(repo, tmp_path / "there")["a.py"] == ("file", b"one\r\ntwo\r\n")
    assert status(tmp_path / "there") == []


def test_no_filter_is_run(repo: Any, tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    repo.write(".gitattributes", "* filter=spy\n")
    repo.write("a.py", "one\n")
    repo.commit()
    for command in ("smudge", "clean"):
        repo.git("config", f"filter.spy.{command}", f"touch {witness}; cat")
    for hook in ("post-checkout", "reference-transaction"):
        place = repo.path / ".git" / "hooks" / hook
        place.write_text(f"#!/bin/sh\ntouch {witness}\n")
        place.chmod(0o755)
    repository, tree, head = kept(repo)
    restore_folder(repository, tree, head, tmp_path / "there")
    new_branch(repository, "back", tree, head, "S", "ada", AT)
    assert not witness.exists()


def test_nested_repositories_are_empty_folders_and_listed(repo: Any, tmp_path: Path) -> None:
    nested(repo)
    repository, tree, head = kept(repo)
    links = restore_folder(repository, tree, head, tmp_path / "there")
    assert [one.path for one in links] == ["d/in", "in"]
    assert [len(one.blob) for one in links] == [40, 40]
    assert list((tmp_path / "there" / "in").iterdir()) == []


def test_large_files_come_back(repo: Any, tmp_path: Path) -> None:
    data = os.urandom(3_500_000)
    repo.write("large.bin", data)
    assert restored(repo, tmp_path / "there") == {"large.bin": ("file", data)}


def test_before_the_first_commit(repo: Any, tmp_path: Path) -> None:
    repo.write("a.py", "one\n")
    assert restored(repo, tmp_path / "there") == {"a.py": ("file", b"one\n")}
    assert status(tmp_path / "there") == ["?? a.py"]
    assert repo.git("fsck", "--no-dangling") in (
        "",
        "notice: HEAD points to an unborn branch (main)",
    )


def test_no_branch_of_today_is_checked_out_before_the_first_commit(
    repo: Any, tmp_path: Path
) -> None:
    repo.write("a.py", "one\n")
    repository, tree, head = kept(repo)
    assert head is None
    repo.commit()
    repo.git("branch", "there")
    restore_folder(repository, tree, None, tmp_path / "there")
    assert status(tmp_path / "there") == ["?? a.py"]


def test_where_only_git_makes_work_trees_a_branch_is_the_way(repo: Any, tmp_path: Path) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repository, tree, head = kept(repo)
    (repo.path / ".git" / "reftable").mkdir()
    with pytest.raises(UsageError, match="only git makes work trees") as error:
        restore_folder(repository, tree, head, tmp_path / "there")
    assert "--restore-branch" in error.value.diagnostics[0].fix
    assert not (tmp_path / "there").exists()


def test_from_a_linked_work_tree_and_a_bare_repository(repo: Any, tmp_path: Path) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(repo.path), str(bare)], check=True)
    linked = tmp_path / "linked"
    subprocess.run(
        ["git", "-C", str(bare), "worktree", "add", "-q", "--detach", str(linked)], check=True
    )
    other = type(repo)(linked)
    other.write("b.py", "two\n")
    repository, tree, head = kept(other)
    restore_folder(repository, tree, head, tmp_path / "there")
    assert set(everything(tmp_path / "there")) == {"a.py", "b.py"}
    assert status(tmp_path / "there") == ["?? b.py"]
    with pytest.raises(UsageError, match="lies inside"):
        restore_folder(repository, tree, head, tmp_path / "there" / "deeper")


@pytest.mark.parametrize(
    "place",
    ["inside", "src/inside", ".git/inside", ".git/worktrees/x", "../full", "../file", "../link",
     "../full/../repo/x", "../to_repo/x", "../loop/x", "."],
)  # fmt: skip
def test_nothing_that_exists_is_written_to(repo: Any, tmp_path: Path, place: str) -> None:
    repo.write("src/a.py", "one\n")
    repo.commit()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("full")
    (tmp_path / "to_repo").symlink_to("repo")
    (tmp_path / "loop").symlink_to("loop")
    repository, tree, head = kept(repo)
    before, around = state(repo), everything(tmp_path)
    with pytest.raises(UsageError) as error:
        restore_folder(repository, tree, head, repo.path / place)
    assert error.value.diagnostics[0].fix
    assert (state(repo), everything(tmp_path)) == (before, around)
    assert repo.git("worktree", "list", "--porcelain").count("worktree ") == 1


def test_a_work_tree_that_somebody_deleted_by_hand_is_said(repo: Any, tmp_path: Path) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repository, tree, head = kept(repo)
    restore_folder(repository, tree, head, tmp_path / "there")
    shutil.rmtree(tmp_path / "there")
    with pytest.raises(UsageError, match="that is gone") as error:
        restore_folder(repository, tree, head, tmp_path / "there")
    assert error.value.diagnostics[0].fix == "git worktree prune"
    restore_folder(repository, tree, head, tmp_path / "there" / "below")
    repo.git("worktree", "prune")
    assert status(tmp_path / "there" / "below") == []


def test_an_empty_folder_is_as_good_as_none(repo: Any, tmp_path: Path) -> None:
    repo.write("a.py", "one\n")
    (tmp_path / "empty").mkdir()
    assert restored(repo, tmp_path / "empty") == {"a.py": ("file", b"one\n")}


def test_two_folders_of_the_same_name_are_two_work_trees(repo: Any, tmp_path: Path) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    for parent in ("x", "y"):
        restored(repo, tmp_path / parent / "same")
    assert repo.git("worktree", "list", "--porcelain").count("worktree ") == 3
    assert repo.git("worktree", "prune", "--dry-run") == ""
    repo.git("worktree", "remove", "--force", str(tmp_path / "x" / "same"))
    assert status(tmp_path / "y" / "same") == []


def make_tree(repo: Any, *rows: str) -> str:
    return repo.git("mktree", "--missing", "-z", data="".join(f"{row}\0" for row in rows).encode())


def raw_tree(repo: Any, name: bytes, mode: bytes = b"100644") -> str:
    """A tree that git itself would not make."""
    blob = bytes.fromhex(repo.git("hash-object", "-w", "--stdin", data=b"bad\n"))
    data = mode + b" " + name + b"\0" + blob
    return repo.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", data=data)


@pytest.mark.parametrize(
    "name", [b"..", b".git", b".GIT", b".git.", b"", b".", ".g\u200cit".encode()]
)
def test_a_tree_that_climbs_or_speaks_to_git_is_refused(
    repo: Any, tmp_path: Path, name: bytes
) -> None:
    inner = raw_tree(repo, b"config")
    data = b"40000 " + name + b"\0" + bytes.fromhex(inner)
    outer = repo.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", data=data)
    for tree in (raw_tree(repo, name), outer):
        with pytest.raises(GitError):
            restore_folder(repo.root.repository, tree, None, tmp_path / "there")
    assert [one.name for one in tmp_path.iterdir()] == ["repo"]


def test_nothing_is_written_through_a_link(repo: Any, tmp_path: Path) -> None:
    """A tree with a link and a folder of the same name, which only a hostile tool makes."""
    (tmp_path / "outside").mkdir()
    target = bytes.fromhex(repo.git("hash-object", "-w", "--stdin", data=b"../outside"))
    inner = bytes.fromhex(raw_tree(repo, b"passwd"))
    data = b"120000 a\0" + target + b"40000 a\0" + inner
    tree = repo.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", data=data)
    with pytest.raises(GitError, match="cannot be written"):
        restore_folder(repo.root.repository, tree, None, tmp_path / "there")
    assert list((tmp_path / "outside").iterdir()) == []
    assert not (tmp_path / "there").exists()


def test_what_is_missing_or_damaged_in_the_store_is_never_half_restored(
    repo: Any, tmp_path: Path
) -> None:
    repo.write("a.py", "one\n")
    repo.write("b.py", "two\n")
    repository, tree, head = kept(repo)
    with pytest.raises(NotFoundError, match="not in the object store"):
        restore_folder(repository, "0" * 40, None, tmp_path / "there")
    blob = repo.git("rev-parse", f"{tree}:b.py")
    place = repo.path / ".git" / "objects" / blob[:2] / blob[2:]
    place.chmod(0o644)
    for content in (None, b"rubbish"):
        if content is None:
            place.rename(tmp_path / "aside")
        else:
            place.write_bytes(content)
        with pytest.raises(GitError, match=r"b\.py"):
            restore_folder(repository, tree, head, tmp_path / "there")
        assert sorted(one.name for one in tmp_path.iterdir()) == ["aside", "repo"]


def test_a_branch_is_one_commit_on_the_head_of_the_snapshot(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repo.write("b.py", "two\n")
    repository, tree, head = kept(repo)
    before = state(repo)
    commit = new_branch(repository, "wip/back", tree, head, "Snapshot", "ada", AT)
    assert repo.git("rev-parse", "wip/back", "wip/back^{tree}", "wip/back^") == "\n".join(
        (commit, tree, str(head))
    )
    assert repo.git("log", "-1", "--format=%an <%ae> %at %s", commit) == (
        "A Person <person@example.org> 1795253400 Snapshot"
    )
    repo.git("update-ref", "-d", "refs/heads/wip/back")
    assert state(repo) == before
    assert repo.git("fsck", "--no-dangling") == ""


def test_whoever_git_does_not_know_commits_as_the_actor(
    repo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    repo.git("config", "user.useConfigOnly", "true")
    repo.write("a.py", "one\n")
    repository, tree, head = kept(repo)
    commit = new_branch(repository, "back", tree, head, "S", "ada <x>\n", AT)
    assert repo.git("log", "-1", "--format=%an <%ae>", commit) == "ada x <planproof@localhost>"
    assert repo.git("fsck", "--no-dangling", "--strict") == ""


@pytest.mark.parametrize(
    "name",
    ["main", "main/deeper", "taken", "-x", "HEAD", "a..b", "a b", "@{-1}", "x.lock", "", "a\0b",
     "../../heads/x"],
)  # fmt: skip
def test_no_branch_that_exists_is_moved_and_no_odd_name_is_taken(repo: Any, name: str) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repo.git("branch", "taken/by")
    repository, tree, head = kept(repo)
    before = state(repo)
    with pytest.raises(UsageError):
        new_branch(repository, name, tree, head, "S", "ada", AT)
    assert state(repo) == before
