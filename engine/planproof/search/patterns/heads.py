"""Functions and classes that patterns mean."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.index.patterns.rows import ClassHead, FunctionHead
from planproof.model.location import Span
from planproof.search.patterns.field import Field, Sight, each_row
from planproof.search.patterns.kinds import ClassPattern, FunctionPattern
from planproof.search.patterns.lineage import Below, Key, Lineage
from planproof.search.patterns.terms import chain_term, chain_terms, every_of, inside_term

_MOST_SAID = 8


def find_functions(pattern: FunctionPattern, field: Field) -> list[Sight]:
    """The functions and methods of the tree that are meant."""
    fits = chain_term(pattern.name)
    decorators, parameters = chain_terms(pattern.decorators), chain_terms(pattern.parameters)
    return [
        Sight(path, Span(head.start, head.end), head.kind, head.qualified, _of_function(head))
        for path, head in each_row(field.functions, FunctionHead, inside_term(pattern.inside))
        if fits(head.qualified)
        and every_of(decorators, head.decorators)
        and every_of(parameters, head.parameters)
    ]


def _of_function(head: FunctionHead) -> str:
    decorators = [f"@{one}" for one in _short(head.decorators)]
    return " ".join([*decorators, f"({', '.join(_cut(head.parameters))})"])


def find_classes(pattern: ClassPattern, field: Field) -> list[Sight]:
    """The classes of the tree that are meant."""
    fits = chain_term(pattern.name)
    decorators, methods = chain_terms(pattern.decorators), chain_terms(pattern.methods)
    lineage = Lineage(field) if pattern.bases else None
    bases = [lineage.below(one) for one in chain_terms(pattern.bases)] if lineage else []
    found = []
    for path, head in each_row(field.classes, ClassHead, inside_term(pattern.inside)):
        if not (
            fits(head.qualified)
            and every_of(decorators, head.decorators)
            and every_of(methods, head.methods)
        ):
            continue
        below = _below((path, head.start), bases)
        if below is not None:
            found.append(_of_class(path, head, below))
    return found


def _below(key: Key, bases: Sequence[dict[Key, Below]]) -> list[Below] | None:
    """How it stands below each of the bases; None where it does not."""
    found = [one.get(key) for one in bases]
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else None


def _of_class(path: str, head: ClassHead, below: Sequence[Below]) -> Sight:
    decorators = [f"@{one}" for one in _short(head.decorators)]
    bases = ", ".join(_cut([base[0] for base in head.bases if base]))
    said = " ".join([*decorators, f"({bases})" if bases else ""]).strip()
    open_ = [one.base for one in below if not one.certain]
    why = f"if its base is {open_[0]}" if open_ else ""
    at = Span(head.start, head.end)
    return Sight(path, at, head.kind, head.qualified, said, not open_, why)


def _short(chains: Sequence[str]) -> list[str]:
    """Chains as they are written, without what they mean."""
    lasts: dict[str, str] = {}
    for chain in chains:
        lasts.setdefault(chain.rpartition(".")[2], chain)
    return _cut([*lasts.values()])


def _cut(names: Sequence[str]) -> list[str]:
    return [*names] if len(names) <= _MOST_SAID else [*names[:_MOST_SAID], "…"]
