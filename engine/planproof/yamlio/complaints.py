"""Collects what is wrong with one file, so that all of it is said at once."""

from __future__ import annotations

from planproof.errors import Diagnostic, SpecError
from planproof.yamlio.limits import MAX_PROBLEMS
from planproof.yamlio.nodes import Mark

START = Mark(1, 1)


class Complaints:
    """The diagnostics of one source. Raises SpecError by itself when there are too many."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._found: dict[Diagnostic, None] = {}
        self._warned: dict[Diagnostic, None] = {}

    def add(self, code: str, message: str, fix: str = "", at: Mark = START) -> None:
        """The same complaint about the same place counts once (an alias repeats its node)."""
        self._found[Diagnostic(code, message, fix, self.source, at.line, at.column)] = None
        if len(self._found) >= MAX_PROBLEMS:
            more = "there may be more mistakes: only the first 100 are listed"
            last = Diagnostic("too-many-mistakes", more, "mend these first", self.source)
            raise SpecError((*self._in_file_order(), last))

    def warn(self, code: str, message: str, fix: str = "", at: Mark = START) -> None:
        """What is no mistake and should be known. Those beyond the first hundred are dropped."""
        if len(self._warned) < MAX_PROBLEMS:
            warning = Diagnostic(code, message, fix, self.source, at.line, at.column)
            self._warned[warning] = None

    def fatal(self, code: str, message: str, fix: str = "", at: Mark | None = START) -> SpecError:
        """For ``raise complaints.fatal(…)``: what follows cannot be read. No ``at``: no place."""
        line, column = (at.line, at.column) if at else (None, None)
        self._found[Diagnostic(code, message, fix, self.source, line, column)] = None
        return SpecError(self._in_file_order())

    def raise_if_any(self) -> None:
        if self._found:
            raise SpecError(self._in_file_order())

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What is wrong so far, in file order."""
        return self._in_file_order()

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """In file order."""
        return tuple(sorted(self._warned, key=_place_and_code))

    def _in_file_order(self) -> tuple[Diagnostic, ...]:
        return tuple(sorted(self._found, key=_place_and_code))


def _place_and_code(found: Diagnostic) -> tuple[int, int, str, str]:
    return found.line or 0, found.column or 0, found.code, found.message


def quoted(text: str, limit: int = 60) -> str:
    """A piece of the file for a message: one printable line, cut where it is long."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return '"' + "".join(c if c.isprintable() else repr(c)[1:-1] for c in cut) + '"'
