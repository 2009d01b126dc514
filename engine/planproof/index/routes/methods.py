"""Which HTTP methods a call names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.index.routes.arguments import Arguments
from planproof.index.routes.facts import PathText
from planproof.languages.frameworks import Methods
from planproof.languages.values import Call, Items, Member, Text, Value, chain_of

_VERB = re.compile(r"(?i)get|post|put|patch|delete|head|options|trace|connect")
_CONSTANTS = frozenset({"True", "False", "None"})
_LED = re.compile(r"(?:(?P<method>[A-Z]+)[ \t]+)?[^/]*(?P<path>.*)", re.DOTALL)

_HANDLERS = frozenset({"", "endpoint", "handler", "route", "view", "view_func"})
"""Arguments that may be what answers; a positional one has no name."""

Answered = tuple[tuple[str, ...], bool]
"""Methods, none for any, and whether the code leaves them open."""

_OPEN: Answered = ((), True)


def methods_of(
    call: Call, methods: Methods, arguments: Arguments, *, decorates_class: bool
) -> Answered:
    """The methods of a route that a call declares."""
    if methods.by_name:
        return (_verb_in(_last_name(call.callee)) or "GET",), False
    listed = [name for each in arguments.at(call, methods.at) for name in _listed(each)]
    if "" in listed:
        return _OPEN
    if listed:
        return tuple(sorted(set(listed) - {"*"})), False
    if decorates_class or any(map(_is_class, _handlers(call))):
        return _OPEN
    return methods.fixed, methods.unknown


def led_by_method(path: PathText) -> tuple[PathText, tuple[str, ...]]:
    """``GET example.com/users`` → the path, and the method in front of it."""
    first = path[0] if path else None
    found = _LED.match(first) if isinstance(first, str) else None
    if found is None:
        return path, ()
    return (found["path"], *path[1:]), (found["method"],) if found["method"] else ()


def _handlers(call: Call) -> list[Value]:
    return [each.value for each in call.arguments if each.name in _HANDLERS]


def _listed(value: Value) -> Iterator[str]:
    """Methods in upper case, ``*`` for any; an empty one where it is not known which."""
    if isinstance(value, Items):
        for item in value.items:
            yield from _listed(item)
    elif isinstance(value, Text):
        only = value.parts[0] if len(value.parts) == 1 else ""
        text = only if isinstance(only, str) else ""
        yield "*" if text in ("*", "ANY") else _verb_in(text)
    else:
        yield _verb_in((chain_of(value) or ("",))[-1])


def _verb_in(name: str) -> str:
    """``add_get``, ``MethodGet``, ``GetMapping`` → GET; empty for none."""
    found = _VERB.search(name)
    return found.group().upper() if found else ""


def _last_name(callee: Value) -> str:
    return callee.name if isinstance(callee, Member) else (chain_of(callee) or ("",))[-1]


def _is_class(value: Value) -> bool:
    """``Users.as_view()``, and by the custom of all languages ``Users``, but not ``USERS``: a class
    says by its own methods what it answers."""
    if isinstance(value, Call):
        made = isinstance(value.callee, Member) and value.callee.name == "as_view"
        return made or _is_class(value.callee)
    name = (chain_of(value) or ("",))[-1].lstrip("_")
    return name[:1].isupper() and not name.isupper() and name not in _CONSTANTS
