"""Occurrences for programs (JSON lines) and people."""

from __future__ import annotations

import json

from msgspec import Struct

from planproof.model.document import Role
from planproof.model.location import Place
from planproof.report.envelope import Json
from planproof.report.escape import visible
from planproof.report.places import place_json, place_text
from planproof.report.style import Paint


class Fact(Struct, frozen=True):
    """One name in one role at one place.

    ``name`` is as written, a dotted chain whole. ``qualified`` is the chain of a definition inside
    its file, or the first of what another name stands for as far as its file tells; None when
    that is not known. ``kind`` is that of a definition, else empty; ``scope`` the enclosing
    definition, else empty.
    """

    place: Place
    name: str
    qualified: str | None
    role: Role
    kind: str
    scope: str


def fact_line(fact: Fact) -> str:
    """One line of JSON."""
    row: dict[str, Json] = {
        **place_json(fact.place),
        "name": fact.name,
        "qualified": fact.qualified,
        "role": fact.role.word,
        "kind": fact.kind,
        "scope": fact.scope,
    }
    return json.dumps(row, separators=(", ", ": ")) + "\n"


def fact_text(fact: Fact, paint: Paint) -> str:
    what = fact.kind or fact.role.word
    meaning = f" = {visible(fact.qualified)}" if fact.qualified not in (None, fact.name) else ""
    inside = f" in {visible(fact.scope)}" if fact.scope else ""
    where = paint("path", place_text(fact.place))
    return f"{where}  {paint('bold', what)} {visible(fact.name)}{meaning}{paint('dim', inside)}\n"
