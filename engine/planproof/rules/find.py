"""The terms of a clause over one parsed file: each facet by its own matcher."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from planproof.model.document import Definition
from planproof.model.location import Span
from planproof.model.violation import Mark
from planproof.rules.arguments import Arguments
from planproof.rules.around import within_bounds
from planproof.rules.calls import CallTerm, find_calls
from planproof.rules.dedupe import outermost
from planproof.rules.definitions import DefinitionTerm
from planproof.rules.expressions import Expressions, find_expressions
from planproof.rules.heads import find_selected
from planproof.rules.hits import Findings, Hit, shortened
from planproof.rules.lexical import find_lexical, undecided_in_broken
from planproof.rules.names import NAME_FACETS, find_names
from planproof.rules.offsets import codec_of, spans_of
from planproof.rules.passages import PassageTerm, find_comments, find_literals
from planproof.rules.rule import TREE_FACETS, RuleClause, RuleTerm
from planproof.rules.structural_worker import Answer, StructuralWorker
from planproof.rules.structure import Structure
from planproof.rules.subject import Subject
from planproof.rules.tables import TableTerm, find_tables
from planproof.rules.terms import NameTerm, RegexTerm, TextTerm
from planproof.rules.text import TextSearch, find_text_in_bytes
from planproof.spec.wire import Facet

if TYPE_CHECKING:
    from planproof.index import Head, Literal, Tables


def _found_nowhere(term: RuleTerm, path: str) -> Iterable[Hit]:
    del term, path
    return ()


class Reading:
    """A subject and what is read off it at most once, and only if some term asks for it."""

    def __init__(
        self,
        subject: Subject,
        worker: StructuralWorker,
        expressions_of: Callable[[bytes, str], Iterable[tuple[Span, str]]],
        in_whole: Callable[[RuleTerm, str], Iterable[Hit]] = _found_nowhere,
    ) -> None:
        self.subject = subject
        self._worker = worker
        self._expressions_of = expressions_of
        self._in_whole = in_whole

    @cached_property
    def expressions(self) -> Expressions:
        return tuple(self._expressions_of(self.subject.content, self.subject.language.name))

    @cached_property
    def tables(self) -> Tables:
        from planproof.index import Tables

        subject = self.subject
        imports, labels = subject.document.imports, subject.app_labels
        return Tables(subject.content, subject.language.name, subject.path, imports, labels)

    @cached_property
    def text(self) -> str:
        return self.subject.content.decode(self.codec, "surrogateescape")

    @cached_property
    def codec(self) -> str:
        return codec_of(self.subject.content, self.subject.language)

    def head_of(self, definition: Definition) -> Head:
        """The head of a definition of the subject."""
        from planproof.index import head_of

        return head_of(self.subject.content, self.subject.language.name, definition)

    def hits_in_whole(self, term: RuleTerm) -> Iterable[Hit]:
        """What a term that needs the whole tree was found to hit in this file."""
        return self._in_whole(term, self.subject.path)

    @cached_property
    def literals(self) -> Sequence[Literal]:
        from planproof.index.literals import literals

        return tuple(literals(self.subject.content, self.subject.language.name))

    @cached_property
    def comments(self) -> Sequence[tuple[Span, str]]:
        from planproof.index.comments import comments

        return tuple(comments(self.subject.content, self.subject.language.name))

    @cached_property
    def arguments(self) -> Arguments:
        return Arguments(self.subject)

    def matches(self, structure: Structure) -> Answer:
        return self._worker.find(self.code, self.subject.language.name, structure)

    @cached_property
    def code(self) -> str:
        """What the parser is given of the text: all of it, but for components."""
        code = self.subject.language.code(self.subject.content)
        return self.text if code is self.subject.content else code.decode(self.codec)


Wanted = Callable[[RuleTerm], bool]
"""Whether a term is worth looking for in the file at hand."""


def always(term: RuleTerm) -> bool:
    """Every term is."""
    del term
    return True


def find_hits(clause: RuleClause, reading: Reading, wanted: Wanted = always) -> Findings:
    """All hits of a clause in one file, sorted by term, each term's overlapping hits once.

    ``wanted`` says which of its terms are looked for. Broken regions are searched by letters. Terms
    of ``files`` are left to the caller, who knows the paths.
    """
    terms = [term for term in clause.terms if wanted(term)]
    hits: list[Hit] = []
    undecided: list[str] = []
    for term in terms:
        found = find_each(term, clause, reading)
        if isinstance(found, str):
            undecided.append(found)
        else:
            hits.extend(outermost(found))
    known = tuple(hits)
    hits.extend(find_lexical(terms, reading.subject, known))
    undecided.extend(undecided_in_broken(terms, reading.subject))
    return Findings(tuple(hits), tuple(undecided))


def find_each(term: RuleTerm, clause: RuleClause, reading: Reading) -> Sequence[Hit] | str:
    """Every hit of one term in one file, overlapping ones too, or why they cannot be told.

    Broken regions are not searched by letters.
    """
    found = _find(term, reading)
    if isinstance(found, str):
        return found
    return list(within_bounds(_as_sure(found, clause, term), clause, reading.subject))


def _as_sure(hits: Iterable[Hit], clause: RuleClause, term: RuleTerm) -> Iterable[Hit]:
    """A selector of calls has settled itself whether uncertain hits count."""
    if not clause.skip_uncertain or isinstance(term.matcher, CallTerm):
        return hits
    return (hit for hit in hits if hit.mark is not Mark.UNCERTAIN)


def _find(term: RuleTerm, reading: Reading) -> Iterable[Hit] | str:
    find = _FINDERS.get(term.facet)
    return find(term, reading) if find is not None else ()


def _find_names(term: RuleTerm, reading: Reading) -> Iterable[Hit]:
    matcher = term.matcher
    if isinstance(matcher, CallTerm):
        arguments = reading.arguments
        return find_calls(term.index, matcher, reading.subject, arguments.of, arguments.filled)
    if isinstance(matcher, DefinitionTerm):
        return find_selected(term.index, matcher, reading.subject, reading.head_of)
    assert isinstance(matcher, NameTerm | RegexTerm)  # noqa: S101 - what its parser made
    return find_names(term.index, term.facet, matcher, reading.subject)


def _find_expressions(term: RuleTerm, reading: Reading) -> Iterable[Hit]:
    matcher = term.matcher
    assert isinstance(matcher, TextTerm | RegexTerm)  # noqa: S101 - what its parser made
    return find_expressions(term.index, matcher, reading.expressions)


def _find_tables(term: RuleTerm, reading: Reading) -> Iterable[Hit]:
    matcher = term.matcher
    assert isinstance(matcher, TableTerm)  # noqa: S101 - what its parser made
    return find_tables(term.index, matcher, reading.tables)


def _find_structure(term: RuleTerm, reading: Reading) -> Iterable[Hit] | str:
    """Matches of ast-grep. The hit's name is the matched code, on one line."""
    structure = term.matcher
    assert isinstance(structure, Structure)  # noqa: S101 - what its parser made
    if reading.subject.language.name not in structure.languages:
        return ()
    answer = reading.matches(structure)
    if isinstance(answer, str):
        return f"{answer}: {term.text!r}"
    spans = spans_of(answer, reading.code, reading.codec)
    return [
        Hit(term.index, span, shortened(reading.code[start:end]))
        for (start, end), span in zip(answer, spans, strict=True)
    ]


