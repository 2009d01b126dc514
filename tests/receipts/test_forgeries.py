"""One test for each way to lie with a receipt."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planproof.errors import UsageError
from planproof.receipts import decode, read_receipt
from planproof.usecases.check_receipt import ReceiptQuestion, Standing, check_receipts
from planproof.usecases.workspace import open_workspace
from planproof_testing import NEW, OLD, Project

Statement = dict[str, Any]
Forge = Callable[[Callable[[Statement], object]], str]


def check(project: Project, *arguments: str) -> tuple[int, dict[str, Any]]:
    answer = project.run("receipt", "check", *arguments, "--json")
    return answer.code, answer.data["receipts"][0]


def put(*way: Any) -> Callable[[Statement], None]:
    """``put("predicate", "violations", 3)``: an edit."""

    def edit(statement: Statement) -> None:
        *path, last, value = way
        part: Any = statement
        for step in path:
            part = part[step]
        part[last] = value

    return edit


COVERAGE = ("predicate", "rules", 0, "coverage")

LIES: dict[str, tuple[Callable[[Statement], None], str]] = {
    "another verdict": (put("predicate", "verdict", "violated"), "verdict"),
    "another count": (put("predicate", "violations", 1), "violations"),
    "a rule's count": (put("predicate", "rules", 0, "violations", 1), "violations"),
    "a rule's verdict": (put("predicate", "rules", 0, "verdict", "violated"), "verdict"),
    "a rule's name": (put("predicate", "rules", 0, "rule", "other"), "rules[0].rule"),
    "no rules": (put("predicate", "rules", []), "verdict"),
    "what was examined": (put(*COVERAGE, "examined", 9), "coverage.examined"),
    "what was in scope": (put(*COVERAGE, "inScope", 9), "coverage.in_scope"),
    "what was hit": (put(*COVERAGE, "hits", 9), "coverage.hits"),
    "how it was proven": (put("predicate", "rules", 0, "proof", "red now"), "proof"),
    "the number of files": (put("predicate", "scope", "files", 9), "scope.files"),
    "the digest of the spec": (put("predicate", "spec", "digest", "0" * 64), "spec.digest"),
    "the name of the spec": (put("predicate", "spec", "name", "other"), "spec.name"),
    "no spec": (put("predicate", "spec", "text", "rules: 3"), "spec.text"),
    "a suppression": (
        put("predicate", "suppressions", [{"rule": "no-legacy-login", "path": "a", "line": 1,
            "text": "x", "comment": "c", "accepted": None}]), "suppressions"),
    "the digest of the files": (put("predicate", "scope", "digest", "0" * 64), "scope.digest"),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_named(done: Project, forge: Forge, lie: str) -> None:
    edit, field = LIES[lie]
    workspace = open_workspace(done.root, {}, lambda: "2026-11-21T09:30:00Z", "ada")
    (found,) = check_receipts(workspace, done.root, [forge(edit)], ReceiptQuestion())
    assert found.standing is Standing.FORGED
    assert any(field in one.field for one in found.differences)


def test_another_text_of_the_spec_is_forged(done: Project, forge: Forge) -> None:
    def weaken(statement: Statement) -> None:
        spec = statement["predicate"]["spec"]
        spec["text"] = spec["text"].replace("legacy_login]", "nobody]")

    code, found = check(done, forge(weaken))
    assert (code, found["standing"]) == (1, "forged")
    assert found["differences"][0]["field"] == "spec.digest"


def test_a_pass_over_files_that_violate_is_forged(clone: Project) -> None:
    """The scope digest of the red tree is no secret: only judging it tells."""
    clone.git("checkout", "--quiet", "HEAD~1")
    statement = json.loads((clone.root / "receipt.json").read_bytes())
    red = clone.run("verify", "spec.yaml", "--json").data["specs"][0]
    statement["predicate"]["scope"]["digest"] = red["scope_digest"]
    statement["subject"] = [{"name": "tree", "digest": {"gitTree": tree(clone, "HEAD")}}]
    clone.write("forged.json", dump(statement))
    code, found = check(clone, "forged.json")
    assert (code, found["standing"]) == (1, "forged")
    assert {"verdict", "violations"} <= {one["field"] for one in found["differences"]}


def test_a_spec_that_claims_the_violating_file_as_its_own_is_not_believed(clone: Project) -> None:
    """No rule looks into the spec's own file; so a forger would name the file that violates."""
    clone.git("checkout", "--quiet", "HEAD~1")
    statement = json.loads((clone.root / "receipt.json").read_bytes())
    statement["predicate"]["spec"]["source"] = "src/app.py"
    clone.write("forged.json", dump(statement))
    code, found = check(clone, "forged.json")
    assert code != 0
    assert found["standing"] != "valid"


