"""Receipts as bytes: canonical JSON (RFC 8785), read strictly.

What another program would read otherwise is refused: a key that is there twice, NaN, a fraction,
white space, another order. So the bytes have one reading, and one digest.
"""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path

from msgspec import MsgspecError, json

from planproof.errors import UsageError
from planproof.receipts.statement import Statement

LONGEST = 8 << 20
"""Bytes of a receipt; a spec, some witnesses and numbers are far less."""


def encode(statement: Statement) -> bytes:
    """The one way to write it: sorted keys, no white space, no line end."""
    return json.encode(statement, order="sorted")


def decode(content: bytes, name: str) -> Statement:
    """Raises UsageError, with the field, for what is no receipt. ``name`` is what messages say."""
    try:
        statement = json.decode(content, type=Statement)
    except (MsgspecError, ValueError, RecursionError) as error:
        raise _none(name, str(error)) from error
    if encode(statement) != content:
        raise _none(name, "it is not canonical JSON: a key is there twice, or bytes were changed")
    if not _has_plain_subjects(statement):
        raise _none(name, "its subjects are not one tree, or a tree and its commit")
    return statement


def _has_plain_subjects(statement: Statement) -> bool:
    """No more than is proven: another program would take any of several for what passed."""
    digests = [pair for one in statement.subject for pair in one.digest.items()]
    names = [name for name, _ in digests]
    wanted = (["gitTree"], ["gitTree", "gitCommit"], ["sha256"])
    hexadecimal = all(re.fullmatch("[0-9a-f]{40}|[0-9a-f]{64}", digest) for _, digest in digests)
    return names in wanted and len(names) == len(statement.subject) and hexadecimal


def read_receipt(path: Path, name: str) -> bytes:
    """The bytes of the file, at most 8 MB. Raises UsageError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _none(name, "it is no file")
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
    except (OSError, ValueError) as error:
        raise _none(name, getattr(error, "strerror", None) or str(error)) from error
    if len(content) > LONGEST:
        raise _none(name, "it is longer than 8 MB")
    return content


def digest_of(content: bytes) -> str:
    """What the next receipt calls this one."""
    return hashlib.sha256(content).hexdigest()


def _none(name: str, why: str) -> UsageError:
    return UsageError(
        f"{name} is no receipt: {why}",
        fix="planproof verify-task TASK --receipt writes one",
        code="no-receipt",
    )
