"""Diffs, stored trees, renames, refs and the questions about commits."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from planproof.errors import GitError, NotFoundError, TreeChangedError, UsageError
from planproof.git import (
    FileDiff,
    blob_id,
    changed_paths,
    commit_tree,
    delete_ref,
    diff_to_head,
    diff_trees,
    differ_outside,
    find_left_out,
    list_refs,
    rename_map,
    require_repository,
    set_ref,
    store_tree,
    working_tree,
)

TEN_LINES = "".join(f"line {number}\n" for number in range(10))


def diffs(repo: Any) -> dict[str, FileDiff]:
    root = repo.root
    return {one.path: one for one in diff_to_head(root.repository, working_tree(root))}


def everything(repo: Any) -> dict[str, bytes]:
    """Every byte of a git folder but its objects."""
    folder = repo.path / ".git"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "objects" not in path.parts
    }


def test_every_kind_of_change_is_told(repo: Any) -> None:
    for name in ("modified", "deleted", "moved", "script", "same"):
        repo.write(f"{name}.py", f"# {name}\n{TEN_LINES}")
    repo.write("kind", "was a file\n")
    repo.write("data.bin", b"\0\1\2")
    repo.commit()
    repo.write("modified.py", f"# modified\n{TEN_LINES}more\n".replace("line 3\n", ""))
    (repo.path / "deleted.py").unlink()
    (repo.path / "moved.py").rename(repo.path / "new_place.py")
    (repo.path / "script.py").chmod(0o755)
    (repo.path / "kind").unlink()
    (repo.path / "kind").symlink_to("same.py")
    repo.write("data.bin", b"\0\1\3")
    repo.write("fresh.py", "a\nb\n")
    found = diffs(repo)
    assert {(d.path, d.old_path, d.status, d.added, d.removed) for d in found.values()} == {
        ("modified.py", None, "modified", 1, 1),
        ("deleted.py", None, "deleted", 0, 11),
        ("new_place.py", "moved.py", "renamed", 0, 0),
        ("script.py", None, "mode", 0, 0),
        ("kind", None, "modified", 1, 1),
        ("data.bin", None, "modified", 0, 0),
        ("fresh.py", None, "added", 2, 0),
    }
    assert "-line 3\n" in found["modified.py"].text
    assert "+more\n" in found["modified.py"].text
    assert "Binary files a/data.bin and b/data.bin differ" in found["data.bin"].text
    assert "new file mode 120000" in found["kind"].text
    assert "old mode 100644\nnew mode 100755\n" in found["script.py"].text
    assert list(found) == sorted(found)
    repository = repo.root.repository
    assert set(changed_paths(repository, working_tree(repo.root))) == {*found, "moved.py"}


def test_a_diff_can_be_applied(repo: Any, make_repo: Any) -> None:
    odd = 'naïve "q"\n.py'
    repo.write("a.py", TEN_LINES)
    repo.write(odd, TEN_LINES)
    repo.commit()
    repo.write("a.py", TEN_LINES.replace("5", "five") + "no end")
    repo.write(odd, TEN_LINES + "diff --git a/x b/x\n@@ -1 +1 @@\n--- a\n+++ b\n")
    repo.write("new.py", "diff --git a/y b/y\n")
    repo.write("zz.py", "x \n \t \n\n\n")
    found = diffs(repo)
    assert {path: (one.added, one.removed) for path, one in found.items()} == {
        "a.py": (2, 1),
        odd: (4, 0),
        "new.py": (1, 0),
        "zz.py": (4, 0),
    }
    expected = {path: (repo.path / path).read_bytes() for path in found}
    repo.git("clean", "-fdq")
    repo.git("checkout", "-q", ".")
    repo.git("apply", "-", data="".join(one.text for one in found.values()).encode())
    assert {path: (repo.path / path).read_bytes() for path in expected} == expected


def test_the_first_diff_is_against_nothing(repo: Any) -> None:
    assert diffs(repo) == {}
    repo.write("a.py", "x\n")
    assert [(one.path, one.status) for one in diffs(repo).values()] == [("a.py", "added")]
    assert changed_paths(repo.root.repository, working_tree(repo.root)) == ("a.py",)


def test_likely_secrets_and_large_files_are_listed_and_not_copied(repo: Any) -> None:
    repo.write("tracked.pem", "old\n")
    repo.commit()
    repo.write("tracked.pem", "new\n")
    repo.write(".env", "PASSWORD=hunter2\n")
    repo.write("deploy/.ENV.production", "PASSWORD=hunter2\n")
    repo.write("server.key", "PASSWORD=hunter2\n")
    repo.write("dump.sql", b"x" * 5_000_001)
    repo.write("fine.py", "1\n")
    repo.write("\udcff.key", "PASSWORD=hunter2\n")
    root = repo.root
    tree = working_tree(root)
    left_out = find_left_out(tree)
    assert [path for path, _ in left_out] == [
        ".env",
        "deploy/.ENV.production",
        "dump.sql",
        "server.key",
        "\udcff.key",
    ]
    assert set(diffs(repo)) == {"tracked.pem", "fine.py"}
    stored = store_tree(root.repository, tree)
    assert stored.left_out == left_out
    assert repo.git("ls-tree", "-r", "--name-only", stored.id).split() == ["fine.py", "tracked.pem"]
    secret = blob_id(b"PASSWORD=hunter2\n")
    assert subprocess.run(["git", "cat-file", "-e", secret], cwd=repo.path).returncode != 0
    everything_kept = store_tree(root.repository, tree, exclude=(), size_limit=10**9)
    assert everything_kept.left_out == ()


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_stored_tree_holds_everything_and_touches_nothing(
    make_repo: Any, object_format: str
) -> None:
    repo = make_repo("stored", f"--object-format={object_format}")
    repo.write("kept.py", "kept\n")
    repo.write("gone.py", "gone\n")
    repo.write("crlf.txt", "one\n")
    repo.commit()
    repo.write(".gitattributes", "*.txt text eol=lf\n")
    repo.write("crlf.txt", b"one\r\ntwo\r\n")
    (repo.path / "gone.py").unlink()
    repo.write("run.sh", "#!/bin/sh\n").chmod(0o755)
    (repo.path / "link").symlink_to("kept.py")
    for number in range(150):
        repo.write(f"many/{number}.py", f"{number}\n")
    repo.write("odd\nname é", "odd\n")
    nested = make_repo("stored/nested", f"--object-format={object_format}")
    nested.write("inner.py", "inner\n")
    commit = nested.commit()
    repo.git("add", "run.sh")
    before = everything(repo)
    root = repo.root
    tree = working_tree(root)
    stored = store_tree(root.repository, tree)
    assert everything(repo) == before
    assert stored.left_out == ()
    again = commit_tree(root.repository, stored.id)
    assert again.manifest.revision is None
    assert again.manifest.entries == tree.manifest.entries
    assert again.manifest.entries["nested"].blob == commit
    assert repo.git("cat-file", "blob", f"{stored.id}:crlf.txt") == "one\r\ntwo\r"
    assert store_tree(root.repository, tree) == stored
    repo.git("fsck", "--strict")


def test_storing_notices_a_file_that_changes_meanwhile(repo: Any) -> None:
    repo.write("a.py", "one\n")
    tree = working_tree(repo.root)
    repo.write("a.py", "two\n")
    with pytest.raises(TreeChangedError, match=r"a\.py"):
        store_tree(repo.root.repository, tree)
    (repo.path / "a.py").unlink()
    with pytest.raises(TreeChangedError, match=r"a\.py"):
        store_tree(repo.root.repository, tree)
    assert list((repo.path / ".git" / "objects" / "pack").iterdir()) == []


def test_diffs_do_not_write_into_the_repository(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    repo.write("a.py", "two\n")
    diffs(repo)
    asked = subprocess.run(["git", "cat-file", "-e", blob_id(b"two\n")], cwd=repo.path)
    assert asked.returncode != 0


def test_a_shared_repository_stays_shared(make_repo: Any) -> None:
    repo = make_repo("shared", "--shared=group")
    repo.write("a.py", "one\n")
    repo.commit()
    for number in range(3):
        repo.write(f"{number}.py", f"{number}\n")
    before = set((repo.path / ".git" / "objects").rglob("*"))
    store_tree(repo.root.repository, working_tree(repo.root))
    made = set((repo.path / ".git" / "objects").rglob("*")) - before
    assert any(place.is_dir() for place in made)
    assert all(place.stat().st_mode & 0o020 for place in made if place.is_dir())


def test_modes_of_the_past(repo: Any) -> None:
    repo.write("a.py", "one\n")
    blob = bytes.fromhex(repo.git("hash-object", "-w", "a.py"))
    listed = b"100664 a.py\0" + blob + b"100775 b.py\0" + blob
    command = ("hash-object", "-t", "tree", "-w", "--stdin", "--literally")
    tree = commit_tree(repo.root.repository, repo.git(*command, data=listed))
    assert [entry.kind.value for entry in tree.manifest.entries.values()] == ["file", "executable"]


def test_two_stored_trees_can_be_compared(repo: Any) -> None:
    repo.write("a.py", "one\n")
    first = repo.commit()
    repo.write("a.py", "two\n")
    root = repo.root
    second = store_tree(root.repository, working_tree(root)).id
    (found,) = diff_trees(root.repository, first, second)
    assert (found.path, found.status, found.added, found.removed) == ("a.py", "modified", 1, 1)
    assert diff_trees(root.repository, second, second) == ()


def test_renames_are_found_with_and_without_edits(repo: Any) -> None:
    repo.write("old/exact.py", TEN_LINES)
    repo.write("old/edited\nname.py", TEN_LINES * 2)
    first = repo.commit()
    (repo.path / "old").rename(repo.path / "new")
    repo.write("new/edited\nname.py", TEN_LINES * 2 + "more\n")
    second = repo.commit()
    assert rename_map(repo.root.repository, first, second) == {
        "old/exact.py": "new/exact.py",
        "old/edited\nname.py": "new/edited\nname.py",
    }
    assert rename_map(repo.root.repository, second, second) == {}


def test_what_is_below_one_folder_can_be_left_out_of_a_comparison(repo: Any) -> None:
    repo.write("a.py", "x\n")
    repo.write(".own/one", "1\n")
    first = repo.commit()
    repo.write(".own/one", "2\n")
    repo.write(".own/deep/two", "2\n")
    second = repo.commit()
    repo.write("src/.own/one", "of another\n")
    third = repo.commit()
    repository = repo.root.repository

    assert differ_outside(repository, first, second, ".own") is False
    assert differ_outside(repository, first, second, ".other") is True
    assert differ_outside(repository, second, third, ".own") is True
    with pytest.raises(GitError):
        differ_outside(repository, first, "1" * 40, ".own")


def test_refs_stay_in_their_own_place(repo: Any) -> None:
    repo.write("a.py", "x\n")
    repo.commit()
    repository = repo.root.repository
    tree = store_tree(repository, working_tree(repo.root)).id
    set_ref(repository, "plans/1/2", tree)
    set_ref(repository, "refs/planproof/plans/1/3", tree)
    assert list_refs(repository) == {"plans/1/2": tree, "plans/1/3": tree}
    assert list_refs(repository, "plans/1/3") == {"plans/1/3": tree}
    assert repo.git("rev-parse", "refs/planproof/plans/1/2^{tree}") == tree
    delete_ref(repository, "plans/1/2")
    delete_ref(repository, "plans/1/2")
    assert list_refs(repository) == {"plans/1/3": tree}
    for name in ("../heads/main", "a..b", "", "a b", "x\0y", "a//b", "/x.lock"):
        with pytest.raises(UsageError):
            set_ref(repository, name, tree)
    assert repo.git("for-each-ref", "--format=%(refname)", "refs/heads") == "refs/heads/main"
    with pytest.raises(GitError):
        set_ref(repository, "missing", "1" * 40)


def test_revisions(repo: Any) -> None:
    repository = repo.root.repository
    assert repository.head() is None
    assert repository.branch() == "main"
    with pytest.raises(NotFoundError) as error:
        repository.resolve("HEAD")
    assert "git commit" in error.value.diagnostics[0].fix
    repo.write("a.py", "one\n")
    first = repo.commit("first message")
    repo.git("tag", "-a", "v1", "-m", "annotated")
    second = repo.commit()
    repo.git("checkout", "-q", "-b", "side", first)
    side = repo.commit("side")
    assert repository.head() == side
    assert repository.branch() == "side"
    assert repository.resolve("v1") == repository.resolve(":/first message") == first
    assert repository.resolve(first[:10]) == first
    tree = repo.git("rev-parse", "HEAD^{tree}")
    assert repository.resolve("HEAD^{tree}") == tree == repository.tree_id("side")
    assert repository.is_ancestor(first, second)
    assert repository.is_ancestor(second, second)
    assert not repository.is_ancestor(second, first)
    assert repository.merge_base("main", "side") == first
    repo.git("checkout", "-q", "--orphan", "alone")
    alone = repo.commit()
    assert repository.merge_base("main", alone) is None
    repo.git("checkout", "-q", "--detach")
    assert repository.branch() is None


@pytest.mark.parametrize(
    "revision",
    [
        "",
        "-x",
        "--all",
        "nope",
        "main..side",
        "f" * 40,
        "a\0b",
        "a\nb",
        "\ud800",
        "HEAD:a.py",
        ":0:a.py",
    ],
)
def test_what_is_no_revision_is_said(repo: Any, revision: str) -> None:
    repo.write("a.py", "one\n")
    repo.commit()
    with pytest.raises(NotFoundError):
        repo.root.repository.resolve(revision)


def test_a_folder_without_git_has_no_history(tmp_path: Path) -> None:
    with pytest.raises(GitError) as error:
        require_repository(None, tmp_path)
    assert "git init" in error.value.diagnostics[0].fix


def test_trees_of_tags_and_trees(repo: Any) -> None:
    repo.write("a.py", "one\n")
    first = repo.commit()
    repo.git("tag", "-a", "v1", "-m", "annotated")
    repository = repo.root.repository
    repo.write("a.py", "two\n")
    for revision in ("v1", "HEAD", first):
        tree = commit_tree(repository, revision)
        assert tree.manifest.revision == first
        assert [data for _, data in tree.read(tree.manifest.entries.values())] == [b"one\n"]
    assert commit_tree(repository, "HEAD^{tree}").manifest.revision is None
