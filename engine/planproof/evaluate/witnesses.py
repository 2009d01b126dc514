"""Witnesses: a piece of a file on which a rule is red, so that it need not be red now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import dedent

from planproof.evaluate.page import Page
from planproof.evaluate.snippets import Evidence, run_alone
from planproof.evaluate.tally import RedFile, Tally
from planproof.evaluate.text_page import AnyPage, TextPage
from planproof.evaluate.tree_files import TreeFiles
from planproof.languages import language_of
from planproof.model.document import Document
from planproof.model.evaluation import Witness
from planproof.model.location import Span
from planproof.rules import Rule, StructuralWorker

_LONGEST = 20_000
"""Characters; a longer piece is not kept, unless it is the only one."""

_LONGEST_TREE = 100_000
"""The same for several files together."""


def make_witness(tally: Tally, files: TreeFiles, worker: StructuralWorker) -> Witness | None:
    """One for a rule that is red now, from the file in which most of its terms are.

    ``files`` are those of the tree: some hits rest on several.
    """
    if tally.red_file is None:
        return None
    return _make(tally.rule, tally.red_file, files, worker)


def terms_in_witness(rule: Rule, witness: Witness, worker: StructuralWorker) -> frozenset[int]:
    """The indexes of the terms of ``match`` that are hit when the rule is run on a witness."""
    return frozenset(term for term, _ in _run(rule, witness, worker))


def _make(rule: Rule, red: RedFile, files: TreeFiles, worker: StructuralWorker) -> Witness:
    found = Witness(rule.id, red.blob, red.path, "")
    if red.page is None:
        return found
    wanted = {(hit.term, hit.mark) for hit in red.hits}
    for snippet in _pieces(red.page, [hit.span for hit in red.hits]):
        found = Witness(rule.id, red.blob, red.path, snippet)
        if len(snippet) <= _LONGEST and wanted <= _run(rule, found, worker):
            return found
    whole = Witness(rule.id, red.blob, red.path, _with_others(red, files))
    if len(whole.snippet) <= _LONGEST_TREE and wanted <= _run(rule, whole, worker):
        return whole
    return found


def _with_others(red: RedFile, files: TreeFiles) -> str:
    """The file and those that its hits rest on, as an example of several files is written."""
    entries = files.tree.manifest.entries
    paths = dict.fromkeys(path for hit in red.hits for path in hit.through if path in entries)
    texts = dict(files.contents(entries[path] for path in (red.path, *paths)))
    return "".join(_headed(path, content) for path, content in texts.items() if paths)


def _headed(path: str, content: bytes) -> str:
    language = language_of(path, content[:100])
    mark = language.line_comment if language is not None else "#"
    return f"{mark} path: {path}\n{content.decode('utf-8', 'surrogateescape').rstrip()}\n"


def _run(rule: Rule, witness: Witness, worker: StructuralWorker) -> Evidence:
    language = language_of(witness.path, witness.snippet[:100].encode("utf-8", "replace"))
    if rule.languages and (language is None or language.name not in rule.languages):
        language = None
    from planproof.index import possible_labels

    labels = possible_labels(witness.path)  # what its apps.py said is not kept
    return run_alone(rule, witness.path, witness.snippet, language, worker, app_labels=labels)


def _pieces(page: AnyPage, spans: Sequence[Span]) -> Iterator[str]:
    """Ever longer pieces of the file: statements, with imports, definitions around, all of it."""
    if isinstance(page, TextPage):
        yield from page.snippets(spans)
        return
    document = page.subject.document
    imports = [binding.span for binding in document.imports]
    around = [page.statement(span) for span in spans]
    while True:
        yield _lines(page, around)
        yield _lines(page, [*imports, *around])
        wider = [_definition_around(document, span) for span in around]
        if wider == around:
            break
        around = wider
    yield page.reading.text


def _definition_around(document: Document, span: Span) -> Span:
    """The extent of the innermost definition that holds more than the span; else the span."""
    number = document.enclosing(span)
    while number >= 0 and document.definitions[number].extent == span:
        number = document.definitions[number].parent
    return document.definitions[number].extent if number >= 0 else span


def _lines(page: Page, spans: Iterable[Span]) -> str:
    """The whole lines of the spans, once each, without the indentation that all share."""
    wanted: set[int] = set()
    for span in spans:
        last = page.lines.line_of(max(span.start, span.end - 1))
        wanted.update(range(page.lines.line_of(span.start), last + 1))
    return dedent("".join(page.decode(page.lines.line_span(line)) for line in sorted(wanted)))
