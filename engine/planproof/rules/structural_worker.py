"""ast-grep in a process of its own, which can be killed.

Some rules take minutes on a file of 100 kB, some crash, and none can be interrupted from inside
the process: a file that takes longer than its budget is undecided, never clean.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Sequence
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

from planproof.rules.structure import Structure, grammar_name

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from ast_grep_py import SgNode, SgRoot

Offsets = tuple[tuple[int, int], ...]
"""Where the outermost matches are, as character offsets."""

Answer = Offsets | str
"""The matches, or why there is no answer."""

_GIVE_UP_AFTER = 3

_TOO_SLOW = "the pattern took longer"
_CRASHED = "the pattern made the matcher crash"
_NOT_TRIED = "not tried"


def may_pass(why: str) -> bool:
    """Whether a reason why something is undecided may not hold another time."""
    return any(reason in why for reason in (_TOO_SLOW, _CRASHED, _NOT_TRIED))


class StructuralWorker:
    """One worker process, started at the first question. Close it, or use it as a context."""

    def __init__(self, budget: float = 10.0) -> None:
        """``budget``: seconds that one structure may take on one file."""
        self._budget = budget
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._loaded: str | None = None
        self._failures: dict[Structure, int] = {}
        self.may_answer_later = False
        """Whether there was no answer that there may be another time."""

    def inside(self) -> StructuralWorker:
        """One that does the same in this very process, for a process that somebody watches who
        can end it."""
        return _Inside(self._budget)

    @property
    def has_failed(self) -> bool:
        """Whether some answer was not a list of matches: then later ones may rest on that."""
        return bool(self._failures)

    def find(self, text: str, language: str, structure: Structure) -> Answer:
        """The matches in one source. ``language``: one of ``STRUCTURAL``.

        A source that is asked about several times in a row is sent and parsed once.
        """
        if self._failures.get(structure, 0) >= _GIVE_UP_AFTER:
            return f"{_NOT_TRIED}: the pattern failed on {_GIVE_UP_AFTER} files before"
        answer = self._ask(text, language, structure)
        if isinstance(answer, str):
            self._failures[structure] = self._failures.get(structure, 0) + 1
            self.may_answer_later |= may_pass(answer)
        return answer

    def _ask(self, text: str, language: str, structure: Structure) -> Answer:
        line = self._line or self._start()
        try:
            line.send((None if text is self._loaded else text, language, structure.config))
            self._loaded = text
            if not line.poll(self._budget):
                return self._abandon(f"{_TOO_SLOW} than {self._budget:g} s")
            matches: Answer = line.recv()
        except (EOFError, OSError):
            return self._abandon(_CRASHED)
        return matches

    def _start(self) -> Connection:
        context = _context()
        ours, theirs = context.Pipe()
        arguments = (theirs, ours, self._budget)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        self._process, self._line = process, ours
        return ours

    def _abandon(self, why: str) -> str:
        self.close()
        return why

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._line is not None:
            self._line.close()
        self._process = self._line = self._loaded = None

    def __enter__(self) -> StructuralWorker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Inside(StructuralWorker):
    def __init__(self, budget: float) -> None:
        super().__init__(budget)
        self._root: SgRoot | str = ""

    def _ask(self, text: str, language: str, structure: Structure) -> Answer:
        begun = monotonic()
        if text is not self._loaded:
            self._root, self._loaded = _parse(text, language), text
        root = self._root
        answer = root if isinstance(root, str) else _matches(root, structure.config)
        late = monotonic() - begun > self._budget
        return f"the pattern took longer than {self._budget:g} s" if late else answer


def _context() -> ForkContext | SpawnContext:
    """Fork is three times as quick, and only safe where this is the only thread."""
    from multiprocessing import get_context

    alone = threading.active_count() == 1 and sys.platform == "linux"
    return get_context("fork") if alone else get_context("spawn")


def _serve(line: Connection, parents_end: Connection, budget: float) -> None:
    """The worker: answers until the other end is closed. Runs in the worker process.

    A source is parsed once for all the structures that are asked of it in a row.
    """
    parents_end.close()
    _silence()
    root: SgRoot | str = "nothing to search"
    while True:
        try:
            text, language, config = line.recv()
        except EOFError:
            return
        _die_after(budget + 5)
        if text is not None:
            root = _parse(text, language)
        line.send(root if isinstance(root, str) else _matches(root, config))
        _die_after(0)


def _silence() -> None:
    """No output (a panic prints its stack), and Ctrl-C is for the parent to act on."""
    import signal

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _die_after(seconds: float) -> None:
    """The parent kills a slow worker; this is for a parent that was killed itself."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _parse(text: str, language: str) -> SgRoot | str:
    from ast_grep_py import SgRoot

    try:
        return SgRoot(text, grammar_name(language))
    except BaseException as error:
        return _failure(error)


def _matches(root: SgRoot, config: str) -> Answer:
    try:
        found = root.root().find_all(json.loads(config))
        return _outermost(sorted(_offsets(node) for node in found))
    except BaseException as error:
        return _failure(error)


def _failure(error: BaseException) -> str:
    """A panic of ast-grep is no Exception, so everything is caught, and told."""
    return f"the matcher failed: {str(error).partition(chr(10))[0]}"


def _offsets(node: SgNode) -> tuple[int, int]:
    place = node.range()
    return place.start.index, -place.end.index


def _outermost(places: Sequence[tuple[int, int]]) -> Offsets:
    kept: list[tuple[int, int]] = []
    for start, negative_end in places:
        if not kept or start >= kept[-1][1]:
            kept.append((start, -negative_end))
    return tuple(kept)
