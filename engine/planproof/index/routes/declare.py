"""What calls declare, written down as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planproof.index.routes.code import Code, Scope
from planproof.index.routes.facts import Edge, PathText, Ref, RouteFact, Spot, Sure, Where
from planproof.index.routes.names import Names, Thing
from planproof.index.routes.tables import Meant
from planproof.languages.frameworks import At, Framework, Kind, Methods, Route, Style
from planproof.languages.values import (
    Call,
    Items,
    Member,
    Name,
    Record,
    Text,
    Value,
    chain_of,
)

_VERB = re.compile(r"(?i)get|post|put|patch|delete|head|options|trace|connect")
_LED = re.compile(r"(?:(?P<method>[A-Z]+)[ \t]+)?[^/]*(?P<path>.*)", re.DOTALL)
_DEEPEST = 8


class Declared:
    """Spots, edges and routes of one file, in the order in which they were found."""

    def __init__(self, code: Code, names: Names) -> None:
        self._code = code
        self._names = names
        self.spots: dict[str, Spot] = {}
        self.edges: dict[Edge, None] = {}
        self.routes: dict[RouteFact, None] = {}
        self.foreign: set[str] = set()

    def spot(
        self,
        key: str,
        framework: Framework | None,
        kind: Kind | None = None,
        root: bool = False,
        prefixes: tuple[PathText, ...] = (),
    ) -> Thing:
        known = self.spots.get(key)
        if known is None:
            name, style = (framework.name, framework.style.name) if framework else ("", "")
            part = kind is not None and kind.part
            self.spots[key] = Spot(name, root, prefixes, style, part)
        return Thing(Ref(Where.HERE, key), framework, kind)

    def given(self, parameter: Thing) -> Thing:
        """A parameter of which the type says what it is."""
        if parameter.ref is not None and parameter.kind is not None:
            root = parameter.kind.root
            self.spot(parameter.ref.target, parameter.framework, parameter.kind, root)
        return parameter

    def edge(
        self,
        parent: Thing,
        child: Thing,
        prefix: PathText = (),
        style: Style | None = None,
        *,
        replaces: bool = False,
    ) -> None:
        """``child`` hangs below ``parent``; the prefix is in the style of its framework."""
        if parent.ref is None or child.ref is None or parent.ref == child.ref:
            return
        framework = parent.framework or child.framework
        spelt = style or (framework.style if framework is not None else Style.BRACES)
        self.edges[Edge(parent.ref, child.ref, prefix, spelt.name, replaces)] = None

    def class_spot(self, key: str, made: Meant, value: Value) -> None:
        """A class of which the decorator says where its routes begin."""
        kind = made.kind
        if kind is None:
            return
        prefixes = tuple(self.paths(value, kind.prefix)) if isinstance(value, Call) else ()
        self.spots[key] = Spot(made.framework.name, kind.root, prefixes, made.framework.style.name)
        if kind.shared:
            self.edge(Thing(Ref(Where.TREE, kind.shared)), Thing(Ref(Where.HERE, key)))

    def decorated_route(
        self, value: Value, item: Scope, framework: Framework, action: Route
    ) -> None:
        """A route by the decorator of a function: of the class around it, or of itself."""
        key = item.key
        if framework.of_class:
            around = self._code.scopes[item.parent] if item.parent >= 0 else None
            if around is None or not around.is_class:
                return
            key = around.key
        owner = Thing(Ref(Where.HERE, key), framework)
        if key not in self.spots:
            self.spots[key] = Spot(framework.name)
        call = value if isinstance(value, Call) else Call(value.start, value.end, value, ())
        self.route(call, action, owner, framework, Sure.YES, item.name)

    def route(
        self,
        call: Call,
        action: Route,
        owner: Thing,
        framework: Framework,
        sure: Sure,
        name: str = "",
    ) -> None:
        """One fact for each path that the call names."""
        methods, unknown = self._methods(call, action.methods)
        for path, place in self._places(call, action, name):
            if action.led:
                path, methods = _led(path)
            fact = RouteFact(
                owner=owner.ref or Ref(Where.HERE, f"?{call.start}"),
                methods=methods,
                path=path,
                span=self._code.span(place),
                style=(action.style or framework.style).name,
                framework=framework.name,
                unknown=unknown,
                open=action.open or self._lists(call, action),
                sure=sure,
            )
            self.routes[fact] = None

    def elsewhere(
        self,
        call: Call,
        at: At,
        owner: Thing,
        framework: Framework,
        child: Thing,
        style: Style | None = None,
    ) -> None:
        """What is mounted may be of another package: then nobody knows its routes."""
        if not child.imported or owner.ref is None or not framework.closed:
            return
        for value in self.arguments(call, at):
            for path in self.texts(value) if isinstance(value, Text) else ():
                fact = RouteFact(
                    owner=owner.ref,
                    methods=(),
                    path=path,
                    span=self._code.span(value),
                    style=(style or framework.style).name,
                    framework=framework.name,
                    unknown=True,
                    open=True,
                    unless=child.ref,
                )
                self.routes[fact] = None

    def _lists(self, call: Call, action: Route) -> bool:
        """``admin.site.urls``: a list of routes that is not in sight."""
        return any(
            isinstance(value, Member) and value.name in action.lists
            for value in self.arguments(call, action.child)
        )

    def usual(
        self,
        call: Call,
        owner: Thing,
        framework: Framework,
        path: PathText,
        methods: tuple[str, ...],
    ) -> None:
        """A route that a resource usually has: whether it does is not known."""
        if owner.ref is not None:
            span, style = self._code.span(call), "BRACES"
            fact = RouteFact(owner.ref, methods, path, span, style, framework.name, unknown=True)
            self.routes[fact] = None

    def _places(self, call: Call, action: Route, name: str) -> Iterator[tuple[PathText, Value]]:
        before = self._item(call) if action.path.position is None else ""
        found = False
        for value in self.arguments(call, action.path):
            for path in self.texts(value):
                found = True
                yield (before, *path) if before else path, value
        if not found:
            named = action.path.position is None and action.path.names and name
            path = (f"{before}{name}",) if named else ()
            yield path, _last_name(call.callee)

    def _item(self, call: Call) -> str:
        detail = call.named("detail")
        return "<pk>/" if isinstance(detail, Name) and detail.text == "True" else ""

    def looks_like_path(self, call: Call, action: Route) -> bool:
        """The path is written there, and begins with a slash or with something computed."""
        for value in self.arguments(call, action.path):
            for path in self.texts(value):
                first = path[0] if path else ""
                if not isinstance(first, str) or first.startswith("/"):
                    return isinstance(value, Text) and value.parts != ()
        return False

    def paths(self, value: Value, at: At, *, constant: bool = False) -> list[PathText]:
        """The paths that stand there; ``constant``: only texts count, for arguments of any sort."""
        if not isinstance(value, Call):
            return []
        found: list[PathText] = []
        for argument in self.arguments(value, at):
            if constant and not isinstance(argument, Text):
                continue
            found.extend(self.texts(argument))
        return found

    def arguments(self, call: Call, at: At) -> list[Value]:
        """The values at a place: one, or all from there on."""
        given = call.positional()
        found: list[Value] = []
        if at.position is not None and at.position < len(given):
            at_position = given[at.position :] if at.others else [given[at.position]]
            for value in at_position:
                if isinstance(value, Record) and at.names:
                    found.extend(held for n in at.names if (held := value.named(n)) is not None)
                else:
                    found.append(value)
        found.extend(held for name in at.names if (held := call.named(name)) is not None)
        return found

    def texts(self, value: Value, depth: int = 0) -> list[PathText]:
        """The paths that a value is: several for a list."""
        if isinstance(value, Items):
            return [path for item in value.items for path in self.texts(item, depth + 1)]
        return [self._path(value, depth)]

    def _path(self, value: Value, depth: int) -> PathText:
        if isinstance(value, Text):
            parts: list[str | Ref | None] = []
            for part in value.parts:
                parts.extend((part,) if isinstance(part, str) else self._path(part, depth + 1))
            return tuple(parts)
        names = chain_of(value)
        if not names or depth > _DEEPEST:
            return (None,)
        if len(names) == 1 and (bound := self._names.bound(names[0], value.start)):
            for binding in bound[1]:
                if binding.value is not None:
                    return self._path(self._code.read(binding.value), depth + 1)
            return (None,)
        if local := self._constant(names):
            return local
        return (self._names.imported(names) or Ref(Where.BESIDE, ".".join(names)),)

    def _constant(self, names: Sequence[str]) -> PathText | None:
        """A text that a class or object of this file has by the name."""
        if self._names.imported(names) is not None:
            return None
        for binding in self._code.attributes.get(names[-1], ()):
            value = self._code.read(binding.value) if binding.value is not None else None
            if isinstance(value, Text) and all(isinstance(part, str) for part in value.parts):
                return tuple(str(part) for part in value.parts)
        return None

    def _methods(self, call: Call, methods: Methods) -> tuple[tuple[str, ...], bool]:
        """The methods, and whether they are unknown."""
        if any(_is_view_class(argument.value) for argument in call.arguments):
            return (), True
        if methods.by_name:
            names = chain_of(call.callee)
            last = call.callee.name if isinstance(call.callee, Member) else names[-1:] and names[-1]
            found = _VERB.search(str(last or ""))
            return ((found.group().upper() if found else "GET"),), False
        listed = [name for each in self.arguments(call, methods.at) for name in _listed(each)]
        if listed:
            return (
                ((), True) if "" in listed else (tuple(sorted(set(listed) - {"*", "ANY"})), False)
            )
        return methods.fixed, methods.unknown


def _led(path: PathText) -> tuple[PathText, tuple[str, ...]]:
    """``GET example.com/users`` → the path, and the method in front of it."""
    first = path[0] if path else None
    found = _LED.match(first) if isinstance(first, str) else None
    if found is None:
        return path, ()
    return (found["path"], *path[1:]), (found["method"],) if found["method"] else ()


def _listed(value: Value) -> Iterator[str]:
    """Methods in upper case; an empty one where it is not known which."""
    if isinstance(value, Items):
        for item in value.items:
            yield from _listed(item)
        return
    name = chain_of(value)[-1:] or (value.parts if isinstance(value, Text) else ("",))
    text = name[0] if len(name) == 1 and isinstance(name[0], str) else ""
    if isinstance(value, Text) and text == "*":
        yield "*"
        return
    found = _VERB.search(text)
    yield found.group().upper() if found else ""


def _last_name(callee: Value) -> Value:
    """The place of the name behind the last dot."""
    if not isinstance(callee, Member):
        return callee
    return Value(callee.end - len(callee.name.encode()), callee.end)


def _is_view_class(value: Value) -> bool:
    """``View.as_view()``: the class knows its methods."""
    return (
        isinstance(value, Call)
        and isinstance(value.callee, Member)
        and value.callee.name == "as_view"
    )
