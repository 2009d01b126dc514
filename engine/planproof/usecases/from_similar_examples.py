"""Examples for a proposed rule, cut out of the code that it was found in.

A member stands in an example with what it hangs on: the imports of the names that count, and the
heads of the classes around it. Where that does not come out as it should, its whole file is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from planproof.errors import SpecError
from planproof.evaluate import check_examples
from planproof.index import head_span, statement_span
from planproof.languages import by_name
from planproof.model.document import Role
from planproof.model.location import Span
from planproof.model.name import canonical, last_segment
from planproof.rules import StructuralWorker
from planproof.search.family import Member, Selector
from planproof.search.traits import Trait
from planproof.usecases.from_similar_engine import SOURCE, File, rule_head, spec_text
from planproof.usecases.prepare import prepare_text
from planproof.yamlio import Value

LONGEST = 4_000
"""Bytes of an example."""

_MOST_TRIED = 4
_HEADS = int(Role.DECORATOR | Role.BASE)


class Examples(Struct, frozen=True):
    """Texts; empty where none came out as it should. ``exemplar`` is the one that is good."""

    bad: str = ""
    good: str = ""
    exemplar: Member | None = None

    def value(self) -> dict[str, Value]:
        texts = {"bad": self.bad, "good": self.good}
        return {key: [text] for key, text in texts.items() if text}


class Cutter:
    """Cuts examples out of files that were read."""

    def __init__(self, files: Iterable[File], worker: StructuralWorker) -> None:
        self._files = {file.path: file for file in files}
        self._worker = worker

    def examples(
        self,
        rule: dict[str, Value],
        selector: Selector,
        trait: Trait,
        members: tuple[Sequence[Member], Sequence[Member]],
    ) -> Examples:
        """``members`` are some that lack the trait, and some that have it. Only what the rule
        finds red, and green although it is a candidate, is an example."""
        lacking, having = members
        bad, _ = self._first(lacking, trait, lambda text: self._is(rule, text, bad=True))
        probe: dict[str, Value] = {**rule_head("probe", selector), "match": selector.clause()}
        good, exemplar = self._first(
            having,
            trait,
            lambda text: self._is(rule, text, bad=False) and self._is(probe, text, bad=True),
        )
        return Examples(bad, good, exemplar)

    def _first(
        self, members: Sequence[Member], trait: Trait, fits: Callable[[str], bool]
    ) -> tuple[str, Member | None]:
        for member in sorted(members, key=lambda one: (one.size, one))[:_MOST_TRIED]:
            for text in self._texts(member, trait):
                if len(text) <= LONGEST and fits(text):
                    return text, member
        return "", None

    def _is(self, rule: dict[str, Value], text: str, *, bad: bool) -> bool:
        """Whether the text comes out as it should: also the spec with it is one."""
        tested: Value = {**rule, "examples": {"bad" if bad else "good": [text]}}
        try:
            (compiled,) = prepare_text(spec_text("example", [tested]), SOURCE).rules
        except (ValueError, SpecError):  # no Unicode, or too much of it
            return False
        return all(one.ok for one in check_examples(compiled, self._worker))

    def _texts(self, member: Member, trait: Trait) -> Iterator[str]:
        file = self._files.get(member.path)
        language = by_name(member.language)
        if file is None or language is None:
            return
        texts = [_cut(file, member, trait, braces=language.line_comment != "#")]
        if len(file.content) <= LONGEST:
            texts.append(_text(file, Span(0, len(file.content))))
        for text in texts:
            yield text
            if " " not in member.path and member.path.isprintable():
                yield f"{language.line_comment} path: {member.path}\n{text}"


def _cut(file: File, member: Member, trait: Trait, *, braces: bool) -> str:
    """The member with the heads of what is around it, behind the imports that it needs."""
    document = file.document
    owners = _owners(file, member.row)
    heads = [
        head_span(file.content, document.language, document.definitions[row].extent.start)
        for row in owners
    ]
    extent = document.definitions[member.row].extent
    imports = list(_imports(file, trait, [*heads, extent]))
    text = "".join(f"{one}\n" for one in imports) + ("\n\n" if imports else "")
    for head in heads:
        text += _line(file, head).rstrip() + (" {\n" if braces else "\n")
    return text + _line(file, extent).rstrip() + "\n" + "}\n" * (len(owners) if braces else 0)


def _owners(file: File, row: int) -> list[int]:
    """The definitions around one, the outermost first."""
    found: list[int] = []
    row = file.document.definitions[row].parent
    while row >= 0:
        found.append(row)
        row = file.document.definitions[row].parent
    return found[::-1]


def _imports(file: File, trait: Trait, spans: Sequence[Span]) -> Iterator[str]:
    """The statements that bring what is decorated with, inherited from, and asked for."""
    document, wanted = file.document, trait.short.name
    roots: set[str] = set()
    for at in (at for span in spans for at in document.rows_in(span)):
        name = canonical(document.names[document.name_ids[at]])
        if document.roles[at] & _HEADS or last_segment(name) == wanted:
            roots.add(name.partition(".")[0])
    seen: set[Span] = set()
    for one in document.imports:
        if one.local in roots or last_segment(one.target) == wanted:
            span = statement_span(file.content, document.language, one.span)
            if span not in seen:
                seen.add(span)
                yield _text(file, span)


def _line(file: File, span: Span) -> str:
    """The text of a span with the white space in front of it."""
    start = file.content.rfind(b"\n", 0, span.start) + 1
    before = file.content[start : span.start]
    return _text(file, Span(span.start if before.strip() else start, span.end))


def _text(file: File, span: Span) -> str:
    text = file.content[span.start : span.end].decode("utf-8", "surrogateescape")
    return text.replace("\r\n", "\n").replace("\r", "\n")
