"""When an index from a cache may be believed, how it is called, and who may write it.

Whoever writes an index can write verdicts into it that nobody gave. GitHub lets a run of a pull
request read what runs of the same pull request saved, under any key they like, and its head decides
what those runs do. So a head of somebody who may not push here is judged from nothing, and so is
what is about to be merged; and only the default branch saves.
"""

from __future__ import annotations

import platform
import re

from msgspec import Struct

from planproof._build import engine_digest
from planproof._version import __version__
from planproof.errors import UsageError
from planproof_cli.ci.payload import Event

MODES = ("auto", "always", "never")

_OURS = ("push", "schedule", "workflow_dispatch")
"""What only those can set off who may push."""


class CacheUse(Struct, frozen=True):
    """``key`` names the index of one commit; ``prefix`` those of all commits that it can use.

    ``trusted`` is False where nothing that was kept before may be used.
    """

    key: str
    prefix: str
    trusted: bool
    saved: bool


def use_of_cache(event: Event, mode: str, head: str) -> CacheUse:
    """Raises UsageError for a mode that there is not."""
    if mode not in MODES:
        raise UsageError(f"cache: {mode!r} is none of {', '.join(MODES)}", fix="cache: auto")
    trusted = mode == "always" or (mode == "auto" and _is_of_our_own(event))
    prefix = f"planproof-{__version__}-{engine_digest()[:12]}-{_machine()}-"
    saved = mode != "never" and event.on_default_branch and event.name in _OURS
    return CacheUse(f"{prefix}{head}", prefix, trusted, saved)


def _is_of_our_own(event: Event) -> bool:
    """Pushed by somebody who may push, and not the last look before a merge."""
    return not event.from_fork if event.name == "pull_request" else event.name in _OURS


def _machine() -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"{platform.system()}-{platform.machine()}".lower())
