"""Reads a spec from disk."""

from __future__ import annotations

import stat
from collections.abc import Collection
from pathlib import Path

from planproof.errors import SpecError
from planproof.spec.loader import load_spec
from planproof.spec.wire import Spec
from planproof.yamlio import MAX_BYTES, Complaints, quoted


def read_spec_file(path: Path, source: str = "", known_languages: Collection[str] = ()) -> Spec:
    """The spec in the file at ``path``; ``source`` is what messages call it, else the path.

    Raises SpecError, also for a path that is missing, a directory, a pipe, or unreadable.
    """
    complaints = Complaints(source or path.as_posix())
    return load_spec(_read_bytes(path, complaints), complaints.source, known_languages)


def read_text(path: Path, source: str) -> bytes:
    """The bytes of a spec, not looked into. Raises SpecError for what cannot be read."""
    return _read_bytes(path, Complaints(source))


def _read_bytes(path: Path, complaints: Complaints) -> bytes:
    try:
        _refuse_other_kinds(path, complaints)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        fix = "check the path; planproof spec new writes a first spec"
        raise _unreadable(complaints, "there is no such file", fix) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        fix = "check the path and its permissions"
        raise _unreadable(complaints, f"it cannot be read ({reason})", fix) from None


def _refuse_other_kinds(path: Path, complaints: Complaints) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        fix = f"name the files in it: {complaints.source}/*.yaml"
        raise _unreadable(complaints, "it is a directory, and a spec is a file", fix)
    if not stat.S_ISREG(mode):
        fix = "write the spec to a file and name that"
        raise _unreadable(complaints, "it is not a regular file", fix)


def _unreadable(complaints: Complaints, why: str, fix: str) -> SpecError:
    message = f"no spec can be read from {quoted(complaints.source)}: {why}"
    return complaints.fatal("spec-unreadable", message, fix, at=None)
