"""A repository from a stranger must not be able to run anything here."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from planproof.errors import NotFoundError, UsageError
from planproof.git import (
    changed_paths,
    commit_tree,
    delete_ref,
    diff_to_head,
    diff_trees,
    find_root,
    list_refs,
    rename_map,
    set_ref,
    store_tree,
    working_tree,
)
from planproof.git.door import find_git

HOOKS = [
    "applypatch-msg", "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "pre-rebase",
    "post-checkout", "post-merge", "pre-push", "pre-receive", "update", "reference-transaction",
    "post-receive", "post-update", "push-to-checkout", "pre-auto-gc", "post-rewrite",
    "fsmonitor-watchman", "post-index-change", "proc-receive",
]  # fmt: skip


@dataclass(frozen=True)
class Canary:
    """A program that leaves a file behind when it is run."""

    program: Path
    sign: Path

    @property
    def sang(self) -> bool:
        return self.sign.exists()

    def sings_during(self, action: Callable[[], object]) -> bool:
        self.sign.unlink(missing_ok=True)
        action()
        return self.sang


@pytest.fixture
def canary(tmp_path: Path) -> Canary:
    program, sign = tmp_path / "canary", tmp_path / "sang"
    program.write_text(f"#!/bin/sh\necho \"$0 $@\" >> '{sign}'\n")
    program.chmod(0o755)
    return Canary(program, sign)


def hostile_config(repo: Any, program: Path) -> str:
    included = repo.path / ".git" / "more"
    included.write_text(f'[filter "second"]\nclean = {program} second\nrequired = true\n')
    return f"""
[core]
    fsmonitor = {program} fsmonitor
    hooksPath = {repo.path}/hooks
    sshCommand = {program} ssh
    pager = {program} pager
    editor = {program} editor
    askPass = {program}
    gitProxy = {program}
    alternateRefsCommand = {program}
    trustctime = false
    checkStat = minimal
[filter "evil"]
    clean = {program} clean
    smudge = {program} smudge
    required = true
[filter "evil.with=odd name"]
    clean = {program} odd
[filter "long"]
    process = {program} process
    required = true
[diff]
    external = {program} external
    tool = evil
    guitool = evil
[diff "evil"]
    command = {program} command
    textconv = {program} textconv
[difftool "evil"]
    cmd = {program}
[merge "evil"]
    driver = {program} driver
[gpg]
    program = {program}
[gpg "ssh"]
    program = {program}
[log]
    showSignature = true
[pager]
    diff-tree = {program} pager
    ls-files = {program} pager
    ls-tree = {program} pager
    rev-parse = {program} pager
    cat-file = {program} pager
[alias]
    ls-files = !{program} alias
    rev-parse = !{program} alias
    version = !{program} alias
[credential]
    helper = !{program} credential
[submodule "sub"]
    update = !{program} submodule
    url = ext::{program}
[submodule]
    recurse = true
[diff]
    submodule = diff
    ignoreSubmodules = none
[status]
    submoduleSummary = true
[protocol "ext"]
    allow = always
[protocol]
    allow = always
[remote "origin"]
    url = ext::{program} remote
    promisor = true
    partialclonefilter = blob:none
    uploadpack = {program} uploadpack
    vcs = evil
[uploadpack]
    packObjectsHook = {program}
[gc]
    auto = 1
[includeIf "gitdir:**"]
    path = more
[trailer "evil"]
    command = {program}
