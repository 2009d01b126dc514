"""What a chain of names stands for, followed through what binds its root, step by step.

A step replaces the root by what binds it: an import by its target, an alias by the chain it was
made from, ``self`` by its class, a member that a class does not define by that of its bases. All
that are met on the way count. Instances are told from their classes by marks in the chain: behind
one stands what is asked of an instance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planproof.index.bound import CLASSES, Bound
from planproof.index.environment import Environment
from planproof.index.scopes import MODULE
from planproof.index.walk import INSTANCE, MADE, Chain, Held, Named, Step, Walk, is_marked
from planproof.languages import Language
from planproof.model.document import Document, Import, Relation, Tie
from planproof.model.name import canonical


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
            root in self.environment.names
            or root in self._language.receivers
            or root in self._language.supers
            or any(self._language.star_offers(target, root) for _, target in self._stars)
            or self._language.is_of_own_package(root)
            or self._language.members_in_scope
        )

    def _walk(self, start: Named, *, binds: bool) -> tuple[str, ...]:
        root, *rest = start.chain
        if root in self._language.supers:
            return self.above(start.scope, tuple(rest))
        return self._follow([start], binds=binds)

    def _follow(self, start: Iterable[Step], *, binds: bool) -> tuple[str, ...]:
        walk = Walk(self._language, binds=binds)
        walk.add(start)
        while (step := walk.take()) is not None:
            if isinstance(step, Held):
                walk.add(self._of_held(step, walk))
            else:
                walk.add(self._of_named(step, walk))
        return tuple(walk.chains)

    def _of_named(self, step: Named, walk: Walk) -> Iterator[Step]:
        root, rest = step.chain[0], step.chain[1:]
        if root in self._language.receivers:
            if owner := self.environment.owner(step.scope):
                yield Held(owner, rest if self._language.is_type(root) else (INSTANCE, *rest))
            return
        found = self.environment.lookup(step.scope, root, header=step.header)
        if not found:
            yield from self._of_unbound(step, walk)
        for each in found:
            yield from self._of_bound(each, step, walk)

    def _of_bound(self, bound: Bound, step: Named, walk: Walk) -> Iterator[Step]:
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
            yield Held(owner, (INSTANCE, *step.chain[1:]), step.used)

    def _qualified(self, bound: Bound, step: Named) -> str | None:
        """A variable's qualified name; variables of functions have none, and none is a class."""
        name, *rest = step.chain
        if is_marked(tuple(rest)):
            return None
        definition = self.environment.scopes.definition(bound.scope)
        if definition is None:
            return name if bound.scope == MODULE else None
        return f"{definition.qualified}.{name}" if definition.kind in CLASSES else None

    def _related(
        self, row: int, rest: Chain, used: frozenset[int], walk: Walk, *, same: bool
    ) -> Iterator[Named]:
        if row in used or (not rest and (walk.binds or not same)):
            return
        for relation in self.environment.names.relations(row):
            if (relation.tie is Tie.SAME) is same and relation.tie <= Tie.INSTANCE:
                chain = self._explained(relation)
                if chain:
                    scope = self.environment.scopes.at(self.environment.names.span(relation.of))
                    yield Named(scope, (*chain, *rest), used=used | {row})

    def _explained(self, relation: Relation) -> Chain:
        """The chain that a name is explained by, with the mark of an instance."""
        chain = tuple(canonical(self._name(relation.of)).split("."))
        if relation.tie is Tie.INSTANCE:
            return (*chain, INSTANCE)
        if relation.tie is Tie.MADE:
            if chain[-1] in self._language.makers and len(chain) > 1:
                return (*chain[:-1], INSTANCE)
            return () if self._language.makers else (*chain, MADE)
        return chain if relation.member < 0 else (*chain, self._name(relation.member))

    def _of_held(self, step: Held, walk: Walk) -> Iterator[Step]:
        qualified, chain, used = step
        if is_marked(chain):
            is_class = bool(self.environment.classes(qualified))
            if len(chain) == 1 or is_marked(chain[1:]) or (chain[0] == MADE and not is_class):
                return
            chain = chain[1:]
        walk.say(f"{self.module}.{qualified}".lstrip("."), chain)
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
        for definition in self.environment.classes(qualified):
            scope = self.environment.scopes.at(definition.name)
            for base in definition.bases:
                root = tuple(canonical(base).split("."))
                yield Named(scope, (*root, *chain))
                if chain and self.environment.defines(scope, base, chain[0]):
                    break

    def _say_import(self, binding: Import, root: str, rest: Chain, walk: Walk) -> None:
        if self._binds_root(binding):
            walk.say(root, rest)
            return
        default = self._language.default_member
        for target in self.targets(binding):
            walk.say(target, rest)
            if default and rest[:1] == (default,):
                walk.say(target, rest[1:])

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
            and self._name(self.environment.names.row_at(binding.span)) == binding.target
        )

    def _of_unbound(self, step: Named, walk: Walk) -> Iterator[Step]:
        """A name that nothing in this file binds: of the language, or from another file."""
        root, rest = step.chain[0], step.chain[1:]
        if self._language.is_of_own_package(root):
            walk.say(f"{self.module}.{root}".lstrip("."), rest)
        if self._language.members_in_scope:
            yield from self._inherited(step)
        stars = self._stars_offering(step)
        for target in stars:
            walk.say(f"{target}.{root}", rest)
        if walk.taken > 1 and not stars and not self._language.is_of_own_package(root):
            walk.say(root, rest)

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
