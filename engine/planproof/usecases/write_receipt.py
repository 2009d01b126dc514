"""“Give me that in writing.”"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from planproof.errors import FaultError, UsageError
from planproof.model.verdict import Verdict
from planproof.plans import Plan, Task
from planproof.receipts import digest_of, encode
from planproof.receipts.codec import LONGEST
from planproof.usecases.make_receipt import make_receipt
from planproof.usecases.workspace import Workspace, open_plans
from planproof.usecases.write_verdict import TaskVerification


class ReceiptRequest(Struct, frozen=True):
    """``file`` None is the usual place; ``key`` is the SSH key to sign with."""

    file: Path | None = None
    key: Path | None = None


class WrittenReceipt(Struct, frozen=True):
    """Where it is, its SHA-256, and the file with its signature."""

    path: Path
    digest: str
    signature: Path | None = None


def write_receipt(
    workspace: Workspace, found: TaskVerification, request: ReceiptRequest
) -> WrittenReceipt | None:
    """Write a receipt of a verification that was just made, and note it in the ledger.

    None where there is no verdict, or it was not recorded. Raises UsageError for a place that
    cannot be written to and for a key that cannot sign.
    """
    verification, judged, view = found.verification, found.judged, found.view
    if verification is None or judged is None or view is None:
        return None
    if found.evaluation.verdict is Verdict.INDETERMINATE:
        return None
    _require_key(request.key)
    usual = _usual_place(workspace, found.plan, found.task)
    target = request.file or usual
    with (
        open_plans(workspace) as store,
        store.transaction(workspace.actor, workspace.now()) as writer,
    ):
        content = encode(make_receipt(workspace, store, found, judged, view, verification))
        digest = digest_of(content)
        writer.record_receipt(found.task, verification, digest, _shown(workspace, target))
        if target == usual:
            _make_folder(workspace, target.parent)
            _put_aside(target)
        _put(target, content)
    signature = target.with_name(f"{target.name}.sig")
    if request.key is None:
        _drop_signature(signature)
        return WrittenReceipt(target, digest)
    from planproof.git.ssh import sign

    _put(signature, sign(content, request.key))
    return WrittenReceipt(target, digest, signature)


def _usual_place(workspace: Workspace, plan: Plan, task: Task) -> Path:
    """One file a task: ``.planproof/receipts/PLAN/NUMBER-KEY.json``."""
    key = task.key if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", task.key) else "task"
    folder = Path(workspace.root.path, ".planproof", "receipts", plan.slug)
    return folder / f"{task.number}-{key}.json"


def _make_folder(workspace: Workspace, folder: Path) -> None:
    """A repository may bring a link that leads out of it: nothing is written through one."""
    root = workspace.root.path
    parts = folder.relative_to(root).parts
    for number in range(1, len(parts) + 1):
        step = root.joinpath(*parts[:number])
        if step.is_symlink():
            raise UsageError(
                f"{step} is a link; receipts are not written through links",
                fix="remove it, or name another place: --receipt-file FILE",
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _put_aside(target: Path) -> None:
    """The task's receipt before stays, by its digest: the next one names it."""
    if not target.is_file() or target.is_symlink() or target.stat().st_size > LONGEST:
        return
    name = f"{target.stem}.{digest_of(target.read_bytes())[:12]}.json"
    target.replace(target.with_name(name))
    with suppress(FileNotFoundError):
        target.with_name(f"{target.name}.sig").replace(target.with_name(f"{name}.sig"))


def _put(target: Path, content: bytes) -> None:
    """All of it or nothing: under another name first, then moved over what was there."""
    unfinished = target.with_name(f".{target.name}.{os.urandom(5).hex()}.unfinished")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise _unwritable(target, error) from error


def _drop_signature(signature: Path) -> None:
    """That of a receipt which was overwritten is nobody's any more."""
    with suppress(OSError):
        if signature.read_bytes()[:29] == b"-----BEGIN SSH SIGNATURE-----":
            signature.unlink()


def _require_key(key: Path | None) -> None:
    """Before anything is written."""
    if key is not None and not key.is_file():
        raise UsageError(f"there is no key {key}", fix="give --sign the path of an SSH key")


def _shown(workspace: Workspace, target: Path) -> str:
    root = workspace.root.path
    inside = target.is_relative_to(root)
    return target.relative_to(root).as_posix() if inside else str(target)


def _unwritable(path: Path, error: OSError) -> FaultError:
    why = error.strerror or str(error)
    return FaultError(f"{path} cannot be written: {why}", fix="name another: --receipt-file FILE")
