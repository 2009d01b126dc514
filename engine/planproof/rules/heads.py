"""What a selector of definitions finds in the heads of a file's definitions.

Parameters are compared by name, and only functions have any; ``self`` and its like are none.
Decorators and bases are compared as written and as what they mean, and only direct ones: what a
base inherits from does not count. A definition of which it cannot be told is an uncertain hit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planproof.model.document import Definition, Role
from planproof.model.location import Span
from planproof.model.name import segments
from planproof.model.violation import Mark
from planproof.rules.chains import segment_fits
from planproof.rules.definitions import DefinitionTerm
from planproof.rules.hits import Hit
from planproof.rules.names import defines, find_in_rows
from planproof.rules.refined import Certainty, every
from planproof.rules.subject import Subject
from planproof.rules.terms import RegexTerm, Term
from planproof.spec.wire import Facet

if TYPE_CHECKING:
    from planproof.index import Head

HeadOf = Callable[[Definition], "Head"]


def find_selected(
    index: int, term: DefinitionTerm, subject: Subject, head_of: HeadOf
) -> Iterator[Hit]:
    """The definitions of one file that are meant or may be; a hit is the name."""
    module = segments(subject.language.module_of(subject.path))
    heads = _Heads(term, subject, head_of)
    for number, definition in enumerate(subject.document.definitions):
        if term.may_be(definition) and defines(term.name, module, definition):
            certainty = heads.judge(number)
            if certainty is not Certainty.NO:
                mark = Mark.PROVEN if certainty is Certainty.YES else Mark.UNCERTAIN
                yield Hit(index, definition.name, definition.qualified, mark=mark)


class _Heads:
    """The heads of a file's definitions, as one term looks at them."""

    def __init__(self, term: DefinitionTerm, subject: Subject, head_of: HeadOf) -> None:
        self._term, self._subject, self._head_of = term, subject, head_of
        self._rows_met: dict[tuple[Facet, Term], frozenset[int]] = {}

    def judge(self, number: int) -> Certainty:
        definition = self._subject.document.definitions[number]
        return every(
            (
                self._judge_parameters(definition),
                self._judge_decorators(definition),
                self._judge_bases(number, definition),
            )
        )

    def _judge_parameters(self, definition: Definition) -> Certainty:
        term = self._term.parameters
        if not term:
            return Certainty.YES
        places = self._head_of(definition).parameters
        if places is None:
            return term.judge(lambda _: False, 0, more=True)
        declared = places[self._receivers(definition, places) :]
        document = self._subject.document
        rows = (row for place in declared for row in document.rows_in(place))
        names = {self._name(row) for row in rows if document.roles[row] & Role.PARAMETER}
        own = names.intersection(definition.parameters)
        return term.judge(lambda each: _names_any(each, own), len(declared), more=False)

    def _receivers(self, definition: Definition, places: Sequence[Span]) -> int:
        """How many of the parameters are the instance or the class: the first one, or none."""
        receives = self._subject.language.first_parameter_receives and definition.kind == "method"
        is_one = places and not self._subject.content.startswith(b"*", places[0].start)
        return int(bool(receives and is_one and "staticmethod" not in definition.decorators))

    def _judge_decorators(self, definition: Definition) -> Certainty:
        term = self._term.decorators
        if not term:
            return Certainty.YES
        document = self._subject.document
        before = document.rows_in(Span(definition.extent.start, definition.name.start))
        rows = [row for row in before if document.roles[row] & Role.DECORATOR]
        written = self._head_of(definition).decorators
        count = len(rows) if written is None else max(written, len(rows))
        return term.judge(
            lambda each: not self._met(Facet.DECORATORS, each).isdisjoint(rows),
            count,
            more=count > len(rows),
        )

    def _judge_bases(self, number: int, definition: Definition) -> Certainty:
        term = self._term.bases
        if not term:
            return Certainty.YES
        rows = self._base_rows.get(number, [])
        elsewhere = set(definition.bases) - {self._name(row) for row in rows}
        rows = [*rows, *(row for name in elsewhere for row in self._rows_by_base.get(name, ()))]
        return term.judge(
            lambda each: not self._met(Facet.BASES, each).isdisjoint(rows),
            len(definition.bases),
            more=self._head_of(definition).open_bases,
        )

    @cached_property
    def _base_rows(self) -> Mapping[int, list[int]]:
        """The rows that are bases, by the number of the definition that they stand in."""
        document = self._subject.document
        found: dict[int, list[int]] = {}
        for row, roles in enumerate(document.roles):
            if roles & Role.BASE:
                place = Span(document.starts[row], document.ends[row])
                found.setdefault(document.enclosing(place), []).append(row)
        return found

    @cached_property
    def _rows_by_base(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for rows in self._base_rows.values():
            for row in rows:
                found.setdefault(self._name(row), []).append(row)
        return found

    def _name(self, row: int) -> str:
        return self._subject.document.names[self._subject.document.name_ids[row]]

    def _met(self, facet: Facet, term: Term) -> frozenset[int]:
        """The rows of the file in which a term is met."""
        if (facet, term) not in self._rows_met:
            found = find_in_rows(0, facet, term, self._subject)
            self._rows_met[facet, term] = frozenset(row for row, _ in found)
        return self._rows_met[facet, term]


def _names_any(term: Term, names: Iterable[str]) -> bool:
    if isinstance(term, RegexTerm):
        return any(map(term.search, names))
    return any(len(term.parts) == 1 and segment_fits(term.parts[0], name) for name in names)
