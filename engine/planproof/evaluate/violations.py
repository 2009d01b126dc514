"""Hits and unmet expectations as violations."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from planproof.evaluate.page import Quote
from planproof.evaluate.shape import shape_of
from planproof.evaluate.text_page import AnyPage, TextPage
from planproof.model.location import Place, Position, Span
from planproof.model.suppression import Suppression
from planproof.model.violation import Identity, Mark, Violation, fingerprint
from planproof.rules import Hit, Rule, RuleTerm
from planproof.spec.wire import Facet

_LONGEST_TEXT = 10_000

_USES = {
    Facet.IDENTIFIERS: "use of {}",
    Facet.DEFINITIONS: "definition of {}",
    Facet.CALLS: "call of {}",
    Facet.IMPORTS: "import of {}",
    Facet.ATTRIBUTES: "attribute {}",
    Facet.DECORATORS: "decorator {}",
    Facet.BASES: "base class {}",
    Facet.ASSIGNMENTS: "assignment to {}",
    Facet.PARAMETERS: "parameter {}",
    Facet.KEYWORDS: "keyword argument {}",
    Facet.ANNOTATIONS: "annotation {}",
    Facet.EXPRESSIONS: "expression {}",
    Facet.LITERALS: "literal {}",
    Facet.COMMENTS: "comment {}",
    Facet.SQL_TABLES: "table {}",
    Facet.FILES: "file {}",
    Facet.TEXT: "text {}",
    Facet.API_ROUTES: "route {}",
    Facet.DEPENDENCIES: "dependency {}",
    Facet.METRICS: "{}",
    Facet.PATTERN: "code {}",
    Facet.AST: "code {}",
}

_BROKEN = "where the syntax is broken"


def forbidden(rule: Rule, hit: Hit, page: AnyPage) -> Violation:
    """A hit of ``match`` in a file. Numbered and given its fingerprint later."""
    where = _unread(page, hit)
    message = _message(_term(rule, hit), hit, where)
    brief = _message(_term(rule, hit), _without_figures(rule, hit), where)
    quote = _quote(page, hit.span)
    return Violation(
        rule=rule.id,
        severity=rule.spec.severity,
        message=message,
        place=quote.place,
        identity=Identity(rule.id, page.path, quote.symbol, quote.text, quote.shape, brief),
        fingerprint="",
        symbol=quote.symbol,
        snippet=quote.snippet,
        guidance=rule.spec.guidance,
        mark=hit.mark,
    )


def _quote(page: AnyPage, span: Span) -> Quote:
    if isinstance(page, TextPage):
        return page.quote(span)
    statement = page.statement(span)
    if statement not in page.quoted:
        page.quoted[statement] = (
            _bounded(page.text(statement)),
            _bounded(shape_of(page, statement)),
        )
    text, shape = page.quoted[statement]
    return Quote(page.place(span), page.symbol(span), text, shape, page.snippet(span))


def _bounded(text: str) -> str:
    """The text of a very long statement as its beginning and a digest: it is part of an identity,
    and there may be thousands of places in one statement."""
    if len(text) <= _LONGEST_TEXT:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    return f"{text[:_LONGEST_TEXT]}… {digest}"


def flawed(rule: Rule, span: Span, page: AnyPage, message: str) -> Violation:
    """A suppression that may not stand as it does; its place is the comment."""
    quote = _quote(page, span)
    return Violation(
        rule=rule.id,
        severity=rule.spec.severity,
        message=message,
        place=quote.place,
        identity=Identity(rule.id, page.path, quote.symbol, quote.snippet, quote.snippet, message),
        fingerprint="",
        symbol=quote.symbol,
        snippet=quote.snippet,
    )


def forbidden_path(rule: Rule, hit: Hit) -> Violation:
    """A path that must be gone; its place is the file's first character."""
    path, start = hit.name, Position(0, 0)
    message = _message(_term(rule, hit), Hit(hit.term, hit.span, path.rpartition("/")[2]))
    return Violation(
        rule=rule.id,
        severity=rule.spec.severity,
        message=_message(_term(rule, hit), hit),
        place=Place(path, start, start),
        identity=Identity(rule.id, path, "", "", "", message),
        fingerprint="",
        guidance=rule.spec.guidance,
    )


def unmet(rule: Rule, term: RuleTerm, source: str, *, brief: str, message: str) -> Violation:
    """An expectation that does not hold. Its place is the term in the spec.

    ``brief`` says it without figures, so that it stays the same violation while they change.
    """
    start = Position(term.where.line - 1, term.where.column - 1)
    end = Position(start.line, start.column + len(term.text))
    return Violation(
        rule=rule.id,
        severity=rule.spec.severity,
        message=message,
        place=Place(source, start, end),
        identity=Identity(rule.id, source, "", f"{term.facet.value}: {term.label}", "", brief),
        fingerprint="",
        snippet=f"{term.facet.value}: {term.label}",
        guidance=rule.spec.guidance,
        expected=True,
    )


def numbered_suppressions(suppressions: Iterable[Suppression]) -> tuple[Suppression, ...]:
    """The same for what is suppressed, which is counted by itself."""
    ordered = sorted(suppressions, key=lambda each: (_order(each.violation), each.place))
    found = numbered(each.violation for each in ordered)
    return tuple(each._replace(violation=v) for each, v in zip(ordered, found, strict=True))


def numbered(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Sorted by (path, start, rule), with ordinals and fingerprints."""
    earlier: Counter[Identity] = Counter()
    found = []
    for violation in sorted(violations, key=_order):
        named = violation.identity._replace(shape="")  # no part of the fingerprint
        identity = violation.identity._replace(ordinal=earlier[named])
        earlier[named] += 1
        found.append(violation._replace(identity=identity, fingerprint=fingerprint(identity)))
    return tuple(found)


def _order(violation: Violation) -> tuple[str, Position, str, Position, str]:
    place = violation.place
    return (place.path, place.start, violation.rule, place.end, violation.message)


def _term(rule: Rule, hit: Hit) -> RuleTerm:
    return next(term for term in rule.forbidding if term.index == hit.term)


def _without_figures(rule: Rule, hit: Hit) -> Hit:
    """What stays the same violation while the figures change."""
    measured = _term(rule, hit).facet is Facet.METRICS
    return replace(hit, name=hit.resolved) if measured else hit


def _unread(page: AnyPage, hit: Hit) -> str:
    """Where a hit is that was found by its letters."""
    if hit.mark is not Mark.LEXICAL or isinstance(page, TextPage):
        return _BROKEN
    subject, span = page.subject, hit.span
    unread = subject.language.unread(subject.content)
    inside = any(start <= span.start and span.end <= end for start, end in unread)
    return "in markup that is not read as code" if inside else _BROKEN


def _message(term: RuleTerm, hit: Hit, unread: str = _BROKEN) -> str:
    if term.facet is Facet.METRICS:
        return f"{hit.name}: {term.facet.value}: {term.label}"
    use = _USES[term.facet].format(hit.name)
    if hit.resolved and hit.resolved != hit.name:
        use = f"{use} ({hit.resolved})"
    if hit.mark is Mark.LEXICAL:
        use = f"{use} {unread}"
    if hit.mark is Mark.UNCERTAIN:
        use = f"{use}, as far as can be told,"
    if hit.lacks:
        return f"{use} {hit.lacks}: required for each of {term.facet.value}: {term.label}"
    return f"{use} is forbidden by {term.facet.value}: {term.label}"
