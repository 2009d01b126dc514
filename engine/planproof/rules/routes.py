"""The facet ``api_routes``: terms such as ``/users/**`` and ``POST /users``, and what they hit.

A path is compared segment by segment with the whole path of a route, its prefixes included. ``*``
is one segment or a part of one, ``**`` any number, ``{id}`` (also ``:id``, ``<id>``, ``[id]``) one
that is a variable. A slash at the end does not count. ``/^…/`` is a regular expression, since no
path begins like that; every other term is a path, also one that ends with a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from planproof.index.routes import HOLE, LOOSE, HttpRoute, segments_of
from planproof.model.violation import Mark
from planproof.rules.chains import ANY_SEGMENTS, chain_fits, segment_fits
from planproof.rules.regex import BadRegexError, encodable, pattern_of
from planproof.rules.terms import BadTermError

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT")
_ANY_METHOD = frozenset({"*", "ANY"})
_REGEX = re.compile(r"/(\^.*)/(i?)\Z", re.DOTALL)
_LED = re.compile(r"([A-Za-z*]+(?:\s*,\s*[A-Za-z]+)*)\s+(.*)", re.DOTALL)
_BEST_FIRST = (Mark.PROVEN, Mark.UNCERTAIN)
_VARIABLES = re.compile(r"\{[^{}]*\}|<[^<>]*>|\[[^\[\]]*\]|(?<![^/]):\w+")
_NO_PATH = re.compile(r"[\\|()+$^\s\"'`]")


class RouteTerm(Struct, frozen=True):
    """``methods`` is empty for any. Either ``parts`` or a regular expression (``body``) is given.

    No letters: a route's path may be put together of pieces that stand in several files.
    """

    text: str
    methods: frozenset[str]
    parts: tuple[str, ...] = ()
    body: str = ""
    ignore_case: bool = False

    @property
    def letters(self) -> str | None:
        return None

    @property
    def words(self) -> frozenset[str]:
        return frozenset()

    @property
    def literals(self) -> tuple[str, ...]:
        """The segments that must stand somewhere as they are."""
        return tuple(part for part in self.parts if not set(part) & {"*", "{"})

    def meets(self, route: HttpRoute) -> Mark | None:
        """Whether the route is what is meant: proven, uncertain, or None for not."""
        if not self._may_answer(route):
            return None
        marks = [mark for whole in route.wholes if (mark := self._fits(whole, is_open=route.open))]
        if not marks and not self._fits_as_written(route):
            return None
        if route.hidden:
            return Mark.LEXICAL
        sure = Mark.PROVEN in marks and route.certain and not self._is_vague(route)
        return Mark.PROVEN if sure else Mark.UNCERTAIN

    def whole(self, route: HttpRoute) -> str:
        """Of the paths of a route the one that is meant most likely."""
        marks = {whole: self._fits(whole, is_open=route.open) for whole in route.wholes}
        fitting = [whole for mark in _BEST_FIRST for whole in marks if marks[whole] is mark]
        return fitting[0] if fitting else route.wholes[0]

    def fits(self, whole: str) -> bool:
        """Whether a path is meant for certain."""
        return self._fits(whole, is_open=False) is Mark.PROVEN

    def _may_answer(self, route: HttpRoute) -> bool:
        return not (self.methods and route.methods) or bool(self.methods & set(route.methods))

    def _is_vague(self, route: HttpRoute) -> bool:
        return bool(self.methods) and route.vague

    def _fits(self, whole: str, *, is_open: bool) -> Mark | None:
        path = whole.removeprefix(LOOSE)
        loose = path != whole
        if self.body:
            return self._searched(path)
        chain = (*segments_of(path), *((HOLE,) if is_open else ()))
        if _surely_fits(self.parts, chain) or (is_open and _surely_fits(self.parts, chain[:-1])):
            return Mark.PROVEN
        if HOLE in chain or loose:
            beginning = (HOLE,) if loose else ()
            return Mark.UNCERTAIN if _may_fit(self.parts, (*beginning, *chain)) else None
        return None

    def _searched(self, path: str) -> Mark | None:
        if HOLE not in path:
            found = pattern_of(self.body, self.ignore_case).search(encodable(path))
            return Mark.PROVEN if found is not None else None
        bare = self.body.lstrip("^").removesuffix("$")
        known = [piece for piece in path.split(HOLE) if piece.strip("/")]
        pattern = pattern_of(bare, self.ignore_case)
        may = bool(bare) and any(pattern.search(encodable(piece)) for piece in known)
        return Mark.UNCERTAIN if may else None

    def _fits_as_written(self, route: HttpRoute) -> bool:
        """The path as its declaration has it, without the prefix that is written elsewhere.

        Not for terms with wildcards, and not for paths that hold nothing but variables: those
        would fit everywhere.
        """
        chain = segments_of(route.written)
        if self.body or not any(part != "{}" for part in chain):
            return False
        return not any("*" in part for part in self.parts) and chain == self.parts


def parse_route(text: str) -> RouteTerm:
    """A term of ``api_routes``. Raises BadTermError."""
    written = text.strip()
    if not written:
        raise BadTermError("an empty term names no route", fix="remove it, or write a path: /users")
    methods: frozenset[str] = frozenset()
    path = written
    if led := _LED.fullmatch(written):
        methods, path = _methods(led[1], text), led[2].strip()
    if regex := _REGEX.fullmatch(path):
        _refuse_bad_regex(text, regex[1])
        return RouteTerm(text, methods, body=regex[1], ignore_case=bool(regex[2]))
    return RouteTerm(text, methods, parts=_parts(path, text))


def _methods(written: str, text: str) -> frozenset[str]:
    names = {name.strip().upper() for name in written.split(",")}
    if names & _ANY_METHOD:
        return frozenset()
    for name in sorted(names - set(METHODS)):
        from difflib import get_close_matches

        near = get_close_matches(name, METHODS, 1, 0.5)
        raise BadTermError(
            f"{text!r}: {name} is no HTTP method",
            fix=f"did you mean {near[0]}?" if near else f"known: {', '.join(METHODS)}",
        )
    return frozenset(names)


def _parts(path: str, text: str) -> tuple[str, ...]:
    if path in ("*", ANY_SEGMENTS):
        path = f"/{path}"
    if not path.startswith("/"):
        raise BadTermError(
            f"{text!r} is not the path of a route: it does not begin with a slash",
            fix=f"write {_with_slash(path)}",
        )
    blank = _VARIABLES.sub("{}", path)
    _refuse_no_path(blank, text)
    parts = tuple(part for part in blank.split("/") if part)
    for part in parts:
        if ANY_SEGMENTS in part and part != ANY_SEGMENTS:
            raise BadTermError(
                f"{text!r}: ** stands for whole segments and must stand alone between slashes",
                fix="write * inside a segment, as in /v*/users, or /users/** for all below it",
            )
    return parts


def _with_slash(path: str) -> str:
    """``https://host/users`` → ``/users``"""
    bare = re.sub(r"\A[a-z]+://[^/]*", "", path)
    return f"/{bare.lstrip('/')}"


