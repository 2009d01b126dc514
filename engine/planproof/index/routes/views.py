"""Routes of classes that say in their bodies where they are: ``url = "/api/x"``, ``def get``."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.index.routes.arguments import Arguments
from planproof.index.routes.classes import Classes
from planproof.index.routes.code import Code, Scope
from planproof.index.routes.declare import Declared
from planproof.index.routes.facts import PathText, Ref, RouteFact, Spot, Sure, Where
from planproof.index.routes.tables import Tables
from planproof.languages.frameworks import Framework, Kind
from planproof.languages.frameworks.framework import VERBS
from planproof.languages.values import Items, Value

_DEEPEST = 10


class Views:
    """The classes of one file that may be such views, by whatever they inherit from."""

    def __init__(
        self,
        code: Code,
        tables: Tables,
        arguments: Arguments,
        classes: Classes,
        declared: Declared,
    ) -> None:
        self._code = code
        self._arguments = arguments
        self._classes = classes
        self._declared = declared
        self._kinds = [
            (framework, kind)
            for framework in tables.frameworks
            for kind in framework.kinds
            if kind.paths
        ]

    def declare(self) -> None:
        """Notes down what each class declares."""
        for scope in self._code.scopes:
            for framework, kind in self._kinds if scope.is_class else ():
                self._declare(scope, framework, kind)

    def _declare(self, scope: Scope, framework: Framework, kind: Kind) -> None:
        meant = self._classes.meant(Ref(Where.HERE, scope.key))
        base = self._classes.base(scope.key)
        is_one = meant is not None and meant.kind == kind
        if not is_one and (meant is not None or base is None):
            return
        paths = list(self._paths(scope, kind, sure=is_one))
        if not paths:
            return
        if is_one:
            self._declared.spot(scope.key, framework, kind, root=True)
        elif scope.key not in self._declared.spots:
            self._declared.spots[scope.key] = Spot("", maker=base)
        methods = self._methods(scope.key, 0) or ()
        for path, place in paths:
            fact = RouteFact(
                Ref(Where.HERE, scope.key),
                methods,
                path,
                self._code.span(place),
                framework.style.name,
                framework.name,
                unknown=not methods,
                sure=Sure.YES if is_one else Sure.IF_SAME,
            )
            self._declared.routes[fact] = None

    def _paths(self, scope: Scope, kind: Kind, *, sure: bool) -> Iterator[tuple[PathText, Value]]:
        """Of its body, and of ``self`` in its methods. ``sure``: something computed is one."""
        for name in kind.paths:
            for binding in self._code.attributes.get(name, ()):
                if self._code.class_around(binding.at - 1) is not scope:
                    continue
                value = self._code.read(binding.value) if binding.value is not None else None
                for held in value.items if isinstance(value, Items) else (value,):
                    if held is None or self._text(held) == "None":
                        continue
                    for path in self._arguments.texts(held):
                        if _may_be_path(path, sure=sure):
                            yield path, held

    def _text(self, value: Value) -> str:
        return self._code.parsed.text[value.start : value.end].decode("utf-8", "replace")

    def _methods(self, key: str, depth: int) -> tuple[str, ...] | None:
        """What a class answers: None where a base of elsewhere may answer more."""
        found = {verb.upper() for verb in VERBS if f"{key}.{verb}" in self._code.keys_called(verb)}
        for base in self._classes.bases(key):
            if base is None:
                continue
            more = self._methods(base, depth + 1) if base and depth < _DEEPEST else None
            if more is None:
                return None
            found |= {*more}
        return tuple(sorted(found))


def _may_be_path(path: PathText, *, sure: bool) -> bool:
    first = path[0] if path else ""
    return first.startswith("/") if isinstance(first, str) else sure or first is not None
