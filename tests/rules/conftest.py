"""Terms over real sources of any language, without trees and specs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from planproof.index import Resolver
from planproof.index.expressions import expressions
from planproof.index.scan import scan
from planproof.languages import language_of
from planproof.model.document import Document
from planproof.rules import (
    Findings,
    Reading,
    RuleClause,
    RuleTerm,
    StructuralWorker,
    Subject,
    find_hits,
)
from planproof.rules.compile import compile_rules
from planproof.spec.wire import Clause, Facet, RuleSpec, Spec, TermSpec, Where


def compile_clause(
    *terms: tuple[str, str] | TermSpec, languages: tuple[str, ...] = (), **more: object
) -> RuleClause:
    """A clause of (facet, text) or whole terms; ``more`` are the other fields of a clause."""
    found = tuple(
        term if isinstance(term, TermSpec) else TermSpec(Facet(term[0]), term[1], Where(3, 9))
        for term in terms
    )
    clause = Clause(found, Where(2, 5), **more)  # type: ignore[arg-type]
    rule = RuleSpec("rule", "a rule", Where(1, 5), languages=languages, match=clause)
    (compiled,) = compile_rules(Spec("spec", (rule,), "", "", "spec.yaml"))
    assert compiled.match is not None
    return compiled.match


def compile_terms(*terms: tuple[str, str], languages: tuple[str, ...] = ()) -> tuple[RuleTerm, ...]:
    return compile_clause(*terms, languages=languages).terms


@pytest.fixture
def terms() -> Callable[..., tuple[RuleTerm, ...]]:
    return compile_terms


@pytest.fixture
def clause() -> Callable[..., RuleClause]:
    return compile_clause


@pytest.fixture
def worker() -> Iterator[StructuralWorker]:
    with StructuralWorker() as made:
        yield made


@pytest.fixture
def reading(worker: StructuralWorker) -> Callable[..., Reading]:
    """``reading(path, source)`` → the source scanned in the language of the path."""

    def read(path: str, source: str | bytes, above_root: int = 0) -> Reading:
        content = source.encode() if isinstance(source, str) else source
        language = language_of(path)
        assert language is not None
        document = scan(content, language.name)
        assert isinstance(document, Document)
        naming = Resolver(document, language.name, path)
        subject = Subject(path, content, language, document, naming, above_root)
        return Reading(subject, worker, expressions)

    return read


@pytest.fixture
def find(reading: Callable[..., Reading]) -> Callable[..., Findings]:
    """``find(path, source, (facet, text), …)`` → the findings."""

    def find_in(path: str, source: str | bytes, *wanted: tuple[str, str], **more: int) -> Findings:
        return find_hits(compile_clause(*wanted), reading(path, source, **more))

    return find_in


@pytest.fixture
def texts(find: Callable[..., Findings]) -> Callable[..., list[str]]:
    """``texts(path, source, facet, text)`` → the source under each hit, in order of place."""

    def under(path: str, source: str | bytes, facet: str, text: str, **more: int) -> list[str]:
        content = source.encode() if isinstance(source, str) else source
        hits = sorted(find(path, content, (facet, text), **more).hits, key=lambda hit: hit.span)
        return [content[hit.span.start : hit.span.end].decode() for hit in hits]

    return under
