"""A rule over one piece of source alone: how examples and witnesses are run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.evaluate.decoding import Piece
from planproof.evaluate.judge import find_forbidden, open_page
from planproof.evaluate.linking import link
from planproof.evaluate.selection import every_term
from planproof.evaluate.small_trees import small_tree
from planproof.evaluate.suppressing import has_flaw, is_held
from planproof.evaluate.text_page import AnyPage, TextPage
from planproof.evaluate.whole import find_in_whole
from planproof.index.scan import scan
from planproof.languages import Language, language_of
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import Glob, Rule, RuleTerm, StructuralWorker

Evidence = frozenset[tuple[int, Mark]]
"""Which of the terms by which a rule is red were hit, by index, and how."""

_PART = re.compile(r"^(?:#|//)[ \t]*path:[ \t]*(?P<path>\S+)[ \t]*$", re.MULTILINE)

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

    Lines that only say ``# path: …`` begin a file each, where there are several: then these are the
    whole tree. The text may itself be a path, for ``files``. With ``suppressing``, comments are
    heeded: what they take back is left out, and one that may not stand as it does is there as
    ``FLAW``. ``app_labels`` are what Django may call the file's app, if that is not its folder's
    name.
    """
    gone = frozenset((term.index, Mark.PROVEN) for term in _gone(rule, path, text))
    if not rule.forbidding:
        return gone
    found = set(gone)
    for page in _pages(rule, path, text, language, worker, app_labels):
        hits = find_forbidden(rule, page).hits
        found.update(
            (hit.term, hit.mark) for hit in hits if not (suppressing and is_held(rule, hit, page))
        )
        if suppressing and has_flaw(rule, page):
            found.add(FLAW)
    return frozenset(found)


def _pages(
    rule: Rule,
    path: str,
    text: str,
    language: Language | None,
    worker: StructuralWorker,
    app_labels: tuple[str, ...],
) -> Iterator[AnyPage]:
    """The files that the text makes, as far as the rule looks at them."""
    parts = parts_of(path, text)
    contents = {part: said.encode("utf-8", "surrogateescape") for part, said in parts.items()}
    files, terms = small_tree(contents), every_term(rule)
    whole, linking = find_in_whole(terms, files), link([rule], terms, files)
    for part, content in contents.items():
        spoken = language if part == path else language_of(part)
        document = None if spoken is None else scan(content, spoken.name)
        if spoken is not None and isinstance(document, Document):
            yield open_page(
                part,
                content,
                spoken,
                document,
                worker,
                whole=whole,
                app_labels=app_labels,
                linking=linking,
            )
        elif not rule.languages:  # else it looks at no other files
            yield TextPage(part, Piece(parts[part]))


def parts_of(path: str, text: str) -> dict[str, str]:
    """Path → text. One line that names a path only says where the whole text stands."""
    starts = [(found.start(), found["path"]) for found in _PART.finditer(text)]
    if len(starts) <= 1:
        return {path: text}
    if text[: starts[0][0]].strip():
        starts.insert(0, (0, path))
    ends = [start for start, _ in starts[1:]]
    return {
        part: text[start:end] for (start, part), end in zip(starts, [*ends, len(text)], strict=True)
    }


def _gone(rule: Rule, path: str, text: str) -> list[RuleTerm]:
    """The terms by which the path, or the text as a path, must be gone."""
    terms = rule.match.terms if rule.match is not None else ()
    places = [place for place in (path, text.strip()) if place and "\n" not in place]
    return [
        term
        for term in terms
        if isinstance(term.matcher, Glob) and any(map(term.matcher.fits, places))
    ]
