"""The facet ``api_routes``: the routes of the whole tree, and which of them terms hit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planproof.evaluate.tree_files import FactKind, TreeFiles
from planproof.evaluate.tree_hits import TreeHits, Undecided
from planproof.evaluate.unread_routes import Unread
from planproof.index import Source
from planproof.index.parsed import parse
from planproof.index.routes import (
    HOLE,
    LOOSE,
    HttpRoute,
    RouteFacts,
    digest_of_tables,
    join_routes,
    may_say,
    pack,
    read_routes,
    told_without_parsing,
    unpack,
)
from planproof.languages import Language
from planproof.model.document import Document, Reason, Unparsed
from planproof.model.violation import Mark
from planproof.rules import Hit, Matcher, RouteTerm

_VERSION = 2
_FEW = 3
_LIKENESS = 0.5
_OVERLAP = 400


def find_routes(matchers: Sequence[Matcher], files: TreeFiles) -> Sequence[TreeHits]:
    """What each of the terms hits: the places of routes. The name of a hit is ``GET /users``."""
    facts = _facts(files)
    undecided = tuple(_undecided(files, facts))
    routes = _routes(files, facts)
    terms = [term for term in matchers if isinstance(term, RouteTerm)]
    unread = Unread(files)
    return [TreeHits(_hits(term, routes), (*undecided, *unread.undecided(term))) for term in terms]


def routes_of(files: TreeFiles) -> tuple[HttpRoute, ...]:
    """All routes of a tree, by (path, place)."""
    return _routes(files, _facts(files))


def nearest_routes(term: RouteTerm, files: TreeFiles) -> Sequence[str]:
    """At most three routes of the tree that look like a term, best first."""
    from difflib import get_close_matches

    wanted = "/" + "/".join(term.parts)
    routes = routes_of(files)
    names = {whole: name_of_route(route, whole) for route in routes for whole in route.wholes}
    near = get_close_matches(wanted, sorted(names), _FEW, _LIKENESS) if term.parts else ()
    return [names[whole] for whole in near]


def _kind() -> FactKind[RouteFacts]:
    return FactKind(f"routes {digest_of_tables()}", _VERSION, _quick, _read, pack, unpack)


def _facts(files: TreeFiles) -> Mapping[str, RouteFacts | Unparsed]:
    return files.facts(_kind())


def _quick(content: bytes, language: Language) -> RouteFacts | None:
    return told_without_parsing(content, language.name)


def _read(source: Source, document: Document) -> RouteFacts:
    return read_routes(parse(source.content, source.language), document)


def _routes(files: TreeFiles, facts: Mapping[str, RouteFacts | Unparsed]) -> tuple[HttpRoute, ...]:
    languages = {file.path: file.language for file in files.all}
    known = {
        path: (languages[path], fact)
        for path, fact in facts.items()
        if not isinstance(fact, Unparsed)
    }
    return join_routes(known)


def _hits(term: RouteTerm, routes: Sequence[HttpRoute]) -> Mapping[str, Sequence[Hit]]:
    found: dict[str, list[Hit]] = {}
    for route in routes:
        if (mark := term.meets(route)) is not None:
            whole = term.whole(route)
            why = why_uncertain(term, route, whole, mark)
            hit = Hit(0, route.span, name_of_route(route, whole), why, mark)
            found.setdefault(route.path, []).append(hit)
    return found


def why_uncertain(term: RouteTerm, route: HttpRoute, whole: str, mark: Mark) -> str:
    """What there is to say of a route that is not certain to be meant."""
    if mark is not Mark.UNCERTAIN:
        return ""
    if not route.certain:
        return "if it is a route"
    if HOLE in whole or LOOSE in whole:
        return "what comes before it is not known" if not term.fits(whole) else "methods not known"
    if route.open:
        return "what is below it is not known"
    return "methods not known" if route.vague else f"written {route.written}"


def name_of_route(route: HttpRoute, whole: str) -> str:
    """``GET,POST /users/{id}``, with ``…`` for what is not known."""
    path = whole.removeprefix(LOOSE).replace(HOLE, "…")
    return f"{','.join(route.methods)} {path}".strip()


def _undecided(files: TreeFiles, facts: Mapping[str, RouteFacts | Unparsed]) -> Iterator[Undecided]:
    """Files that may declare routes and could not be read."""
    for file in files.all:
        fact = facts.get(file.path)
        if not isinstance(fact, Unparsed):
            continue
        if fact.reason is not Reason.TOO_LARGE or _large_may_say(files, file.path):
            yield Undecided(file.path, fact.reason.value, (file.path,))


def _large_may_say(files: TreeFiles, path: str) -> bool:
    entry = files.tree.manifest.entries[path]
    language = next(file.language for file in files.all if file.path == path)
    tail = b""
    for chunk in files.tree.stream(entry):
        if may_say(tail + chunk, language.name):
            return True
        tail = chunk[-_OVERLAP:]
    return False
