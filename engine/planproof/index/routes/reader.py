"""One source → what it says about routes. Each call is looked at once, inner ones first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.index.parsed import Parsed
from planproof.index.routes.arguments import Arguments
from planproof.index.routes.code import Binding, Code
from planproof.index.routes.declare import Declared
from planproof.index.routes.facts import ROOT, Ref, RouteFacts, Sure, Where
from planproof.index.routes.names import UNKNOWN, Names, Thing, required
from planproof.index.routes.offers import offered
from planproof.index.routes.tables import Meant, plain, tables_of
from planproof.languages.frameworks import (
    STRANGERS,
    Action,
    At,
    Framework,
    Group,
    Kind,
    Mount,
    Resource,
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
    Record,
    Text,
    Value,
    chain_of,
)
from planproof.model.document import Document

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 40


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
        self._uses = frozenset(_used(document, self._tables.frameworks))
        self._arguments = Arguments(self._code, self._names)
        self._declared = Declared(self._code, self._arguments)
        self._known: dict[tuple[int, int, type], Thing | None] = {}
        self._open: set[tuple[int, int, type]] = set()

    def read(self) -> RouteFacts:
        for node in self._code.calls:
            self.thing(self._code.read(node))
        for name, value in self._code.extensions:
            self._extend(self._code.read(name), self._code.read(value))
        for node in self._code.decorators:
            self._decorate(node)
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
        for binding in self._code.attributes.get(member.name, ()):
            found = self._of_binding(binding)
            if found is not None and (found.kind is not None or found.ref is not None):
                return found
        return None

    def _of_items(self, value: Value, items: tuple[Value, ...]) -> Thing | None:
        held = [each for item in items if (each := self._spot_in(item)) is not None]
        if not held:
            return None
        spot = self._declared.spot(f"@{value.start}", held[0].framework)
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
            self._perhaps(call, call.callee.name, owner)
        return self._of_function(call)

    def _apply(self, call: Call, meant: Meant) -> Thing | None:
        key, framework = f"@{call.start}", meant.framework
        if meant.refers:
            return self._referred(call, framework)
        if meant.kind is not None:
            return self._made(call, framework, meant.kind)
        kind = self._tables.kind(framework, "methods")
        spot = self._declared.spot(f"{key}-{call.end}", framework, kind, root=framework.statements)
        if isinstance(meant.action, Route):
            self._route(call, meant.action, spot, framework, Sure.YES)
        elif isinstance(meant.action, Group):
            for child in self._things_at(call, meant.action.body):
                self._declared.edge(spot, child)
        return spot

    def _made(self, call: Call, framework: Framework, kind: Kind) -> Thing:
        prefixes = self._arguments.paths(call, kind.prefix)
        key = f"@{call.start}-{call.end}"
        spot = self._declared.spot(key, framework, kind, root=kind.root, prefixes=tuple(prefixes))
        for child in self._things_at(call, kind.mounts):
            self._declared.edge(spot, child)
        for parent in self._things_at(call, kind.under):
            self._declared.edge(parent, spot)
        return spot

    def _referred(self, call: Call, framework: Framework) -> Thing | None:
        given = call.positional()
        first = given[0] if given else None
        if isinstance(first, Items) and first.items and not isinstance(first.items[0], Call):
            first = first.items[0]
        if isinstance(first, Text) and len(first.parts) == 1:
            target = f"{first.parts[0]}.{framework.list_name}"
            return Thing(Ref(Where.IMPORT, target), framework)
        if len(given) > 1 and all(isinstance(each, Call) for each in given):
            return self._of_items(call, tuple(given))
        found = self.thing(first) if first is not None else None
        if found is not None and found.kind is None and found.imported and found.ref is not None:
            return Thing(found.ref.member(framework.list_name), framework)
        return Thing(found.ref, framework, found.kind) if found is not None else None

    def _things_at(self, call: Call, at: At) -> Iterator[Thing]:
        for value in self._arguments.at(call, at):
            found = self.thing(value)
            if found is not None and found.ref is not None:
                yield found

    def _of_spot(self, call: Call, name: str, owner: Thing, kind: Kind) -> Thing | None:
        framework = owner.framework
        if framework is None:
            return None
        action = next((each for each in kind.actions if name in each.names), None)
        if action is None:
            return owner if kind.fluent or name in kind.same else None
        if isinstance(action, Route) and not self._has_shape(call, action):
            return owner if kind.fluent else None
        return self._act(call, action, owner, framework, Sure.YES)

    def _act(
        self, call: Call, action: Action, owner: Thing, framework: Framework, sure: Sure
    ) -> Thing | None:
        match action:
            case Route():
                self._route(call, action, owner, framework, sure)
            case Mount():
                self._mount(call, action, owner)
            case Group():
                return self._group(call, action, owner, framework)
            case Resource():
                self._resource(call, action, owner, framework)
        return owner

    def _has_shape(self, call: Call, action: Route) -> bool:
        return len(call.arguments) >= action.arguments or self._code.is_decorator(call)

    def _route(
        self, call: Call, action: Route, owner: Thing, framework: Framework, sure: Sure
    ) -> None:
        child = next(self._things_at(call, action.child), None)
        if child is not None:
            style = action.style or framework.style
            for path in self._arguments.paths(call, action.path):
                self._declared.edge(owner, child, path, style)
            if child.framework is not None:
                self._declared.elsewhere(call, action.path, owner, framework, child, style)
                return
        self._declared.route(call, action, owner, framework, sure)

    def _mount(self, call: Call, action: Mount, owner: Thing) -> None:
        prefixes = self._arguments.paths(call, action.prefix, constant=action.child.others)
        for child in self._things_at(call, action.child):
            for prefix in prefixes or [()]:
                replaces = action.replaces and bool(prefixes)
                self._declared.edge(owner, child, prefix, replaces=replaces)
            if isinstance(child.ref, Ref) and child.kind is None:
                first = Thing(child.ref.then("#0"))
                for prefix in prefixes or [()]:
                    self._declared.edge(owner, first, prefix)
            if owner.framework is not None:
                self._declared.elsewhere(call, action.prefix, owner, owner.framework, child)

    def _group(self, call: Call, action: Group, owner: Thing, framework: Framework) -> Thing:
        kind = self._tables.kind(framework, action.makes)
        prefixes = self._arguments.paths(call, action.prefix)
        if action.makes == "shared":
            shared = Thing(Ref(Where.TREE, framework.name))
            for prefix in prefixes:
                self._declared.edge(Thing(ROOT), shared, prefix)
            return owner
        spot = self._declared.spot(f"@{call.start}-{call.end}", framework, kind)
        for prefix in prefixes or [()]:
            self._declared.edge(owner, spot, prefix)
        for value in self._arguments.at(call, action.body):
            if isinstance(value, Function):
                self._declared.edge(spot, Thing(Ref(Where.HERE, f"fn@{value.start}#0")))
            elif (body := self.thing(value)) is not None and body.ref is not None:
                self._declared.edge(spot, Thing(body.ref.then("#0")))
        return spot

    def _resource(self, call: Call, action: Resource, owner: Thing, framework: Framework) -> None:
        for prefix in self._arguments.paths(call, action.prefix):
            for child in self._things_at(call, action.child):
                self._declared.edge(owner, child, (*prefix, "/"))
            for path, methods in action.routes:
                self._declared.usual(call, owner, framework, (*prefix, path), methods)

    def _perhaps(self, call: Call, name: str, owner: Thing | None) -> None:
        """A call of a member of what may be a spot: what it would declare."""
        candidates = self._tables.members.get(name, ())
        fitting = sorted(candidates, key=lambda each: each[0].name not in self._uses)
        for framework, _, action in fitting:
            sure = self._surety(call, action, owner, framework)
            if sure is None or isinstance(action, Group | Resource):
                continue
            anchor = owner if owner is not None and owner.ref is not None else None
            unknown = Thing(Ref(Where.HERE, f"?{call.start}"))
            self._act(call, action, anchor or unknown, framework, sure)
            return

    def _surety(
        self, call: Call, action: Action, owner: Thing | None, framework: Framework
    ) -> Sure | None:
        if isinstance(action, Mount):
            known = owner is not None and owner.ref is not None
            return Sure.IF_SPOT if known or (action.sure and framework.name in self._uses) else None
        if not isinstance(action, Route) or not self._arguments.looks_like_path(call, action.path):
            return None
        if owner is not None and owner.imported and _is_stranger(owner):
            return None
        uses, decorates = framework.name in self._uses, self._code.is_decorator(call)
        if decorates:
            if not uses:
                return Sure.IF_SPOT if owner is not None else None
            return Sure.PERHAPS if owner is not None and owner.imported else Sure.YES
        if owner is None or not self._has_shape(call, action):
            return None
        if action.arguments > 1 and not _has_handler(call):
            return None
        if action.sure and uses and not owner.imported:
            return Sure.YES
        if framework.languages == ("python",) or owner.imported or not uses:
            return Sure.IF_SPOT if owner.ref is not None else None
        return Sure.PERHAPS

    def _of_function(self, call: Call) -> Thing | None:
        """What a function gives back; spots that it is given are its parameters."""
        callee = self.thing(call.callee)
        if callee is None or callee.ref is None or callee.kind is not None:
            callee = self._method(call)
        if callee is None or callee.ref is None:
            return UNKNOWN if isinstance(call.callee, Member) else None
        if kind := self._subclass(callee.ref):
            return self._made(call, kind.framework, kind.kind) if kind.kind is not None else None
        for number, value in enumerate(call.positional()):
            if isinstance(value, Name | Member | Call):
                given = self.thing(value)
                if given is not None and given.ref is not None and _is_spot(given):
                    self._declared.edge(given, Thing(callee.ref.then(f"#{number}")))
        return Thing(callee.ref.then("()"))

    def _method(self, call: Call) -> Thing | None:
        """A method of some object of this file, by its name."""
        if not isinstance(call.callee, Member):
            return None
        scopes = [s for s in self._code.scopes if s.name == call.callee.name]
        return Thing(Ref(Where.HERE, scopes[0].key)) if len(scopes) == 1 else None

    def _subclass(self, ref: Ref) -> Meant | None:
        """What a class of this file is, by its bases."""
        if ref.where is not Where.HERE:
            return None
        for definition in self._document.definitions:
            if definition.qualified == ref.target and definition.bases:
                for base in definition.bases:
                    value = _as_value(base, definition.extent.start)
                    for meant in self._names.meanings(value):
                        return meant
        return None

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


def _used(document: Document, frameworks: tuple[Framework, ...]) -> Iterator[str]:
    """The frameworks that the file imports."""
    targets = {plain(binding.target) for binding in document.imports if not binding.level}
    for framework in frameworks:
        modules = tuple(plain(module) for module in framework.modules)
        for target in targets:
            if any(target == module or target.startswith(f"{module}.") for module in modules):
                yield framework.name


def _has_handler(call: Call) -> bool:
    """The last argument may be what answers requests."""
    last = call.arguments[-1].value if call.arguments else None
    return last is not None and not isinstance(last, Text | Record | Items)


def _is_stranger(thing: Thing) -> bool:
    """Known to be no framework, though it may look like one."""
    return thing.ref is not None and thing.ref.target.partition(".")[0] in STRANGERS


def _has_kind(thing: Thing | None) -> bool:
    return thing is not None and thing.kind is not None


def _is_spot(thing: Thing) -> bool:
    return thing.framework is not None or (thing.ref is not None and "#" in thing.ref.target)


def _as_value(chain: str, at: int) -> Value:
    root, *rest = chain.split(".")
    value: Value = Name(at, at, root)
    for name in rest:
        value = Member(at, at, value, name)
    return value