def test_another_tree_that_is_here_is_forged(done: Project, forge: Forge) -> None:
    before = tree(done, "HEAD~1")
    name = forge(put("subject", [{"name": "tree", "digest": {"gitTree": before}}]))
    code, found = check(done, name)
    assert (code, found["standing"], found["differences"][0]["field"]) == (1, "forged", "subject")


def test_a_commit_of_another_tree_is_forged(done: Project, forge: Forge) -> None:
    commit = done.git("rev-parse", "HEAD~1").strip()
    code, found = check(done, forge(put("subject", 1, "digest", "gitCommit", commit)))
    assert (code, found["standing"], found["differences"][0]["field"]) == (1, "forged", "subject")


def test_a_tree_that_nobody_has_is_told_as_a_claim(done: Project, forge: Forge) -> None:
    name = forge(put("subject", [{"name": "tree", "digest": {"gitTree": "1" * 40}}]))
    code, found = check(done, name)
    assert (code, found["standing"], found["tree_proven"]) == (0, "valid", False)


def test_a_commit_that_nobody_has_is_told_as_a_claim(done: Project, forge: Forge) -> None:
    name = forge(put("subject", 1, "digest", "gitCommit", "1" * 40))
    code, found = check(done, name)
    assert (code, found["tree_proven"], found["commit_proven"]) == (0, True, False)
    assert "the commit, which is not in this clone" in done.run("receipt", "check", name).out


def test_a_witness_that_its_blob_does_not_hold_is_forged(done: Project, forge: Forge) -> None:
    name = forge(put("predicate", "witnesses", 0, "snippet", "legacy_login(anybody)\n"))
    code, found = check(done, name)
    assert (code, found["standing"]) == (1, "forged")
    assert found["differences"][0]["field"] == "witnesses[0].snippet"


def test_without_a_witness_or_the_base_nothing_is_proven(done: Project, forge: Forge) -> None:
    assert check(done, forge(put("predicate", "witnesses", [])))[1]["standing"] == "valid"
    done.write("green.yaml", green(done))
    done.run("add-task", "--title", "Green", "--spec", "green.yaml")
    assert done.run("verify-task", "2", "--receipt-file", "g.json").code == 0
    statement = json.loads((done.root / "g.json").read_bytes())
    statement["predicate"]["witnesses"] = []
    statement["predicate"]["plan"]["base"] = None
    done.write("g.json", dump(statement))
    code, found = check(done, "g.json")
    assert (code, found["standing"]) == (3, "unreproducible")


def test_another_hash_of_the_receipt_before_is_a_missing_link(done: Project, forge: Forge) -> None:
    name = forge(put("predicate", "previous", "1" * 64))
    _, found = check(done, name)
    assert found["missing_previous"] == "1" * 64
    code, found = check(done, name, "--chain")
    assert (code, found["standing"]) == (3, "unreproducible")


def test_another_engine_is_no_forgery_and_no_proof(done: Project, forge: Forge) -> None:
    def lie(statement: Statement) -> None:
        statement["predicate"]["engine"]["digest"] = "0" * 64
        statement["predicate"]["rules"][0]["coverage"]["hits"] = 9

    code, found = check(done, forge(lie))
    assert (code, found["standing"]) == (3, "unreproducible")
    only = check(done, forge(put("predicate", "engine", "digest", "0" * 64)))[1]
    assert only["standing"] == "valid"
    assert "another engine wrote it" in only["notes"][0]


