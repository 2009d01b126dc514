"""Accepting by a signature that contracts ask for less."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from planproof_testing import Project

DIGEST = "5f" * 32
PATH = f".planproof/acceptances/{DIGEST}.sig"


@pytest.fixture
def key(project: Project) -> Path:
    path = project.home / "ada"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    return path


def test_it_writes_a_signature_and_says_what_comes_next(project: Project, key: Path) -> None:
    public = key.with_suffix(".pub").read_text()
    project.write(".planproof/allowed_signers", f"ada@example.org {public}")

    answer = project.run("accept-contract-change", DIGEST, "--sign", str(key), "--json")

    assert answer.code == 0
    assert answer.data == {"digest": DIGEST, "path": PATH, "signer": "ada@example.org"}
    assert answer.document["next_steps"] == [f"git add {PATH}", "planproof gate"]
    assert (project.root / PATH).read_text().startswith("-----BEGIN SSH SIGNATURE-----")


def test_somebody_who_is_not_listed_is_told_so(project: Project, key: Path) -> None:
    answer = project.run("accept-contract-change", DIGEST, "--sign", str(key))
    assert answer.code == 0
    assert f"Accepted contract change {DIGEST[:12]}, signed: wrote {PATH}" in answer.out
    assert "nobody in .planproof/allowed_signers here has this key" in answer.err
    assert 'namespaces="planproof-contract"' in answer.err


def test_a_signature_that_is_there_stays(project: Project, key: Path) -> None:
    project.write(PATH, "somebody's")
    answer = project.run("accept-contract-change", DIGEST, "--sign", str(key))
    assert answer.code == 2
    assert "exists already" in answer.err
    assert (project.root / PATH).read_text() == "somebody's"


@pytest.mark.parametrize("digest", ["5f5f", "../../x", "5F" * 32, ""])
def test_what_is_no_digest_is_refused_before_anything_is_signed(
    project: Project, key: Path, digest: str
) -> None:
    answer = project.run("accept-contract-change", digest, "--sign", str(key))
    assert answer.code == 2
    assert "copy all 64 digits" in answer.err
    assert not (project.root / ".planproof/acceptances").exists()


def test_a_key_that_cannot_sign_is_named(project: Project, key: Path) -> None:
    answer = project.run("accept-contract-change", DIGEST, "--sign", "nowhere")
    assert answer.code == 2
    assert "there is no key" in answer.err
    broken = project.home / "broken"
    broken.write_text("no key")
    answer = project.run("accept-contract-change", DIGEST, "--sign", str(broken))
    assert answer.code == 2
    assert "could not sign" in answer.err


def test_nothing_is_written_through_a_link(project: Project, key: Path, tmp_path: Path) -> None:
    folder = project.root / ".planproof"
    folder.mkdir(exist_ok=True)
    (folder / "acceptances").symlink_to(tmp_path)
    answer = project.run("accept-contract-change", DIGEST, "--sign", str(key))
    assert answer.code == 2
    assert not list(tmp_path.glob("*.sig"))
