"""Whether a file takes something by way of a module: ``compat.fetch``, however it is laid out.

The words of many files say that it may, of few that it does: this looks at the bytes once, and
remembers what was seen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from planproof.evaluate.blob_memo import BlobMemo
from planproof.evaluate.reach import Detour
from planproof.evaluate.shelf import Shelf
from planproof.evaluate.spelling import spellings
from planproof.languages import Language

if TYPE_CHECKING:
    import re2

_VERSION = 1
_MEMORY = 64_000_000


Passage = tuple[str, str, bool]
"""A key of the memory, a blob, and whether that takes the ways that the key stands for."""


class Passages(Struct):
    """What is known of the blobs of one tree; ``partly``: few of them are asked for."""

    shelf: Shelf
    partly: bool = False
    _memos: dict[str, BlobMemo] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _learnt: list[Passage] = field(default_factory=list)

    def may_take(
        self, ways: Sequence[Detour], blob: str, language: Language, content: bytes | None
    ) -> bool:
        """Whether a file takes one of the ways; without its content, as far as is remembered."""
        if not language.chains_name_modules:
            return True
        memo = self._memo_of(ways, language)
        self._seen.add(blob)
        known = memo.get(blob)
        if not isinstance(known, bool) and content is not None:
            known = _takes(ways, language, content)
            memo.put(blob, known)
            self._learnt.append((memo.key, blob, known))
        return known is not False

    def take(self) -> list[Passage]:
        """What was learnt since the last time."""
        learnt, self._learnt = self._learnt, []
        return learnt

    def learn(self, passages: Iterable[Passage]) -> None:
        """Notes what another process learnt."""
        for key, blob, known in passages:
            self._seen.add(blob)
            self._memory(key).put(blob, known)

    def save(self) -> None:
        """Keep what was learnt."""
        for memo in self._memos.values():
            self.shelf.note(memo, None if self.partly else self._seen)

    def _memo_of(self, ways: Iterable[Detour], language: Language) -> BlobMemo:
        text = "\n".join(_pattern(way, language) for way in ways)
        key = f"passage {_VERSION} {language.name} {hashlib.sha256(text.encode()).hexdigest()}"
        return self._memory(key)

    def _memory(self, key: str) -> BlobMemo:
        return self._memos.setdefault(key, self.shelf.memory(key))


def _takes(ways: Iterable[Detour], language: Language, content: bytes) -> bool:
    texts = list(spellings(content, language))
    return any(_compiled(_pattern(way, language)).search(t) for way in ways for t in texts)


@lru_cache(maxsize=1024)
def _pattern(way: Detour, language: Language) -> str:
    owners = "|".join(re.escape(owner) for owner in sorted(way.owners))
    noise = f"(?:{language.noise.pattern})*"
    name = rf"{re.escape(way.name)}(?:\W|$)" if way.name else r"\w"
    return rf"(?:^|\W)(?:{owners}){noise}\.{noise}{name}"


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re2._Regexp[bytes]:
    import re2

    options = re2.Options()
    options.max_mem = _MEMORY
    return re2.compile(pattern.encode(), options)
