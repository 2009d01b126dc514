"""The facet ``dependencies``: which modules must not import which others, as a person writes it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from planproof.model.name import canonical, segments
from planproof.rules.chains import ANY_SEGMENTS, chain_fits
from planproof.rules.terms import BadTermError, NameTerm, Term, parse_name
from planproof.spec.wire import DependencySelector, TermSpec


class DependencyTerm(Struct, frozen=True):
    """``sources`` and ``targets`` are terms over the names of modules: ``app.web`` and
    ``app.web.**`` are that module and all below, ``app.web.*`` only what is below."""

    sources: tuple[Term, ...]
    targets: tuple[Term, ...]
    transitive: bool = False

    @property
    def letters(self) -> None:
        """An import need not spell the name of what it depends on."""
        return

    @property
    def words(self) -> frozenset[str]:
        """The last words of the targets: told of files that have no grammar."""
        return frozenset(term.letters for term in self.targets if term.letters is not None)

    def may_stand_in(self, path: str, letters: Collection[str]) -> bool:
        """Whether a file without a grammar may be a source that imports a target."""
        if not any(names_module(term, place) for term in self.sources for place in _places(path)):
            return False
        return any(term.letters is None or term.letters in letters for term in self.targets)

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
    """Whether a term names a module called so, or one that it is in.

    It also names whatever a chain holds behind a module outside of the tree, of which nobody can
    tell where the module ends.
    """
    if isinstance(term, NameTerm):
        return chain_fits((*term.parts, ANY_SEGMENTS), segments(chain))
    return term.search(chain)


def _places(path: str) -> Iterator[str]:
    """What a file without a grammar may be called: its path as a chain, from any folder on."""
    folders, _, name = path.rpartition("/")
    chain = canonical(f"{folders}/{name.partition('.')[0]}")
    while chain:
        yield chain
        chain = chain.partition(".")[2]
