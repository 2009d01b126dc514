"""Where a project begins, and what is said when that cannot be told."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planproof.errors import GitError, NotFoundError, UsageError
from planproof.git import find_root, working_tree

MakeGit = Callable[[str], None]


@pytest.fixture
def pretend_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeGit:
    """Puts a script in front of the real git, which it can run as ``$GIT``."""
    real = shutil.which("git")

    def make(script: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "git").write_text(f"#!/bin/sh\nGIT='{real}'\n{script}\n")
        (folder / "git").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return make


def fix_of(error: pytest.ExceptionInfo[Any]) -> str:
    return str(error.value.diagnostics[0].fix)


def test_from_anywhere_inside(repo: Any) -> None:
    repo.write("src/deep/a.py", "x\n")
    for start in (repo.path, repo.path / "src" / "deep", repo.path / "src" / "deep" / "a.py"):
        root = find_root(start)
        assert root.path == repo.path
        assert root.repository is not None
        assert root.repository.git_dir == root.repository.common_dir == repo.path / ".git"
        assert root.data_folder == repo.path / ".git" / "planproof"
    link = repo.path.parent / "link"
    link.symlink_to(repo.path / "src")
    assert find_root(link).path == repo.path


def test_names_that_are_hard_to_print(make_repo: Any) -> None:
    repo = make_repo("new\nline\nsha1\n é\udce9 dir")
    repo.write("a.py", "x\n")
    repo.commit()
    tree = working_tree(repo.root)
    assert [(e.path, data) for e, data in tree.read(tree.manifest.entries.values())] == [
        ("a.py", b"x\n")
    ]


def test_work_trees_share_their_data(repo: Any) -> None:
    repo.write("a.py", "x\n")
    repo.commit()
    repo.git("worktree", "add", "-q", "../second")
    second = find_root(repo.path.parent / "second")
    assert second.path == repo.path.parent / "second"
    assert second.data_folder == repo.path / ".git" / "planproof"
    (second.path / "a.py").write_text("y\n")
    entries = working_tree(second).manifest.entries
    assert entries["a.py"].blob != working_tree(repo.root).manifest.entries["a.py"].blob
    assert second.repository is not None
    assert second.repository.branch() == "second"


def test_a_submodule_is_a_project_of_its_own(make_repo: Any, repo: Any) -> None:
    library = make_repo("library")
    library.write("lib.py", "x\n")
    library.commit()
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library.path), "lib")
    root = find_root(repo.path / "lib")
    assert root.path == repo.path / "lib"
    assert list(working_tree(root).manifest.entries) == ["lib.py"]


def test_without_git_the_nearest_plans_mark_the_root(tmp_path: Path) -> None:
    inner = tmp_path / "project" / "src"
    inner.mkdir(parents=True)
    assert find_root(inner).path == inner
    (tmp_path / "project" / ".planproof").mkdir()
    root = find_root(inner)
    assert (root.path, root.repository) == (tmp_path / "project", None)
    assert root.data_folder == tmp_path / "project" / ".planproof"


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no folder"):
        find_root(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(NotFoundError):
        find_root(tmp_path / "loop")


def test_a_bare_repository_has_nothing_to_judge(make_repo: Any) -> None:
    bare = make_repo("bare.git", "--bare")
    with pytest.raises(UsageError, match="bare") as error:
        find_root(bare.path)
    assert "worktree add" in fix_of(error)


def test_a_work_tree_of_a_bare_repository(make_repo: Any, repo: Any) -> None:
    repo.write("a.py", "x\n")
    repo.commit()
    repo.git("clone", "-q", "--bare", ".", "../bare.git")
    bare = type(repo)(repo.path.parent / "bare.git")
    bare.git("worktree", "add", "-q", "../work")
    root = find_root(repo.path.parent / "work")
    assert root.data_folder == bare.path / "planproof"
    assert list(working_tree(root).manifest.entries) == ["a.py"]


def test_inside_the_git_folder(repo: Any) -> None:
    with pytest.raises(UsageError, match="inside a git folder"):
        find_root(repo.path / ".git" / "objects")


def test_a_broken_repository_is_not_taken_for_a_plain_folder(repo: Any) -> None:
    (repo.path / ".git" / "config").write_text("[core\nbroken")
    with pytest.raises(GitError, match="bad config"):
        find_root(repo.path)
    shutil.rmtree(repo.path / ".git")
    repo.write(".git", "gitdir: /nowhere/at/all\n")
    with pytest.raises(GitError, match="not a git repository: /nowhere"):
        find_root(repo.path)


def test_a_repository_from_the_future(repo: Any) -> None:
    repo.git("config", "core.repositoryFormatVersion", "99")
    with pytest.raises(GitError, match="99"):
        find_root(repo.path)


@pytest.mark.parametrize("version", ["git version 2.33.8", "git version 1.9", "something else", ""])
def test_git_that_is_too_old(repo: Any, pretend_git: MakeGit, version: str) -> None:
    pretend_git(f'case "$*" in *version) echo "{version}";; *) exec "$GIT" "$@";; esac')
    with pytest.raises(GitError, match=r"needs git 2\.34") as error:
        find_root(repo.path)
    assert error.value.diagnostics[0].code == "git-too-old"


@pytest.mark.parametrize("version", ["git version 2.34.0", "git version 2.45.1.windows.1"])
def test_git_that_is_new_enough(repo: Any, pretend_git: MakeGit, version: str) -> None:
    pretend_git(f'case "$*" in *version) echo "{version}";; *) exec "$GIT" "$@";; esac')
    assert find_root(repo.path).path == repo.path


def test_no_git_at_all(repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.py").write_text("x\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="not installed"):
        find_root(repo.path)
    root = find_root(plain)
    assert (root.path, root.repository) == (plain, None)
    assert list(working_tree(root).manifest.entries) == ["a.py"]


def test_git_that_cannot_be_run(repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_bytes(b"\x7fELF not really")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(GitError, match="could not be started"):
        find_root(repo.path)


def test_a_repository_of_another_user(repo: Any, pretend_git: MakeGit) -> None:
    pretend_git('GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "$GIT" "$@"')
    with pytest.raises(GitError, match="dubious ownership") as error:
        find_root(repo.path)
    assert fix_of(error).endswith(f"git config --global --add safe.directory '{repo.path}'")


def test_a_folder_that_the_environment_vouches_for(
    repo: Any, pretend_git: MakeGit, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_git('GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "$GIT" "$@"')
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    monkeypatch.setenv("GIT_CONFIG_KEY_1", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_1", str(repo.path))
    assert working_tree(find_root(repo.path)).manifest.entries == {}


def test_variables_of_a_hook_of_another_repository_are_not_obeyed(
    repo: Any, make_repo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("mine.py", "x\n")
    repo.commit()
    other = make_repo("other")
    other.write("theirs.py", "x\n")
    other.commit()
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.path / ".git" / "index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other.path / ".git" / "objects"))
    monkeypatch.setenv("GIT_NAMESPACE", "other")
    root = find_root(repo.path)
    assert root.path == repo.path
    assert list(working_tree(root).manifest.entries) == ["mine.py"]
    assert root.repository is not None
    assert root.repository.index_file == repo.path / ".git" / "index"


def test_inside_a_hook(repo: Any, tmp_path: Path) -> None:
    """``git commit FILE`` prepares another index, and tells its hooks where it is."""
    repo.write("a.py", "one\n")
    repo.write("b.py", "one\n")
    repo.commit()
    repo.write("a.py", "two\n")
    repo.write("b.py", "two\n")
    hook = repo.path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nenv > '{tmp_path}/env'\n")
    hook.chmod(0o755)
    repo.git("commit", "-q", "-m", "one file", "a.py")
    lines = (tmp_path / "env").read_text().splitlines()
    found = dict(line.split("=", 1) for line in lines if line.startswith("GIT_INDEX_FILE="))
    name = Path(found["GIT_INDEX_FILE"]).name
    assert name != "index"
    shutil.copy(repo.path / ".git" / "index", repo.path / ".git" / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_INDEX_FILE", found["GIT_INDEX_FILE"])
        root = find_root(repo.path)
        assert root.repository is not None
        assert root.repository.index_file == repo.path / ".git" / name
        assert set(working_tree(root).manifest.entries) == {"a.py", "b.py"}


def test_a_git_folder_kept_elsewhere(
    make_repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some people version their home with GIT_DIR and GIT_WORK_TREE."""
    work = tmp_path / "home"
    work.mkdir()
    (work / ".profile").write_text("x\n")
    bare = make_repo("dotfiles", "--bare")
    monkeypatch.setenv("GIT_DIR", str(bare.path))
    monkeypatch.setenv("GIT_WORK_TREE", str(work))
    subprocess.run(["git", "add", ".profile"], cwd=work, check=True)
    root = find_root(work)
    assert root.path == work
    assert list(working_tree(root).manifest.entries) == [".profile"]
