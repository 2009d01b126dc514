"""Writes a first spec, so that nobody has to begin with an empty file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from planproof.errors import UsageError
from planproof.yamlio import Value, write

_HEAD = """\
# What must be gone, and what must be there, when this refactor is done.
#   planproof spec check FILE     says whether the file itself is right
#   planproof spec explain FILE   says what it means here, and what it hits
#   planproof spec test FILE      runs its examples
#   planproof verify FILE         judges the code by it
# Terms in match are forbidden, terms in expect are required; * stands for any part of a name,
# ** for any number of parts, "/regex/" for a regular expression. More: docs/spec-reference.md
"""

_STARTER_RULES = """\
rules:
  - id: no-old-name
    description: Nothing uses old_name any more
    severity: high # critical, high, medium or low: every one blocks
    # languages: [python] # without it, every language that planproof can parse
    match:
      # every occurrence of a name: definitions, calls, imports, attributes, keyword arguments …
      identifiers: [old_name]
      # or one role only: definitions, calls, imports, attributes, decorators, bases, assignments,
      # parameters, keywords, annotations; calls by their arguments ({name: f, without: [x]}); or
      # expressions, literals, comments, text; files; api_routes, sql_tables; dependencies, metrics;
      # structure (pattern: "old_name($ARG, legacy=True)")
    guidance: Use new_name instead
    examples: # proof that the rule can tell the two apart
      bad: ["old_name(1)"]
      good: ["new_name(1)"]

  - id: new-name-in-use
    description: new_name is there
    expect:
      identifiers: [new_name]
"""


def new_spec(
    name: str,
    *,
    forbid: Iterable[str] = (),
    require: Iterable[str] = (),
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    description: str = "",
) -> str:
    """YAML text that :func:`load_spec` accepts: one rule for each term, or a starter to edit.

    ``forbid`` and ``require`` are terms for every occurrence of a name. The same arguments give the
    same text. Raises UsageError for an empty name or term, and for one both forbidden and required.
    """
    forbidden, required = _cleaned(forbid, "forbid"), _cleaned(require, "require")
    _refuse_contradictions(forbidden, required)
    head: dict[str, Value] = {"refactor_name": _cleaned([name], "name")[0]}
    if description.strip():
        head["description"] = description.strip()
    if scope := _scope(_cleaned(include, "include"), _cleaned(exclude, "exclude")):
        head["scope"] = scope
    rules = [*_rules(forbidden, required)]
    return _HEAD + (_written({**head, "rules": rules}) if rules else _starter(head))


def _cleaned(texts: Iterable[str], option: str) -> tuple[str, ...]:
    """Each once, in the order given, without white space around it."""
    cleaned = tuple(dict.fromkeys(text.strip() for text in texts))
    if "" in cleaned:
        raise UsageError(f"{option} is empty", fix=f"write some text for {option}")
    return cleaned


def _refuse_contradictions(forbidden: tuple[str, ...], required: tuple[str, ...]) -> None:
    for term in forbidden:
        if term in required:
            message = f"{term!r} is both forbidden and required"
            raise UsageError(message, fix="name it once, under forbid or under require")


def _scope(include: tuple[str, ...], exclude: tuple[str, ...]) -> dict[str, Value]:
    scope: dict[str, Value] = {"include": [*include], "exclude": [*exclude]}
    return {key: globs for key, globs in scope.items() if globs}


def _rules(forbidden: tuple[str, ...], required: tuple[str, ...]) -> Iterator[Value]:
    taken: set[str] = set()
    for term in forbidden:
        yield {
            "id": _free_id(f"no-{_slug(term)}", taken),
            "description": f"Nothing uses {term} any more",
            "match": {"identifiers": [term]},
        }
    for term in required:
        yield {
            "id": _free_id(f"has-{_slug(term)}", taken),
            "description": f"{term} is there",
            "expect": {"identifiers": [term]},
        }


def _slug(term: str) -> str:
    """``auth.legacy.**`` → auth-legacy; a term without Latin letters or digits → term."""
    return "-".join(re.findall(r"[a-z0-9]+", term.lower()))[:60].strip("-") or "term"


def _free_id(wanted: str, taken: set[str]) -> str:
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    taken.add(free)
    return free


def _starter(head: dict[str, Value]) -> str:
    hint = "" if "scope" in head else '# scope: {include: ["src/**"], exclude: ["**/tests/**"]}\n'
    return _written(head) + hint + _STARTER_RULES


def _written(value: dict[str, Value]) -> str:
    try:
        return write(value)
    except ValueError as error:
        message = f"a term or the name is not Unicode text ({error})"
        raise UsageError(message, fix="write it in UTF-8") from None