"""


def add_config(repo: Any, text: str) -> None:
    with (repo.path / ".git" / "config").open("a") as config:
        config.write(text)


@pytest.fixture
def hostile(repo: Any, make_repo: Any, canary: Canary) -> Any:
    """Everything a repository can bring along, in a state that makes git look at contents."""
    for name in ("a.py", "b.py", "second.py", "odd.py", "long.py"):
        repo.write(name, f"{name} one\n")
    repo.commit()
    repo.git("mv", "b.py", "moved.py")
    sub = make_repo("repo/sub")
    sub.write("a.py", "a.py one\n")
    sub.write(".gitattributes", "* filter=inner\n")
    sub.commit()
    add_config(sub, f"[core]\nfsmonitor = {canary.program} sub\n")
    add_config(sub, f'[filter "inner"]\nclean = {canary.program} sub\n')
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", "./sub", "sub")
    repo.commit()
    provoke(sub, ["a.py"])
    nested = make_repo("repo/nested")
    nested.write("inner.py", "inner\n")
    nested.commit()
    add_config(nested, f"[core]\nfsmonitor = {canary.program} n\n")
    repo.write(
        ".gitattributes",
        "* filter=evil diff=evil merge=evil ident\n"
        "second.py filter=second\nodd.py filter=evil.with=odd\nlong.py filter=long\n",
    )
    hooks = [repo.write(f"hooks/{name}") for name in HOOKS]
    for hook in hooks + [repo.path / ".git" / "hooks" / name for name in HOOKS]:
        hook.write_bytes(canary.program.read_bytes())
        hook.chmod(0o755)
    add_config(repo, hostile_config(repo, canary.program))
    provoke(repo, ["a.py", "second.py", "odd.py", "long.py"])
    return repo


def provoke(repo: Any, names: list[str]) -> None:
    """Same size, same time as the index: git cannot know without reading the file."""
    index = (repo.path / ".git" / "index").stat()
    for name in names:
        repo.write(name, f"{name} two\n")
        os.utime(repo.path / name, ns=(index.st_mtime_ns, index.st_mtime_ns))


def use_every_operation(path: Path) -> None:
    root = find_root(path)
    repository = root.repository
    assert repository is not None
    repository.branch()
    head = repository.head()
    assert head is not None
    first = repository.resolve("HEAD~1")
    repository.is_ancestor(first, head)
    repository.merge_base(first, head)
    for trust in (True, False):
        tree = working_tree(root, trust_index=trust)
        entries = list(tree.manifest.entries.values())
        assert tree.manifest.entries.keys() >= {"a.py", "moved.py", "sub", "nested"}
        assert {e.path: data for e, data in tree.read(entries)}["a.py"] == b"a.py two\n"
        assert b"".join(tree.stream(tree.manifest.entries["a.py"])) == b"a.py two\n"
    committed = commit_tree(repository, "HEAD")
    list(committed.read(committed.manifest.entries.values()))
    committed.size(committed.manifest.entries["a.py"])
    list(committed.stream(committed.manifest.entries["a.py"]))
    assert "+a.py two" in {d.path: d.text for d in diff_to_head(repository, tree)}["a.py"]
    changed_paths(repository, tree)
    stored = store_tree(repository, tree)
    diff_trees(repository, first, stored.id)
    assert rename_map(repository, first, head) == {"b.py": "moved.py"}
    set_ref(repository, "plans/1", stored.id)
    list_refs(repository)
    delete_ref(repository, "plans/1")


def test_the_trap_works(hostile: Any, canary: Canary) -> None:
    """The control: an ordinary git command sets it off."""

    def ordinary(*arguments: str) -> Callable[[], object]:
        return lambda: subprocess.run(
            ["git", *arguments], cwd=hostile.path, capture_output=True, timeout=20
        )

    assert canary.sings_during(ordinary("status"))
    assert canary.sings_during(ordinary("-c", "core.fsmonitor=", "diff-files"))
    assert canary.sings_during(ordinary("-c", "core.fsmonitor=", "diff", "HEAD~1"))
    assert canary.sings_during(ordinary("update-ref", "refs/x", "HEAD"))
    assert canary.sings_during(ordinary("cat-file", "-p", "1" * 40))


def test_no_operation_runs_anything_of_the_repository(hostile: Any, canary: Canary) -> None:
    assert not canary.sings_during(lambda: use_every_operation(hostile.path))


def test_no_operation_runs_anything_that_the_environment_names(
    hostile: Any, canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hooks and wrappers export variables that were meant for another command."""
    for name in (
        "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_SSH", "GIT_ASKPASS", "GIT_EDITOR",
        "GIT_PROXY_COMMAND", "PAGER", "EDITOR", "SSH_ASKPASS",
    ):  # fmt: skip
        monkeypatch.setenv(name, str(canary.program))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(canary.program))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor={canary.program}'")
    assert not canary.sings_during(lambda: use_every_operation(hostile.path))


