"""The frameworks of a language, looked up by names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from planproof.languages.frameworks import Action, Framework, Kind, Route, frameworks_of
from planproof.model.document import Document
from planproof.model.name import canonical

_LEFT_OUT = re.compile(r"\.(?:default|v\d+)(?=\.|$)")


class Meant(Struct, frozen=True):
    """What a chain means to a framework: exactly one of the three beside it."""

    framework: Framework
    kind: Kind | None = None
    action: Action | None = None
    refers: bool = False


class Tables(Struct, frozen=True):
    """``functions`` and ``decorators`` by whole chain, ``types`` likewise, ``members`` by name."""

    frameworks: tuple[Framework, ...]
    functions: dict[str, Meant]
    decorators: dict[str, tuple[Framework, Route]]
    types: dict[str, Meant]
    members: dict[str, tuple[tuple[Framework, Kind, Action], ...]]
    foreign: frozenset[str]
    prefixes: frozenset[str]
    """The names of arguments that hold the prefix of a spot."""

    def kind(self, framework: Framework, name: str) -> Kind | None:
        return next((kind for kind in framework.kinds if kind.name == name), None)


def plain(chain: str) -> str:
    """A chain as the tables have it: without ``default`` and version segments."""
    return _LEFT_OUT.sub("", canonical(chain))


@lru_cache(maxsize=16)
def tables_of(language: str) -> Tables:
    frameworks = frameworks_of(language)
    functions: dict[str, Meant] = {}
    decorators: dict[str, tuple[Framework, Route]] = {}
    types: dict[str, Meant] = {}
    members: dict[str, list[tuple[Framework, Kind, Action]]] = {}
    foreign: set[str] = set()
    for framework in frameworks:
        for chain in framework.references:
            functions[plain(chain)] = Meant(framework, refers=True)
        for action in framework.functions:
            for chain in action.names:
                functions[plain(chain)] = Meant(framework, action=action)
        for route in framework.decorators:
            decorators.update({plain(chain): (framework, route) for chain in route.names})
        for kind in framework.kinds:
            functions.update({plain(chain): Meant(framework, kind) for chain in kind.makers})
            types.update({plain(chain): Meant(framework, kind) for chain in kind.types})
            foreign.update(map(plain, kind.foreign))
            for action in kind.actions:
                for name in action.names:
                    members.setdefault(name, []).append((framework, kind, action))
    return Tables(
        frameworks,
        functions,
        decorators,
        types,
        {name: tuple(found) for name, found in members.items()},
        frozenset(foreign),
        frozenset(name for each in frameworks for kind in each.kinds for name in kind.prefix.names),
    )


def used_by(document: Document, frameworks: tuple[Framework, ...]) -> Iterator[str]:
    """The frameworks that the file imports."""
    targets = {plain(binding.target) for binding in document.imports if not binding.level}
    for framework in frameworks:
        modules = tuple(plain(module) for module in framework.modules)
        for target in targets:
            if any(target == module or target.startswith(f"{module}.") for module in modules):
                yield framework.name
