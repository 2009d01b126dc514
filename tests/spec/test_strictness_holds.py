"""What is judged at least as strict is: over random trees nothing that the old version of a rule
reports is missed by the new one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from memory_trees import MemoryTree, make_tree
from planproof.errors import SpecError
from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.index import Index
from planproof.model.evaluation import Evaluation
from planproof.model.violation import Violation
from planproof.rules import compile_rules
from planproof.spec import load_spec
from planproof.spec.digest import rule_meaning
from planproof.spec.strictness import ChangeKind, differences
from planproof.spec.wire import Spec

Json = dict[str, object]

NAMES = ["f", "g", "h", "m.f", "*", "f*", "/^g/"]
CALLS = [*NAMES, {"name": "f", "without": ["a"]}, {"name": "g", "with": {"a": "1"}, "uncertain": "skip"},
         {"name": "f", "without": ["a"], "uncertain": "count"}]  # fmt: skip
FACETS: dict[str, Sequence[object]] = {
    "identifiers": NAMES,
    "calls": CALLS,
    "definitions": ["u", "v", "K"],
    "imports": ["m", "m.f"],
    "keywords": ["a"],
    "literals": ["old", "/ol/"],
    "text": ["f", "g\\(", "old"],
    "files": ["src/b.js", "lib/**"],
}
METRICS = ["function_lines", "parameters", "file_lines"]
CANDIDATES: dict[str, Sequence[object]] = {
    "definitions": ["u", "v", "K", "*"],
    "calls": ["f", "g"],
    "files": ["*.py"],
}
SYMBOLS = ["u", "v", "K", "K.u"]
GLOBS = ["src/**", "src/sub/**", "*.py", "src/*.py", "lib/d.py", "**", ".planproof/**", "!src/a.py"]
LANGUAGES = ["python", "javascript", "go"]

PATHS = ["src/a.py", "src/b.js", "src/sub/c.py", "lib/d.py", "notes.txt", ".planproof/e.py"]
LINES = [
    "f(1)", "g(a=1)", "f(*x)", "f(g(f()))", "h = f", "x = 'old'", "from m import f", "import m",
    "def u():\n    f(a=1)\n    return g(2)", "class K:\n    def u(self):\n        return h(f)",
    "def v(a, b, c):\n    def u():\n        g()\n    return u", "m.f(**k)", "g(", "def u(:",
    "f(1)  # planproof: ignore[r] why", "# planproof: ignore[r] why\ng(f(2))",
    "function u() { f(1); g() }", "from .c import f as g", "from z import *",
]  # fmt: skip


class Draws:
    """A rule, and what somebody made of it with a few edits, until both can be loaded."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def pair(self) -> tuple[Spec, Spec]:
        while True:
            old = {name: draw() for name, draw in self._parts.items()}
            new = dict(old)
            for name in self.random.sample(sorted(old), self.random.randint(1, 3)):
                new[name] = self._edited(old[name], self._parts[name]())
            first, second = written(old), written(new)
            if first is not None and second is not None:
                return first, second

    def strict_pair(self) -> tuple[Spec, Spec]:
        while True:
            pair = self.pair()
            found = differences(*pair)
            if found and found[0].is_as_strict:
                return pair

    def tree(self) -> MemoryTree:
        paths = self.random.sample(PATHS, self.random.randint(1, 5))
        return make_tree({path: "\n".join([*self.some(LINES, 4), ""]) for path in paths})

    def some(self, pool: Sequence[object], most: int = 2) -> list[str]:
        return self.random.sample(pool, self.random.randint(0, min(most, len(pool))))  # type: ignore[return-value]

    @property
    def _parts(self) -> dict[str, Callable[[], object]]:
        return {
            "match": self._match,
            "match around": self._around,
            "expect": lambda: self._terms(FACETS),
            "expect around": self._around,
            "counts": self._counts,
            "for_each": lambda: self._terms(CANDIDATES) if self._seldom() else {},
            "include": lambda: self.some(GLOBS),
            "exclude": lambda: self.some(GLOBS),
            "languages": lambda: self.some(LANGUAGES),
            "severity": lambda: self.random.choice(["critical", "high", "low"]),
            "guard": lambda: self._seldom(),
        }

    def _edited(self, old: object, drawn: object) -> object:
        """Something else, or something more."""
        if self.random.random() < 0.4:
            return drawn
        if isinstance(old, dict) and isinstance(drawn, dict):
            return {**old, **{name: _both(old.get(name), drawn[name]) for name in drawn}}
        return _both(old, drawn)

    def _match(self) -> Json:
        terms = self._terms(FACETS)
        if self._seldom():
            terms["metrics"] = {self.random.choice(METRICS): {"at_most": self.random.randint(0, 4)}}
        return terms

    def _terms(self, facets: dict[str, Sequence[object]]) -> Json:
        chosen = self.random.sample(sorted(facets), self.random.choice([0, 1, 1, 2]))
        terms: Json = {name: self.some(facets[name]) for name in chosen}
        return {name: found for name, found in terms.items() if found}

    def _around(self) -> Json:
        if not self._seldom():
            return {}
        drawn: Json = {"inside": self.some(SYMBOLS), "not_inside": self.some(SYMBOLS)}
        drawn |= {"uncertain": "skip"} if self._seldom() else {}
        return {name: value for name, value in drawn.items() if value}

    def _counts(self) -> Json:
        drawn: Json = {"at_least": self.random.randint(1, 3), "at_most": self.random.randint(1, 4)}
        drawn["require"] = self.random.choice(["any", "all"])
        return {name: value for name, value in drawn.items() if self._seldom()}

    def _seldom(self) -> bool:
        return self.random.random() < 0.35


