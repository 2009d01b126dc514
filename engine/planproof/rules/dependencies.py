"""The facet ``dependencies``: which modules must not import which others, as a person writes it."""

from __future__ import annotations

from dataclasses import dataclass

from planproof.model.name import segments
from planproof.rules.chains import ANY_SEGMENTS, chain_fits
from planproof.rules.terms import BadTermError, NameTerm, Term, parse_name
from planproof.spec.wire import DependencySelector, TermSpec


@dataclass(frozen=True, slots=True)
class DependencyTerm:
    """``sources`` and ``targets`` are terms over the names of modules, whole: ``app.web`` is that
    module, ``app.web.**`` it and all below."""

    sources: tuple[Term, ...]
    targets: tuple[Term, ...]
    transitive: bool = False

    @property
    def letters(self) -> None:
        """An import need not spell the name of what it depends on."""
        return

    @property
    def words(self) -> frozenset[str]:
        return frozenset()

    @property
    def among(self) -> bool:
        """Whether it is about imports among the modules of one group."""
        return set(self.sources) == set(self.targets)


def parse_dependency(term: TermSpec) -> DependencyTerm:
    """Raises BadTermError."""
    selector = term.selector
    if not isinstance(selector, DependencySelector):
        raise BadTermError(
            f"dependencies: {term.text!r} names no modules",
            fix="write {from: app.domain.**, on: [app.web.**]}",
        )
    return DependencyTerm(
        tuple(parse_name(text) for text in selector.sources),
        tuple(parse_name(text) for text in selector.targets),
        selector.transitive,
    )


def names_module(term: Term, chain: str) -> bool:
    """Whether a term names a module called so."""
    if isinstance(term, NameTerm):
        return chain_fits(term.parts, segments(chain))
    return term.search(chain)


def names_external(term: Term, chain: str) -> bool:
    """Whether it names something in a module outside the tree, of which only a chain is known: it
    cannot be told where the module ends, so that any beginning of it may be the module."""
    if isinstance(term, NameTerm):
        return chain_fits((*term.parts, ANY_SEGMENTS), segments(chain))
    return term.search(chain)
