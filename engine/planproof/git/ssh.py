"""Signatures by OpenSSH: a file, the key of a person, and who is allowed to sign.

Source: ssh-keygen(1), ``-Y sign``, ``-Y find-principals``, ``-Y verify``, ALLOWED SIGNERS. The
namespace keeps a signature of ours from passing as one of git's or of a mail, and one of a receipt
from passing as anything else that is signed here.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from planproof.errors import FaultError, UsageError

NAMESPACE = "planproof"

_KEPT = ("HOME", "PATH", "USER", "LOGNAME", "SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE",
         "DISPLAY", "WAYLAND_DISPLAY", "TERM", "SYSTEMROOT", "USERPROFILE")  # fmt: skip
_PATIENCE = 300.0
"""Seconds: a person may have to type a passphrase, or to touch a key."""


def sign(content: bytes, key: Path, namespace: str = NAMESPACE) -> bytes:
    """The signature of the bytes. ``key`` is a private key, or a public one that an agent holds.

    Raises UsageError where the key cannot sign, FaultError without ssh-keygen.
    """
    if not key.is_file():
        raise UsageError(f"there is no key {key}", fix="give --sign the path of an SSH key")
    done = _run(["sign", "-n", namespace, "-f", str(key.absolute())], content)
    if done.returncode != 0 or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        raise UsageError(
            f"ssh-keygen could not sign with {key}: {_said(done)}",
            fix=f"try: ssh-keygen -Y sign -n {namespace} -f {key} FILE",
        )
    return done.stdout


def find_signer(
    content: bytes,
    signature: Path,
    allowed: Path,
    identity: str | None = None,
    namespace: str = NAMESPACE,
) -> str | None:
    """Who of the ``allowed`` signers signed these bytes; None when nobody of them did.

    With ``identity`` nobody else counts. Raises UsageError for a missing file of allowed signers,
    FaultError without ssh-keygen.
    """
    if not allowed.is_file():
        raise UsageError(
            f"there is no file of allowed signers {allowed}",
            fix=f'write one: NAME@EXAMPLE.ORG namespaces="{namespace}" ssh-ed25519 AAAA…',
        )
    files = ["-s", str(signature.absolute()), "-f", str(allowed.absolute())]
    names = [identity] if identity is not None else _principals(files)
    for name in names:
        asked = ["verify", "-n", namespace, "-I", name, *files]
        if name and not name.startswith("-") and _run(asked, content).returncode == 0:
            return name
    return None


def _principals(files: Sequence[str]) -> list[str]:
    done = _run(["find-principals", *files], b"")
    if done.returncode != 0:
        return []
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return [name for line in lines for name in line.split(",")]


def _run(arguments: Sequence[str], content: bytes) -> subprocess.CompletedProcess[bytes]:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        return subprocess.run(
            [_find(), "-Y", *arguments],
            input=content,
            capture_output=True,
            env={**environment, "LC_ALL": "C"},
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FaultError(f"ssh-keygen could not be run: {error}", fix=_INSTALL) from error


def _find() -> str:
    """On absolute paths only, or the repository could bring one."""
    name = "ssh-keygen.exe" if os.name == "nt" else "ssh-keygen"
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        candidate = Path(folder) / name
        if candidate.is_absolute() and candidate.is_file() and os.access(candidate, os.X_OK):
            return str(candidate)
    raise FaultError("ssh-keygen is not installed, or not on PATH", fix=_INSTALL, code="no-ssh")


_INSTALL = "install OpenSSH 8.2 or later, and put ssh-keygen on PATH"


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8", "replace").strip() or f"exit {done.returncode}"