def _both(one: object, other: object) -> object:
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *(each for each in other if each not in one)]
    return other


def written(parts: dict[str, object]) -> Spec | None:
    """The spec that these parts make, None where they make none."""
    rule: Json = {"id": "r", "description": "d"}
    rule |= {name: parts[name] for name in ("severity", "guard", "languages") if parts[name]}
    if parts["match"]:
        rule["match"] = {**parts["match"], **parts["match around"]}  # type: ignore[dict-item]
    if parts["expect"]:
        rule["expect"] = {**parts["expect"], **parts["expect around"], **parts["counts"]}  # type: ignore[dict-item]
        rule |= {"for_each": parts["for_each"]} if parts["for_each"] else {}
    scope = {name: parts[name] for name in ("include", "exclude") if parts[name]}
    rule |= {"scope": scope} if scope else {}
    try:
        spec = load_spec(json.dumps({"refactor_name": "x", "rules": [rule]}).encode(), "x.yaml")
        compile_rules(spec)
    except SpecError:
        return None
    return spec


@pytest.fixture(scope="module")
def judge() -> Iterator[Callable[[Spec, MemoryTree], Evaluation]]:
    with Index.open(None, 1) as index:
        yield lambda spec, tree: evaluate(
            spec, compile_rules(spec), tree, index, Options(engine="1")
        )


def is_reported(old: Violation, found: Evaluation) -> bool:
    """The new rule is as unmet, or red at the same place or at one that covers or cuts it. What is
    wrong with a comment alone is left out: one that suppresses nothing may now suppress something.
    """
    if "suppress" in old.message:
        return True
    return any(
        new.expected if old.expected else not new.expected and _same_place(old, new)
        for new in found.violations
    )


def _same_place(one: Violation, other: Violation) -> bool:
    first, second = one.place, other.place
    if first.path != second.path:
        return False
    return first.start == second.start or (first.start < second.end and second.start < first.end)


SEEDS = st.integers(0, 2**32)


@settings(max_examples=150)
@given(SEEDS)
def test_nothing_that_the_old_rule_reports_is_missed_by_one_that_is_as_strict(
    judge: Callable[[Spec, MemoryTree], Evaluation], seed: int
) -> None:
    draws = Draws(seed)
    pair = draws.strict_pair()
    said = differences(*pair)[0].said
    reported = 0
    for tree in (draws.tree(), draws.tree()):
        old, new = judge(pair[0], tree), judge(pair[1], tree)
        reported += len(old.violations)
        for violation in old.violations:
            assert is_reported(violation, new), (violation.message, said, pair[0].text)
    event(f"the old rule was {'red' if reported else 'green'}")


@settings(max_examples=300)
@given(SEEDS)
def test_every_change_of_meaning_is_said(seed: int) -> None:
    pair = Draws(seed).pair()
    old, new = pair[0].rules[0], pair[1].rules[0]
    found = differences(*pair)
    assert bool(found) is (rule_meaning(old) != rule_meaning(new) or _is_reordered(pair))
    assert all(one.kind is ChangeKind.CHANGED and one.said for one in found)
    assert all(set(one.weaker) <= set(one.said) for one in found)


def _is_reordered(pair: tuple[Spec, Spec]) -> bool:
    """The order of candidates says which of two counts; the digest of a spec leaves it out."""
    old, new = ([t.text for t in s.rules[0].for_each.terms] if s.rules[0].for_each else [] for s in pair)  # fmt: skip
    return old != new
