"""A rule over one piece of source alone: how examples and witnesses are run."""

from __future__ import annotations

from planproof.evaluate.decoding import Piece
from planproof.evaluate.judge import find_forbidden, open_page
from planproof.evaluate.linking import link
from planproof.evaluate.selection import every_term
from planproof.evaluate.small_trees import small_tree
from planproof.evaluate.suppressing import has_flaw, is_held
from planproof.evaluate.text_page import AnyPage, TextPage
from planproof.evaluate.whole import find_in_whole
from planproof.index import scan
from planproof.languages import Language
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import Glob, Rule, RuleTerm, StructuralWorker

Evidence = frozenset[tuple[int, Mark]]
"""Which of the terms by which a rule is red were hit, by index, and how."""

FLAW = (-1, Mark.PROVEN)
"""No term, but a comment on the rule that is a violation by itself."""


def run_alone(
    rule: Rule,
    path: str,
    text: str,
    language: Language | None,
    worker: StructuralWorker,
    *,
    suppressing: bool = False,
    app_labels: tuple[str, ...] = (),
) -> Evidence:
    """What the rule forbids in the text, if it stood alone in a file at ``path``.

    The text may itself be a path, for ``files``. With ``suppressing``, comments are heeded: what
    they take back is left out, and one that may not stand as it does is there as ``FLAW``.
    ``app_labels`` are what Django may call the file's app, if that is not its folder's name.
    """
    gone = frozenset((term.index, Mark.PROVEN) for term in _gone(rule, path, text))
    content = text.encode("utf-8", "surrogateescape")
    document = None if language is None else scan(content, language.name)
    if not rule.forbidding:
        return gone
    page: AnyPage = TextPage(path, Piece(text))
    if language is not None and isinstance(document, Document):
        files = small_tree({path: content})
        terms = every_term(rule)
        whole, linking = find_in_whole(terms, files), link([rule], terms, files)
        page = open_page(
            path,
            content,
            language,
            document,
            worker,
            whole=whole,
            app_labels=app_labels,
            linking=linking,
        )
    elif rule.languages:  # it looks at no other files
        return gone
    hits = find_forbidden(rule, page).hits
    found = {(hit.term, hit.mark) for hit in hits if not (suppressing and is_held(rule, hit, page))}
    return gone | found | ({FLAW} if suppressing and has_flaw(rule, page) else frozenset())


def _gone(rule: Rule, path: str, text: str) -> list[RuleTerm]:
    """The terms by which the path, or the text as a path, must be gone."""
    terms = rule.match.terms if rule.match is not None else ()
    places = [place for place in (path, text.strip()) if place and "\n" not in place]
    return [
        term
        for term in terms
        if isinstance(term.matcher, Glob) and any(map(term.matcher.fits, places))
    ]
