"""An acceptance in the change itself: by a key that the base allows, and by no other."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gate_play import CLEAN, HOUSE, SPEC, Play
from planproof.errors import UsageError
from planproof.gate.acceptance import NAMESPACE, path_of
from planproof.gate.objection import ObjectionKind
from planproof.gate.verdict import GateVerdict
from planproof.model.verdict import Verdict
from planproof.usecases.accept_contract_change import accept_contract_change

WEAKER = HOUSE.replace("rules:", "scope: {exclude: [vendor/**]}\nrules:")
SIGNERS = ".planproof/allowed_signers"


class Signed(Play):
    """Ada may accept changes, and the change weakens a rule."""

    def key(self, name: str) -> Path:
        path = self.root.parent / name
        if not path.exists():
            words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)]
            subprocess.run(words, check=True)
        return path

    def line(self, name: str, options: str = f'namespaces="{NAMESPACE}"') -> str:
        public = self.key(name).with_suffix(".pub").read_text()
        return f"{name}@example.org {options} {public}"

    def sign(self, name: str, digest: str | None = None) -> str:
        """Signs what the gate shows; the digest."""
        digest = digest or self.gate().change.digest
        accept_contract_change(self.workspace, digest, self.key(name))
        return digest


@pytest.fixture
def play(tmp_path: Path) -> Signed:
    root = tmp_path / "project"
    root.mkdir()
    play = Signed(root)
    play.begin({SPEC: HOUSE, "app.py": CLEAN, SIGNERS: play.line("ada")})
    play.write(SPEC, WEAKER)
    return play


def assert_shut(found: GateVerdict, code: str | None) -> None:
    assert found.verdict is Verdict.VIOLATED
    assert ObjectionKind.WEAKENING in {one.kind for one in found.objections}
    assert [note.code for note in found.notes] == ([code] if code else [])


def test_a_signature_of_somebody_whom_the_base_allows(play: Signed) -> None:
    play.sign("ada")
    found = play.gate()
    assert found.verdict is Verdict.PASSED
    assert found.change.accepted_by == "ada@example.org, by signature"
    play.commit()
    assert play.gate(head="HEAD").verdict is Verdict.PASSED
    play.write(SPEC, WEAKER.replace("vendor", "lib"))
    assert_shut(play.gate(), None)


def test_it_outlives_a_rebase(play: Signed) -> None:
    play.sign("ada")
    play.commit()
    play.git("switch", "--quiet", "main")
    play.write("other.py", "x = 1\n")
    play.commit("meanwhile")
    play.git("switch", "--quiet", "change")
    play.git("rebase", "--quiet", "main")
    assert play.gate(head="HEAD").verdict is Verdict.PASSED


def test_a_key_that_only_the_head_allows(play: Signed) -> None:
    play.write(SIGNERS, play.line("ada") + play.line("eve"))
    play.sign("eve")
    assert_shut(play.gate(), "not-a-signer")
    play.write(SIGNERS, play.line("eve").replace("eve@", "ada@"))
    play.sign("eve")
    assert_shut(play.gate(), "not-a-signer")


def test_a_base_that_allows_nobody(play: Signed) -> None:
    play.git("stash", "--quiet")
    play.remove(SIGNERS)
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    play.git("stash", "pop", "--quiet")
    play.sign("ada")
    assert_shut(play.gate(), "no-signers")
    play.write(SIGNERS, play.line("ada"))
    play.sign("ada")
    assert_shut(play.gate(), "no-signers")


@pytest.mark.parametrize(
    "options", ['valid-before="20200101"', 'namespaces="planproof"', "cert-authority"]
)
def test_a_line_of_the_base_that_does_not_allow_this(play: Signed, options: str) -> None:
    play.git("stash", "--quiet")
    play.write(SIGNERS, play.line("ada", options))
    play.commit()
    play.git("branch", "--force", "main", "HEAD")
    play.git("stash", "pop", "--quiet")
    play.sign("ada")
    assert_shut(play.gate(), "not-a-signer")


def test_the_signature_of_another_change_under_this_one_s_name(play: Signed) -> None:
    digest = play.gate().change.digest
    play.sign("ada", "0" * 64)
    (play.root / path_of("0" * 64)).rename(play.root / path_of(digest))
    assert_shut(play.gate(), "not-a-signer")


def test_a_signature_behind_a_link_or_without_end(play: Signed) -> None:
    digest = play.sign("ada")
    path = play.root / path_of(digest)
    elsewhere = path.rename(play.root.parent / "elsewhere")
    path.symlink_to(elsewhere)
    with pytest.raises(UsageError):
        play.gate()
    path.unlink()
    path.write_bytes(b"x" * 100_000)
    with pytest.raises(UsageError):
        play.gate()


def test_it_accepts_no_violation_of_what_still_holds(play: Signed) -> None:
    play.write("app.py", CLEAN + "\n\nprint(1)\n")
    play.sign("ada")
    found = play.gate()
    assert found.change.accepted_by
    assert [one.kind for one in found.objections] == [ObjectionKind.VIOLATION]
