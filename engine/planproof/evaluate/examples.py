"""A rule over its own examples: bad ones must be red, good ones green."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from planproof.evaluate.snippets import FLAW, Evidence, parts_of, run_alone
from planproof.index.scan import scan
from planproof.languages import LANGUAGES, Language, by_name, language_of
from planproof.model.document import Document
from planproof.model.violation import Mark
from planproof.rules import Rule, RuleTerm, StructuralWorker

_HINT = re.compile(r"\A(?:#|//)\s*path:\s*(?P<path>\S+)\s*$", re.MULTILINE)


class ExampleResult(Struct, frozen=True):
    """One example and whether it came out as its list says.

    ``language`` is how it was read; empty for a text that none reads. ``because`` are the terms
    that make it red; ``unsure`` those that were hit where the syntax of a bad example is broken,
    which proves nothing.
    """

    rule: str
    text: str
    bad: bool
    red: bool
    language: str
    because: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.bad is self.red


def check_examples(rule: Rule, worker: StructuralWorker | None = None) -> tuple[ExampleResult, ...]:
    """All examples of a rule, bad ones first, in their order.

    A bad one must be hit where its syntax is sound. A rule that only expects is red on what does
    not hold what it expects; how often is a matter of the whole scope and not asked.

    An example is read in the language of the path that its first line hints at (``# path: a.ts``),
    else in the rule's first language, else in that of a file name in the rule's scope, else in the
    first language that reads it without an error. One line may also be a path, for ``files``.
    """
    if worker is None:
        with StructuralWorker() as own:
            return check_examples(rule, own)
    return tuple(_check(rule, worker))


def terms_in_bad_examples(rule: Rule, worker: StructuralWorker) -> frozenset[int]:
    """The indexes of the terms of ``match`` that some bad example of the rule hits."""
    found = (_run(rule, text, worker)[0] - {FLAW} for text in rule.spec.examples.bad)
    return frozenset(term for hits in found for term, mark in hits if mark is not Mark.LEXICAL)


def files_of_example(rule: Rule, text: str) -> tuple[dict[str, str], Language | None]:
    """An example as files, path → text, and the language of one whose path the text does not say:
    then the path is made up."""
    path, language = _how_to_read(rule, text)
    return parts_of(path, text), None if _HINT.search(text) else language


def _check(rule: Rule, worker: StructuralWorker) -> Iterator[ExampleResult]:
    judge = _judge_expectation if _only_expects(rule) else _judge_match
    examples = rule.spec.examples
    for bad, text in (*((True, t) for t in examples.bad), *((False, t) for t in examples.good)):
        yield judge(rule, text, worker, bad=bad)


def _only_expects(rule: Rule) -> bool:
    return rule.match is None and rule.for_each is None and rule.expect is not None


def _judge_match(rule: Rule, text: str, worker: StructuralWorker, *, bad: bool) -> ExampleResult:
    hits, language = _run(rule, text, worker)
    sure = _labels(rule.forbidding, {term for term, mark in hits if mark is not Mark.LEXICAL})
    every = _labels(rule.forbidding, {term for term, _ in hits})
    unsure = tuple(label for label in every if label not in sure)
    red = any(mark is not Mark.LEXICAL for _, mark in hits) if bad else bool(hits)
    because = sure if bad else every
    return ExampleResult(rule.id, text, bad, red, language, because, unsure)


def _judge_expectation(
    rule: Rule, text: str, worker: StructuralWorker, *, bad: bool
) -> ExampleResult:
    """Every hit of what is expected is found as if it were forbidden."""
    assert rule.expect is not None  # noqa: S101 - asked before
    asked = replace(rule, match=rule.expect, expect=None)
    hits, language = _run(asked, text, worker, suppressing=False)
    met = {term for term, mark in hits if mark is Mark.PROVEN}
    missing = {term.index for term in rule.expect.terms} - met
    red = not met if rule.expect.alternative else bool(missing)
    because = tuple(f"missing {label}" for label in _labels(rule.expect.terms, missing))
    return ExampleResult(rule.id, text, bad, red, language, because if red else ())


def _labels(terms: Iterable[RuleTerm], wanted: set[int]) -> tuple[str, ...]:
    return tuple(f"{t.facet.value}: {t.label}" for t in terms if t.index in wanted)


def _run(
    rule: Rule, text: str, worker: StructuralWorker, *, suppressing: bool = True
) -> tuple[Evidence, str]:
    path, language = _how_to_read(rule, text)
    name = language.name if language is not None else ""
    return run_alone(rule, path, text, language, worker, suppressing=suppressing), name


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
