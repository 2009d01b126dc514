"""What stands under a facet, as terms."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.spec.digest import canonical, selector_text
from planproof.spec.forms import count_of
from planproof.spec.profiles import meant_by, reads_as_source
from planproof.spec.reading import flag, items, prose, text, texts, where
from planproof.spec.wire import (
    Bounds,
    CallSelector,
    DefinitionSelector,
    DependencySelector,
    Facet,
    Members,
    MetricLimit,
    Selector,
    TermSpec,
)
from planproof.yamlio import Mapping, Node, Scalar, plain

ANY = "*"


def terms_of(facet: Facet, node: Node, *, skip: bool) -> Iterator[TermSpec]:
    """The terms of one facet; ``skip`` is whether its clause leaves out what is not sure."""
    if facet is Facet.METRICS:
        yield from _limits(node)
        return
    for item in items(node):
        if not isinstance(item, Mapping):
            yield _plain(facet, item)
        elif facet is Facet.AST:
            yield TermSpec(facet, canonical(plain(item)), where(item))
        elif facet is Facet.DEPENDENCIES:
            yield _dependency(item)
        elif facet is Facet.CALLS:
            yield _named(facet, item, _call(item, skip=skip), CallSelector(skip_uncertain=skip))
        elif facet is Facet.DEFINITIONS:
            yield _named(facet, item, _definition(item), DefinitionSelector())


def _plain(facet: Facet, node: Node) -> TermSpec:
    written = text(node)
    if facet is Facet.IDENTIFIERS and reads_as_source(written):
        return TermSpec(*meant_by(written), where(node))
    return TermSpec(facet, written, where(node))


def distinct(terms: Iterator[TermSpec] | tuple[TermSpec, ...]) -> tuple[TermSpec, ...]:
    """A term that is written twice counts once, where it first stands."""
    first: dict[tuple[Facet, str, str], TermSpec] = {}
    for term in terms:
        first.setdefault((term.facet, term.text, selector_text(term.selector)), term)
    return tuple(first.values())


def _named(facet: Facet, node: Mapping, selector: Selector, plain_one: Selector) -> TermSpec:
    """An entry that says no more than a name is the name."""
    name = text(node.get("name")) or ANY
    return TermSpec(facet, name, where(node), selector if selector != plain_one else None)


def _call(node: Mapping, *, skip: bool) -> CallSelector:
    own = prose(node.get("uncertain"))
    return CallSelector(
        having=tuple(_arguments(node.get("with"))),
        lacking=texts(node.get("without")),
        args=_bounds(node.get("args")),
        skip_uncertain=own == "skip" if own else skip,
    )


def _arguments(node: Node | None) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for entry in node.entries:
            if isinstance(entry.value, Scalar):
                yield entry.key.text, text(entry.value)
    else:
        yield from ((keyword, ANY) for keyword in texts(node))


def _definition(node: Mapping) -> DefinitionSelector:
    return DefinitionSelector(
        kinds=texts(node.get("kind")),
        parameters=_members(node.get("parameters")),
        decorators=_members(node.get("decorators")),
        bases=_members(node.get("bases")),
    )


def _members(node: Node | None) -> Members:
    if isinstance(node, Mapping):
        return Members(texts(node.get("with")), texts(node.get("without")), _bounds(node))
    return Members(texts(node))


def _dependency(node: Mapping) -> TermSpec:
    transitive = flag(node.get("transitive"), otherwise=False)
    selector = DependencySelector(texts(node.get("from")), texts(node.get("on")), transitive)
    return TermSpec(Facet.DEPENDENCIES, selector.label, where(node), selector)


def _limits(node: Node) -> Iterator[TermSpec]:
    for entry in node.entries if isinstance(node, Mapping) else ():
        selector = MetricLimit(entry.key.text, _bounds(entry.value))
        yield TermSpec(Facet.METRICS, selector.label, where(entry.key), selector)


def _bounds(node: Node | None) -> Bounds:
    if not isinstance(node, Mapping):
        return Bounds()
    return Bounds(count_of(node.get("at_least")), count_of(node.get("at_most")))
