"""What the names of a file's module mean to other files, as far as routes go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from planproof.index.routes.code import Code
from planproof.index.routes.declare import Declared
from planproof.index.routes.facts import Handler, Hidden, Ref, RouteFacts, Spot, Where
from planproof.index.routes.names import Thing
from planproof.languages.values import Name, Record, Text, Value
from planproof.model.document import Document

_MODULE = -1
_CONSTRUCTORS = {"__init__": 1, "constructor": 0}
"""And how many of their parameters are not given by the caller."""

_MOST_GIVEN = 4
_MOST_PIECES = 20
_DEEPEST = 3
_LONGEST = 2000
_QUOTED = re.compile(rb"[\"'`](/[^\"'`\s]{0,200})[\"'`]")


def offered(
    declared: Declared,
    code: Code,
    document: Document,
    thing: Callable[[Value], Thing | None],
) -> RouteFacts:
    """All facts of the file."""
    exports = dict(_imported(document))
    exports.update(_bound(code, thing))
    exports.update(_said(code, thing))
    routes = tuple(fact for fact in declared.routes if fact.owner.target not in declared.foreign)
    return RouteFacts(
        spots=_needed(declared, exports),
        edges=tuple(declared.edges),
        routes=routes,
        exports=exports,
        stars=tuple(
            Ref(Where.IMPORT, each.target, each.level) for each in document.imports if each.star
        ),
        constants=dict(_constants(code)),
        handlers=tuple(_handlers(code)),
        classes=declared.classes,
        hidden=tuple(_hidden(code, document)),
    )


def _needed(declared: Declared, exports: dict[str, Ref]) -> dict[str, Spot]:
    """Without what calls give back that nothing is said of."""
    refs = [*exports.values(), *(route.owner for route in declared.routes)]
    refs += [end for edge in declared.edges for end in (edge.parent, edge.child)]
    named = {ref.target for ref in refs if ref.where is Where.HERE}
    return {key: s for key, s in declared.spots.items() if s.maker is None or key in named}


def _imported(document: Document) -> Iterator[tuple[str, Ref]]:
    """What is imported can be taken from here too."""
    for binding in document.imports:
        ref = Ref(Where.IMPORT, binding.target, binding.level)
        for name in {binding.local, binding.offered} - {""}:
            yield name, ref


def _bound(code: Code, thing: Callable[[Value], Thing | None]) -> Iterator[tuple[str, Ref]]:
    for scope, name in code.functions:
        if scope == _MODULE:
            yield name, Ref(Where.HERE, code.scopes[code.functions[scope, name]].key)
    for (scope, name), bindings in code.bindings.items():
        for binding in bindings if scope == _MODULE else ():
            found = thing(code.read(binding.value)) if binding.value is not None else None
            if found is not None and found.ref is not None:
                yield name, found.ref
    for node in code.returns:
        around = code.scope_at(node.start_byte)
        found = thing(code.read(node))
        if around != _MODULE and found is not None and found.ref is not None:
            yield f"{code.scopes[around].key}()", found.ref
    for made in code.scopes:
        if made.name in _CONSTRUCTORS and made.parent != _MODULE:
            yield from _constructor(code, made.key, made.parent, _CONSTRUCTORS[made.name])


def _constructor(code: Code, key: str, parent: int, shift: int) -> Iterator[tuple[str, Ref]]:
    """What a class is called with, its constructor is."""
    for number in range(_MOST_GIVEN):
        given = Ref(Where.HERE, f"{key}#{number + shift}")
        yield f"{code.scopes[parent].key}#{number}", given


def _said(code: Code, thing: Callable[[Value], Thing | None]) -> Iterator[tuple[str, Ref]]:
    for name, node in code.exports:
        value = code.read(node)
        if isinstance(value, Record):
            for entry in value.entries:
                if (held := thing(entry.value)) is not None and held.ref is not None:
                    yield entry.name, held.ref
            continue
        found = thing(value)
        if found is None and (scope := code.scope_of(node)) is not None:
            found = Thing(Ref(Where.HERE, scope.key))
        if found is not None and found.ref is not None:
            yield name, found.ref


def _constants(code: Code) -> Iterator[tuple[str, str]]:
    """Texts without holes that the module, its classes and objects have."""
    named = [*code.attributes.items()]
    named += [(name, found) for (scope, name), found in code.bindings.items() if scope == _MODULE]
    for name, bindings in named:
        node = next((each.value for each in bindings if each.value is not None), None)
        text = _literal(code, code.read(node), 0) if node is not None else None
        if text is not None:
            yield name, text


def _literal(code: Code, value: Value, depth: int) -> str | None:
    """A text, put together of others that the module has by a name; None where a part of it is not
    known here."""
    if isinstance(value, Text) and len(value.parts) <= _MOST_PIECES:
        parts = [
            part if isinstance(part, str) else _literal_named(code, part, depth)
            for part in value.parts
        ]
        known = [part for part in parts if part is not None]
        whole = "".join(known)
        return whole if len(known) == len(parts) and len(whole) <= _LONGEST else None
    return None


def _literal_named(code: Code, value: Value, depth: int) -> str | None:
    bound = code.bindings.get((_MODULE, value.text), ()) if isinstance(value, Name) else ()
    nodes = [each.value for each in bound if each.value is not None]
    if len(nodes) != 1 or depth == _DEEPEST:
        return None
    return _literal(code, code.read(nodes[0]), depth + 1)


def _hidden(code: Code, document: Document) -> Iterator[Hidden]:
    """Texts that may be paths, where the parser could not make sense of the source."""
    for region in document.broken:
        inside = code.parsed.inside(region)
        for found in _QUOTED.finditer(code.parsed.text, inside.start, inside.end):
            span = code.parsed.outside(*found.span())
            yield Hidden(found[1].decode("utf-8", "replace"), span)


def _handlers(code: Code) -> Iterator[Handler]:
    for name, node in (*code.offers, *code.exports):
        place = node.child_by_field_name("name") or node
        yield Handler(name, code.parsed.outside(place.start_byte, place.end_byte))
