"""What a chain of names stands for, followed through what binds its root, step by step.

A step replaces the root by what binds it: an import by its target, an alias by the chain it was
made from, ``self`` by its class, a member that a class does not define by that of its bases. All
that are met on the way count. Instances are told from their classes by marks in the chain: behind
one stands what is asked of an instance.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planproof.index.environment import CLASSES, Bound, Environment
from planproof.index.scopes import MODULE
from planproof.languages import Language
from planproof.model.document import Document, Import, Relation, Tie
from planproof.model.name import canonical, last_segment

_INSTANCE, _MADE = "=instance", "=made"
"""Behind a class; behind what is a class if its name says so."""

_MARKS = frozenset({_INSTANCE, _MADE})
_MOST_STEPS = 200
_MOST_CHAINS = 64

Chain = tuple[str, ...]


class Named(NamedTuple):
    """A chain whose root is to be looked up from a scope."""

    scope: int
    chain: Chain
    header: bool = False
    used: frozenset[int] = frozenset()
    """The rows whose relations led here: none leads on twice (``node = node.next``)."""


class Held(NamedTuple):
    """Something of this file, by its qualified name, and the chain that hangs on it."""

    qualified: str
    chain: Chain
    used: frozenset[int] = frozenset()


class Meanings:
    """The meanings of chains in one document at one path."""

    def __init__(self, document: Document, language: Language, path: str) -> None:
        self.environment = Environment(document, language)
        self.module = canonical(language.module_named(path, document.definitions))
        self._document = document
        self._language = language
        self._path = path
        self._stars = (
            *((MODULE, target) for target in language.implicit_stars),
            *(
                (self.environment.scopes.at(each.span), canonical(language.resolve(path, each)))
                for each in document.imports
                if each.star
            ),
        )
        self._known: dict[tuple[Named, bool], tuple[str, ...]] = {}

    def of(self, start: Named, *, binds: bool = False) -> tuple[str, ...]:
        """All absolute chains, the most certain first. ``binds``: the name is given a value here,
        and so stands for itself, not for what it is said to be."""
        key = (start, binds)
        if key not in self._known:
            self._known[key] = self._walk(start, binds=binds)
        return self._known[key]

    def above(self, scope: int, chain: Chain) -> tuple[str, ...]:
        """The meanings of a chain that hangs on ``super()``."""
        owner = self.environment.owner(scope)
        return self._follow(self._bases(owner, chain), binds=False) if owner else ()

    def may_begin_with(self, root: str) -> bool:
        """Whether a chain with this root can stand for anything but itself: a cheap no."""
        return (
            self.environment.binds(root)
            or root in self._language.receivers
            or root in self._language.supers
            or bool(self._stars)
            or self._language.is_of_own_package(root)
            or self._language.members_in_scope
        )

    def _walk(self, start: Named, *, binds: bool) -> tuple[str, ...]:
        root, *rest = start.chain
        if root in self._language.supers:
            return self.above(start.scope, tuple(rest))
        return self._follow([start], binds=binds)

    def _follow(self, start: Iterable[Named | Held], *, binds: bool) -> tuple[str, ...]:
        walk = _Walk(binds=binds)
        walk.add(start)
        while walk.queue and walk.steps < _MOST_STEPS and len(walk.chains) < _MOST_CHAINS:
            walk.steps += 1
            step = walk.queue.popleft()
            if isinstance(step, Held):
                walk.add(self._of_held(step, walk))
            else:
                walk.add(self._of_named(step, walk))
        return tuple(walk.chains)

    def _of_named(self, step: Named, walk: _Walk) -> Iterator[Named | Held]:
        root, rest = step.chain[0], step.chain[1:]
        if root in self._language.receivers:
            if owner := self.environment.owner(step.scope):
                yield Held(owner, rest if self._language.is_type(root) else (_INSTANCE, *rest))
            return
        found = self.environment.lookup(step.scope, root, header=step.header)
        if not found:
            yield from self._of_unbound(step, walk)
        for each in found:
            yield from self._of_bound(each, step, walk)

    def _of_bound(self, bound: Bound, step: Named, walk: _Walk) -> Iterator[Named | Held]:
        root, rest, used = step.chain[0], step.chain[1:], step.used
        if bound.binding is not None:
            self._say_import(bound.binding, root, rest, walk)
            return
        yield from self._related(bound.row, rest, used, walk, same=True)
        if bound.parameter:
            if self._language.first_parameter_receives:
                yield from self._received(bound, step)
        elif bound.definition is not None:
            yield Held(bound.definition.qualified, rest, used)
        elif (qualified := self._qualified(bound, step)) is not None:
            yield Held(qualified, rest, used)
        yield from self._related(bound.row, rest, used, walk, same=False)

    def _received(self, bound: Bound, step: Named) -> Iterator[Held]:
        owner = self.environment.receives(bound)
        if owner and self.environment.receives_class(bound):
            yield Held(owner, step.chain[1:], step.used)
        elif owner:
            yield Held(owner, (_INSTANCE, *step.chain[1:]), step.used)

    def _qualified(self, bound: Bound, step: Named) -> str | None:
        """A variable's qualified name; variables of functions have none, and none is a class."""
        name, *rest = step.chain
        if _is_marked(tuple(rest)):
            return None
        definition = self.environment.scopes.definition(bound.scope)
        if definition is None:
            return name if bound.scope == MODULE else None
        return f"{definition.qualified}.{name}" if definition.kind in CLASSES else None

    def _related(
        self, row: int, rest: Chain, used: frozenset[int], walk: _Walk, *, same: bool
    ) -> Iterator[Named]:
        if row in used or (not rest and (walk.binds or not same)):
            return
        for relation in self.environment.relations(row):
            if (relation.tie is Tie.SAME) is same and relation.tie <= Tie.INSTANCE:
                chain = self._explained(relation)
                if chain:
                    scope = self.environment.scopes.at(self.environment.span(relation.of))
                    yield Named(scope, (*chain, *rest), used=used | {row})

    def _explained(self, relation: Relation) -> Chain:
        """The chain that a name is explained by, with the mark of an instance."""
        chain = tuple(canonical(self._name(relation.of)).split("."))
        if relation.tie is Tie.INSTANCE:
            return (*chain, _INSTANCE)
        if relation.tie is Tie.MADE:
            if chain[-1] in self._language.makers and len(chain) > 1:
                return (*chain[:-1], _INSTANCE)
            return () if self._language.makers else (*chain, _MADE)
        return chain if relation.member < 0 else (*chain, self._name(relation.member))

    def _of_held(self, step: Held, walk: _Walk) -> Iterator[Named | Held]:
        qualified, chain, used = step
        if _is_marked(chain):
            is_class = bool(self.environment.definitions(qualified))
            if len(chain) == 1 or _is_marked(chain[1:]) or (chain[0] == _MADE and not is_class):
                return
            chain = chain[1:]
        walk.say(f"{self.module}.{qualified}".lstrip("."), chain, self._language)
        if not chain:
            return
        name, rest = chain[0], chain[1:]
        found = self.environment.members(qualified, name)
        for each in found:
            yield from self._related(each.row, rest, used, walk, same=True)
            if rest and each.definition is not None:
                yield Held(f"{qualified}.{name}", rest, used)
            yield from self._related(each.row, rest, used, walk, same=False)
        if not found:
            yield from self._bases(qualified, chain)

    def _bases(self, qualified: str, chain: Chain) -> Iterator[Named]:
        """The same chain, hung on each base of a class up to the first that surely has it."""
        for definition in self.environment.definitions(qualified):
            scope = self.environment.scopes.at(definition.name)
            for base in definition.bases:
                root = tuple(canonical(base).split("."))
                yield Named(scope, (*root, *chain))
                if chain and self.environment.defines(scope, base, chain[0]):
                    break

    def _say_import(self, binding: Import, root: str, rest: Chain, walk: _Walk) -> None:
        if self._binds_root(binding):
            walk.say(root, rest, self._language)
            return
        default = self._language.default_member
        for target in self.targets(binding):
            walk.say(target, rest, self._language)
            if default and rest[:1] == (default,):
                walk.say(target, rest[1:], self._language)

    def imported(self, binding: Import) -> str:
        """What the name that an import binds stands for."""
        if self._binds_root(binding):
            return binding.local
        return canonical(self._language.resolve(self._path, binding))

    def targets(self, binding: Import) -> Iterator[str]:
        """All that the target of an import may be called elsewhere."""
        default = f".{self._language.default_member}"
        target = canonical(self._language.resolve(self._path, binding))
        for spelling in self._language.spellings(target):
            yield spelling
            if len(default) > 1 and spelling.endswith(default):
                yield spelling.removesuffix(default)

    def _binds_root(self, binding: Import) -> bool:
        """``import a.b`` binds ``a``, and means nothing but ``a``."""
        return self._language.import_binds_root and (
            binding.target.partition(".")[0] == binding.local
            and binding.target != binding.local
            and self._name(self.environment.row_at(binding.span)) == binding.target
        )

    def _of_unbound(self, step: Named, walk: _Walk) -> Iterator[Named | Held]:
        """A name that nothing in this file binds: of the language, or from another file."""
        root, rest = step.chain[0], step.chain[1:]
        if self._language.is_of_own_package(root):
            walk.say(f"{self.module}.{root}".lstrip("."), rest, self._language)
        if self._language.members_in_scope:
            yield from self._inherited(step)
        stars = self._stars_offering(step)
        for target in stars:
            walk.say(f"{target}.{root}", rest, self._language)
        if walk.steps > 1 and not stars and not self._language.is_of_own_package(root):
            walk.say(root, rest, self._language)

    def _stars_offering(self, step: Named) -> list[str]:
        return [
            target
            for scope, target in self._stars
            if self._language.star_offers(target, step.chain[0]) and self._sees(step.scope, scope)
        ]

    def _inherited(self, step: Named) -> Iterator[Named]:
        """A member that a class around the place may have from its bases."""
        if self._language.is_type(step.chain[0]):
            return
        at = step.scope
        while at != MODULE:
            definition = self.environment.scopes.definition(at)
            if definition is not None and definition.kind in CLASSES:
                yield from self._bases(definition.qualified, step.chain)
            at = self.environment.scopes.parent(at)

    def _sees(self, scope: int, other: int) -> bool:
        while scope not in (other, MODULE):
            scope = self.environment.scopes.parent(scope)
        return scope == other

    def _name(self, row: int) -> str:
        return self._document.names[self._document.name_ids[row]] if row >= 0 else ""


def _is_marked(chain: Chain) -> bool:
    return bool(chain) and chain[0] in _MARKS


def _is_class(name: str, mark: str, behind: Chain, language: Language) -> bool:
    """Whether what stands before a mark can be a class of which something is asked."""
    if not behind or _is_marked(behind):
        return False
    return mark == _INSTANCE or language.is_type(last_segment(name))


class _Walk:
    """What is still to be followed, and what was found."""

    def __init__(self, *, binds: bool) -> None:
        self.binds = binds
        self.queue: deque[Named | Held] = deque()
        self.chains: dict[str, None] = {}
        self.steps = 0
        self._seen: set[Named | Held] = set()

    def add(self, steps: Iterable[Named | Held]) -> None:
        for step in steps:
            if step not in self._seen:
                self._seen.add(step)
                self.queue.append(step)

    def say(self, begin: str, rest: Chain, language: Language) -> None:
        """A chain was found, unless a mark in it does not stand behind a class."""
        parts = [begin]
        for at, segment in enumerate(rest):
            if segment not in _MARKS:
                parts.append(segment)
            elif not _is_class(parts[-1], segment, rest[at + 1 :], language):
                return
        self.chains.setdefault(".".join(filter(None, parts)), None)
