"""What calls declare, written down as facts."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.index.routes.arguments import Arguments
from planproof.index.routes.code import Code, Scope
from planproof.index.routes.facts import (
    ClassFact,
    Edge,
    PathText,
    Ref,
    RouteFact,
    Spot,
    Sure,
    Where,
)
from planproof.index.routes.methods import led_by_method, methods_of
from planproof.index.routes.names import Thing
from planproof.index.routes.tables import Meant
from planproof.languages.frameworks import At, Framework, Kind, Route, Style
from planproof.languages.values import Call, Member, Name, Text, Value


class Declared:
    """Spots, edges and routes of one file, in the order in which they were found."""

    def __init__(self, code: Code, arguments: Arguments) -> None:
        self._code = code
        self.arguments = arguments
        self.spots: dict[str, Spot] = {}
        self.edges: dict[Edge, None] = {}
        self.routes: dict[RouteFact, None] = {}
        self.foreign: set[str] = set()
        self.classes: dict[str, ClassFact] = {}

    def spot(
        self,
        key: str,
        framework: Framework | None,
        kind: Kind | None = None,
        *,
        root: bool = False,
        prefixes: tuple[PathText, ...] = (),
    ) -> Thing:
        """A spot of the file; one that is known already stays what it is."""
        if key not in self.spots:
            name, style = (framework.name, framework.style.name) if framework else ("", "")
            part = kind is not None and kind.part
            self.spots[key] = Spot(name, root, prefixes, style, part)
        return Thing(Ref(Where.HERE, key), framework, kind)

    def made(self, call: Call, maker: Ref, prefix: At) -> Thing:
        """What a call of something that is no part of a framework gives back."""
        key = f"@{call.start}-{call.end}"
        if key not in self.spots:
            prefixes = tuple(self.arguments.paths(call, prefix))
            self.spots[key] = Spot("", prefixes=prefixes, maker=maker)
        return Thing(Ref(Where.HERE, key), made=True)

    def begin(self, owner: Thing, prefixes: list[PathText]) -> None:
        """The paths of a spot of this file begin so."""
        spot = self.spots.get(owner.ref.target) if owner.ref is not None else None
        if spot is not None and owner.ref is not None and owner.ref.where is Where.HERE:
            own = spot.prefixes or ((),)
            whole = tuple((*first, *then) for first in prefixes for then in own)
            self.spots[owner.ref.target] = spot._replace(prefixes=whole)

    def given(self, parameter: Thing) -> Thing:
        """A parameter of which the type says what it is."""
        if parameter.ref is not None and parameter.kind is not None:
            root = parameter.kind.root
            self.spot(parameter.ref.target, parameter.framework, parameter.kind, root=root)
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
        kind, framework = made.kind, made.framework
        if kind is None:
            return
        found = self.arguments.paths(value, kind.prefix) if isinstance(value, Call) else []
        self.spots[key] = Spot(framework.name, kind.root, tuple(found), framework.style.name)
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
        root = framework.of_class and any(kind.root for kind in framework.kinds)
        owner = self.spot(key, framework, root=root)
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
        item = self._code.item(call)
        methods, unknown = methods_of(
            call,
            action.methods,
            self.arguments,
            decorates_class=item is not None and item.is_class,
        )
        for path, place in self._places(call, action, name):
            if action.led:
                path, methods = led_by_method(path)
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
        for value in self.arguments.at(call, at):
            for path in self.arguments.texts(value) if isinstance(value, Text) else ():
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
            span, style = self._code.span(call), Style.BRACES.name
            fact = RouteFact(owner.ref, methods, path, span, style, framework.name, unknown=True)
            self.routes[fact] = None

    def _places(self, call: Call, action: Route, name: str) -> Iterator[tuple[PathText, Value]]:
        """The paths of a route, and where they stand; without one, the name of what is called."""
        before = _item_before(call) if action.path.position is None else ""
        found = False
        for value in self.arguments.at(call, _path_at(call, action)):
            for path in self.arguments.texts(value):
                found = True
                yield (before, *path) if before else path, value
        if not found:
            named = action.path.position is None and action.path.names and name
            yield (f"{before}{name}",) if named else (), _last_name(call.callee)

    def _lists(self, call: Call, action: Route) -> bool:
        """``admin.site.urls``: a list of routes that is not in sight."""
        return any(
            isinstance(value, Member) and value.name in action.lists
            for value in self.arguments.at(call, action.child)
        )


def _item_before(call: Call) -> str:
    """``@action(detail=True)``: what is done is done with one item."""
    detail = call.named("detail")
    return "<pk>/" if isinstance(detail, Name) and detail.text == "True" else ""


def _path_at(call: Call, action: Route) -> At:
    """Where the path stands: behind the name of the route, if two texts come first."""
    first = call.positional()[:2]
    if action.named and len(first) == 2 and all(isinstance(each, Text) for each in first):
        return At(1)
    return action.path


def _last_name(callee: Value) -> Value:
    """The place of the name behind the last dot."""
    if not isinstance(callee, Member):
        return callee
    return Value(callee.end - len(callee.name.encode()), callee.end)
