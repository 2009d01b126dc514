"""Names that a pattern binds: what they are depends on where the pattern stands."""

from __future__ import annotations

from planproof.index.keys import end_of

Places = dict[str, list[int]]


def sort_bindings(places: Places) -> None:
    """Move each ``@binding`` to the parameters or assignments of ``places``.

    The innermost list of parameters around it decides; the default values in a list hardly ever
    hold patterns of their own.
    """
    bindings = sorted(places.pop("binding", ()))
    owned = set(places.get("definition.parameters", ()))
    lists = sorted(owned.union(places.get("parameters", ())))
    for place, around in zip(bindings, _innermost(lists, bindings), strict=True):
        if around is None:
            name = "assignment"
        else:
            name = "parameter" if around in owned else "parameter.other"
        places.setdefault(name, []).append(place)


def _innermost(regions: list[int], places: list[int]) -> list[int | None]:
    """The innermost of the sorted regions around each of the sorted places."""
    found: list[int | None] = []
    stack: list[int] = []
    at = 0
    for place in places:
        while at < len(regions) and regions[at] <= place:
            stack.append(regions[at])
            at += 1
        while stack and end_of(stack[-1]) < end_of(place):
            stack.pop()
        found.append(stack[-1] if stack else None)
    return found
