"""A rule over its own examples: bad ones must be red, good ones green."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planproof.evaluate.snippets import Evidence, run_alone
from planproof.index import scan
from planproof.languages import LANGUAGES, Language, by_name, language_of
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import Rule, StructuralWorker

_HINT = re.compile(r"\A(?:#|//)\s*path:\s*(?P<path>\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example and whether it came out as its list says. ``language`` is how it was read."""

    rule: str
    text: str
    bad: bool
    red: bool
    language: str

    @property
    def ok(self) -> bool:
        return self.bad is self.red


def check_examples(rule: Rule, worker: StructuralWorker | None = None) -> tuple[ExampleResult, ...]:
    """All examples of a rule, bad ones first, in their order.

    A bad one must be hit where its syntax is sound. An example is read in the language of the path
    that its first line hints at (``# path: a.ts``), else in the rule's first language, else in that
    of a file name in the rule's scope, else in the first language that reads it without an error.
    One line may also be a path, for ``files``.
    """
    if worker is None:
        with StructuralWorker() as own:
            return check_examples(rule, own)
    return tuple(_check(rule, worker))


def terms_in_bad_examples(rule: Rule, worker: StructuralWorker) -> frozenset[int]:
    """The indexes of the terms of ``match`` that some bad example of the rule hits."""
    found = (_run(rule, text, worker)[0] for text in rule.spec.examples.bad)
    return frozenset(term for hits in found for term, mark in hits if mark is Mark.PROVEN)


def _check(rule: Rule, worker: StructuralWorker) -> Iterator[ExampleResult]:
    for text in rule.spec.examples.bad:
        hits, language = _run(rule, text, worker)
        red = any(mark is Mark.PROVEN for _, mark in hits)
        yield ExampleResult(rule.id, text, bad=True, red=red, language=language)
    for text in rule.spec.examples.good:
        hits, language = _run(rule, text, worker)
        yield ExampleResult(rule.id, text, bad=False, red=bool(hits), language=language)


def _run(rule: Rule, text: str, worker: StructuralWorker) -> tuple[Evidence, str]:
    path, language = _how_to_read(rule, text)
    name = language.name if language is not None else ""
    return run_alone(rule, path, text, language, worker), name


def _how_to_read(rule: Rule, text: str) -> tuple[str, Language | None]:
    if hint := _HINT.search(text):
        return hint["path"], language_of(hint["path"])
    language = _language(rule, text)
    return f"example{language.extensions[0]}" if language is not None else "example", language


def _language(rule: Rule, text: str) -> Language | None:
    if rule.spec.languages:
        return by_name(rule.spec.languages[0])
    named = (language_of(glob) for glob in rule.scope.include)
    first = next((language for language in named if language is not None), None)
    return first or next((each for each in LANGUAGES if _reads(each, text)), None)


def _reads(language: Language, text: str) -> bool:
    document = scan(text.encode("utf-8", "replace"), language.name)
    return isinstance(document, Document) and not document.broken