def test_a_program_in_the_repository_is_not_taken_for_git(
    repo: Any, canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("git", canary.program.read_bytes()).chmod(0o755)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(repo.path)
    assert Path(find_git() or "").is_absolute()
    assert not canary.sings_during(lambda: working_tree(find_root(repo.path)))


def test_nothing_is_fetched_and_what_is_missing_is_none(
    make_repo: Any, canary: Canary, tmp_path: Path
) -> None:
    source = make_repo("source")
    source.write("a.py", "one\n")
    source.write("b.py", "two\n")
    first = source.commit()
    (source.path / "b.py").rename(source.path / "c.py")
    source.commit()
    source.git("config", "uploadpack.allowFilter", "true")
    source.git(
        "clone", "-q", "--no-checkout", "--filter=blob:none", source.path.as_uri(), "../part"
    )
    part = type(source)(tmp_path / "part")
    part.git("config", "remote.origin.url", f"ext::{canary.program} %S")
    part.git("config", "protocol.ext.allow", "always")
    part.git("config", "remote.origin.uploadpack", str(canary.program))
    blob = part.git("rev-parse", "HEAD:a.py")
    lazily = ["git", "cat-file", "-p", blob]
    assert canary.sings_during(
        lambda: subprocess.run(lazily, cwd=part.path, capture_output=True, timeout=20)
    )

    def read() -> None:
        repository = part.root.repository
        tree = commit_tree(repository, "HEAD")
        assert [data for _, data in tree.read(tree.manifest.entries.values())] == [None, None]
        assert [tree.size(entry) for entry in tree.manifest.entries.values()] == [None, None]
        assert rename_map(repository, first, repository.resolve("HEAD")) == {"b.py": "c.py"}
        part.write("a.py", "changed\n")
        work = working_tree(part.root)
        store_tree(repository, work)

    assert not canary.sings_during(read)


def test_a_clone_without_trees(make_repo: Any, canary: Canary, tmp_path: Path) -> None:
    source = make_repo("source")
    source.write("a.py", "one\n")
    commit = source.commit()
    source.git("config", "uploadpack.allowFilter", "true")
    source.git("clone", "-q", "--no-checkout", "--filter=tree:0", source.path.as_uri(), "../part")
    part = type(source)(tmp_path / "part")
    part.git("config", "remote.origin.url", f"ext::{canary.program} %S")
    part.git("config", "protocol.ext.allow", "always")

    def read() -> None:
        with pytest.raises(NotFoundError, match="tree of") as error:
            commit_tree(part.root.repository, "HEAD")
        assert f"git fetch origin {commit}" in error.value.diagnostics[0].fix

    assert not canary.sings_during(read)


def test_a_repository_cannot_make_us_judge_another_folder(repo: Any, tmp_path: Path) -> None:
    (tmp_path / "private").write_text("not yours\n")
    repo.git("config", "core.worktree", str(tmp_path))
    with pytest.raises(UsageError, match="names another folder"):
        find_root(repo.path)


def test_replacements_do_not_change_what_a_commit_holds(repo: Any) -> None:
    repo.write("a.py", "bad\n")
    repo.commit()
    bad = repo.git("rev-parse", "HEAD:a.py")
    good = repo.git("hash-object", "-w", "--stdin", data=b"good\n")
    repo.git("replace", bad, good)
    tree = commit_tree(repo.root.repository, "HEAD")
    assert [data for _, data in tree.read(tree.manifest.entries.values())] == [b"bad\n"]


def test_a_file_marked_unchanged_is_looked_at_all_the_same(repo: Any) -> None:
    repo.write("a.py", "one\n")
    repo.write("b.py", "one\n")
    repo.commit()
    repo.git("update-index", "--assume-unchanged", "a.py")
    repo.git("update-index", "--skip-worktree", "b.py")
    repo.write("a.py", "two\n")
    repo.write("b.py", "two\n")
    tree = working_tree(repo.root)
    assert [data for _, data in tree.read(tree.manifest.entries.values())] == [b"two\n", b"two\n"]
    assert len({entry.blob for entry in tree.manifest.entries.values()}) == 1
    assert changed_paths(repo.root.repository, tree) == ("a.py", "b.py")


def test_nothing_is_offered_to_type_that_is_an_option_or_a_command(make_repo: Any) -> None:
    repo = make_repo("source")
    repo.write("a.py", "one\n")
    repo.commit()
    for revision in ("--upload-pack=touch x", "-x", "a;touch x", "$(touch x)", "a b"):
        with pytest.raises(NotFoundError) as error:
            commit_tree(repo.root.repository, revision)
        assert "git fetch" not in error.value.diagnostics[0].fix
    with pytest.raises(NotFoundError) as error:
        commit_tree(repo.root.repository, "feature/new-1")
    assert error.value.diagnostics[0].fix.endswith("git fetch origin feature/new-1")
