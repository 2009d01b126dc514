"""Repositories of any number of files: near-copies of real ones, with other names in them."""

from __future__ import annotations

import keyword
import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_WORD = re.compile(rb"\b[A-Za-z_][A-Za-z0-9_]{3,}\b")
_SHARE = 3
"""One of so many names is another one in each copy."""


def fill(source: Path, paths: Sequence[str], files: int) -> Callable[[Path], None]:
    """What puts so many files into a folder. The copies of a file lie in folders of their own."""

    def into(root: Path) -> None:
        for path, content in near_copies(source, paths, files):
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    return into


def near_copies(source: Path, paths: Sequence[str], files: int) -> Iterator[tuple[str, bytes]]:
    """(path, content), the real ones first, in an order that is random and always the same."""
    shuffled = random.Random(4).sample(sorted(paths), len(paths))
    for number in range(files):
        copy, at = divmod(number, len(shuffled))
        content = (source / shuffled[at]).read_bytes()
        yield f"copy_{copy}/{shuffled[at]}", near_copy(content, copy)


def near_copy(content: bytes, copy: int) -> bytes:
    """Copy 0 is the text itself. Words of the language and of the ten rules stay what they are."""
    if copy == 0:
        return content
    suffix = b"_%d" % copy

    def other(match: re.Match[bytes]) -> bytes:
        word = match[0]
        changes = zlib.crc32(word) % _SHARE == 0 and word not in _KEPT
        return word + suffix if changes else word

    return _WORD.sub(other, content)


_KEPT = {word.encode() for word in (
    *keyword.kwlist, *keyword.softkwlist, "print", "open", "mark_safe", "warnings", "asyncio",
    "TestCase", "stacklevel", "timeout", "Exception", "__future__", "annotations",
)}  # fmt: skip
