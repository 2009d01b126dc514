"""What is fuzzed: each target takes bytes and fails only by raising.

A mistake in what a person wrote is a UsageError, never anything else. A scan gives a document whose
places lie in the source, or says why there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from planproof.errors import UsageError
from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.git import blob_id
from planproof.index import Index
from planproof.index.scan import scan
from planproof.languages import LANGUAGES
from planproof.model.document import Document
from planproof.model.evaluation import Evaluation, Proof, Verdict
from planproof.model.tree import Entry, EntryKind, Manifest
from planproof.rules import compile_rules
from planproof.rules.scopes import OwnPaths, compile_scope, parse_glob
from planproof.rules.terms import parse_name, parse_text
from planproof.spec import Spec, load_spec
from planproof.spec.wire import Scope

ROOT = Path(__file__).parent.parent.parent
NAMES = tuple(language.name for language in LANGUAGES)
EXTENSIONS = {language.name: language.extensions[0] for language in LANGUAGES}

Target = Callable[[bytes], None]


def fuzz_spec(data: bytes) -> None:
    """A spec that loads compiles, or says what is wrong; over an empty tree it never passes."""
    try:
        spec = load_spec(data, "spec.yaml", known_languages=NAMES)
        rules = compile_rules(spec)
    except UsageError as error:
        explained(error)
        return
    evaluation = _judge(spec, {})
    for rule, report in zip(rules, evaluation.rules, strict=True):
        assert report.verdict is not Verdict.PASSED, rule.id


def explained(error: UsageError) -> None:
    assert error.diagnostics
    assert all(each.message for each in error.diagnostics)


def fuzz_terms(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for parse in (parse_name, parse_text):
        try:
            term = parse(text)
        except UsageError as error:
            explained(error)
        else:
            assert all(term.words)


def fuzz_globs(data: bytes) -> None:
    glob, _, path = data.decode("utf-8", "replace").partition("\n")
    path = re.sub(r"/+", "/", path).strip("/") or "a"
    try:
        parse_glob(glob).fits(path)
    except UsageError as error:
        explained(error)
        return
    compile_scope(Scope((glob,), ())).holds(path, OwnPaths())


def fuzz_scan(language: str, data: bytes) -> None:
    document = scan(data, language)
    if not isinstance(document, Document):
        return
    for row in document:
        assert 0 <= row.span.start <= row.span.end <= len(data)
    for definition in document.definitions:
        assert definition.extent.contains(definition.name)
        assert definition.extent.end <= len(data)


_EVERYTHING = """\
refactor_name: everything
rules:
  - id: forbidden
    description: d
    match: {identifiers: [forbidden_name], expressions: ["/forbidden/"]}
  - id: selectors
    description: d
    match:
      calls: [{name: "*", without: [a*], with: {b: "/x/"}, args: {at_least: 1}}]
      definitions: [{parameters: [a], decorators: {without: [d]}}, {bases: {at_most: 2}}]
      inside: ["*"]
  - id: texts
    description: d
    match: {literals: [a, "/b/"], comments: [a, "/b/"], text: ["/^a+$/"]}
  - id: meanings
    description: d
    match: {api_routes: ["GET /a/**"], sql_tables: [a, write b], metrics: {complexity: {at_most: 2}, file_lines: {at_most: 9}}}
  - id: modules
    description: d
    match: {dependencies: {from: "*", on: [os, a.b], transitive: true}}
  - id: candidates
    description: d
    for_each: {definitions: ["*"], calls: ["*"]}
    expect: {calls: [a], at_most: 3}
"""


def fuzz_verdict(language: str, data: bytes) -> None:
    """A forbidden name in front of any text is never passed over: red, or no verdict. Rules of all
    other facets come along, so that they see the text too."""
    spec = load_spec(_EVERYTHING.encode(), "spec.yaml", known_languages=NAMES)
    path = f"a{EXTENSIONS[language]}"
    report = _judge(spec, {path: b"forbidden_name();\n" + data}).rules[0]
    assert report.verdict is not Verdict.PASSED
    if report.verdict is Verdict.INDETERMINATE:
        assert report.coverage.blocking or report.proof is Proof.UNPROVEN


def _judge(spec: Spec, contents: Mapping[str, bytes]) -> Evaluation:
    with Index.open(None, 1) as index:
        return evaluate(spec, compile_rules(spec), MemoryTree(contents), index, Options())


class MemoryTree:
    """A tree of a mapping."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents
        entries = {p: Entry(p, blob_id(c), EntryKind.FILE) for p, c in sorted(contents.items())}
        self.manifest = Manifest(entries, None, "sha1", (), ())

    def read(self, entries):  # type: ignore[no-untyped-def]
        for entry in entries:
            yield entry, self._contents[entry.path]

    def size(self, entry: Entry) -> int:
        return len(self._contents[entry.path])

    def stream(self, entry: Entry):  # type: ignore[no-untyped-def]
        yield self._contents[entry.path]


TARGETS: Mapping[str, Target] = {
    "spec": fuzz_spec,
    "terms": fuzz_terms,
    "globs": fuzz_globs,
    **{f"scan-{name}": partial(fuzz_scan, name) for name in NAMES},
    **{f"verdict-{name}": partial(fuzz_verdict, name) for name in NAMES},
}

SEEDS: Mapping[str, tuple[str, ...]] = {
    "spec": ("examples/**/*.yaml", "tests/spec/golden/**/*.yaml", "tests/bench/*.yaml"),
    **{
        f"{kind}-{name}": (f"tests/golden/{name}/*",)
        for kind in ("scan", "verdict")
        for name in NAMES
    },
}
"""Files to start from."""