def _find_literals(term: RuleTerm, reading: Reading) -> Iterable[Hit]:
    matcher = term.matcher
    assert isinstance(matcher, PassageTerm)  # noqa: S101 - what its parser made
    return find_literals(term.index, matcher, reading.literals, reading.codec)


def _find_comments(term: RuleTerm, reading: Reading) -> Iterable[Hit]:
    matcher = term.matcher
    assert isinstance(matcher, PassageTerm)  # noqa: S101 - what its parser made
    return find_comments(term.index, matcher, reading.comments, reading.codec)


def _find_text(term: RuleTerm, reading: Reading) -> Iterable[Hit] | str:
    matcher = term.matcher
    assert isinstance(matcher, TextSearch)  # noqa: S101 - what its parser made
    return find_text_in_bytes(term.index, matcher, reading.text, reading.codec)


def _find_in_whole(term: RuleTerm, reading: Reading) -> Iterable[Hit]:
    return reading.hits_in_whole(term)


_Finder = Callable[[RuleTerm, Reading], Iterable[Hit] | str]
"""The hits of a term in one file, or why they cannot be told."""

_FINDERS: Mapping[Facet, _Finder] = {
    **dict.fromkeys(NAME_FACETS, _find_names),
    Facet.EXPRESSIONS: _find_expressions,
    Facet.LITERALS: _find_literals,
    Facet.COMMENTS: _find_comments,
    Facet.TEXT: _find_text,
    Facet.SQL_TABLES: _find_tables,
    Facet.PATTERN: _find_structure,
    Facet.AST: _find_structure,
    **dict.fromkeys(TREE_FACETS, _find_in_whole),
}
