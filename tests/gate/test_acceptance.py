"""Who may accept that contracts ask for less: real signatures, and every way to fake one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from planproof.errors import UsageError
from planproof.gate.acceptance import (
    BY_DIGEST,
    NAMESPACE,
    by_signature,
    require_digest,
    settle,
    statement,
)
from planproof.gate.verdict import ContractChange, Weakening, WeakeningKind
from planproof.gate.weakenings import change_of
from planproof.git.ssh import sign

WEAKER = Weakening(WeakeningKind.CHANGED_RULE, "a.yaml", "r", "it may ask for less", "old\nnew")
CHANGE = change_of([WEAKER])
OTHER = "ab" * 32


class Keys:
    """SSH keys by the name of whose they are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, name: str) -> Path:
        path = self._folder / name
        if not path.exists():
            words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
            subprocess.run(words, check=True)
        return path

    def line(self, name: str, options: str = f'namespaces="{NAMESPACE}"') -> bytes:
        public = self.key(name).with_suffix(".pub").read_text()
        return f"{name}@example.org {options} {public}".encode()

    def signature(
        self, name: str, digest: str = CHANGE.digest, namespace: str = NAMESPACE
    ) -> bytes:
        return sign(statement(digest), self.key(name), namespace)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path)


def accepted(
    given: str, signature: bytes | None = None, allowed: bytes | None = None
) -> tuple[str, list[str]]:
    change, notes = settle(CHANGE, given, signature, allowed)
    assert change.weakenings == CHANGE.weakenings
    return change.accepted_by, [note.code for note in notes]


def test_the_digest_of_this_change_accepts_it_and_no_other_does() -> None:
    assert accepted(CHANGE.digest) == (BY_DIGEST, [])
    assert accepted("") == ("", [])
    assert accepted(OTHER) == ("", ["other-change"])
    _, (note,) = settle(CHANGE, OTHER, None, None)
    assert OTHER in note.message
    assert CHANGE.digest in note.message


@pytest.mark.parametrize(
    "given",
    [CHANGE.digest[:63], CHANGE.digest.upper(), f"{CHANGE.digest}\n", "latest", "0" * 65, " "],
)
def test_what_is_no_whole_digest_is_refused(given: str) -> None:
    with pytest.raises(UsageError):
        settle(CHANGE, given, None, None)
    with pytest.raises(UsageError):
        require_digest(given)


def test_without_a_weakening_there_is_nothing_to_accept() -> None:
    nothing = ContractChange()
    assert settle(nothing, OTHER, b"x", b"y") == (nothing, ())


def test_a_signature_by_somebody_whom_the_base_lists(keys: Keys) -> None:
    allowed = keys.line("bo") + keys.line("ada")
    assert accepted("", keys.signature("ada"), allowed) == ("ada@example.org, by signature", [])
    assert accepted(OTHER, keys.signature("ada"), allowed)[0], "whatever digest was given"


def test_a_signature_by_somebody_else_is_none(keys: Keys) -> None:
    assert accepted("", keys.signature("eve"), keys.line("ada")) == ("", ["not-a-signer"])


def test_without_signers_at_the_base_no_signature_counts(keys: Keys) -> None:
    assert accepted("", keys.signature("ada"), None) == ("", ["no-signers"])
    assert accepted("", keys.signature("ada"), b"") == ("", ["not-a-signer"])


def test_a_signature_of_another_change_is_none(keys: Keys) -> None:
    assert accepted("", keys.signature("ada", OTHER), keys.line("ada")) == ("", ["not-a-signer"])


@pytest.mark.parametrize("namespace", ["planproof", "git", "file", "planproof-contract2"])
def test_a_signature_that_was_made_for_something_else_is_none(keys: Keys, namespace: str) -> None:
    """That of a receipt, say, over the very same words."""
    signature = keys.signature("ada", namespace=namespace)
    assert accepted("", signature, keys.line("ada", "")) == ("", ["not-a-signer"])


@pytest.mark.parametrize(
    ("options", "holds"),
    [
        ("", True),
        ('namespaces="git,planproof-contract"', True),
        ('namespaces="planproof"', False),
        ('valid-before="20200101"', False),
        ('valid-after="29990101"', False),
        ('valid-after="20200101",valid-before="29990101"', True),
        ("cert-authority", False),
    ],
)
def test_what_the_base_says_of_a_signer_counts(keys: Keys, options: str, holds: bool) -> None:
    found = by_signature(CHANGE.digest, keys.signature("ada"), keys.line("ada", options))
    assert bool(found.by) is holds


def test_a_damaged_or_foreign_file_is_no_signature(keys: Keys) -> None:
    signature, allowed = keys.signature("ada"), keys.line("ada")
    lines = signature.splitlines(keepends=True)
    forged = lines[0] + lines[1].swapcase() + b"".join(lines[2:])
    for content in (
        b"",
        b"\0" * 100,
        forged,
        signature[:90],
        keys.line("ada"),
        b"-----BEGIN SSH SIGNATURE-----\n",
    ):
        assert accepted("", content, allowed) == ("", ["not-a-signer"])


def test_the_words_that_are_signed_never_change() -> None:
    """If this fails, signatures that were given no longer hold."""
    assert statement("0" * 64).decode().splitlines() == [
        "planproof contract change, version 1",
        "I accept that contracts ask for less, as planproof gate shows it under this digest:",
        "0" * 64,
    ]
