"""Facts about routes as plain values, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planproof.index.routes.facts import (
    ClassFact,
    Edge,
    Handler,
    Hidden,
    PathText,
    Ref,
    RouteFact,
    RouteFacts,
    Spot,
    Sure,
    Where,
)
from planproof.model.location import Span

Json = str | int | float | bool | None | list["Json"]


def pack(facts: RouteFacts) -> Json:
    """Lists, numbers and strings that say the same."""
    if facts == RouteFacts():
        return []
    return [
        [[key, *_plain(spot)] for key, spot in facts.spots.items()],
        [_plain(edge) for edge in facts.edges],
        [_plain(route) for route in facts.routes],
        [[name, _plain(ref)] for name, ref in facts.exports.items()],
        [_plain(ref) for ref in facts.stars],
        [[name, text] for name, text in facts.constants.items()],
        [_plain(handler) for handler in facts.handlers],
        [_plain(hidden) for hidden in facts.hidden],
        [[key, *_plain(found)] for key, found in facts.classes.items()],
    ]


def unpack(packed: Any) -> RouteFacts:
    """The facts that were packed."""
    if not packed:
        return RouteFacts()
    spots, edges, routes, exports, stars, constants, handlers, hidden, classes = packed
    return RouteFacts(
        spots={key: _spot(row) for key, *row in spots},
        edges=tuple(map(_edge, edges)),
        routes=tuple(map(_route, routes)),
        exports={name: _ref(row) for name, row in exports},
        stars=tuple(map(_ref, stars)),
        constants=dict(constants),
        handlers=tuple(Handler(name, Span(*span)) for name, span in handlers),
        hidden=tuple(Hidden(text, Span(*span)) for text, span in hidden),
        classes={key: _class(row) for key, *row in classes},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _ref(row: Sequence[Any]) -> Ref:
    where, target, level, tail = row
    return Ref(Where(where), target, level, tail)


def _path(row: Sequence[Any]) -> PathText:
    return tuple(_ref(part) if isinstance(part, list) else part for part in row)


def _spot(row: Sequence[Any]) -> Spot:
    framework, root, prefixes, style, part, maker = row
    own = tuple(map(_path, prefixes))
    return Spot(framework, root, own, style, part, _ref(maker) if maker else None)


def _class(row: Sequence[Any]) -> ClassFact:
    framework, kind, base = row
    return ClassFact(framework, kind, _ref(base) if base else None)


def _edge(row: Sequence[Any]) -> Edge:
    parent, child, prefix, style, replaces = row
    return Edge(_ref(parent), _ref(child), _path(prefix), style, replaces)


def _route(row: Sequence[Any]) -> RouteFact:
    owner, methods, path, span, style, framework, unknown, is_open, sure, unless = row
    return RouteFact(
        owner=_ref(owner),
        methods=tuple(methods),
        path=_path(path),
        span=Span(*span),
        style=style,
        framework=framework,
        unknown=unknown,
        open=is_open,
        sure=Sure(sure),
        unless=_ref(unless) if unless else None,
    )
