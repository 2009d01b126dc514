"""Every call and definition that rustc's own parser sees in real crates, by line and name.

The tokens of macros are left out: no parser looks into them, and planproof guesses there. So are
calls of what is in parentheses, and of paths through a trait (``<T as U>::f()``).
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rust_syntax import RustFacts, rust_facts

from planproof.index.scan import scan
from planproof.model.document import Document, Role
from planproof.model.location import LineMap
from planproof.model.name import last_segment

PACKAGES = ("maturin==1.7.4", "cryptography==41.0.7", "tokenizers==0.13.3")
KINDS = frozenset({"function", "method", "struct", "enum", "trait", "union"})


@pytest.mark.packages
def test_facts_of_rust_packages_are_those_of_rustc(
    sdist: Callable[[str], Path], measured: Callable[[str], None]
):
    rustc = shutil.which("rustc")
    assert rustc, "this suite needs rustc"
    paths = sorted(path for each in PACKAGES for path in sdist(each).rglob("*.rs"))
    different: list[object] = []
    compared, refused = 0, 0
    for path in paths:
        expected = rust_facts(rustc, path)
        if expected is None:
            refused += 1
            continue
        document = scan(path.read_bytes(), "rust")
        assert isinstance(document, Document)
        calls = without(called(document, path.read_bytes()), expected)
        definitions = Counter(
            last_segment(each.qualified) for each in document.definitions if each.kind in KINDS
        )
        compared += calls.total() + definitions.total()
        for found, wanted in (
            (calls, without(expected.calls, expected)),
            (definitions, expected.definitions),
        ):
            different += [(path.name, "ours", each) for each in found - wanted]
            different += [(path.name, "theirs", each) for each in wanted - found]
    measured(
        f"Rust against rustc: {len(paths)} files ({refused} refused by the other), "
        f"{compared:,} calls and definitions; {len(different)} differ"
    )
    assert len(paths) - refused > 150
    assert len(different) <= compared / 1_000, different[:60]


def called(document: Document, source: bytes) -> Counter[tuple[int, str]]:
    lines = LineMap(source, "utf-8")
    found: Counter[tuple[int, str]] = Counter()
    for row in document:
        after = source[row.span.end : row.span.end + 60].lstrip()
        through_trait = source[row.span.start : row.span.start + 1] == b"<"
        if row.roles & Role.CALL and not through_trait and after.startswith((b"(", b"::<")):
            found[lines.line_of(row.span.end - 1) + 1, last_segment(row.name)] += 1
    return found


def without(calls: Counter[tuple[int, str]], facts: RustFacts) -> Counter[tuple[int, str]]:
    """The calls on lines that no macro's tokens touch."""
    opaque = {line for first, last in facts.opaque for line in range(first, last + 1)}
    return Counter({call: count for call, count in calls.items() if call[0] not in opaque})
