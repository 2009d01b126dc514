"""One source → what it says about routes. Each call is looked at once, inner ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.index.parsed import Parsed
from planproof.index.routes.acts import Acts, is_stranger
from planproof.index.routes.arguments import Arguments
from planproof.index.routes.classes import Classes
from planproof.index.routes.code import Binding, Code
from planproof.index.routes.declare import Declared
from planproof.index.routes.facts import Ref, RouteFacts, Sure, Where
from planproof.index.routes.names import UNKNOWN, Names, Thing, required
from planproof.index.routes.offers import offered
from planproof.index.routes.tables import Meant, plain, tables_of, used_by
from planproof.index.routes.views import Views
from planproof.languages.frameworks import (
    At,
    Framework,
    Group,
    Kind,
    Route,
)
from planproof.languages.module_specifier import read_specifier
from planproof.languages.values import (
    Call,
    Choice,
    Function,
    Items,
    Member,
    Name,
    Text,
    Value,
    chain_of,
)
from planproof.model.document import Document

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 40
_MOST_BOUND = 8
"""Values of one name that are looked at."""


def read_routes(parsed: Parsed, document: Document) -> RouteFacts:
    """What a source says about routes: a function of its bytes and language alone."""
    return _Reader(parsed, document).read()


class _Reader:
    """Values → things, while what calls declare is noted down."""

    def __init__(self, parsed: Parsed, document: Document) -> None:
        self._document = document
        self._code = Code(parsed)
        self._tables = tables_of(parsed.language.name)
        self._names = Names(self._code, document, self._tables)
        self._arguments = Arguments(self._code, self._names)
        self._declared = Declared(self._code, self._arguments)
        uses = frozenset(used_by(document, self._tables.frameworks))
        self._acts = Acts(self._code, self._tables, self._declared, uses, self.thing)
        self._classes = Classes(document, self._names, self.thing)
        self._views = Views(
            self._code, self._tables, self._arguments, self._classes, self._declared
        )
        self._members: dict[str, Thing | None] = {}
        self._known: dict[tuple[int, int, type], Thing | None] = {}
        self._open: set[tuple[int, int, type]] = set()

    def read(self) -> RouteFacts:
        for node in self._code.calls:
            self.thing(self._code.read(node))
        for name, value in self._code.extensions:
            self._extend(self._code.read(name), self._code.read(value))
        for node in self._code.decorators:
            self._decorate(node)
        self._views.declare()
        self._declared.classes.update(self._classes.facts())
        return offered(self._declared, self._code, self._document, self.thing)

    def thing(self, value: Value) -> Thing | None:
        """The spot that a value is; UNKNOWN where it may be one, None where it is none."""
        key = (value.start, value.end, type(value))
        if key in self._known:
            return self._known[key]
        if key in self._open or len(self._open) > _DEEPEST:
            return None
        self._open.add(key)
        try:
            found = self._thing(value)
        finally:
            self._open.discard(key)
        self._known[key] = found
        return found

    def _thing(self, value: Value) -> Thing | None:
        match value:
            case Name():
                return self._of_name(value)
            case Member():
                return self._of_member(value)
            case Call():
                return self._of_call(value)
            case Items(items=items):
                return self._of_items(value, items)
            case Choice(options=options):
                return next(filter(_has_kind, map(self.thing, options)), None)
            case Function():
                return Thing(Ref(Where.HERE, f"fn@{value.start}"))
            case _:
                return None

    def _of_name(self, name: Name) -> Thing | None:
        bound = self._names.bound(name.text, name.start)
        if bound is None:
            ref = self._names.imported((name.text,))
            return Thing(ref or Ref(Where.BESIDE, name.text))
        scope, bindings = bound
        for binding in bindings:
            if found := self._of_binding(binding):
                return found
        if bindings:
            return None
        if parameter := self._names.parameter(scope, name.text):
            return self._declared.given(parameter)
        function = self._code.functions[scope, name.text]
        return Thing(Ref(Where.HERE, self._code.scopes[function].key))

    def _of_binding(self, binding: Binding) -> Thing | None:
        if meant := self._names.of_type(binding.type):
            held = self.thing(self._code.read(binding.value)) if binding.value else None
            if held is not None and held.kind is not None:
                return held
            root = meant.kind is not None and meant.kind.root
            return self._declared.spot(f"@{binding.at}", meant.framework, meant.kind, root=root)
        return self.thing(self._code.read(binding.value)) if binding.value is not None else None

    def _of_member(self, member: Member) -> Thing | None:
        if not self._names.is_self(member.owner):
            owner = self.thing(member.owner)
            if owner is not None and owner.kind is not None:
                return owner if member.name in owner.kind.same else None
            names = chain_of(member)
            if names and (ref := self._names.imported(names)) and owner and owner.imported:
                return Thing(ref)
            if owner is not None and owner.ref is not None and owner.ref.where is Where.BESIDE:
                return self._of_attribute(member) or Thing(owner.ref.member(member.name))
        return self._of_attribute(member) or UNKNOWN

    def _of_attribute(self, member: Member) -> Thing | None:
        """What any object of the file has by this name."""
        name = member.name
        if name not in self._members:
            self._members[name] = None
            found = map(self._of_binding, self._code.attributes.get(name, ())[:_MOST_BOUND])
            self._members[name] = next((each for each in found if _is_some(each)), None)
        return self._members[name]

    def _of_items(self, value: Value, items: tuple[Value, ...]) -> Thing | None:
        held = [each for item in items if (each := self._spot_in(item)) is not None]
        if not held and items:
            return None
        spot = self._declared.spot(f"@{value.start}", held[0].framework if held else None)
        for each in held:
            self._declared.edge(spot, each)
        return spot

    def _spot_in(self, value: Value) -> Thing | None:
        """What a list holds: calls and lists that are spots, and names of what else may be one."""
        found = self.thing(value)
        if found is None or found.ref is None:
            return None
        return found if found.framework is not None or isinstance(value, Name | Member) else None

    def _of_call(self, call: Call) -> Thing | None:
        if module := required(call):
            specifier = read_specifier(module)
            return Thing(Ref(Where.IMPORT, specifier.target, specifier.level))
        for meant in self._names.meanings(call.callee):
            return self._apply(call, meant)
        if isinstance(call.callee, Member):
            owner = self.thing(call.callee.owner)
            if owner is not None and owner.kind is not None:
                return self._of_spot(call, call.callee.name, owner, owner.kind)
            if owner is not None and call.callee.name in self._code.syntax.growers:
                self._grow(owner, call)
                return None
            if owner is not None and self._acts.hands_back(call, owner):
                return owner
            self._acts.perhaps(call, call.callee.name, owner)
        return self._of_function(call)

    def _grow(self, target: Thing, call: Call) -> None:
        """``urlpatterns.append(path(…))``"""
        for value in call.positional():
            more = self.thing(value)
            if more is not None and more.ref is not None:
                self._declared.edge(target, more)

    def _apply(self, call: Call, meant: Meant) -> Thing | None:
        key, framework = f"@{call.start}", meant.framework
        if meant.refers:
            return self._referred(call, framework)
        if meant.kind is not None:
            return self._made(call, framework, meant.kind)
        kind = self._tables.kind(framework, "methods")
        spot = self._declared.spot(f"{key}-{call.end}", framework, kind, root=framework.statements)
        if isinstance(meant.action, Route):
            self._acts.route(call, meant.action, spot, framework, Sure.YES)
        elif isinstance(meant.action, Group):
            for child in self._acts.things_at(call, meant.action.body):
                self._declared.edge(spot, child)
        return spot

    def _made(self, call: Call, framework: Framework, kind: Kind) -> Thing:
        prefixes = self._arguments.paths(call, kind.prefix)
        key = f"@{call.start}-{call.end}"
        spot = self._declared.spot(key, framework, kind, root=kind.root, prefixes=tuple(prefixes))
        for child in self._acts.things_at(call, kind.mounts):
            self._declared.edge(spot, child)
        for parent in self._acts.things_at(call, kind.under):
            self._declared.edge(parent, spot)
        return spot

    def _referred(self, call: Call, framework: Framework) -> Thing | None:
        given = call.positional()
        first = given[0] if given else None
        if isinstance(first, Items) and _names_itself(first):
            first = first.items[0]
        if isinstance(first, Text) and len(first.parts) == 1:
            target = f"{first.parts[0]}.{framework.list_name}"
            return Thing(Ref(Where.IMPORT, target), framework)
        if len(given) > 1 and all(isinstance(each, Call) for each in given):
            return self._of_items(call, tuple(given))
        found = self.thing(first) if first is not None else None
        if found is not None and found.ref is not None and found.ref.where is Where.IMPORT:
            return Thing(found.ref.member(framework.list_name), framework)
        return Thing(found.ref, framework, found.kind) if found is not None else None

    def _of_spot(self, call: Call, name: str, owner: Thing, kind: Kind) -> Thing | None:
        framework = owner.framework
        if framework is None:
            return None
        action = next((each for each in kind.actions if name in each.names), None)
        if action is None:
            return owner if kind.fluent or name in kind.same else None
        if isinstance(action, Route) and not self._acts.has_shape(call, action):
            return owner if kind.fluent else None
        return self._acts.do(call, action, owner, framework, Sure.YES)

    def _of_function(self, call: Call) -> Thing | None:
        """What a function gives back; spots that it is given are its parameters."""
        callee = self.thing(call.callee)
        if callee is None or callee.ref is None or callee.kind is not None:
            callee = self._method(call)
        if callee is None or callee.ref is None:
            return UNKNOWN if isinstance(call.callee, Member) else None
        if kind := self._classes.meant(callee.ref):
            return self._made(call, kind.framework, kind.kind) if kind.kind is not None else None
        for number, value in enumerate(call.positional()):
            if isinstance(value, Name | Member | Call):
                given = self.thing(value)
                if given is not None and given.ref is not None and _is_spot(given):
                    self._declared.edge(given, Thing(callee.ref.then(f"#{number}")))
        if is_stranger(callee):
            return Thing(callee.ref.then("()"))
        prefix = At(None, tuple(sorted(self._tables.prefixes)))
        return self._declared.made(call, callee.ref, prefix)

    def _method(self, call: Call) -> Thing | None:
        """A method of some object of this file, by its name."""
        if not isinstance(call.callee, Member):
            return None
        keys = self._code.keys_called(call.callee.name)
        return Thing(Ref(Where.HERE, keys[0])) if len(keys) == 1 else None

    def _extend(self, name: Value, value: Value) -> None:
        """``urlpatterns += [...]``"""
        target, more = self.thing(name), self.thing(value)
        if target is not None and target.ref is not None and more is not None:
            self._declared.edge(target, more)

    def _decorate(self, node: Node) -> None:
        value = self._code.read(node)
        callee = value.callee if isinstance(value, Call) else value
        item = self._code.decorated(node)
        if item is None:
            return
        for chain in map(plain, self._names.chains(callee)):
            if chain in self._tables.foreign:
                self._declared.foreign.add(item.key)
            made = self._tables.functions.get(chain)
            if item.is_class and made is not None and made.kind is not None:
                self._declared.class_spot(item.key, made, value)
            found = self._tables.decorators.get(chain)
            if found is not None and not item.is_class:
                self._declared.decorated_route(value, item, *found)


def _is_some(thing: Thing | None) -> bool:
    return thing is not None and thing.ref is not None


def _names_itself(value: Items) -> bool:
    """``(patterns, "app")``: a list, and what it is called."""
    return len(value.items) > 1 and isinstance(value.items[1], Text)


def _has_kind(thing: Thing | None) -> bool:
    return thing is not None and thing.kind is not None


def _is_spot(thing: Thing) -> bool:
    return thing.framework is not None or (thing.ref is not None and "#" in thing.ref.target)
