"""Everything planproof raises on purpose.

An exception means that the tool could not do its job; a violation is a value and never raised.

    PlanproofError                  what, where, and what to do next
    ├── UsageError                  exit 2: the request cannot be carried out as asked
    │   ├── SpecError               a spec that does not load; carries every diagnostic of the file
    │   ├── BaselineError           a baseline that does not; carries those of its first bad lines
    │   ├── NotFoundError           a plan, task, snapshot or revision that does not exist
    │   ├── DatabaseMissingError    no plans.db yet (also a FileNotFoundError)
    │   └── RefusedError            the state machine says no, and says what would make it yes
    └── FaultError            exit 3: the world is in the way; no verdict can be given
        ├── GitError                git is missing, too old, or failed
        ├── StoreError              a database that cannot be read or written
        └── TreeChangedError        files kept changing while they were being judged
"""

from __future__ import annotations

from typing import NamedTuple


class Diagnostic(NamedTuple):
    """One complaint with its place and its mend.

    ``line`` and ``column`` are 1-based and None where the complaint has no place. ``code`` is a
    stable kebab-case word (``unknown-key``); ``fix`` is what to type or change next.
    """

    code: str
    message: str
    fix: str = ""
    source: str = ""
    line: int | None = None
    column: int | None = None


class PlanproofError(Exception):
    """Base of the tree. ``diagnostics`` is never empty; ``str()`` is the first message."""

    code = "error"

    def __init__(self, message: str, *, fix: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.diagnostics: tuple[Diagnostic, ...] = (Diagnostic(code or self.code, message, fix),)


class UsageError(PlanproofError):
    """The request cannot be carried out as asked (exit 2)."""

    code = "usage"


class SpecError(UsageError):
    """A spec that does not load. Carries every diagnostic of the file, in file order."""

    code = "spec-invalid"

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(diagnostics[0].message)
        self.diagnostics = diagnostics


class BaselineError(UsageError):
    """A baseline with lines that cannot be read. Carries diagnostics of the first of them."""

    code = "baseline-invalid"

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(diagnostics[0].message)
        self.diagnostics = diagnostics


class NotFoundError(UsageError):
    """A plan, task, snapshot or revision that does not exist."""

    code = "not-found"


class DatabaseMissingError(UsageError, FileNotFoundError):
    """There is no plans.db here yet; only ``planproof init`` makes one."""

    code = "database-missing"


class RefusedError(UsageError):
    """The state machine says no; ``fix`` says what would make it yes."""

    code = "refused"


class FaultError(PlanproofError):
    """The world is in the way, so no verdict can be given (exit 3)."""

    code = "environment"


class GitError(FaultError):
    """git is missing, too old, or failed."""

    code = "git"


class StoreError(FaultError):
    """A database that cannot be read or written."""

    code = "store"


class TreeChangedError(FaultError):
    """Files kept changing while they were being judged."""

    code = "tree-changed"