NONSENSE: dict[str, Callable[[bytes], bytes]] = {
    "a key twice": lambda c: c.replace(b'"violations":0', b'"violations":0,"violations":0', 1),
    "NaN": lambda c: c.replace(b'"violations":0', b'"violations":NaN', 1),
    "Infinity": lambda c: c.replace(b'"violations":0', b'"violations":Infinity', 1),
    "a fraction": lambda c: c.replace(b'"violations":0', b'"violations":0.0', 1),
    "a huge number": lambda c: c.replace(b'"violations":0', b'"violations":1' + b"0" * 5000, 1),
    "a negative number": lambda c: c.replace(b'"violations":0', b'"violations":-1', 1),
    "a wrong type": lambda c: c.replace(b'"violations":0', b'"violations":"0"', 1),
    "an unknown key": lambda c: c.replace(b'{"_type"', b'{"_extra":1,"_type"', 1),
    "deep nesting": lambda c: c.replace(b'"rules":[', b'"rules":' + b"[" * 500_000, 1),
    "only nesting": lambda _: b"[" * 1_000_000,
    "white space": lambda c: c + b"\n",
    "another order": lambda c: json.dumps(json.loads(c)).encode(),
    "half of it": lambda c: c[: len(c) // 2],
    "nothing": lambda _: b"",
    "no text": lambda c: c.replace(b"Retire", b"\xff\xfe", 1),
    "half a character": lambda c: c.replace(b"Retire", b"\\ud800", 1),
    "another statement": lambda c: c.replace(b"Statement/v1", b"Statement/v9", 1),
    "another predicate": lambda c: c.replace(b"urn:uuid:7", b"urn:uuid:8", 1),
    "too much": lambda c: c + b" " * (9 << 20),
    "a second commit": lambda c: c.replace(
        b'"subject":[', b'"subject":[{"digest":{"gitCommit":"' + b"1" * 40 + b'"},"name":"x"},', 1
    ),
    "two digests of a subject": lambda c: c.replace(
        b'"digest":{"gitTree"', b'"digest":{"gitCommit":"' + b"1" * 40 + b'","gitTree"', 1
    ),
    "a subject of another kind": lambda c: c.replace(b'"gitTree"', b'"gitBlob"', 1),
    "no subject": lambda c: c[: c.index(b'"subject"')] + b'"subject":[]}',
    "a tree id that is an option": lambda c: c.replace(b'"head":"', b'"head":"--all', 1),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_what_is_no_receipt_is_said_so(finished: Path, tmp_path: Path, name: str) -> None:
    (receipt,) = (finished / "project").glob(".planproof/receipts/login/*.json")
    content = NONSENSE[name](receipt.read_bytes())
    assert content != receipt.read_bytes()
    (tmp_path / "forged.json").write_bytes(content)
    with pytest.raises(UsageError, match=r"^forged\.json is no receipt: ") as raised:
        decode(read_receipt(tmp_path / "forged.json", "forged.json"), "forged.json")
    assert len(str(raised.value)) < 500


def test_nonsense_is_answered_with_exit_2(done: Project) -> None:
    done.write("forged.json", b"[" * 1_000_000)
    for command in ("check", "show"):
        answer = done.run("receipt", command, "forged.json")
        assert (answer.code, "forged.json is no receipt" in answer.err) == (2, True)


def test_what_is_no_file_is_no_receipt(done: Project) -> None:
    for name in ("src", "missing.json", "/dev/zero"):
        assert done.run("receipt", "check", name).code == 2, name


def test_the_worst_of_several_counts(done: Project, receipt: Path, forge: Forge) -> None:
    lie = forge(put("predicate", "violations", 1))
    assert done.run("receipt", "check", str(receipt), lie).code == 1
    assert done.run("receipt", "check", str(receipt), lie, "missing.json").code == 2


def test_nothing_that_a_terminal_obeys_is_printed(done: Project, forge: Forge) -> None:
    name = forge(put("predicate", "task", "title", "\x1b]0;owned\x07\u202e"))
    for command in ("show", "check"):
        answer = done.run("receipt", command, name)
        assert (answer.code, "\x1b" in answer.out, "\u202e" in answer.out) == (0, False, False)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A folder with the keys of ada and of eve; only ada is allowed to sign."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for name in ("ada", "eve"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run([*command, "-C", name], check=True)
    public = (folder / "ada.pub").read_text()
    (folder / "allowed").write_text(f'ada@example.org namespaces="planproof" {public}')
    return folder


def test_a_signed_receipt_tells_who_signed(done: Project, receipt: Path, keys: Path) -> None:
    signed = done.run("verify-task", "1", "--receipt", "--sign", str(keys / "ada"), "--json")
    assert signed.code == 0
    assert Path(signed.data["receipt"]["signature"]).is_file()
    words = (str(receipt), "--allowed-signers", str(keys / "allowed"))
    code, found = check(done, *words)
    assert (code, found["standing"], found["signer"]) == (0, "valid", "ada@example.org")
    assert check(done, *words, "--identity", "ada@example.org")[0] == 0
    code, found = check(done, *words, "--identity", "bob@example.org")
    assert (code, found["standing"]) == (1, "forged")


def test_the_signature_of_another_file_is_forged(
    done: Project, receipt: Path, forge: Forge, keys: Path
) -> None:
    done.run("verify-task", "1", "--receipt", "--sign", str(keys / "ada"))
    name = forge(put("predicate", "actor", "eve"))
    shutil.copy(f"{receipt}.sig", done.root / f"{name}.sig")
    code, found = check(done, name, "--allowed-signers", str(keys / "allowed"))
    assert (code, found["standing"]) == (1, "forged")
    assert found["differences"][-1]["field"] == "signature"


def test_a_signer_whom_nobody_knows_is_forged(done: Project, receipt: Path, keys: Path) -> None:
    done.run("verify-task", "1", "--receipt", "--sign", str(keys / "eve"))
    code, found = check(done, str(receipt), "--allowed-signers", str(keys / "allowed"))
    assert (code, found["standing"]) == (1, "forged")


def test_a_signature_for_another_purpose_is_forged(
    done: Project, receipt: Path, keys: Path
) -> None:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(keys / "ada")]
    subprocess.run([*command, str(receipt)], check=True, capture_output=True)
    (keys / "allowed").write_text(f"ada@example.org {(keys / 'ada.pub').read_text()}")
    code, found = check(done, str(receipt), "--allowed-signers", str(keys / "allowed"))
    assert (code, found["standing"]) == (1, "forged")


def test_a_receipt_without_a_signature_is_no_proof_where_one_is_wanted(
    done: Project, receipt: Path, keys: Path
) -> None:
    code, found = check(done, str(receipt), "--allowed-signers", str(keys / "allowed"))
    assert (code, found["standing"]) == (3, "unreproducible")
    assert "it is not signed" in found["notes"][0]


def test_an_old_signature_does_not_stay_beside_a_new_receipt(
    done: Project, receipt: Path, keys: Path
) -> None:
    done.run("verify-task", "1", "--receipt", "--sign", str(keys / "ada"))
    done.run("verify-task", "1", "--receipt")
    assert not Path(f"{receipt}.sig").exists()
    assert len(list(receipt.parent.glob("*.sig"))) == 1, "it went aside with its own receipt"
    assert len(list(receipt.parent.glob("*.json"))) == 3


def test_what_cannot_sign_or_vouch_is_said_before_anything_is_written(
    done: Project, receipt: Path, keys: Path
) -> None:
    before = receipt.read_bytes()
    answer = done.run("verify-task", "1", "--receipt", "--sign", "no-key")
    assert (answer.code, "there is no key" in answer.err) == (2, True)
    assert receipt.read_bytes() == before
    bad = done.run("verify-task", "1", "--receipt", "--sign", str(keys / "allowed"))
    assert (bad.code, "could not sign" in bad.err) == (2, True)
    words = ("--allowed-signers", "nobody")
    (receipt.parent / f"{receipt.name}.sig").write_text("x")
    assert done.run("receipt", "check", str(receipt), *words).code == 2
    assert done.run("receipt", "check", str(receipt), "--identity", "ada").code == 2


def test_without_ssh_keygen_the_error_says_so(
    done: Project, receipt: Path, keys: Path, tmp_path: Path
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    git = shutil.which("git")
    assert git is not None
    (tools / "git").symlink_to(git)
    words = ("verify-task", "1", "--receipt", "--sign", str(keys / "ada"))
    answer = done.run(*words, PATH=str(tools))
    assert (answer.code, "ssh-keygen is not installed" in answer.err) == (3, True)


def tree(project: Project, revision: str) -> str:
    return project.git("rev-parse", f"{revision}^{{tree}}").strip()


def dump(statement: Statement) -> str:
    return json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def green(project: Project) -> str:
    """A spec that is green now, was red at the base, and expects nothing."""
    return (project.root / "spec.yaml").read_text().split("    expect")[0]


def test_the_files_of_these_tests_are_what_they_say(done: Project) -> None:
    assert (done.root / "src" / "app.py").read_text() == NEW
    assert done.git("show", "HEAD~1:src/app.py") == OLD
