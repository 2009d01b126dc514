"""The arguments of calls, and the paths that they hold."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.index.routes.code import Code
from planproof.index.routes.facts import PathText, Ref, Where
from planproof.index.routes.names import Names
from planproof.languages.frameworks import At
from planproof.languages.values import Call, Items, Record, Text, Value, chain_of

_DEEPEST = 8
_LONGEST = 2000
"""Characters; a longer text is no path."""

_MOST_PARTS = 200
"""Of one path, and of all paths of one argument."""


class Arguments:
    """Reads arguments of one file."""

    def __init__(self, code: Code, names: Names) -> None:
        self._code = code
        self._names = names
        self._left = _MOST_PARTS

    def at(self, call: Call, at: At) -> list[Value]:
        """The values at a place: one, or all from there on."""
        given = call.positional()
        found: list[Value] = []
        if at.position is not None and at.position < len(given):
            placed = given[at.position :] if at.others else [given[at.position]]
            for value in placed:
                if isinstance(value, Record) and at.names:
                    found.extend(held for n in at.names if (held := value.named(n)) is not None)
                else:
                    found.append(value)
        found.extend(held for name in at.names if (held := call.named(name)) is not None)
        return found

    def paths(self, call: Call, at: At, *, constant: bool = False) -> list[PathText]:
        """The paths that stand there; ``constant``: only texts count, for arguments of any sort."""
        values = [v for v in self.at(call, at) if isinstance(v, Text) or not constant]
        return [path for value in values for path in self.texts(value)]

    def texts(self, value: Value) -> list[PathText]:
        """The paths that a value is: several for a list."""
        self._left = _MOST_PARTS
        held = value.items if isinstance(value, Items) else (value,)
        return [self._path(item, 0) for item in held[:_MOST_PARTS]]

    def looks_like_path(self, call: Call, at: At, *, empty: bool) -> bool:
        """A text is written there that begins with a slash or something computed, or is empty."""
        for value in self.at(call, at):
            for path in self.texts(value) if isinstance(value, Text) else ():
                first = path[0] if path else ""
                if not isinstance(first, str) or first.startswith("/"):
                    return True
                if empty and path in ((), ("",)):
                    return True
        return False

    def _path(self, value: Value, depth: int) -> PathText:
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            return (None,)
        if isinstance(value, Text):
            parts: list[str | Ref | None] = []
            for part in value.parts:
                parts.extend((part,) if isinstance(part, str) else self._path(part, depth + 1))
            return (None,) if _size(parts) > _LONGEST else tuple(parts)
        names = chain_of(value)
        return self._named(names, value.start, depth) if names else (None,)

    def _named(self, names: tuple[str, ...], at: int, depth: int) -> PathText:
        """What a name stands for, in this file or another one."""
        if len(names) == 1 and (bound := self._names.bound(names[0], at)):
            values = [binding.value for binding in bound[1] if binding.value is not None]
            return self._path(self._code.read(values[0]), depth + 1) if values else (None,)
        imported = self._names.imported(names)
        if imported is None and (local := self._constant(names[-1])):
            return local
        return (imported or Ref(Where.BESIDE, ".".join(names)),)

    def _constant(self, name: str) -> PathText | None:
        """A text that a class or object of this file has by the name."""
        for binding in self._code.attributes.get(name, ()):
            value = self._code.read(binding.value) if binding.value is not None else None
            if isinstance(value, Text) and all(isinstance(part, str) for part in value.parts):
                return tuple(str(part) for part in value.parts)
        return None


def _size(parts: Sequence[str | Ref | None]) -> int:
    return sum(len(part) if isinstance(part, str) else 1 for part in parts)
