"""The parts of a room are loaded when they are first asked for: no command needs all of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence


def lazily(room: str, homes: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package whose modules hold the names that ``homes`` lists (PEP 562).

    No name may be that of a module too: importing the module would put it in the name's place.
    """
    module_of = {name: module for module, names in homes.items() for name in names}

    def load(name: str) -> object:
        module = module_of.get(name)
        if module is None:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        value: object = getattr(__import__(f"{room}.{module}", fromlist=(name,)), name)
        setattr(sys.modules[room], name, value)
        return value

    return load
