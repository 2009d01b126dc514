"""A receipt says what was found, and stays true wherever the same files are."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from planproof.receipts import decode, encode
from planproof_testing import NEW, OLD, Project
from planproof_testing import SPEC as EVERYWHERE

SPEC = EVERYWHERE.replace("    match:", "    scope:\n      include: [src/**]\n    match:")


def standings(project: Project, *arguments: str) -> list[str]:
    answer = project.run("receipt", "check", *arguments, "--json")
    return [one["standing"] for one in answer.data["receipts"]]


def check(project: Project, *arguments: str) -> tuple[int, dict[str, object]]:
    answer = project.run("receipt", "check", *arguments, "--json")
    return answer.code, answer.data["receipts"][0]


def test_a_receipt_is_an_in_toto_statement(done: Project, receipt: Path) -> None:
    content = receipt.read_bytes()
    statement = json.loads(content)
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["predicateType"].startswith("urn:uuid:")
    digests = {
        name: digest for one in statement["subject"] for name, digest in one["digest"].items()
    }
    assert digests == {
        "gitTree": done.git("rev-parse", "HEAD^{tree}").strip(),
        "gitCommit": done.git("rev-parse", "HEAD").strip(),
    }
    claimed = statement["predicate"]
    assert (claimed["verdict"], claimed["violations"], claimed["task"]["status"]) == (
        "passed", 0, "completed",
    )  # fmt: skip
    assert claimed["spec"]["text"] == SPEC
    assert claimed["scope"]["files"] == 2
    assert claimed["rules"][0]["coverage"]["inScope"] == 2
    assert claimed["witnesses"][0]["snippet"]
    assert claimed["plan"]["base"] == done.git("rev-parse", "HEAD~1").strip()
    canonical = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert content == canonical.encode()
    assert encode(decode(content, "it")) == content


def test_the_receipt_is_in_the_ledger(done: Project, receipt: Path) -> None:
    audited = done.run("audit", "--json")
    assert (audited.code, audited.data["checked"]["receipt"]) == (0, 1)
    ledger = json.loads(receipt.read_bytes())["predicate"]["ledger"]
    since = done.run("audit", "--head", ledger["head"], "--json").data["since"]
    assert since == audited.data["events"] - ledger["events"] == 1


def test_it_is_valid_where_it_was_written_and_in_a_clone(
    done: Project, receipt: Path, clone: Project
) -> None:
    code, found = check(done, str(receipt))
    assert (code, found["standing"], found["tree_proven"]) == (0, "valid", True)
    assert not (clone.root / ".git" / "planproof" / "plans.db").exists()
    code, found = check(clone, "receipt.json")
    assert (code, found["standing"], found["witnesses_proven"]) == (0, "valid", 1)
    assert not (clone.root / ".git" / "planproof" / "plans.db").exists()
    assert "proven: spec, files in scope" in clone.run("receipt", "check", "receipt.json").out


def test_it_shows_what_it_claims(done: Project, receipt: Path) -> None:
    shown = done.run("receipt", "show", str(receipt))
    assert shown.code == 0
    assert "passed · 0 violations" in shown.out
    assert "gitTree" in shown.out
    document = done.run("receipt", "show", str(receipt), "--json").data
    assert document["sha256"] == hashlib.sha256(receipt.read_bytes()).hexdigest()
    assert document["statement"]["predicate"]["actor"] == "ada"


def test_it_survives_a_squash_merge_without_its_commits(clone: Project) -> None:
    clone.git("checkout", "--quiet", "-b", "upstream", "HEAD~1")
    clone.write("README.md", "Upstream went on.\n")
    clone.git("add", "README.md")
    clone.git("commit", "--quiet", "--message", "upstream")
    clone.git("merge", "--quiet", "--squash", "main")
    clone.git("commit", "--quiet", "--message", "squashed")
    forget(clone, "main")
    code, found = check(clone, "receipt.json", "--at", "upstream")
    assert (code, found["standing"], found["tree_proven"]) == (0, "valid", False)
    assert (
        "the tree, which is not in this clone"
        in clone.run("receipt", "check", "receipt.json", "--at", "upstream").out
    )


@pytest.mark.parametrize("way", ["rebase", "cherry-pick"])
def test_it_survives_a_rebase_and_a_cherry_pick(clone: Project, way: str) -> None:
    clone.git("checkout", "--quiet", "-b", "upstream", "HEAD~1")
    clone.write("README.md", "Upstream went on.\n")
    clone.git("add", "README.md")
    clone.git("commit", "--quiet", "--message", "upstream")
    if way == "rebase":
        clone.git("checkout", "--quiet", "main")
        clone.git("rebase", "--quiet", "upstream")
    else:
        clone.git("cherry-pick", "main")
    assert standings(clone, "receipt.json", "--at", "HEAD") == ["valid"]
    assert standings(clone, "receipt.json") == ["valid"]


def test_another_file_out_of_scope_changes_nothing(clone: Project) -> None:
    clone.write("notes.txt", "legacy_login\n")
    assert standings(clone, "receipt.json") == ["valid"]


def test_it_is_stale_where_files_in_scope_differ(clone: Project) -> None:
    clone.write("src/other.py", "def other():\n    return 2\n")
    code, found = check(clone, "receipt.json")
    assert (code, found["standing"], found["changed"]) == (1, "stale", ["src/other.py"])
    clone.write("src/app.py", OLD)
    code, found = check(clone, "receipt.json")
    assert (code, found["changed"]) == (1, ["src/app.py", "src/other.py"])
    assert standings(clone, "receipt.json", "--at", "HEAD") == ["valid"]
    assert check(clone, "receipt.json", "--at", "HEAD~1")[1]["standing"] == "stale"


def test_nothing_is_proven_where_neither_files_nor_tree_are_here(clone: Project) -> None:
    clone.git("checkout", "--quiet", "-b", "elsewhere", "HEAD~1")
    forget(clone, "main")
    code, found = check(clone, "receipt.json")
    assert (code, found["standing"]) == (3, "unreproducible")
    assert "not in this clone" in str(found["notes"])


def test_it_is_stale_where_the_spec_means_something_else_by_now(clone: Project) -> None:
    clone.write("spec.yaml", SPEC.replace("legacy_login]", "legacy_login, other]"))
    code, found = check(clone, "receipt.json")
    assert (code, found["standing"], found["changed"]) == (1, "stale", ["spec.yaml"])
    clone.write("spec.yaml", f"# a comment\n{SPEC}")
    assert standings(clone, "receipt.json") == ["valid"]


def test_a_receipt_of_violations_is_valid_too(done: Project) -> None:
    done.write("src/app.py", OLD)
    assert done.run("verify-task", "1", "--receipt-file", "red.json").code == 1
    code, found = check(done, "red.json")
    assert (code, found["standing"]) == (0, "valid")
    claimed = found["statement"]["predicate"]
    assert (claimed["verdict"], claimed["violations"]) == ("violated", 3)
    assert claimed["task"]["status"] == "regressed"
    subjects = [name for one in found["statement"]["subject"] for name in one["digest"]]
    assert subjects == ["gitTree"], "the commit was not what was judged"


def test_each_receipt_names_the_one_before_and_a_missing_link_is_named(
    done: Project, receipt: Path
) -> None:
    first = hashlib.sha256(receipt.read_bytes()).hexdigest()
    assert done.run("verify-task", "1", "--receipt").code == 0
    assert json.loads(receipt.read_bytes())["predicate"]["previous"] == first
    kept = receipt.with_name(f"{receipt.stem}.{first[:12]}.json")
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == first
    both = done.run("receipt", "check", str(receipt), str(kept), "--chain")
    assert (both.code, "warning" in both.err) == (0, False)
    assert done.run("audit").code == 0
    kept.unlink()
    alone = done.run("receipt", "check", str(receipt))
    assert (alone.code, f"sha256 {first}" in alone.err) == (0, True)
    assert done.run("receipt", "check", str(receipt), "--chain").code == 3


def test_no_receipt_without_a_verdict(done: Project) -> None:
    never_red = SPEC.replace("legacy_login]", "never_there]").split("    expect")[0]
    done.write("green.yaml", never_red)
    assert done.run("add-task", "--title", "Green", "--spec", "green.yaml").code == 0
    answer = done.run("verify-task", "2", "--receipt-file", "none.json")
    assert (answer.code, "no receipt was written" in answer.err) == (3, True)
    assert not (done.root / "none.json").exists()


def test_a_receipt_completes_nothing(done: Project, receipt: Path) -> None:
    done.run("add-task", "--title", "Again", "--spec", "spec.yaml")
    before = done.run("show", "--json").data["tasks"]
    assert done.run("receipt", "check", str(receipt)).code == 0
    assert done.run("show", "--json").data["tasks"] == before


def test_accepted_suppressions_and_waivers_are_told(done: Project) -> None:
    mark = "  # planproof: ignore[no-legacy-login] until May"
    done.write("src/app.py", NEW + f"\n\nlegacy_login(1){mark}\n")
    words = ("--rule", "no-legacy-login", "--path", "src/app.py", "--reason", "agreed")
    assert done.run("accept-suppression", "1", *words).code == 0
    assert done.run("verify-task", "1", "--receipt-file", "one.json").code == 0
    code, found = check(done, "one.json")
    assert (code, found["standing"]) == (0, "valid")
    (suppressed,) = found["statement"]["predicate"]["suppressions"]
    assert (suppressed["path"], suppressed["comment"]) == ("src/app.py", "until May")
    assert (suppressed["accepted"]["actor"], suppressed["accepted"]["reason"]) == ("ada", "agreed")
    assert "who accepted or waived what" in done.run("receipt", "check", "one.json").out
    words = ("--title", "Next", "--spec", "spec.yaml", "--already-done", "in May", "--depends-on")
    assert done.run("add-task", *words, "1").code == 0
    assert done.run("accept-suppression", "2", "--rule", "no-legacy-login", "--path", "src/app.py",
                    "--reason", "agreed").code == 0  # fmt: skip
    assert done.run("verify-task", "2", "--receipt-file", "two.json").code == 0
    (waiver,) = check(done, "two.json")[1]["statement"]["predicate"]["waivers"]
    assert (waiver["kind"], waiver["reason"], waiver["actor"]) == ("already-done", "in May", "ada")


def test_a_folder_without_git_has_receipts_too(tmp_path: Path) -> None:
    for name in ("project", "home"):
        (tmp_path / name).mkdir()
    folder = Project(tmp_path / "project", tmp_path / "home")
    folder.write("src/app.py", OLD)
    folder.write("spec.yaml", SPEC)
    folder.run("init", "--name", "Login")
    folder.run("add-task", "--title", "Retire it", "--spec", "spec.yaml")
    folder.write("src/app.py", NEW)
    assert folder.run("verify-task", "1", "--receipt-file", "r.json").code == 0
    code, found = check(folder, "r.json")
    assert (code, found["standing"]) == (0, "valid")
    assert list(found["statement"]["subject"][0]["digest"]) == ["sha256"]
    folder.write("src/app.py", f"{NEW}\n")
    assert check(folder, "r.json")[0] == 3
    assert folder.run("receipt", "check", "r.json", "--at", "HEAD").code == 3


def test_paths_that_are_not_text_come_back(done: Project) -> None:
    os.rename(os.fsencode(done.root / "src/app.py"), os.fsencode(done.root / "src") + b"/a\xff.py")
    done.write("spec.yaml", SPEC)
    assert done.run("verify-task", "1", "--receipt-file", "r.json").code in (0, 3)
    if (done.root / "r.json").exists():
        assert standings(done, "r.json") == ["valid"]


def test_a_link_in_the_repository_leads_no_receipt_out_of_it(done: Project, tmp_path: Path) -> None:
    shutil.rmtree(done.root / ".planproof" / "receipts")
    (tmp_path / "outside").mkdir()
    (done.root / ".planproof" / "receipts").symlink_to(tmp_path / "outside")
    answer = done.run("verify-task", "1", "--receipt")
    assert (answer.code, "is a link" in answer.err) == (2, True)
    assert list((tmp_path / "outside").iterdir()) == []
    assert done.run("audit").code == 0


def test_a_place_that_cannot_be_written_leaves_no_trace(done: Project) -> None:
    before = done.run("audit", "--json").data["checked"]
    answer = done.run("verify-task", "1", "--receipt-file", "no/such/folder/r.json")
    assert (answer.code, "cannot be written" in answer.err) == (3, True)
    after = done.run("audit", "--json").data["checked"]
    assert (after["receipt"], after["verification"]) == (1, before["verification"] + 1)


def forget(project: Project, branch: str) -> None:
    """As a clone that never had the branch: its objects are gone."""
    project.git("branch", "--quiet", "-D", branch)
    for remote in project.git("remote").split():
        project.git("remote", "remove", remote)
    project.git("reflog", "expire", "--expire=all", "--all")
    project.git("gc", "--quiet", "--prune=now")
