"""``inside`` and ``not_inside``: hits by the definitions that they stand in.

A definition's decorators stand inside it, its own name does not. A method stands inside its type
also where a language writes it elsewhere: Go's methods, and those of a Rust ``impl``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from planproof.model.name import segments
from planproof.model.violation import Mark
from planproof.rules.hits import Hit
from planproof.rules.names import defines
from planproof.rules.rule import RuleClause
from planproof.rules.subject import Subject
from planproof.rules.terms import Term


def within_bounds(hits: Iterable[Hit], clause: RuleClause, subject: Subject) -> Iterator[Hit]:
    """The hits that a clause asks for by what is around them.

    Where the syntax is broken it cannot be told what is around: such hits stay, marked lexical.
    """
    if not clause.inside and not clause.not_inside:
        yield from hits
        return
    inside, outside = _Around(clause.inside, subject), _Around(clause.not_inside, subject)
    for hit in hits:
        number = subject.document.enclosing(hit.span)
        if (not clause.inside or inside.holds(number)) and not outside.holds(number):
            yield hit
        elif subject.document.is_broken(hit.span):
            yield replace(hit, mark=Mark.LEXICAL)


class _Around:
    """Which definitions of a document are, or stand in, one that some term names."""

    def __init__(self, terms: Sequence[Term], subject: Subject) -> None:
        self._terms = terms
        self._definitions = subject.document.definitions
        self._module = segments(subject.language.module_of(subject.path))
        self._known: dict[int, bool] = {-1: False}

    def holds(self, number: int) -> bool:
        """Whether the definition, or one around it, is named; -1 is the module."""
        way: list[int] = []
        while number not in self._known:
            way.append(number)
            number = self._definitions[number].parent
        verdict = self._known[number]
        for each in reversed(way):
            verdict = verdict or self._is_named(each)
            self._known[each] = verdict
        return verdict

    def _is_named(self, number: int) -> bool:
        definition = self._definitions[number]
        owners = (replace(definition, qualified=each) for each in self._owners_elsewhere(number))
        around = (definition, *owners)
        return any(defines(term, self._module, each) for term in self._terms for each in around)

    def _owners_elsewhere(self, number: int) -> Iterator[str]:
        """The beginnings of a qualified name that are no definition around it."""
        definition = self._definitions[number]
        within = self._definitions[definition.parent].qualified if definition.parent >= 0 else ""
        owner = definition.qualified.rpartition(".")[0]
        while len(owner) > len(within):
            yield owner
            owner = owner.rpartition(".")[0]
