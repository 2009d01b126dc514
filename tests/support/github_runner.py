"""What GitHub's runner makes of the log of a step: the workflow commands in it.

Written after the documentation of workflow commands and what the runner does in ActionCommand.cs
and ActionCommandManager.cs of actions/runner: a line is tried as ``::name key=value,…::data``, then
as ``##[name key=value;…]data``, which may begin anywhere in it. Names that nobody registered are
text. Escapes are undone one after the other, that of the per cent sign last.
"""

from __future__ import annotations

import re
from typing import NamedTuple

REGISTERED = {
    "stop-commands", "set-env", "set-output", "save-state", "add-mask", "add-path", "add-matcher",
    "remove-matcher", "debug", "warning", "error", "notice", "group", "endgroup", "echo",
}  # fmt: skip

_DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
_PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
_OLD = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%"))


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def commands(log: str) -> list[Command]:
    """Those that the runner carries out, in order."""
    lines = re.split(r"\r\n|\r|\n", log)
    return [found for line in lines if (found := _new(line) or _old(line)) is not None]


def _new(line: str) -> Command | None:
    line = line.lstrip()
    end = line.find("::", 2) if line.startswith("::") else -1
    if end < 0:
        return None
    return _command(line[2:end], ",", _PROPERTY, line[end + 2 :], _DATA)


def _old(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start) if start >= 0 else -1
    if end < 0:
        return None
    return _command(line[start + 3 : end], ";", _OLD, line[end + 1 :], _OLD)


def _command(head: str, comma: str, escapes, data: str, data_escapes) -> Command | None:
    name, _, rest = head.partition(" ")
    if name.lower() not in REGISTERED:
        return None
    properties = {}
    for pair in filter(None, rest.strip().split(comma)):
        key, _, value = pair.lstrip("=").partition("=")
        if key and value.lstrip("="):
            properties[key] = _unescaped(value.lstrip("="), escapes)
    return Command(name.lower(), properties, _unescaped(data, data_escapes))


def _unescaped(text: str, escapes) -> str:
    for written, meant in escapes:
        text = text.replace(written, meant)
    return text
