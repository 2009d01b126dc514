"""A change that tries to get through: never green, never a crash, nothing outside looked at."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from gate_play import (
    CLEAN,
    DIRTY,
    GUARD,
    HOUSE,
    PLAN,
    RETIRED,
    SPEC,
    TASK,
    Play,
    completed,
    task_file,
)
from planproof.errors import GitError, PlanproofError
from planproof.gate.verdict import GateVerdict
from planproof.model.verdict import Verdict


@pytest.fixture
def play(tmp_path: Path) -> Play:
    root = tmp_path / "project"
    root.mkdir()
    play = Play(root)
    play.begin(completed() | {GUARD: RETIRED, SPEC: HOUSE})
    return play


def _both(play: Play) -> tuple[GateVerdict, GateVerdict]:
    """Of the working tree, and of the commit that holds the same."""
    now = play.gate()
    play.commit()
    return now, play.gate(head="HEAD")


def _is_shut(play: Play, verdict: Verdict = Verdict.VIOLATED) -> None:
    assert [one.verdict for one in _both(play)] == [verdict, verdict]


def test_editing_the_spec_of_a_task_does_not_help(play: Play) -> None:
    play.write(TASK, task_file(RETIRED.replace("legacy_login", "legacy_logon")))
    play.write(GUARD, RETIRED.replace("legacy_login", "legacy_logon"))
    play.write("app.py", DIRTY)
    _is_shut(play)


def test_removing_every_contract_does_not_help(play: Play) -> None:
    for path in (TASK, PLAN, GUARD, SPEC):
        play.remove(path)
    play.write("app.py", DIRTY + "print(1)\n")
    _is_shut(play)


def test_taking_enforce_out_of_a_spec_does_not_help(play: Play) -> None:
    play.write(SPEC, HOUSE.replace("enforce: true\n", ""))
    play.write("app.py", CLEAN + "print(1)\n")
    _is_shut(play)


def test_narrowing_the_scope_does_not_help(play: Play) -> None:
    narrow = "scope: {exclude: [app.py]}\nrules:"
    for path in (GUARD, SPEC):
        play.write(path, (play.root / path).read_text().replace("rules:", narrow))
    play.write(TASK, task_file(RETIRED.replace("rules:", narrow)))
    play.write("app.py", DIRTY)
    _is_shut(play)


def test_broken_syntax_does_not_help(play: Play) -> None:
    play.write("app.py", "def enter(user:\n    return (((legacy_login(user)\n" + "}" * 50)
    now, then = _both(play)
    assert now.verdict is not Verdict.PASSED
    assert then.verdict is not Verdict.PASSED


def test_a_file_that_is_no_text_does_not_help(play: Play) -> None:
    play.write("app.py", b"\xff\xfe\x00\x01 legacy_login(user) \x80\x81")
    now, then = _both(play)
    assert now.verdict is not Verdict.PASSED
    assert then.verdict is not Verdict.PASSED


def test_a_link_out_of_the_tree_is_not_followed(play: Play) -> None:
    outside = play.root.parent / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text(DIRTY)
    os.symlink(outside, play.root / "linked")
    os.symlink(outside / "secret.py", play.root / "secret.py")
    for found in _both(play):
        assert found.verdict is Verdict.PASSED  # a link is no code; what it leads to was not read
        assert not any("legacy" in one.message for one in found.objections)


def test_code_behind_a_link_instead_of_the_file_does_not_stay_green_unseen(play: Play) -> None:
    play.remove("app.py")
    os.symlink("/etc/hostname", play.root / "app.py")
    for found in _both(play):
        assert not any("hostname" in one.snippet for one in found.objections)


@pytest.mark.parametrize("gigabytes", [0.05, pytest.param(2, marks=pytest.mark.packages)])
def test_a_huge_file_is_neither_held_in_memory_nor_green(play: Play, gigabytes: float) -> None:
    """Two gigabytes take most of a minute, so only where there is time."""
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with (play.root / "huge.py").open("wb") as file:
        file.write(b"legacy_login(user)\n")
        file.truncate(int(gigabytes * 1024**3))
    assert play.gate().verdict is Verdict.INDETERMINATE
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300_000  # kilobytes


@pytest.mark.parametrize(
    "name",
    [
        "a::error file=x::b.py",
        "a\x1b[31mb.py",
        "a%0Ab.py",
        "a\nb.py",
        "a,b:c.py",
        "\u202egp.py",
        "<b>.py",
        b"\xff.py",
    ],
)
def test_a_strange_path_is_judged_like_any_other(play: Play, name: str | bytes) -> None:
    path = os.fsdecode(name)
    play.write(path, DIRTY)
    for found in _both(play):
        assert found.verdict is Verdict.VIOLATED
        assert path in {one.path for one in found.objections}


def test_a_config_that_points_elsewhere_changes_nothing(play: Play) -> None:
    elsewhere = play.root.parent / "elsewhere"
    for name in ("config", "config.yaml", "config.toml", "planproof.toml"):
        play.write(
            f".planproof/{name}", f"data: {elsewhere}\nindex: {elsewhere}\nspecs: {elsewhere}\n"
        )
    play.write("planproof.toml", f"index = '{elsewhere}'\n")
    play.write("app.py", DIRTY)
    _is_shut(play)
    assert not elsewhere.exists()


def test_databases_in_the_tree_are_not_believed(play: Play) -> None:
    """A plan that says it is fine, and an index that says it was judged."""
    for name in ("plans.db", "index.db"):
        play.write(f".planproof/{name}", b"SQLite format 3\0" + b"\0" * 200)
    play.write("app.py", DIRTY)
    _is_shut(play)


@pytest.mark.parametrize("path", [SPEC, GUARD, TASK, PLAN, ".planproof/baseline.jsonl"])
@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n" * 50,
        b"!!python/object/apply:os.system ['touch pwned']",
        b"[" * 100_000,
        b"x" * 2_000_000,
        b"<<<<<<< HEAD\n=======\n>>>>>>> other\n",
    ],
    ids=["bytes", "bomb", "tag", "deep", "long", "conflict"],
)
def test_a_contract_that_is_an_attack_is_an_error(play: Play, path: str, content: bytes) -> None:
    play.write(path, content)
    with pytest.raises(PlanproofError):
        play.gate()
    assert not (play.root / "pwned").exists()


def test_a_guard_under_a_name_that_is_no_spec_is_gone(play: Play) -> None:
    (play.root / GUARD).rename(play.root / f"{GUARD}.off")
    play.write("app.py", DIRTY)
    _is_shut(play)


def test_a_clone_that_lacks_the_base_is_an_error(play: Play, tmp_path: Path) -> None:
    play.commit()
    play.commit()
    clone = tmp_path / "clone"
    play.git("clone", "--quiet", "--depth", "1", f"file://{play.root}", str(clone))
    with pytest.raises(PlanproofError):
        Play(clone).gate(base="main")


def test_replaced_objects_are_not_believed(play: Play) -> None:
    """``git replace`` could show another tree for a commit than the one that is merged."""
    good = play.git("rev-parse", "HEAD").strip()
    play.write("app.py", DIRTY)
    bad = play.commit()
    play.git("replace", bad, good)
    assert play.gate(base="main", head=bad).verdict is Verdict.VIOLATED


@pytest.mark.parametrize("path", ["app.py", GUARD])
def test_a_tree_that_names_a_path_twice_is_an_error(play: Play, path: str) -> None:
    """Readers would choose, and not all of them the same entry."""
    clean = play.git("rev-parse", f"HEAD:{path}").strip()
    play.write(path, DIRTY)
    dirty = play.git("hash-object", "-w", path).strip()
    tree = play.git("rev-parse", "HEAD^{tree}").strip()
    way = path.split("/")
    for depth in range(len(way) - 1, -1, -1):
        place = "/".join(way[:depth])
        content = subprocess.run(
            ["git", "cat-file", "tree", f"HEAD:{place}"],
            cwd=play.root,
            capture_output=True,
            check=True,
        ).stdout
        name = way[depth].encode()
        if depth == len(way) - 1:
            old = b"100644 " + name + b"\0" + bytes.fromhex(clean)
            new = old + b"100644 " + name + b"\0" + bytes.fromhex(dirty)
        else:
            below = play.git("rev-parse", f"HEAD:{'/'.join(way[: depth + 1])}").strip()
            old = b"40000 " + name + b"\0" + bytes.fromhex(below)
            new = b"40000 " + name + b"\0" + bytes.fromhex(tree)
        assert old in content
        tree = subprocess.run(
            ["git", "hash-object", "-w", "-t", "tree", "--literally", "--stdin"],
            cwd=play.root, input=content.replace(old, new), capture_output=True, check=True,
        ).stdout.decode().strip()  # fmt: skip
    head = play.git("commit-tree", tree, "-p", "HEAD", "-m", "twice").strip()
    with pytest.raises(GitError, match=r"twice|malformed"):
        play.gate(head=head)
