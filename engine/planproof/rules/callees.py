"""The function of the same file that a call calls, where that is certain."""

from __future__ import annotations

from planproof.model.document import Definition, Document, Role
from planproof.model.location import Span
from planproof.model.name import segments
from planproof.rules.subject import Subject

_BINDS = int(Role.ASSIGNMENT | Role.PARAMETER | Role.IMPORT)
_CONSTRUCTOR = "__init__"


def called_definition(row: int, subject: Subject) -> tuple[Definition, bool] | None:
    """The definition that a call's row names, and whether its first parameter is given otherwise.

    None where another one may be meant: an imported name, one that is also assigned, one that is
    defined twice, a decorated function.
    """
    document = subject.document
    chain = segments(document.names[document.name_ids[row]])
    span = Span(document.starts[row], document.ends[row])
    if len(chain) == 1:
        found = _visible(document, document.enclosing(span), chain[0], subject)
        if found < 0 or _is_bound(document, chain[0]):
            return None
        if document.definitions[found].kind == "class":
            return _only(document, found, _CONSTRUCTOR, takes_owner=True)
        return _plain(document.definitions[found], takes_owner=False)
    if len(chain) == 2 and chain[0] in ("self", "cls"):
        owner = document.enclosing(span)
        while owner >= 0 and document.definitions[owner].kind != "class":
            owner = document.definitions[owner].parent
        return _only(document, owner, chain[1], takes_owner=True) if owner >= 0 else None
    return None


def _visible(document: Document, scope: int, name: str, subject: Subject) -> int:
    """The one definition of the name that a place in a scope sees; -1 for none or several."""
    while True:
        inner = scope >= 0 and document.definitions[scope].kind in subject.language.function_owners
        found = [] if inner else _members(document, scope, name)
        if found:
            return found[0] if len(found) == 1 else -1
        if scope < 0:
            return -1
        scope = document.definitions[scope].parent


def _members(document: Document, scope: int, name: str) -> list[int]:
    return [
        number
        for number, each in enumerate(document.definitions)
        if each.parent == scope and segments(each.qualified)[-1:] == (name,)
    ]


def _only(
    document: Document, owner: int, name: str, *, takes_owner: bool
) -> tuple[Definition, bool] | None:
    found = _members(document, owner, name)
    if len(found) != 1:
        return None
    return _plain(document.definitions[found[0]], takes_owner=takes_owner)


def _plain(definition: Definition, *, takes_owner: bool) -> tuple[Definition, bool] | None:
    """A decorator may give the function other parameters."""
    if definition.decorators or definition.kind not in ("function", "method"):
        return None
    return definition, takes_owner


def _is_bound(document: Document, name: str) -> bool:
    """Whether the name is bound otherwise anywhere in the file, if only by an import."""
    if any(binding.local == name or binding.star for binding in document.imports):
        return True
    return any(
        roles & _BINDS and document.names[name_id] == name
        for roles, name_id in zip(document.roles, document.name_ids, strict=True)
    )
