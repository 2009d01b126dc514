"""Spec → rules. Every problem of all rules is reported at once, each at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TypeVar

from msgspec import Struct, field

from planproof.errors import Diagnostic, SpecError, UsageError
from planproof.languages import LANGUAGES
from planproof.rules.calls import parse_call
from planproof.rules.candidates import CANDIDATES
from planproof.rules.definitions import parse_definition
from planproof.rules.dependencies import parse_dependency
from planproof.rules.names import NAME_FACETS
from planproof.rules.passages import PASSAGES, parse_passage
from planproof.rules.refined import Refined
from planproof.rules.rule import Matcher, Rule, RuleClause, RuleTerm
from planproof.rules.scopes import check_glob, compile_scope, parse_glob
from planproof.rules.structure import STRUCTURAL, Parsed, parse_pattern, parse_rule_object
from planproof.rules.terms import BadTermError, Term, parse_name, parse_text
from planproof.rules.text import parse_text_search
from planproof.spec.loader import Draft
from planproof.spec.wire import Clause, Facet, RuleSpec, Spec, TermSpec, Where

_Made = TypeVar("_Made")


def _parse_table(term: TermSpec) -> Matcher:
    from planproof.rules.tables import parse_table  # here, as below: few specs name any

    return parse_table(term.text)


def _parse_metric(term: TermSpec) -> Matcher:
    from planproof.rules.metrics import parse_metric

    return parse_metric(term)


def _parse_route(term: TermSpec) -> Matcher:
    from planproof.rules.routes import parse_route

    return parse_route(term.text)


_PARSERS: Mapping[Facet, Callable[[TermSpec], Matcher]] = {
    **dict.fromkeys(NAME_FACETS, lambda term: parse_name(term.text)),
    Facet.EXPRESSIONS: lambda term: parse_text(term.text),
    **dict.fromkeys(PASSAGES, lambda term: parse_passage(term.text)),
    Facet.FILES: lambda term: parse_glob(term.text),
    Facet.TEXT: lambda term: parse_text_search(term.text),
    Facet.SQL_TABLES: _parse_table,
    Facet.DEPENDENCIES: parse_dependency,
    Facet.METRICS: _parse_metric,
    Facet.API_ROUTES: _parse_route,
}
"""How the terms of a facet are read. A facet that is not here is refused, never ignored."""

_SELECTED = frozenset({Facet.DEPENDENCIES, Facet.METRICS})
"""Facets whose terms are selectors."""

_SELECTORS: Mapping[Facet, Callable[[TermSpec, Iterable[str]], Refined]] = {
    Facet.CALLS: parse_call,
    Facet.DEFINITIONS: parse_definition,
}
"""How entries are read that say more than a name, for the languages of their rule."""

_OUTSIDE = frozenset({Facet.FILES, Facet.METRICS})
"""What no part of a file holds."""

_STRUCTURE_PARSERS = {Facet.PATTERN: parse_pattern, Facet.AST: parse_rule_object}

_ALSO = {"typescript": ("tsx", "vue", "svelte"), "javascript": ("vue", "svelte")}
"""Languages that a rule for another one applies to as well."""


def compile_rules(spec: Spec) -> tuple[Rule, ...]:
    """The rules of a spec, in its order. Raises SpecError with every problem of all of them."""
    compiler = _Compiler(spec.source)
    rules = tuple(compiler.rule(rule, guard=rule.guard or spec.guard) for rule in spec.rules)
    if compiler.problems:
        raise SpecError(tuple(sorted(compiler.problems, key=_place)))
    return rules


def compile_draft(draft: Draft) -> tuple[Rule, ...]:
    """The rules of a spec that may have problems of its own.

    Raises SpecError with all that is wrong with it, found here or by the loader, in file order.
    """
    try:
        rules = compile_rules(draft.spec)
    except SpecError as error:
        raise SpecError(_with_own(draft.problems, error.diagnostics)) from None
    if draft.problems:
        raise SpecError(draft.problems)
    return rules


def _with_own(
    loading: tuple[Diagnostic, ...], own: tuple[Diagnostic, ...]
) -> tuple[Diagnostic, ...]:
    """Problems here that do not merely follow from those of loading: terms that cannot be read."""
    known = {_place(problem) for problem in loading}
    new = [p for p in own if not loading or (p.code not in _FOLLOWING and _place(p) not in known)]
    return tuple(sorted((*loading, *new), key=_place))


_FOLLOWING = frozenset({"no-clause", "empty-clause", "unknown-language"})
"""What is wrong with a rule when parts of it could not be loaded."""


def _place(problem: Diagnostic) -> tuple[int, int]:
    return (problem.line or 0, problem.column or 0)


class _Compiler(Struct):
    """Gathers problems while it goes; a rule with problems is compiled without what is bad."""

    source: str
    problems: list[Diagnostic] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)

    def rule(self, spec: RuleSpec, *, guard: bool) -> Rule:
        self.warnings = []
        languages = self._languages(spec)
        for glob in (*spec.scope.include, *spec.scope.exclude):
            self._attempt(partial(check_glob, glob), spec.where)
        match = self._clause(spec.match, languages)
        expect = self._clause(spec.expect, languages)
        first = len(spec.match.terms) if spec.match is not None else 0
        for_each = self._clause(spec.for_each, languages, first)
        if spec.for_each is not None:
            self._check_candidates(spec, spec.for_each)
        if match is None and expect is None:
            self._problem("no-clause", f"rule {spec.id!r} has neither match nor expect", spec.where)
        return Rule(
            spec=spec,
            scope=compile_scope(spec.scope),
            languages=languages,
            match=match,
            expect=expect,
            guard=guard,
            for_each=for_each,
            warnings=tuple(self.warnings),
        )

    def _languages(self, spec: RuleSpec) -> frozenset[str]:
        known = [language.name for language in LANGUAGES]
        for name in spec.languages:
            if name not in known:
                from difflib import get_close_matches

                near = get_close_matches(name, known, 1)
                fix = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
                self._problem("unknown-language", f"no grammar for {name!r}", spec.where, fix)
        also = [other for name in spec.languages for other in _ALSO.get(name, ())]
        return frozenset((*spec.languages, *also))

    def _check_candidates(self, spec: RuleSpec, for_each: Clause) -> None:
        for term in for_each.terms:
            if term.facet not in CANDIDATES:
                known = ", ".join(facet.value for facet in CANDIDATES)
                message = f"{term.facet.value} are no candidates that could hold anything"
                self._problem("bad-clause", message, term.where, f"for_each takes {known}")
        if spec.expect is None:
            message = "for_each without expect asks nothing of its candidates"
            self._problem("bad-clause", message, for_each.where, "add expect, or use match")
        for term in spec.expect.terms if spec.expect is not None else ():
            if term.facet in _OUTSIDE:
                message = f"{term.facet.value} are found in no candidate"
                self._problem("bad-clause", message, term.where, "expect them in another rule")

    def _clause(
        self, clause: Clause | None, languages: frozenset[str], first: int = 0
    ) -> RuleClause | None:
        """``first`` is the index of its first term."""
        if clause is None:
            return None
        if not clause.terms:
            message = "an empty clause forbids and requires nothing"
            self._problem("empty-clause", message, clause.where, "add terms, or remove the clause")
        found = [
            self._term(index, term, languages) for index, term in enumerate(clause.terms, first)
        ]
        self._refuse_paths_inside(clause)
        return RuleClause(
            terms=tuple(term for term in found if term is not None),
            where=clause.where,
            at_least=clause.at_least,
            at_most=clause.at_most,
            alternative=clause.alternative,
            inside=self._symbols(clause.inside, clause),
            not_inside=self._symbols(clause.not_inside, clause),
            skip_uncertain=clause.skip_uncertain,
        )

    def _symbols(self, texts: Iterable[str], clause: Clause) -> tuple[Term, ...]:
        """The definitions that ``inside`` or ``not_inside`` name."""
        found = [self._attempt(partial(parse_name, text), clause.where) for text in texts]
        return tuple(term for term in found if term is not None)

    def _refuse_paths_inside(self, clause: Clause) -> None:
        for term in clause.terms:
            if term.facet is Facet.FILES and (clause.inside or clause.not_inside):
                message = "a path is inside no definition, so inside cannot go with files"
                self._problem("bad-clause", message, term.where, "put files in a rule of its own")

    def _term(self, index: int, term: TermSpec, languages: frozenset[str]) -> RuleTerm | None:
        matcher = self._attempt(partial(self._matcher, term, languages), term.where)
        if matcher is None:
            return None
        return RuleTerm(index, term.facet, term.text, term.where, matcher, term.label)

    def _matcher(self, term: TermSpec, languages: frozenset[str]) -> Matcher:
        if parse := _STRUCTURE_PARSERS.get(term.facet):
            usable = [name for name in STRUCTURAL if not languages or name in languages]
            return self._structure(parse(term.text, usable), term, languages)
        if term.selector is not None and (select := _SELECTORS.get(term.facet)):
            return self._selected(select(term, languages), term, languages)
        if term.facet not in _PARSERS or (term.selector and term.facet not in _SELECTED):
            message = f"{term.facet.value}: {term.text} is not supported by this version"
            raise BadTermError(message, fix="planproof spec schema prints what it knows")
        return _PARSERS[term.facet](term)

    def _selected(self, found: Refined, term: TermSpec, languages: frozenset[str]) -> Matcher:
        """Only languages that the rule names are missed."""
        for language in LANGUAGES:
            if language.name in languages and not found.applies(language):
                message = (
                    f"{term.label!r} means nothing in {language.name} files: they are left out"
                )
                self.warnings.append(self._diagnostic("selector-skipped", message, term.where))
        return found

    def _structure(self, parsed: Parsed, term: TermSpec, languages: frozenset[str]) -> Matcher:
        """Only languages that the rule names are missed; without any, each term finds its own."""
        for language, why in parsed.skipped if languages else ():
            message = f"{term.text!r} is not searched in {language} files: {why}"
            self.warnings.append(self._diagnostic("pattern-skipped", message, term.where))
        return parsed.structure

    def _attempt(self, make: Callable[[], _Made], where: Where) -> _Made | None:
        try:
            return make()
        except UsageError as error:
            for problem in error.diagnostics:
                self._problem(problem.code, problem.message, where, problem.fix)
            return None

    def _problem(self, code: str, message: str, where: Where, fix: str = "") -> None:
        self.problems.append(self._diagnostic(code, message, where, fix))

    def _diagnostic(self, code: str, message: str, where: Where, fix: str = "") -> Diagnostic:
        return Diagnostic(code, message, fix, self.source, where.line, where.column)
