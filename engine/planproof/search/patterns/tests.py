"""Tests that patterns mean: by what is written, where the file lies, and what its class is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from planproof.index.patterns.rows import CaseRow, ClassHead
from planproof.model.location import Span
from planproof.search.patterns.field import Field, Sight, each_row
from planproof.search.patterns.kinds import TestPattern
from planproof.search.patterns.lineage import Below, Key, Lineage
from planproof.search.patterns.terms import inside_term, word_term

_PYTEST_FILE = re.compile(r"(?:.*/)?(?:test_[^/]*|[^/]*_test)\.py\Z")
_ECMASCRIPT_FILE = re.compile(
    r"(?:.*/)?(?:__tests__|tests?|specs?|e2e|cypress)/|.*[._-](?:test|spec|e2e|cy)\.[cm]?[jt]sx?\Z"
)
_KNOWN = ("unittest", "django", "rest_framework", "twisted", "tornado", "testtools", "asynctest",
          "aiohttp", "flask_testing", "absl", "parameterized", "unittest2")  # fmt: skip


def find_tests(pattern: TestPattern, field: Field) -> list[Sight]:
    """The tests of the tree that are meant, and what holds them."""
    fits, wanted = word_term(pattern.name), frozenset(pattern.framework)
    judge = _Judge(field)
    return [
        sight
        for path, row in each_row(field.tests, CaseRow, inside_term(pattern.inside))
        if (fits(row.name) or fits(row.symbol))
        and (sight := judge.sight(path, row)) is not None
        and (not wanted or sight.said in wanted)
    ]


class _Judge:
    """Says of a row whether it is a test."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._classes: dict[str, dict[str, Below]] | None = None
        self._groups: dict[str, Collection[str]] = {}

    def sight(self, path: str, row: CaseRow) -> Sight | None:
        match row.framework:
            case "pytest":
                return self._python(path, row)
            case "go" if not path.endswith("_test.go"):
                return None
            case "jest" if not row.known and not _ECMASCRIPT_FILE.match(path):
                return _sight(path, row, "jest", "if this is a test's, and no function of its own")
            case _:
                return _sight(path, row, row.framework, row.why)

    def _python(self, path: str, row: CaseRow) -> Sight | None:
        owner = row.symbol if row.kind == "class" else row.owner
        below = self._unittests.get(path, {}).get(owner) if owner else None
        if below is not None:
            why = "" if below.certain else f"if {below.base} is a TestCase"
            return _sight(path, row, "unittest", why)
        if owner and not self._holds_pytests(path, owner):
            return None
        if _PYTEST_FILE.match(path):
            return _sight(path, row, "pytest", "")
        if row.kind == "class" and not path.endswith("tests.py"):
            return None
        return _sight(path, row, "pytest", "pytest does not look into this file by itself")

    def _holds_pytests(self, path: str, owner: str) -> bool:
        """``Test…``, inside of such classes only, and with a test in it."""
        if path not in self._groups:
            rows = map(CaseRow._make, self._field.tests.get(path, ()))
            self._groups[path] = frozenset(row.owner for row in rows if row.kind != "class")
        named = all(part.startswith("Test") for part in owner.split("."))
        return named and owner in self._groups[path]

    @property
    def _unittests(self) -> dict[str, dict[str, Below]]:
        """By path and qualified name: the classes below ``TestCase``."""
        if self._classes is None:
            self._classes = {}
            for path, qualified, below in _named(self._field, Lineage(self._field)):
                self._classes.setdefault(path, {})[qualified] = below
        return self._classes


def _named(field: Field, lineage: Lineage) -> Iterator[tuple[str, str, Below]]:
    sure = lineage.below(_is_test_case)
    maybe = lineage.below(_may_be_test_case)
    for path, head in each_row(field.classes, ClassHead, lambda path: path.endswith(".py")):
        key: Key = (path, head.start)
        if key in sure:
            yield path, head.qualified, sure[key]
        elif key in maybe:
            yield path, head.qualified, maybe[key]._replace(certain=False)


def _is_test_case(chain: str) -> bool:
    """One of unittest's, or of a library that is known to build on it."""
    first, _, rest = chain.partition(".")
    return first in _KNOWN and rest.endswith("TestCase")


def _may_be_test_case(chain: str) -> bool:
    return chain.endswith("TestCase")


def _sight(path: str, row: CaseRow, framework: str, why: str) -> Sight:
    at = Span(row.start, row.end)
    return Sight(path, at, row.kind, row.symbol, framework, not why, why)
