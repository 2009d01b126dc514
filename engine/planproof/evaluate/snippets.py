"""A rule over one piece of source alone: how examples and witnesses are run."""

from __future__ import annotations

from planproof.evaluate.judge import open_page
from planproof.index import scan
from planproof.languages import Language
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import Glob, Rule, StructuralWorker, find_hits


def marks_of(
    rule: Rule, path: str, text: str, language: Language | None, worker: StructuralWorker
) -> frozenset[Mark]:
    """How the rule's ``match`` is hit in the text, if it stood alone in a file at ``path``.

    Empty where it is not. The text may itself be a path, for ``files``.
    """
    if _is_gone(rule, path, text):
        return frozenset({Mark.PROVEN})
    content = text.encode("utf-8", "surrogateescape")
    document = None if language is None else scan(content, language.name)
    if language is None or rule.match is None or not isinstance(document, Document):
        return frozenset()
    page = open_page(path, content, language, document, worker)
    return frozenset(hit.mark for hit in find_hits(rule.match.terms, page.reading).hits)


def _is_gone(rule: Rule, path: str, text: str) -> bool:
    """Whether the path, or the text as a path, is one that must be gone."""
    terms = rule.match.terms if rule.match is not None else ()
    globs = [term.matcher for term in terms if isinstance(term.matcher, Glob)]
    places = [place for place in (path, text.strip()) if place and "\n" not in place]
    return any(glob.fits(place) for glob in globs for place in places)
