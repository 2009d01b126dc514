"""Which release this is, in the words of the command."""

from __future__ import annotations

from planproof._version import __version__


def version_line() -> str:
    return f"planproof {__version__}\n"
