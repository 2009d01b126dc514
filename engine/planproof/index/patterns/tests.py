"""What looks like a test in a file; whether it is one may hang on its path, and on its bases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from planproof.index.parsed import parse
from planproof.index.patterns.chains import Chains
from planproof.index.patterns.rows import CaseRow
from planproof.index.routes.code import Code
from planproof.languages.values import Call, Function, Member, Name, Text, Value
from planproof.model.document import Definition, Document
from planproof.model.name import canonical

WORDS = {
    "python": (b"test", b"Test"),
    "javascript": (b"test", b"it", b"describe", b"suite"),
    "typescript": (b"test", b"it", b"describe", b"suite"),
    "tsx": (b"test", b"it", b"describe", b"suite"),
    "go": (b"testing",),
    "java": (b"Test",),
    "rust": (b"test",),
}
"""By language: one of these stands in every file with a test."""

_GROUPS = frozenset({"describe", "suite", "context"})
_CASES = frozenset({"it", "test", "specify", "fit", "xit", "xtest"})
_PARTS = frozenset(
    {"only", "skip", "todo", "each", "concurrent", "failing", "for", "skipIf", "runIf"}
    | {"sequential", "serial", "parallel", "describe", "fixme", "slow"}
)
_KNOWN = (
    *("vitest", "@jest/globals", "node:test", "mocha", "@playwright/test", "bun:test"),
    *("ava", "tape", "uvu"),
)
_GO_TEST = re.compile(r"(Test|Fuzz)(?![a-z])\w*\Z")
_JAVA_TESTS = frozenset({"Test", "ParameterizedTest", "RepeatedTest", "TestFactory",
                         "TestTemplate"})  # fmt: skip
_RUST_TESTS = frozenset({"test", "rstest", "test_case", "wasm_bindgen_test"})

_DEEPEST = 20
_LONGEST = 200
"""Groups around a test, and characters of a title, that are kept."""


def may_hold_tests(content: bytes, language: str) -> bool:
    return any(word in content for word in WORDS.get(language, ()))


def read_tests(content: bytes, document: Document) -> list[Any]:
    """A row for each, by place: what :class:`CaseRow` is made of."""
    match document.language:
        case "python":
            found = _in_python(document)
        case "go":
            found = _in_go(content, document)
        case "java":
            found = _by_annotation(document, "junit", _JAVA_TESTS)
        case "rust":
            found = _by_annotation(document, "rust", _RUST_TESTS)
        case _:
            found = _in_ecmascript(content, document)
    return [[*row] for row in sorted(found, key=lambda row: (row.start, -row.end))]


def _row(each: Definition, framework: str, owner: str, *, known: bool, why: str = "") -> CaseRow:
    qualified = canonical(each.qualified)
    name = qualified.rpartition(".")[2]
    return CaseRow(framework, qualified, name, each.kind, *each.name, owner, known, why)


def _in_python(document: Document) -> Iterator[CaseRow]:
    """All that may be collected: functions and methods ``test…``, and their classes."""
    for each in document.definitions:
        owner, _, name = canonical(each.qualified).rpartition(".")
        around = document.definitions[each.parent] if each.parent >= 0 else None
        if around is not None and around.kind != "class":
            continue
        if each.kind == "class" or (each.kind in ("function", "method") and name[:4] == "test"):
            yield _row(each, "pytest", owner, known=False)


def _in_go(content: bytes, document: Document) -> Iterator[CaseRow]:
    text = content.decode("utf-8", "replace") if b"testing" in content else ""
    for each in document.definitions:
        owner, _, name = canonical(each.qualified).rpartition(".")
        if not _GO_TEST.match(name) or each.kind not in ("function", "method"):
            continue
        head = content[each.name.end : each.name.end + 200].decode("utf-8", "replace")
        taken = re.match(r"\(\s*\w+\s+\*\s*\w+\.[TF]\s*\)", head)
        if each.kind == "function" and taken:
            yield _row(each, "go", "", known=True)
        elif each.kind == "method" and text and re.match(r"\(\s*\)", head):
            yield _row(each, "go", owner, known=False, why=f"if {owner} is run as a suite")


def _by_annotation(document: Document, framework: str, names: frozenset[str]) -> Iterator[CaseRow]:
    chains = Chains(document)
    starred = any(each.star and _is_junit(each.target) for each in document.imports)
    for each in document.definitions:
        for written in each.decorators:
            meant = chains.meant(written)
            if each.kind in ("function", "method") and meant.rpartition(".")[2] in names:
                owner = canonical(each.qualified).rpartition(".")[0]
                sure = framework == "rust" or _is_junit(meant) or (starred and "." not in meant)
                why = "" if sure else f"if {written} is JUnit's"
                yield _row(each, framework, owner, known=sure, why=why)
                break


def _is_junit(chain: str) -> bool:
    return "junit" in chain or "testng" in chain


def _in_ecmascript(content: bytes, document: Document) -> Iterator[CaseRow]:
    code = Code(parse(content, document.language))
    chains = Chains(document)
    imported = any(_is_known(target) for target in chains.targets)
    calls = [call for node in code.calls if isinstance(call := code.read(node), Call)]
    calls.sort(key=lambda call: (call.start, -call.end))
    groups: list[tuple[int, str]] = []
    for call in calls:
        word = _tested(call, chains)
        if word is None or not _is_test(call):
            continue
        title = _title(call)
        while groups and groups[-1][0] <= call.start:
            groups.pop()
        symbol = " › ".join([*(name for _, name in groups[-_DEEPEST:]), title])
        is_group = word in _GROUPS
        if is_group:
            groups.append((call.end, title))
        span = code.span(call.callee)
        kind = "group" if is_group else "case"
        yield CaseRow("jest", symbol, title, kind, *span, "", imported, "")


def _is_known(target: str) -> bool:
    return any(target == one or target.startswith(f"{one}.") for one in _KNOWN_CHAINS)


_KNOWN_CHAINS = frozenset(canonical(one) for one in _KNOWN)


def _tested(call: Call, chains: Chains) -> str | None:
    """``it`` of ``it(…)``, ``it.only(…)``, ``it.each(…)(…)``; the word that decides."""
    callee: Value = call.callee
    if isinstance(callee, Call):  # it.each([…])("…")
        callee = callee.callee
        if not isinstance(callee, Member):
            return None
    names: list[str] = []
    while isinstance(callee, Member):
        names.append(callee.name)
        callee = callee.owner
    if not isinstance(callee, Name) or not _PARTS.issuperset(names):
        return None
    meant = chains.meant(callee.text)
    word = meant.rpartition(".")[2] if _is_known(meant) else callee.text
    if "describe" in names:  # test.describe of Playwright
        return "describe"
    return word if word in _CASES or word in _GROUPS else None


def _is_test(call: Call) -> bool:
    """It has a title, and something to run, or is to be done."""
    given = call.positional()
    if not given or isinstance(given[0], Function):
        return False
    if len(given) > 1:
        return isinstance(given[0], Text) or any(isinstance(one, Function) for one in given)
    return isinstance(given[0], Text) and isinstance(call.callee, Member)


def _title(call: Call) -> str:
    first = call.positional()[0]
    if not isinstance(first, Text):
        return "…"
    title = "".join(part if isinstance(part, str) else "…" for part in first.parts)
    return title[:_LONGEST]
