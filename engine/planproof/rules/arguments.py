"""What the calls of one file are given, read when a selector first asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planproof.model.location import Span
from planproof.rules.callees import Callees
from planproof.rules.subject import Subject

if TYPE_CHECKING:
    from planproof.index import Call


class Arguments:
    """By rows of the file's document that are calls."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._definitions = Callees(subject)
        self._calls: dict[int, Call | None] = {}
        self._filled: dict[int, Sequence[str] | None] = {}

    def of(self, row: int) -> Call | None:
        """What a call is given; None where that cannot be read: macros, statements."""
        if row not in self._calls:
            self._calls[row] = self._read(row)
        return self._calls[row]

    def filled(self, row: int) -> Sequence[str] | None:
        """The names of the parameters that its positional arguments fill, None where unknown."""
        if row not in self._filled:
            self._filled[row] = self._read_filled(row)
        return self._filled[row]

    @cached_property
    def _callees(self) -> Mapping[Span, Span]:
        from planproof.index import callees

        return callees(self._subject.content, self._subject.language.name)

    def _read(self, row: int) -> Call | None:
        from planproof.index import call_at

        document = self._subject.document
        place = self._callees.get(Span(document.starts[row], document.ends[row]))
        if place is None:
            return None
        return call_at(self._subject.content, self._subject.language.name, place)

    def _read_filled(self, row: int) -> Sequence[str] | None:
        from planproof.index import positional_parameters

        found = self._definitions.called(row)
        if found is None:
            return None
        definition, takes_owner = found
        language = self._subject.language.name
        names = positional_parameters(self._subject.content, language, definition.name)
        return names[int(takes_owner) :] if names is not None else None
