"""A rule over one piece of source alone: how examples and witnesses are run."""

from __future__ import annotations

from planproof.evaluate.decoding import Piece
from planproof.evaluate.judge import open_page
from planproof.evaluate.small_trees import small_tree
from planproof.evaluate.text_page import TextPage
from planproof.evaluate.whole import find_in_whole
from planproof.index import scan
from planproof.languages import Language
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import Glob, Rule, RuleTerm, StructuralWorker, find_hits

Evidence = frozenset[tuple[int, Mark]]
"""Which terms of a rule's ``match`` were hit, by index, and how."""


def run_alone(
    rule: Rule, path: str, text: str, language: Language | None, worker: StructuralWorker
) -> Evidence:
    """What the rule forbids in the text, if it stood alone in a file at ``path``.

    The text may itself be a path, for ``files``.
    """
    gone = frozenset((term.index, Mark.PROVEN) for term in _gone(rule, path, text))
    content = text.encode("utf-8", "surrogateescape")
    document = None if language is None else scan(content, language.name)
    if rule.match is None:
        return gone
    if language is None or not isinstance(document, Document):
        return gone | _in_lines(rule, path, text)
    whole = find_in_whole(rule.match.terms, small_tree({path: content}))
    page = open_page(path, content, language, document, worker, whole=whole)
    hits = find_hits(rule.match, page.reading).hits
    return gone | {(hit.term, hit.mark) for hit in hits}


def _in_lines(rule: Rule, path: str, text: str) -> Evidence:
    """What the rule forbids in any text; a rule of certain languages looks at no other files."""
    if rule.match is None or rule.languages:
        return frozenset()
    found = TextPage(path, Piece(text)).find(rule.match)
    return frozenset((hit.term, hit.mark) for hit in found.hits)


def _gone(rule: Rule, path: str, text: str) -> list[RuleTerm]:
    """The terms by which the path, or the text as a path, must be gone."""
    terms = rule.match.terms if rule.match is not None else ()
    places = [place for place in (path, text.strip()) if place and "\n" not in place]
    return [
        term
        for term in terms
        if isinstance(term.matcher, Glob) and any(map(term.matcher.fits, places))
    ]
