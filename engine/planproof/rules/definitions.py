"""Selectors of definitions, read: kinds, and terms for parameters, decorators and bases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from planproof.languages import LANGUAGES, Language
from planproof.model.document import Definition
from planproof.rules.refined import Certainty, Refined, every, within
from planproof.rules.terms import BadTermError, Term, parse_name
from planproof.spec.wire import Bounds, DefinitionSelector, Members, TermSpec

_WITH_PARAMETERS = frozenset({"constructor", "function", "method", "record"})
_WITH_BASES = frozenset({"class", "enum", "interface", "record", "struct", "trait", "union"})
_ANY_NUMBER = Bounds()


class MemberTerms(Struct, frozen=True):
    """Terms for a list of names: what it must hold, must not, and how many."""

    having: tuple[Term, ...] = ()
    lacking: tuple[Term, ...] = ()
    count: Bounds = _ANY_NUMBER

    def __bool__(self) -> bool:
        return bool(self.having or self.lacking or self.count != _ANY_NUMBER)

    def judge(self, holds: Callable[[Term], bool], count: int, *, more: bool) -> Certainty:
        """``more``: there may be others, of which nothing is known."""
        unknown = Certainty.PERHAPS if more else Certainty.NO
        return every(
            (
                within(self.count, count, more=more),
                *(Certainty.YES if holds(term) else unknown for term in self.having),
                *(Certainty.NO if holds(term) else _not(unknown) for term in self.lacking),
            )
        )


_ANY_MEMBERS = MemberTerms()


class DefinitionTerm(Refined, frozen=True):
    """Definitions of ``name``, by what stands in their heads. ``kinds`` is empty for all."""

    name: Term
    kinds: frozenset[str] = frozenset()
    parameters: MemberTerms = _ANY_MEMBERS
    decorators: MemberTerms = _ANY_MEMBERS
    bases: MemberTerms = _ANY_MEMBERS

    @property
    def plain(self) -> Term:
        return self.name

    def applies(self, language: Language) -> bool:
        return not self.kinds or not self.kinds.isdisjoint(language.kinds)

    def may_be(self, definition: Definition) -> bool:
        """Whether it is of a kind that can have what is asked for."""
        kind = definition.kind
        if self.parameters and kind not in _WITH_PARAMETERS:
            return False
        if self.bases and kind not in _WITH_BASES:
            return False
        return not self.kinds or kind in self.kinds


def parse_definition(term: TermSpec, languages: Iterable[str]) -> DefinitionTerm:
    """A selector of definitions for a rule of these languages, none for all.

    Raises BadTermError.
    """
    selector = term.selector
    assert isinstance(selector, DefinitionSelector)  # noqa: S101 - what the facet takes
    _refuse_kinds(selector.kinds, frozenset(languages))
    found = DefinitionTerm(
        parse_name(term.text),
        frozenset(selector.kinds),
        _members(term.label, selector.parameters),
        _members(term.label, selector.decorators),
        _members(term.label, selector.bases),
    )
    _refuse_impossible(term.label, found)
    return found


def _members(label: str, members: Members) -> MemberTerms:
    both = set(members.having) & set(members.lacking)
    least, most = members.count.at_least, members.count.at_most
    if both:
        raise BadTermError(
            f"{label!r} asks for definitions with and without {min(both)}, and there are none",
            fix="keep one of the two",
        )
    if least is not None and most is not None and least > most:
        raise BadTermError(
            f"{label!r} asks for at least {least} and for no more than {most}",
            fix="at_least cannot be above at_most",
        )
    return MemberTerms(
        tuple(map(parse_name, members.having)),
        tuple(map(parse_name, members.lacking)),
        members.count,
    )


def _refuse_kinds(kinds: Sequence[str], languages: frozenset[str]) -> None:
    spoken = [each for each in LANGUAGES if not languages or each.name in languages]
    known = sorted({kind for each in spoken for kind in each.kinds})
    for kind in kinds:
        if kind not in known:
            from difflib import get_close_matches

            near = get_close_matches(kind, known, 1)
            names = ", ".join(each.name for each in spoken)
            fix = f"did you mean {near[0]}?" if near else f"write one of {', '.join(known)}"
            raise BadTermError(f"no definition in {names} is of the kind {kind!r}", fix=fix)


def _refuse_impossible(label: str, term: DefinitionTerm) -> None:
    for asked, kinds, noun in (
        (term.parameters, _WITH_PARAMETERS, "parameters"),
        (term.bases, _WITH_BASES, "bases"),
    ):
        if asked and not (term.kinds or kinds) & kinds:
            raise BadTermError(
                f"{label!r} asks for {noun}, and what is of the kind {min(term.kinds)} has none",
                fix=f"write kind: {min(kinds)}, or leave kind out",
            )
    if term.parameters and term.bases and not term.kinds & _WITH_PARAMETERS & _WITH_BASES:
        raise BadTermError(
            f"{label!r} asks for parameters and for bases, and hardly anything has both",
            fix="write two entries, one for the classes and one for their functions",
        )


def _not(certainty: Certainty) -> Certainty:
    return Certainty(Certainty.YES - certainty)
