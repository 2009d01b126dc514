"""What calls do that declare, mount or group routes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from planproof.index.routes.code import Code
from planproof.index.routes.declare import Declared
from planproof.index.routes.facts import ROOT, Ref, Sure, Where
from planproof.index.routes.names import Thing
from planproof.index.routes.tables import Tables
from planproof.languages.frameworks import (
    STRANGERS,
    Action,
    At,
    Framework,
    Group,
    Mount,
    Resource,
    Route,
)
from planproof.languages.values import Call, Function, Items, Member, Record, Text, Value


class Acts:
    """Does what the tables say of a call. ``uses`` are the frameworks that the file imports."""

    def __init__(
        self,
        code: Code,
        tables: Tables,
        declared: Declared,
        uses: frozenset[str],
        thing: Callable[[Value], Thing | None],
    ) -> None:
        self._code = code
        self._tables = tables
        self._declared = declared
        self._arguments = declared.arguments
        self._uses = uses
        self.thing = thing

    def things_at(self, call: Call, at: At) -> Iterator[Thing]:
        for value in self._arguments.at(call, at):
            found = self.thing(value)
            if found is not None and found.ref is not None:
                yield found

    def do(
        self, call: Call, action: Action, owner: Thing, framework: Framework, sure: Sure
    ) -> Thing | None:
        match action:
            case Route():
                self.route(call, action, owner, framework, sure)
            case Mount():
                self._mount(call, action, owner)
            case Group():
                return self._group(call, action, owner, framework)
            case Resource():
                self._resource(call, action, owner, framework)
        return owner

    def has_shape(self, call: Call, action: Route) -> bool:
        return len(call.arguments) >= action.arguments or self._code.is_decorator(call)

    def route(
        self, call: Call, action: Route, owner: Thing, framework: Framework, sure: Sure
    ) -> None:
        child = next(self.things_at(call, action.child), None)
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
        for child in self.things_at(call, action.child):
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
        if action.makes == "own":
            self._declared.begin(owner, prefixes)
            return owner
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
            for child in self.things_at(call, action.child):
                self._declared.edge(owner, child, (*prefix, "/"))
            for path, methods in action.routes:
                self._declared.usual(call, owner, framework, (*prefix, path), methods)

    def hands_back(self, call: Call, owner: Thing) -> bool:
        """Whether a call gives what it is a member of, if that is a spot of a framework in use."""
        if call.arguments or not owner.imported or not isinstance(call.callee, Member):
            return False
        used = (each for each in self._tables.frameworks if each.name in self._uses)
        return any(call.callee.name in kind.same for each in used for kind in each.kinds)

    def perhaps(self, call: Call, name: str, owner: Thing | None) -> None:
        """A call of a member of what may be a spot: what it would declare."""
        candidates = self._tables.members.get(name, ())
        fitting = sorted(candidates, key=lambda each: each[0].name not in self._uses)
        for framework, _, action in fitting:
            sure = self._surety(call, action, owner, framework)
            if sure is None or isinstance(action, Group | Resource):
                continue
            anchor = owner if owner is not None and owner.ref is not None else None
            unknown = Thing(Ref(Where.HERE, f"?{call.start}"))
            self.do(call, action, anchor or unknown, framework, sure)
            return

    def _surety(
        self, call: Call, action: Action, owner: Thing | None, framework: Framework
    ) -> Sure | None:
        """How sure it is that a call of a member of something unknown does what the action says."""
        uses = framework.name in self._uses
        if isinstance(action, Mount):
            known = owner is not None and owner.ref is not None
            return Sure.IF_SPOT if known or (action.sure and uses) else None
        if not isinstance(action, Route) or (owner is not None and is_stranger(owner)):
            return None
        decorates = self._code.is_decorator(call)
        if not self._arguments.looks_like_path(call, action.path, empty=decorates):
            return None
        if decorates:
            return _of_decorator(owner, uses=uses)
        has_shape = self.has_shape(call, action) and (action.arguments < 2 or _has_handler(call))
        if owner is None or not has_shape:
            return None
        return _of_call(action, owner, framework, uses=uses)


def _of_decorator(owner: Thing | None, *, uses: bool) -> Sure | None:
    if not uses:
        return Sure.IF_SPOT if owner is not None else None
    return Sure.PERHAPS if owner is not None and owner.imported else Sure.YES


def _of_call(action: Route, owner: Thing, framework: Framework, *, uses: bool) -> Sure | None:
    if action.sure and uses and not owner.imported:
        return Sure.YES
    if owner.imported or framework.clients_alike or not uses:
        return Sure.IF_SPOT if owner.ref is not None else None
    return Sure.PERHAPS


def _has_handler(call: Call) -> bool:
    """The last argument may be what answers requests."""
    last = call.arguments[-1].value if call.arguments else None
    return last is not None and not isinstance(last, Text | Record | Items)


def is_stranger(thing: Thing) -> bool:
    """Known to be no framework, though it may look like one."""
    if thing.ref is None or thing.ref.where is not Where.IMPORT:
        return False
    return thing.ref.target.partition(".")[0] in STRANGERS
