"""Which terms were shown able to hit, so that the same evidence is not run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct, field

from planproof.evaluate import packed
from planproof.evaluate.memory import Memo
from planproof.evaluate.options import Keep
from planproof.evaluate.packed import DAMAGED, Packed


class KeptProofs(Struct):
    """Indexes of terms by a question: all that the answer depends on besides the rules.

    That nothing was found is not kept of what may only have taken too long.
    """

    memo: Memo
    keep: Keep | None
    _known: dict[str, Packed] | None = None
    _asked: dict[str, Packed] = field(default_factory=dict)
    _learnt: bool = False

    def terms(
        self, question: Iterable[str], find: Callable[[], Iterable[int]], *, sure: bool
    ) -> frozenset[int]:
        """What ``find`` gives, or gave when the question was asked before. ``sure``: it gives the
        same every time."""
        key = "\0".join(question)
        known = self._load().get(key)
        if known is None:
            known = sorted(find())
            self._learnt = self._learnt or sure or bool(known)
        if sure or known:
            self._asked[key] = known
        return frozenset(known)

    def knows(self, question: Iterable[str]) -> bool:
        """Whether the question was asked before."""
        return "\0".join(question) in self._load()

    def save(self) -> None:
        """Keeps the answers to what was asked now, and no others."""
        if self.keep is not None and self._learnt:
            rows = sorted(self._asked.items())
            self.memo.put(_row(self.keep), packed.to_bytes([self.keep.key, rows]))

    def _load(self) -> dict[str, Packed]:
        if self._known is None:
            self._known = _unpack(self.memo, self.keep) if self.keep is not None else {}
        return self._known


def _row(keep: Keep) -> str:
    return f"proofs of {keep.name}"


def _unpack(memo: Memo, keep: Keep) -> dict[str, Packed]:
    stored = memo.get(_row(keep))
    if stored is None:
        return {}
    try:
        key, rows = packed.from_bytes(stored)
        return {question: list(map(int, terms)) for question, terms in rows if key == keep.key}
    except DAMAGED:
        return {}