def _refuse_no_path(path: str, text: str) -> None:
    bad = _NO_PATH.search(path)
    if bad:
        raise BadTermError(
            f"{text!r} is not the path of a route: it holds {bad.group()!r}",
            fix="a regular expression begins with /^ and ends with /, as in /^\\/v[12]\\//",
        )
    if "?" in path or "#" in path:
        raise BadTermError(
            f"{text!r}: a route has no query and no fragment",
            fix=f"write {re.split('[?#]', path)[0]}",
        )


def _refuse_bad_regex(text: str, body: str) -> None:
    try:
        matches_everything = pattern_of(body, ignore_case=False).search("") is not None
    except BadRegexError as error:
        message = f"{text!r} is not a regular expression: {error}"
        raise BadTermError(message, fix="RE2 syntax: no look-around, no back-references") from None
    if matches_everything:
        raise BadTermError(
            f"{text!r} matches the empty text, so it would hit every route",
            fix="say what must be there; for every route write /**",
        )


def _surely_fits(parts: tuple[str, ...], chain: tuple[str, ...]) -> bool:
    """The parts cover the chain, whatever stands in its holes: only ``**`` covers a hole."""
    if HOLE not in chain:
        return chain_fits(parts, chain)
    reached = {0}
    for part in parts:
        if part == ANY_SEGMENTS:
            reached = set(range(min(reached, default=len(chain) + 1), len(chain) + 1))
        else:
            reached = {at + 1 for at in reached if _covers(part, chain[at : at + 1])}
    return len(chain) in reached


def _covers(part: str, segment: tuple[str, ...]) -> bool:
    return segment != (HOLE,) and bool(segment) and segment_fits(part, segment[0])


def _may_fit(parts: tuple[str, ...], chain: tuple[str, ...]) -> bool:
    """Whether the parts cover the chain for something in its holes.

    Some word of the chain must be met by more than ``**``: else every term would fit every route
    of which the prefix is not known.
    """
    states: set[tuple[int, bool]] = {(0, False)}
    states = _through_holes(states, chain)
    for part in parts:
        following: set[tuple[int, bool]] = set()
        for at, met in states:
            following.update(_steps(part, at, met, chain))
        states = _through_holes(following, chain)
    return (len(chain), True) in states


def _steps(part: str, at: int, met: bool, chain: tuple[str, ...]) -> Iterable[tuple[int, bool]]:
    if part == ANY_SEGMENTS:
        return {(to, met) for to in range(at, len(chain) + 1)}
    if at < len(chain) and chain[at] == HOLE:
        return {(at, met)}
    if at < len(chain) and segment_fits(part, chain[at]):
        return {(at + 1, met or chain[at] != "{}")}
    return ()


def _through_holes(states: set[tuple[int, bool]], chain: tuple[str, ...]) -> set[tuple[int, bool]]:
    """A hole may be empty; the part before it may also have been met inside it."""
    found = set(states)
    for at, met in states:
        while at < len(chain) and chain[at] == HOLE:
            at += 1
            found.add((at, met))
    return found
