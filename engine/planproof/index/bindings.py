"""Names that a pattern binds: what they are depends on where the pattern stands."""

from __future__ import annotations

from planproof.index.regions import innermost

Places = dict[str, list[int]]


def sort_bindings(places: Places) -> None:
    """Move each ``@binding`` to the parameters or assignments of ``places``.

    The innermost list of parameters around it decides; the default values in a list hardly ever
    hold patterns of their own.
    """
    bindings = sorted(places.pop("binding", ()))
    owned = set(places.get("definition.parameters", ()))
    lists = sorted(owned.union(places.get("parameters", ())))
    for place, around in zip(bindings, innermost(lists, bindings), strict=True):
        if around is None:
            name = "assignment"
        else:
            name = "parameter" if around in owned else "parameter.other"
        places.setdefault(name, []).append(place)
