"""Real files on disk, real git, a real index; only the specs are built without YAML."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.git import find_root, working_tree
from planproof.index import Index
from planproof.model.evaluation import Evaluation
from planproof.rules import compile_rules
from planproof.spec.wire import Clause, Facet, RuleSpec, Scope, Spec, TermSpec, Where

Terms = Mapping[str, object]


def clause(terms: Terms | None) -> Clause | None:
    if terms is None:
        return None
    found = [
        TermSpec(Facet(facet), text if isinstance(text, str) else json.dumps(text), Where(1, 1))
        for facet, texts in terms.items()
        if facet not in ("at_least", "at_most")
        for text in (texts if isinstance(texts, list) else [texts])
    ]
    limits = {key: value for key, value in terms.items() if key.startswith("at_")}
    return Clause(tuple(found), Where(1, 1), **limits)  # type: ignore[arg-type]


class Project:
    """A git repository, and one rule at a time over it."""

    def __init__(self, top: Path, index: Path | None = None) -> None:
        self.top, self.index = top, index
        subprocess.run(["git", "init", "-q", str(top)], check=True)

    def put(self, path: str, content: str | bytes) -> None:
        target = self.top / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)

    def git(self, *arguments: str) -> None:
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run(["git", "-C", str(self.top), *identity, *arguments], check=True)

    def judge(
        self,
        match: Terms | None = None,
        expect: Terms | None = None,
        *,
        include: tuple[str, ...] = (),
        languages: tuple[str, ...] = (),
        guard: bool = False,
        budget: float = 10.0,
    ) -> Evaluation:
        rule = RuleSpec(
            id="rule",
            description="a rule",
            where=Where(1, 1),
            languages=languages,
            scope=Scope(include),
            match=clause(match),
            expect=clause(expect),
            guard=guard,
        )
        spec = Spec("spec", (rule,), "digest", "", "spec.yaml")
        with Index.open(self.index, 1) as index:
            tree = working_tree(find_root(self.top), index.stat_cache)
            options = Options(engine="1", structural_budget=budget)
            return evaluate(spec, compile_rules(spec), tree, index, options)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "repo", tmp_path / "index.db")


@pytest.fixture
def lines() -> Callable[[Evaluation], list[tuple[str, int]]]:
    """Path and 1-based line of each violation."""

    def of(found: Evaluation) -> list[tuple[str, int]]:
        return [(v.place.path, v.place.start.line + 1) for v in found.violations]

    return of
