"""What single files gave, by path: unpacked only of those that somebody looks at."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from planproof.evaluate import packed
from planproof.evaluate.file_pass import FileResult
from planproof.evaluate.kept_sums import lists_of, pack_part
from planproof.evaluate.moved import Moved
from planproof.evaluate.packed import Packed
from planproof.evaluate.sections import pack_numbers, pack_texts, unpack_numbers, unpack_texts
from planproof.evaluate.trail import Trail
from planproof.rules import may_pass

_GAVE_UP, _MAY_CHANGE, _NOTABLE = 1, 2, 4


class KeptFile(Struct, frozen=True):
    """What one path gave; see :class:`planproof.evaluate.file_pass.FileResult`.

    ``told`` is that: the rules that only count it, its parts, its remarks. ``may_change``: looking
    again may give something else, though nothing changed. ``notable``: there is more than sums.
    """

    told: Packed
    trail: Trail
    whole: str
    may_change: bool
    notable: bool

    @property
    def plain(self) -> list[int]:
        return list(self.told[0])

    @property
    def parts(self) -> Iterator[tuple[int, Packed]]:
        """The numbers of rules, and what it gave for them."""
        return ((number, part) for number, *part in self.told[1])

    @property
    def remarks(self) -> Packed:
        return list(self.told[2])


def kept_file(one: FileResult) -> KeptFile:
    parts = [[number, *pack_part(part)] for number, part in one.parts]
    remarks = packed.pack_diagnostics(one.remarks)
    return KeptFile(
        [one.plain, parts, remarks],
        one.trail,
        one.whole,
        any(may_pass(why) for _, part in one.parts for _, why in part.blocking),
        bool(remarks) or any(any(lists_of(part)) for _, *part in parts),
    )


class _Columns:
    """Files as they are kept, each by its number."""

    def __init__(self, sections: Iterable[bytes | memoryview]) -> None:
        paths, self.flags, wholes, trails, told, numbers = sections
        self.paths = unpack_texts(paths)
        self._wholes, self._trails, self._told, self._numbers = wholes, trails, told, numbers
        self._unpacked: dict[str, Packed] = {}
        self._joined: str | None = None
        if len(self.flags) != len(self.paths):
            raise ValueError("columns of several lengths")

    @property
    def wholes(self) -> list[str]:
        return self._column("wholes", lambda: _texts(self._wholes))

    @property
    def trails(self) -> list[str]:
        return self._column("trails", lambda: self.all_trails.split("\0")[:-1])

    @property
    def all_trails(self) -> str:
        """As one text."""
        if self._joined is None:
            self._joined = _text(self._trails)
        return self._joined

    def file(self, number: int) -> KeptFile:
        flags = self.flags[number]
        told = self._column("told", lambda: _texts(self._told))
        which = self._column("numbers", lambda: unpack_numbers(self._numbers))
        return KeptFile(
            json.loads(told[which[number]]),
            Trail(self.trails[number], bool(flags & _GAVE_UP)),
            self.wholes[number],
            bool(flags & _MAY_CHANGE),
            bool(flags & _NOTABLE),
        )

    def _column(self, name: str, unpack: Callable[[], Packed]) -> Packed:
        if name not in self._unpacked:
            self._unpacked[name] = unpack()
        return self._unpacked[name]


class KeptFiles:
    """Files by path; what was kept before stays packed until it is asked for."""

    def __init__(self, sections: Iterable[bytes | memoryview] | None = None) -> None:
        self._columns = _Columns(sections) if sections is not None else None
        paths = self._columns.paths if self._columns is not None else []
        self._files: dict[str, int | KeptFile] = dict(zip(paths, range(len(paths)), strict=True))

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def put(self, path: str, file: KeptFile) -> None:
        self._files[path] = file

    def pop(self, path: str) -> KeptFile | None:
        """Takes a file out; None for one that is not there."""
        found = self._files.pop(path, None)
        return self._file(found) if found is not None else None

    def items(self) -> Iterator[tuple[str, KeptFile]]:
        """All of them, by path."""
        return ((path, self._file(self._files[path])) for path in sorted(self._files))

    def notable(self) -> Iterator[tuple[str, KeptFile]]:
        """Those that there is more to say of than sums, by path."""
        for path in sorted(self._with(_NOTABLE)):
            yield path, self._file(self._files[path])

    def that_gave_up(self) -> list[str]:
        return self._with(_GAVE_UP)

    def touched(self, moved: Moved, whole_at: Callable[[str], str], *, some: bool) -> list[str]:
        """The paths of files that may give something else now. ``whole_at`` names what terms about
        the whole tree hit in a file, ``some``: they hit something."""
        found = set(self._with(_MAY_CHANGE))
        if some or self._has_wholes():
            found |= {
                path for path, one in self._files.items() if self._whole(one) != whole_at(path)
            }
        if not moved.nothing and moved.touches(self._all_trails()):
            numbers = moved.touched_of([self._trail(one) for one in self._files.values()])
            paths = list(self._files)
            found.update(paths[number] for number in numbers)
        return sorted(found)

    def pack(self) -> list[bytes]:
        """Columns."""
        files = [*self.items()]
        told = [_json(file.told) for _, file in files]
        numbers = {text: number for number, text in enumerate(dict.fromkeys(told))}
        return [
            pack_texts(path for path, _ in files),
            bytes(_flags(file) for _, file in files),
            zlib.compress(pack_texts(file.whole for _, file in files), 1),
            zlib.compress(pack_texts(file.trail.text for _, file in files), 1),
            zlib.compress(pack_texts(numbers), 1),
            pack_numbers(numbers[text] for text in told),
        ]

    def _file(self, one: int | KeptFile) -> KeptFile:
        if isinstance(one, KeptFile):
            return one
        assert self._columns is not None  # noqa: S101 - only columns are numbered
        return self._columns.file(one)

    def _whole(self, one: int | KeptFile) -> str:
        if isinstance(one, KeptFile) or self._columns is None:
            return one.whole if isinstance(one, KeptFile) else ""
        return self._columns.wholes[one]

    def _trail(self, one: int | KeptFile) -> str:
        if isinstance(one, KeptFile) or self._columns is None:
            return one.trail.text if isinstance(one, KeptFile) else ""
        return self._columns.trails[one]

    def _all_trails(self) -> str:
        """Those of all files, between which no mark can be: mostly there is none that is sought."""
        kept = self._columns.all_trails if self._columns is not None else ""
        added = (one.trail.text for one in self._files.values() if isinstance(one, KeptFile))
        return "\0".join((kept, *added))

    def _has_wholes(self) -> bool:
        kept = self._columns is not None and any(self._columns.wholes)
        return kept or any(isinstance(one, KeptFile) and one.whole for one in self._files.values())

    def _with(self, flag: int) -> list[str]:
        flags = self._columns.flags if self._columns is not None else b""
        return [
            path
            for path, one in self._files.items()
            if (flags[one] if isinstance(one, int) else _flags(one)) & flag
        ]


def _flags(file: KeptFile) -> int:
    return _GAVE_UP * file.trail.gave_up + _MAY_CHANGE * file.may_change + _NOTABLE * file.notable


def _text(stored: bytes | memoryview) -> str:
    return str(zlib.decompress(stored), "utf-8", "surrogatepass")


def _texts(stored: bytes | memoryview) -> list[str]:
    return unpack_texts(zlib.decompress(stored))


def _json(value: Packed) -> str:
    """Without NUL, which JSON escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
