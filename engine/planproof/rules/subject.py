"""One file under judgement: its facts, its bytes and what its names mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from planproof.languages import Language
from planproof.model.document import Document
from planproof.rules.terms import Term


class Naming(Protocol):
    """What the names of one file mean. ``planproof.index.Resolver`` knows what the file tells."""

    def candidates(self, row: int) -> tuple[str, ...]:
        """The full chains that the name of a row may stand for; none where it means itself."""
        ...

    def may_mean(self, root: str) -> bool:
        """Whether names with this root can stand for anything but themselves: a cheap no."""
        ...

    def renames(self, name: str) -> bool:
        """Whether a name without a dot may stand for a chain of the file that ends with another."""
        ...

    def may_fit(self, row: int, fits: Callable[[str], bool]) -> bool:
        """Whether one of :meth:`candidates` or of :meth:`unsure` may fit: a cheap no."""
        ...

    def unsure(self, row: int) -> tuple[str, ...]:
        """Chains that it stands for if a module that nobody can look into holds such a name."""
        ...

    def others(self, target: str) -> tuple[str, ...]:
        """The other chains that an imported one stands for, by what other files say."""
        ...

    def may_be(self, target: str, fits: Callable[[str], bool]) -> bool:
        """Whether one of :meth:`others` may fit: a cheap no."""
        ...

    def aliases(self, term: Term) -> frozenset[str]:
        """Names that files bind to what a term names, or to the beginning of it."""
        ...

    @property
    def unresolved(self) -> int:
        """How many imports of the file leave open what names mean."""
        ...

    @property
    def module(self) -> str:
        """The chain with which what the file defines begins."""
        ...


class Subject(Struct, frozen=True):
    """A parsed file.

    ``above_root`` is the number of leading folders of ``path`` that lie above the source root,
    and so may be missing in the absolute name of a module: 1 for ``src/auth/legacy.py``.
    ``app_labels`` are what the app that the file belongs to is called, where the tree says it.
    """

    path: str
    content: bytes
    language: Language
    document: Document
    naming: Naming
    above_root: int = 0
    app_labels: tuple[str, ...] = ()
