"""The one JSON document that a command prints with ``--json``.

{schema_version, kind, ok, data, diagnostics: [{code, message, fix, …}], next_steps: [...]}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from planproof.errors import Diagnostic
from planproof.report.escape import unheeded_json

SCHEMA_VERSION = 1

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


JsonObject: TypeAlias = "dict[str, Json]"


class Envelope(NamedTuple):
    """What a command has to say, for a program. ``ok`` is true exactly when it exits with 0."""

    kind: str
    ok: bool
    data: Json
    diagnostics: tuple[Diagnostic, ...] = ()
    next_steps: tuple[str, ...] = ()

    def dump(self) -> str:
        """ASCII-only JSON with a final line feed; paths that are not UTF-8 survive a round trip.

        No line of it is a command to the log of a CI job.
        """
        document: dict[str, Json] = {
            "schema_version": SCHEMA_VERSION,
            "kind": self.kind,
            "ok": self.ok,
            "data": self.data,
            "diagnostics": diagnostics_json(self.diagnostics),
            "next_steps": list(self.next_steps),
        }
        return unheeded_json(indented(document)) + "\n"


def indented(value: Json, margin: str = "\n") -> str:
    """Like ``json.dumps(value, indent=2)`` in half the time: that one goes piece by piece."""
    if isinstance(value, str):
        return _quoted(value)
    inner = f"{margin}  "
    if isinstance(value, dict) and value:
        rows = [f"{_quoted(key)}: {indented(one, inner)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(rows)}{margin}}}"
    if isinstance(value, (list, tuple)) and value:
        rows = [indented(one, inner) for one in value]
        return f"[{inner}{f',{inner}'.join(rows)}{margin}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int) else json.dumps(value)


_quoted = json.encoder.encode_basestring_ascii
"""Written in C."""


def diagnostics_json(diagnostics: Iterable[Diagnostic]) -> list[Json]:
    return [diagnostic_json(diagnostic) for diagnostic in diagnostics]


def diagnostic_json(diagnostic: Diagnostic) -> Json:
    """``source``, ``line`` and ``column`` (1-based) only where the complaint has a place."""
    row: dict[str, Json] = {
        "code": diagnostic.code,
        "message": diagnostic.message,
        "fix": diagnostic.fix,
    }
    if diagnostic.source:
        row["source"] = diagnostic.source
    if diagnostic.line is not None:
        row["line"] = diagnostic.line
        row["column"] = diagnostic.column
    return row
