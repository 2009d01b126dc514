"""The skim of a file that only its document can tell."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.languages import Skim, SkimKind, Skimmed
from planproof.model.document import WHOLE, Document, Import, Relation, Tie
from planproof.model.name import canonical, last_segment

_DEFAULT = "default"


def skim_of(document: Document) -> Skim:
    """Everything that the document binds or offers, in whatever scope."""
    found = [each for binding in document.imports for each in _imported(binding)]
    found += [each for relation in document.relations for each in _said(document, relation)]
    return tuple(dict.fromkeys(found))


def _imported(binding: Import) -> Iterator[Skimmed]:
    if binding.star:
        yield Skimmed("", binding.target, binding.level, SkimKind.STAR)
        return
    for name in sorted({binding.local, binding.offered} - {""}) or [""]:
        yield Skimmed(name, binding.target, binding.level, SkimKind.IMPORT)


def _said(document: Document, relation: Relation) -> Iterator[Skimmed]:
    name = _name_said(relation.tie, document.occurrence(relation.row).name)
    if name:
        of = document.occurrence(relation.of).name
        member = "" if relation.member < 0 else document.occurrence(relation.member).name
        yield Skimmed(name, canonical(f"{of}.{member}"), 0, SkimKind.SAME)


def _name_said(tie: Tie, written: str) -> str:
    match tie:
        case Tie.SAME:
            return canonical(written)
        case Tie.OFFER:
            return last_segment(written)
        case Tie.DEFAULT:
            return _DEFAULT
        case Tie.WHOLE:
            return WHOLE
        case _:
            return ""
