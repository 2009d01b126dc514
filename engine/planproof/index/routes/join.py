"""The facts of all files of a tree → the routes that the tree declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from planproof.index.routes.facts import (
    Edge,
    PathText,
    Ref,
    RouteFact,
    RouteFacts,
    Spot,
    Sure,
    Where,
)
from planproof.index.routes.files import file_routes
from planproof.index.routes.modules import Modules
from planproof.index.routes.paths import HOLE, LOOSE, joined, spelled
from planproof.languages import Language
from planproof.languages.frameworks import FRAMEWORKS, frameworks_of
from planproof.model.location import Span

Node = tuple[str, str]
"""A spot of a tree: the path of the file, and its key there."""

_MOST = 64
"""Prefixes of one spot: a router may be mounted often, but not without end."""

_DEEPEST = 30
_UNKNOWN_SPOT = Spot("")


class HttpRoute(Struct, frozen=True):
    """A route of a tree.

    ``written`` is its path with the prefix of what it is declared on, ``wholes`` with all that
    comes before it: one for each place where it is mounted, with a ``HOLE`` for what is not known.
    No ``methods``: any; ``vague``: the code does not say which. ``open``: paths below it too.
    ``certain``: that it is a route at all. ``hidden``: it stands where the syntax is broken.
    """

    path: str
    span: Span
    methods: tuple[str, ...]
    written: str
    wholes: tuple[str, ...]
    vague: bool = False
    open: bool = False
    certain: bool = True
    hidden: bool = False


def join_routes(files: Mapping[str, tuple[Language, RouteFacts]]) -> tuple[HttpRoute, ...]:
    """The routes by (path, place)."""
    found = set(_Join(files).routes())
    found.update(file_routes_of(files))
    found.update(_hidden_routes(files))
    return tuple(sorted(found, key=_order))


def file_routes_of(files: Mapping[str, tuple[Language, RouteFacts]]) -> Iterator[HttpRoute]:
    """Routes that are files."""
    for path, (language, facts) in files.items():
        for declared in file_routes(path, language.name, facts.handlers):
            whole = joined(declared.path)
            yield HttpRoute(
                path, declared.span, declared.methods, whole, (whole,), vague=declared.vague
            )


def _hidden_routes(files: Mapping[str, tuple[Language, RouteFacts]]) -> Iterator[HttpRoute]:
    for path, (_, facts) in files.items():
        for text, span in facts.hidden:
            whole = joined(text)
            wholes = (LOOSE + whole,)
            yield HttpRoute(path, span, (), whole, wholes, vague=True, certain=False, hidden=True)


def _order(route: HttpRoute) -> tuple[str, Span, str, tuple[str, ...]]:
    return (route.path, route.span, route.written, route.methods)


class _Join:
    def __init__(self, files: Mapping[str, tuple[Language, RouteFacts]]) -> None:
        self._files = files
        self._modules = Modules(files)
        self._above: dict[Node, list[tuple[Node, str, Edge]]] = {}
        self._prefixes: dict[Node, tuple[str, ...]] = {}
        self._known: dict[Node, bool] = {}
        self._spots: dict[Node, Spot] = {}
        self._roots = set(self._named_roots())
        for path, (_, facts) in files.items():
            for edge in facts.edges:
                self._add_edge(path, edge)

    def routes(self) -> Iterator[HttpRoute]:
        for path, (_, facts) in self._files.items():
            for fact in facts.routes:
                if (route := self._route(path, fact)) is not None:
                    yield route

    def _named_roots(self) -> Iterator[Node]:
        """The lists of routes that a setting names."""
        for path, (language, facts) in self._files.items():
            for framework in frameworks_of(language.name):
                module = facts.constants.get(framework.root_setting)
                ref = Ref(Where.IMPORT, f"{module}.{framework.list_name}")
                if module and (node := self._node(path, ref)) is not None:
                    yield node

    def _add_edge(self, path: str, edge: Edge) -> None:
        parent, child = self._node(path, edge.parent), self._node(path, edge.child)
        if parent is not None and child is not None and parent != child:
            self._above.setdefault(child, []).append((parent, path, edge))

    def _route(self, path: str, fact: RouteFact) -> HttpRoute | None:
        owner = self._node(path, fact.owner)
        if owner is not None and self._spot(owner).part and owner not in self._above:
            return None
        known = owner is not None and self._is_spot(owner)
        if fact.sure in (Sure.IF_SPOT, Sure.IF_SAME) and not known:
            return None
        if fact.sure is Sure.IF_SAME and not self._is_of(owner, fact.framework):
            return None
        if fact.unless is not None and self._is_in_sight(path, fact.unless):
            return None
        own = spelled(self._text(path, fact.path), fact.style)
        before = self._prefixes_of(owner) if owner is not None else (LOOSE,)
        return HttpRoute(
            path,
            fact.span,
            fact.methods,
            self._written(owner, own),
            tuple(sorted({joined(prefix, own) for prefix in before})),
            fact.unknown,
            fact.open,
            certain=known or fact.sure is Sure.YES,
        )

    def _is_of(self, owner: Node | None, framework: str) -> bool:
        return owner is not None and self._spot(owner).framework == framework

    def _is_in_sight(self, path: str, ref: Ref) -> bool:
        node = self._node(path, ref)
        return node is not None and (self._spot(node).maker is None or self._is_spot(node))

    def _written(self, node: Node | None, own: str, depth: int = 0) -> str:
        """The path as its declaration has it: with the prefix of the spot that it hangs on."""
        spot = self._spot(node) if node is not None else _UNKNOWN_SPOT
        if node is None or depth > _DEEPEST:
            return joined(own)
        for text in spot.prefixes[:1]:
            own = joined(spelled(self._text(node[0], text), spot.style), own)
        above = self._above.get(node, ()) if spot.part else ()
        for parent, path, edge in above[:1]:
            prefix = spelled(self._text(path, edge.prefix), edge.style)
            return self._written(parent, joined(prefix, own), depth + 1)
        return joined(own)

    def _node(self, path: str, ref: Ref) -> Node | None:
        if ref.where is Where.TREE:
            return ("", ref.target)
        return self._modules.spot(path, ref)

    def _spot(self, node: Node) -> Spot:
        if node not in self._spots:
            found = self._files.get(node[0])
            spot = found[1].spots.get(node[1], _UNKNOWN_SPOT) if found else _UNKNOWN_SPOT
            self._spots[node] = spot if spot.maker is None else self._made(node[0], spot)
        return self._spots[node]

    def _made(self, path: str, spot: Spot) -> Spot:
        """What a class of the tree makes, if that is a kind of spot."""
        fact = self._modules.class_of(path, spot.maker) if spot.maker is not None else None
        for framework in FRAMEWORKS:
            for kind in framework.kinds:
                if fact is not None and (framework.name, kind.name) == fact[:2]:
                    return spot._replace(
                        framework=framework.name,
                        root=kind.root,
                        style=framework.style.name,
                        maker=None,
                    )
        return spot

    def _is_spot(self, node: Node, depth: int = 0) -> bool:
        """Whether it, or something above it, is of a framework."""
        if node not in self._known:
            self._known[node] = False
            self._known[node] = bool(self._spot(node).framework) or (
                depth < _DEEPEST
                and any(self._is_spot(up, depth + 1) for up, _, _ in self._above.get(node, ()))
            )
        return self._known[node]

    def _prefixes_of(self, node: Node, depth: int = 0) -> tuple[str, ...]:
        """All that may come before what hangs on a spot, its own prefix included."""
        known = self._prefixes.get(node)
        if known is not None:
            return known
        self._prefixes[node] = (HOLE,)
        spot = self._spot(node)
        own = [spelled(self._text(node[0], p), spot.style) for p in spot.prefixes] or [""]
        above = [each for each in self._above.get(node, ()) if self._counts(each[0], node)]
        found: set[str] = set()
        for parent, path, edge in above if depth < _DEEPEST else ():
            prefix = spelled(self._text(path, edge.prefix), edge.style)
            for before in self._prefixes_of(parent, depth + 1):
                ends = [""] if edge.replaces else own
                found.update(joined(before, prefix, end) for end in ends)
        if not found:
            start = "" if spot.root or not node[0] or node in self._roots else LOOSE
            found.update(joined(start, end) for end in own)
        self._prefixes[node] = tuple(sorted(found)[:_MOST])
        return self._prefixes[node]

    def _counts(self, parent: Node, child: Node) -> bool:
        """A parameter that nobody gives a spot to says nothing of what it is passed on to."""
        return not parent[0] or self._is_spot(parent) or not self._is_spot(child)

    def _text(self, path: str, text: PathText) -> str:
        return "".join(self._piece(path, part) for part in text)

    def _piece(self, path: str, part: str | Ref | None) -> str:
        if isinstance(part, str):
            return part
        found = self._modules.constant(path, part) if part is not None else None
        return HOLE if found is None else found
