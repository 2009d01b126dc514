"""The baseline as a file: JSON lines that git merges line by line (``merge=union``).

One line for each violation, sorted, with sorted keys, in ASCII: no time, no hash of a file, nothing
that changes with what it is not about. What is not understood is an error, never passed over.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from planproof.errors import BaselineError, Diagnostic
from planproof.model.violation import Identity
from planproof.progress.baseline import BaselineLine, Lines, settled

LARGEST = 64 * 1_048_576
"""Bytes of a baseline."""

_TEXTS = ("contract", "reason", "rule", "path", "message")
_OPTIONAL = ("owner", "expires", "scope", "text", "shape")
_KNOWN = frozenset({*_TEXTS, *_OPTIONAL, "ordinal"})
_MAY_BE_EMPTY = frozenset({"message", *_OPTIONAL})
_MOST_ORDINAL = 2**31
_MOST_COMPLAINTS = 20
_CONFLICT = re.compile(rb"(<{7}|>{7}|\|{7})( |$)|={7}$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)

_REPAIR = "restore the line from git, or remove it; planproof baseline accept writes such lines"
_UNION = (
    "remove the markers and keep the lines of both sides; with .planproof/baseline.jsonl "
    "merge=union in .gitattributes git does that by itself"
)


def read_lines(content: bytes, source: str) -> Lines:
    """The lines, sorted, each once; of those that differ only in what a person wrote the one that
    excuses less. Empty lines say nothing.

    Raises BaselineError with the mistakes of the first bad lines; ``source`` is how it calls the
    file.
    """
    if len(content) > LARGEST:
        raise BaselineError(
            (Diagnostic("too-large", f"{source} is larger than {LARGEST:,} bytes", _SPLIT, source),)
        )
    lines: list[BaselineLine] = []
    complaints: list[Diagnostic] = []
    for number, raw in enumerate(content.split(b"\n"), start=1):
        text = raw.removesuffix(b"\r")
        if not text:
            continue
        try:
            lines.append(_line(text))
        except _BadLineError as error:
            complaints.append(Diagnostic(error.code, str(error), error.fix, source, number))
            if len(complaints) == _MOST_COMPLAINTS:
                break
    if complaints:
        raise BaselineError(tuple(complaints))
    return settled(lines)


def write_lines(lines: Iterable[BaselineLine]) -> bytes:
    """The whole file: the same for the same lines, whatever their order."""
    return b"".join(write_line(line) + b"\n" for line in settled(lines))


def write_line(line: BaselineLine) -> bytes:
    """One line without its end. What is empty is left out."""
    one = line.identity
    said: dict[str, str | int] = {
        "contract": line.contract,
        "reason": line.reason,
        "owner": line.owner,
        "expires": line.expires,
        "rule": one.rule,
        "path": one.path,
        "scope": one.scope,
        "text": one.text,
        "shape": one.shape,
        "message": one.message,
        "ordinal": one.ordinal,
    }
    kept = {name: value for name, value in said.items() if value or name == "message"}
    return json.dumps(kept, sort_keys=True, separators=(",", ":")).encode("ascii")


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar, as YYYY-MM-DD."""
    try:
        return bool(_DAY.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


_SPLIT = "fix some of what it excuses; planproof baseline prune removes what is fixed"


class _BadLineError(Exception):
    def __init__(self, code: str, message: str, fix: str = _REPAIR) -> None:
        super().__init__(message)
        self.code = code
        self.fix = fix


def _line(text: bytes) -> BaselineLine:
    if _CONFLICT.match(text):
        raise _BadLineError("merge-conflict", "this is a marker of a git conflict", _UNION)
    said = _object(text)
    _check_keys(said)
    values = {name: _text(said, name) for name in (*_TEXTS, *_OPTIONAL)}
    if values["expires"] and not is_day(values["expires"]):
        raise _BadLineError("bad-value", "expires must be a day, as in 2027-01-31")
    identity = Identity(
        rule=values["rule"],
        path=values["path"],
        scope=values["scope"],
        text=values["text"],
        shape=values["shape"],
        message=values["message"],
        ordinal=_ordinal(said.get("ordinal", 0)),
    )
    return BaselineLine(
        values["contract"], identity, values["reason"], values["owner"], values["expires"]
    )


def _object(text: bytes) -> Mapping[str, object]:
    try:
        value: object = json.loads(text.decode("utf-8"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise _BadLineError("not-text", "this line is not UTF-8") from None
    except (ValueError, RecursionError):
        raise _BadLineError("not-json", "this line is no JSON object") from None
    if not isinstance(value, dict):
        raise _BadLineError("not-json", "this line is no JSON object")
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise _BadLineError("duplicate-key", f"the key {_quoted(twice)} is there twice")
    return found


def _check_keys(said: Mapping[str, object]) -> None:
    unknown = sorted(said.keys() - _KNOWN)
    if unknown:
        known = ", ".join(sorted(_KNOWN))
        raise _BadLineError(
            "unknown-key", f"no line has a key {_quoted(unknown[0])}", f"known keys: {known}"
        )
    missing = [name for name in _TEXTS if name not in said]
    if missing:
        raise _BadLineError("missing-key", f"the line has no {', '.join(missing)}")


def _text(said: Mapping[str, object], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise _BadLineError("wrong-type", f"{name} must be a text")
    if not value and name not in _MAY_BE_EMPTY:
        raise _BadLineError("empty-value", f"{name} is empty")
    try:
        value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise _BadLineError("bad-value", f"{name} holds half a character") from None
    return value


def _ordinal(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST_ORDINAL:
        raise _BadLineError("wrong-type", "ordinal must be a whole number from 0 on")
    return value


def _quoted(text: str) -> str:
    return json.dumps(text[:40])
