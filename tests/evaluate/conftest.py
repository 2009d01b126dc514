"""What most tests of this room need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from memory_trees import Contents, MemoryTree, make_rule, make_spec, make_tree
from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.index import Index
from planproof.model.evaluation import Evaluation
from planproof.rules import compile_rules
from planproof.spec import load_spec
from planproof.spec.wire import RuleSpec, Spec


def run(spec: Spec, tree: MemoryTree, options: Options | None = None) -> Evaluation:
    with Index.open(None, 1) as index:
        return evaluate(
            spec, compile_rules(spec), tree, index, options=options or Options(engine="1")
        )


@pytest.fixture
def index_of() -> Callable[[], AbstractContextManager[Callable[..., Evaluation]]]:
    """``with index_of() as judge: judge(tree, *rules)``: several times with one index."""

    @contextmanager
    def opened() -> Iterator[Callable[..., Evaluation]]:
        with Index.open(None, 1) as index:

            def judge_tree(tree: MemoryTree, *rules: RuleSpec) -> Evaluation:
                spec = make_spec(*rules)
                return evaluate(spec, compile_rules(spec), tree, index, Options(engine="1"))

            yield judge_tree

    return opened


@pytest.fixture
def tree() -> Callable[..., MemoryTree]:
    return make_tree


@pytest.fixture
def rule() -> Callable[..., RuleSpec]:
    return make_rule


@pytest.fixture
def spec() -> Callable[..., Spec]:
    return make_spec


@pytest.fixture
def load() -> Callable[[str], tuple[RuleSpec, ...]]:
    """``load(yaml)`` → the rules of a spec as people write it."""

    def loaded(text: str) -> tuple[RuleSpec, ...]:
        return load_spec(text.encode(), source="spec.yaml").rules

    return loaded


@pytest.fixture
def judge() -> Callable[..., Evaluation]:
    """``judge(files, *rules, **options)`` → the evaluation."""

    def judge_files(
        files: Contents | MemoryTree, *rules: RuleSpec, **options: object
    ) -> Evaluation:
        given = files if isinstance(files, MemoryTree) else make_tree(files)
        return run(make_spec(*rules), given, Options(engine="1", **options))  # type: ignore[arg-type]

    return judge_files
