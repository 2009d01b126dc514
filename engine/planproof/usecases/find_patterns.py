"""“Where is the code of this sort?”"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from planproof.errors import Diagnostic, TreeChangedError, UsageError
from planproof.git import blob_id
from planproof.languages import language_of
from planproof.model.document import Document
from planproof.model.location import LineMap, Span
from planproof.model.name import canonical
from planproof.report.patterns import AskedPattern, PatternMatch
from planproof.search.match import Page, Paging
from planproof.search.patterns.field import Field, Sight
from planproof.search.patterns.find import find_pattern
from planproof.search.patterns.kinds import Pattern, from_json, type_of
from planproof.search.patterns.missing import what_there_is
from planproof.search.patterns.terms import inside_term, refuse_bad_terms
from planproof.search.patterns.words import written
from planproof.usecases.asking import Asking, Progress, again_if_lost, asking, files_of
from planproof.usecases.workspace import Workspace, find_plan, open_plans

_LONGEST = 200
"""Characters of a line that are shown."""


class Question(Struct, frozen=True):
    """Patterns; or a task, by its plan (None where there is one plan) and its number, for those
    that hang on it. ``inside`` are globs that count for each of them, beside its own."""

    patterns: tuple[Pattern, ...] = ()
    task: tuple[str | None, int] | None = None
    inside: tuple[str, ...] = ()


class Analogous(Struct, frozen=True):
    """A page of what patterns mean, in the order of the patterns, then by path and place; and the
    patterns with their numbers."""

    page: Page[PatternMatch]
    asked: tuple[AskedPattern, ...]
    notes: tuple[Diagnostic, ...] = ()


@again_if_lost
def find_analogous_patterns(
    workspace: Workspace,
    question: Question,
    paging: Paging,
    *,
    at: str | None = None,
    on_progress: Progress,
) -> Analogous:
    """The routes, functions, classes, components, tests, models and commands of a tree that are of
    a sort: that some patterns mean, or those that hang on a task.

    Raises UsageError for a condition that cannot be read, and for a task without patterns;
    NotFoundError, TreeChangedError.
    """
    patterns = question.patterns
    if question.task is not None:
        patterns = _patterns_of_task(workspace, *question.task)
    for pattern in patterns:
        refuse_bad_terms(pattern)
    with asking(workspace, at, on_progress) as asked:
        field = Field(files_of(asked), asked.atlas, asked.meaning, on_progress)
        found = [_found(pattern, question.inside, field) for pattern in patterns]
        rows = [(number, one) for number, (_, sights) in enumerate(found) for one in sights]
        page = paging.page(rows, lambda one: one[1].certain)
        shown = _Pages(asked)
        items = tuple(shown.match(number, sight) for number, sight in page.items)
        return Analogous(
            Page(items, page.total, page.offset, page.certain),
            tuple(each for each, _ in found),
            asked.notes,
        )


def _patterns_of_task(
    workspace: Workspace, plan_name: str | None, number: int
) -> tuple[Pattern, ...]:
    with open_plans(workspace) as store:
        plan = find_plan(store, plan_name)
        patterns = from_json(store.task(plan, number).analogous)
    if not patterns:
        step = f"planproof update-task {plan.slug} {number} --analogous 'api_route method=POST'"
        raise UsageError(f"task {number} of plan {plan.slug} has no patterns", fix=step)
    return patterns


def _found(
    pattern: Pattern, inside: Sequence[str], field: Field
) -> tuple[AskedPattern, list[Sight]]:
    is_inside = inside_term(inside)
    sights = [one for one in find_pattern(pattern, field) if is_inside(one.path)]
    certain = sum(one.certain for one in sights)
    told = AskedPattern(written(pattern), type_of(pattern), len(sights), certain)
    if not sights:
        missed, near = what_there_is(pattern, field)
        told = replace(told, missed=missed, near=near)
    return told, sights


class _Pages:
    """The files of a tree that matches are shown of; each is read once."""

    def __init__(self, asked: Asking) -> None:
        self._asked = asked
        self._known: dict[str, tuple[bytes, LineMap]] = {}

    def match(self, number: int, sight: Sight) -> PatternMatch:
        content, lines = self._page(sight.path)
        span = sight.span
        if sight.in_characters:
            text = content.decode("utf-8", "replace")
            start, end = (len(text[:offset].encode()) for offset in span)
            span = Span(start, end)
        place = lines.place(sight.path, span)
        around = lines.line_span(place.start.line)
        line = content[around.start : around.end].decode("utf-8", "replace").strip()
        symbol = sight.symbol or self._symbol(sight.path, span)
        return PatternMatch(
            number, place, sight.kind, symbol, sight.said, line[:_LONGEST], sight.certain, sight.why
        )

    def _page(self, path: str) -> tuple[bytes, LineMap]:
        """Raises TreeChangedError."""
        if path not in self._known:
            tree = self._asked.tree
            entry = tree.manifest.entries[path]
            ((_, content),) = tree.read([entry])
            if content is None or blob_id(content, tree.manifest.object_format) != entry.blob:
                message = f"{path} changed while it was being read"
                raise TreeChangedError(message, fix="ask again when nothing writes")
            self._known[path] = content, LineMap(content)
        return self._known[path]

    def _symbol(self, path: str, span: Span) -> str:
        """The definition that something stands in, or before as its decorator."""
        language = self._asked.atlas.language(path) or language_of(path)
        if language is None:
            return ""
        blob = self._asked.tree.manifest.entries[path].blob
        document = self._asked.index.find([blob], language.name).get(blob)
        if not isinstance(document, Document):
            return ""
        number = document.enclosing(span)
        return canonical(document.definitions[number].qualified) if number >= 0 else ""
