"""What there is, where nothing is what a pattern means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from planproof.search.patterns.field import Field, Sight
from planproof.search.patterns.find import find_pattern
from planproof.search.patterns.kinds import ApiRoute, Pattern, conditions_of, type_of
from planproof.search.patterns.words import written

_FEW = 3
_LIKENESS = 0.6
_MOST_COMPARED = 20_000
_COUNTED = frozenset({"api_route", "command", "component", "test"})
"""Types of which it is told how many there are of each kind."""


def what_there_is(pattern: Pattern, field: Field) -> tuple[str, tuple[str, ...]]:
    """A sentence, and names that may be meant instead, best first."""
    kind, made = type_of(pattern), type(pattern)
    there = find_pattern(made(), field)
    if not there:
        return f"there is no {kind} here that can be told", ()
    conditions = conditions_of(pattern)
    names = dict(zip(made.__struct_encode_fields__, made.__struct_fields__, strict=True))
    failing: dict[str, str] = {}
    for word, value in conditions.items():
        alone = made(**{names[word]: value})  # type: ignore[arg-type] # as it was
        if not find_pattern(alone, field):
            failing[word] = written(alone).partition(" ")[2]
    none = f"none with {' or '.join(failing.values())}" if failing else "none with all of that"
    near = _near(pattern, there) if failing.keys() & {"name", "path"} else ()
    return f"{len(there):,} of type {kind} here{_counted(kind, there)}, {none}", near


def _counted(kind: str, there: Sequence[Sight]) -> str:
    """``: GET 12, POST 3``"""
    if kind not in _COUNTED:
        return ""
    words = (_word(each, kind) for each in there)
    counts = Counter(word for word in words if word)
    told = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return ": " + ", ".join(f"{word} {count:,}" for word, count in told)


def _word(sight: Sight, kind: str) -> str:
    first = sight.said.partition(" ")[0]
    return "ANY" if kind == "api_route" and first.startswith(("/", "…")) else first


def _near(pattern: Pattern, there: Sequence[Sight]) -> tuple[str, ...]:
    """Names, or paths of routes, that look like the one that is asked for."""
    from difflib import get_close_matches

    if isinstance(pattern, ApiRoute):
        wanted, paths = pattern.path, (each.said.rpartition(" ")[2] for each in there)
    else:
        wanted, paths = pattern.name, (each.symbol for each in there)
    if not wanted or "*" in wanted or wanted.startswith("/^"):
        return ()
    known = sorted(dict.fromkeys(paths))[:_MOST_COMPARED]
    lasts = {} if isinstance(pattern, ApiRoute) else {one.rpartition(".")[2]: one for one in known}
    candidates = lasts or dict(zip(known, known, strict=True))
    return tuple(
        candidates[one] for one in get_close_matches(wanted[:100], candidates, _FEW, _LIKENESS)
    )
