"""What the classes of a file are, by their bases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planproof.index.routes.facts import ClassFact, Ref, Where
from planproof.index.routes.names import Names, Thing
from planproof.index.routes.tables import Meant
from planproof.languages.values import Member, Name, Value
from planproof.model.document import Document

_ADD_NOTHING = frozenset({"ABC", "Generic", "Protocol", "object"})


class Classes:
    """Those with bases; ``thing`` tells what a value is."""

    def __init__(
        self, document: Document, names: Names, thing: Callable[[Value], Thing | None]
    ) -> None:
        self._names = names
        self._thing = thing
        self._classes = {each.qualified: each for each in document.definitions if each.bases}

    def meant(self, ref: Ref) -> Meant | None:
        """What a class of this file is, by its bases."""
        if ref.where is not Where.HERE:
            return None
        definition = self._classes.get(ref.target)
        if definition is None:
            return None
        for base in definition.bases:
            for meant in self._names.meanings(_as_value(base, definition.extent.start)):
                return meant
        return None

    def base(self, key: str) -> Ref | None:
        """The first base of a class that the tree may tell of."""
        definition = self._classes.get(key)
        for base in definition.bases if definition is not None else ():
            found = self._thing(_as_value(base, self._classes[key].extent.start))
            if found is not None and found.ref is not None:
                return found.ref
        return None

    def bases(self, key: str) -> Iterator[str | None]:
        """The bases of a class: the key of one of this file, None for one that adds nothing that
        requests are answered by, and an empty text for any other."""
        definition = self._classes.get(key)
        for base in definition.bases if definition is not None else ():
            value = _as_value(base, self._classes[key].extent.start)
            found = self._thing(value)
            if base.rpartition(".")[2] in _ADD_NOTHING or any(self._names.meanings(value)):
                yield None
            elif found is not None and found.ref is not None and found.ref.where is Where.HERE:
                yield found.ref.target
            else:
                yield ""

    def facts(self) -> Iterator[tuple[str, ClassFact]]:
        """What the classes of the file are, or what could tell."""
        for key, definition in self._classes.items():
            bases = [_as_value(base, definition.extent.start) for base in definition.bases]
            kinds = [m for base in bases for m in self._names.meanings(base) if m.kind is not None]
            for meant in kinds[:1]:
                if meant.kind is not None:
                    yield key, ClassFact(meant.framework.name, meant.kind.name)
            for base in bases if not kinds else ():
                found = self._thing(base)
                if found is not None and found.ref is not None:
                    yield key, ClassFact("", "", found.ref)
                    break


def _as_value(chain: str, at: int) -> Value:
    root, *rest = chain.split(".")
    value: Value = Name(at, at, root)
    for name in rest:
        value = Member(at, at, value, name)
    return value
