"""What is kept of an evaluation saves work and changes nothing."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_trees import MemoryTree, make_rule, make_spec, make_tree
from planproof.errors import TreeChangedError
from planproof.evaluate import Options, kept_sheets, kept_survey
from planproof.evaluate.evaluate import evaluate, summarize
from planproof.evaluate.kept_sheets import pack_sheets, unpack_sheets
from planproof.evaluate.options import Keep
from planproof.evaluate.packed import (
    from_bytes,
    pack_evaluation,
    to_bytes,
    unpack_evaluation,
    unpack_violation,
)
from planproof.evaluate.series import Common, Series
from planproof.index import Index
from planproof.model.evaluation import Evaluation, Summary
from planproof.model.sheets import Sheets
from planproof.model.tree import Changes, Manifest, Mark
from planproof.rules import StructuralWorker, compile_rules
from planproof.spec import load_spec
from planproof.spec.wire import Spec

KEEP = Keep("survey of a spec", "its key")


class History:
    """Trees that know what differs between them."""

    def __init__(self) -> None:
        self._manifests: dict[Mark, Manifest] = {}

    def tree(self, contents: Mapping[str, str | bytes]) -> MemoryTree:
        tree = make_tree(contents)
        mark = Mark(f"tree {len(self._manifests)}")
        manifest = tree.manifest._replace(
            mark=mark, since=lambda then: self._between(then, tree.manifest)
        )
        self._manifests[mark] = manifest
        tree.manifest = manifest
        return tree

    def _between(self, then: Mark, now: Manifest) -> Changes | None:
        old = self._manifests[then].entries if then in self._manifests else None
        if old is None:
            return None
        paths = old.keys() | now.entries.keys()
        return {path: old.get(path) for path in paths if old.get(path) != now.entries.get(path)}


def judge(spec: Spec, tree: MemoryTree, index: Index, keep: Keep | None = KEEP) -> Evaluation:
    return evaluate(spec, compile_rules(spec), tree, index, Options(engine="1", keep=keep))


def from_nothing(spec: Spec, tree: MemoryTree) -> Evaluation:
    with Index.open(None, 1) as index:
        return judge(spec, tree, index, None)


RULES = (
    make_rule("calls", match={"calls": ["old", "legacy.run"]}, bad=["old()"]),
    make_rule("imports", match={"imports": ["legacy"]}, include=["pkg/**"]),
    make_rule("text", match={"text": ["TODO"]}, include=["**/*.md", "**/*.py", "notes"]),
    make_rule("files", match={"files": ["pkg/old_*.py"]}),
    make_rule("new", expect={"calls": ["new"], "at_least": 2}),
    make_rule("few", expect={"definitions": ["helper"], "at_most": 1, "at_least": 0}),
    make_rule("bases", match={"bases": ["Old"], "keywords": ["flag"]}, exclude=["docs/**"]),
)
PIECES = (
    "old()\n",
    "new(flag=1)\n",
    "import legacy\nlegacy.run()\n",
    "from legacy import run\nrun()\n",
    "from pkg.a import *\nold()\n",
    "from pkg.a import thing as old\nold()\n",
    "from pkg.b import run\nrun()\n",
    "class A(Old):\n    def helper(self): pass\n",
    "def helper(): old()\n",
    "# TODO later\n",
    "old()  # planproof: ignore[calls] it is a test\n",
    "def broken(:\n  old(\n",
    "x = 1\n",
    "from legacy import run as go\n",
    "from pkg.a import go\ngo()\n",
    "from pkg.b import *\ngo()\n",
    "from pkg import go\n",
    "class legacy:\n    def run(self): pass\nlegacy.run()\n",
)
PATHS = (
    "pkg/__init__.py", "pkg/a.py", "pkg/b.py", "pkg/old_c.py", "docs/d.py", "main.py",
    "README.md", "notes", "data.bin", "tool",
)  # fmt: skip

WHOLE = """
refactor_name: whole
rules:
  - {id: layers, description: d, match: {dependencies: {from: app.views, on: [app.models], transitive: true}}}
  - {id: long, description: d, match: {metrics: {function_lines: {at_most: 2}}}, scope: {include: ["app/**"]}}
  - {id: routes, description: d, match: {api_routes: ["/old/**"]}, examples: {bad: ["x = 1"]}}
  - {id: tables, description: d, match: {sql_tables: [shop_order]}, scope: {exclude: ["docs/**"]}}
  - {id: calls, description: d, match: {calls: [old]}}
"""
WHOLE_PIECES = (
    "from app import models\n",
    "import app.models as m\n",
    "from app import helpers\n",
    "def f():\n    a = 1\n    b = 2\n    return old(a, b)\n",
    "from flask import Flask\napp = Flask(__name__)\n",
    "@app.get('/old/thing')\ndef thing():\n    return 1\n",
    "from django.db import models\nclass Order(models.Model):\n    pass\n",
    "from django.apps import AppConfig\nclass Shop(AppConfig):\n    name = 'shop'\n",
    "from django.apps import AppConfig\nclass Shop(AppConfig):\n    name = 'a'\n    label = 'shop'\n",
    "cursor.execute('select * from shop_order')\n",
    "x = 1\n",
)
WHOLE_PATHS = (
    "app/__init__.py", "app/views.py", "app/models.py", "app/helpers.py", "app/apps.py",
    "docs/a.py", "q.sql", "main.py",
)  # fmt: skip


whole_contents = st.lists(st.sampled_from(WHOLE_PIECES), max_size=3).map("".join)
whole_edits = st.lists(
    st.tuples(st.sampled_from(WHOLE_PATHS), st.none() | whole_contents), min_size=1, max_size=3
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(WHOLE_PATHS), whole_contents),
    st.lists(whole_edits, min_size=1, max_size=6),
)
def test_so_does_what_is_kept_of_rules_about_the_whole_tree(
    start: dict[str, str], steps: list[list[tuple[str, str | None]]]
) -> None:
    compare(load_spec(WHOLE.encode(), "whole.yaml"), start, steps)


contents = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
edits = st.lists(
    st.tuples(st.sampled_from(PATHS), st.none() | contents | st.just("#!/usr/bin/python\nold()\n")),
    min_size=1,
    max_size=3,
)


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), contents), st.lists(edits, min_size=1, max_size=6))
def test_what_is_kept_gives_the_same_as_looking_at_everything(
    start: dict[str, str], steps: list[list[tuple[str, str | None]]]
) -> None:
    compare(make_spec(*RULES), start, steps)


NAMED = (
    make_rule("calls", match={"calls": ["old", "lib.old"]}, include=["*.py"]),
    make_rule("bases", match={"bases": ["old"]}, include=["a/**/*.py"], languages=["python"]),
)
NAMED_PATHS = ("a/b.py", "a/c.js", "x.py/d.py", "x.py/e.js", "x.py/f.js", "f.js", "tool")
NAMED_PIECES = (
    "from lib import old\n",
    "from lib import old as fine\n",
    "from b import fine\nfine()\n",
    "class A(fine):\n    pass\n",
    "export { old as fine } from './lib';\n",
    "import { fine } from './f';\nfine();\n",
    "import { fine } from '../f';\nfine();\n",
    "export * from './e';\n",
    "#!/usr/bin/env python\nold()\n",
)
named_contents = st.lists(st.sampled_from(NAMED_PIECES), max_size=3).map("".join)
named_edits = st.lists(
    st.tuples(st.sampled_from(NAMED_PATHS), st.none() | named_contents), min_size=1, max_size=3
)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMED_PATHS), named_contents),
    st.lists(named_edits, min_size=1, max_size=6),
)
def test_so_does_what_is_kept_of_rules_whose_scope_names_a_language(
    start: dict[str, str], steps: list[list[tuple[str, str | None]]]
) -> None:
    compare(make_spec(*NAMED), start, steps)


def compare(spec: Spec, start: dict[str, str], steps: list[list[tuple[str, str | None]]]) -> None:
    history, files = History(), dict(start)
    with Index.open(None, 1) as index:
        for step in ([], *steps):
            for path, text in step:
                if text is None:
                    files.pop(path, None)
                else:
                    files[path] = text
            tree = history.tree(files)
            assert judge(spec, tree, index) == from_nothing(spec, tree)


def compare_in_a_series(
    spec: Spec, start: dict[str, str], steps: list[list[tuple[str, str | None]]], spoilt: set[int]
) -> None:
    """``spoilt`` are steps at which a file cannot be read as the manifest says."""
    history, rules = History(), compile_rules(spec)
    options = Options(engine="1", keep=KEEP)
    states = [dict(start)]
    for step in steps:
        edited = {**states[-1], **dict(step)}
        states.append({path: text for path, text in edited.items() if text is not None})
    with Index.open(None, 1) as index:
        judge(spec, history.tree(start), index)
        with index.gathering(), Series(index, options.structural_budget) as series:
            for number, files in enumerate(states):
                tree = history.tree(files)
                if number in spoilt:
                    spoil(tree)
                    with contextlib.suppress(TreeChangedError):
                        summarize(spec, rules, tree, index, options, series)
                else:
                    found = summarize(spec, rules, tree, index, options, series)
                    assert found == (Summary.of(from_nothing(spec, tree)), True)
        tree = history.tree(states[-1])
        assert judge(spec, tree, index) == from_nothing(spec, tree)


def spoil(tree: MemoryTree) -> None:
    """Other bytes than those that the manifest says."""
    tree.contents = {path: content + b"\nold()\n" for path, content in tree.contents.items()}


some_steps = st.sets(st.integers(0, 6), max_size=2)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.sampled_from(PATHS), contents),
    st.lists(edits, min_size=1, max_size=6),
    some_steps,
)
def test_in_a_series_of_trees_each_is_judged_as_alone(
    start: dict[str, str], steps: list[list[tuple[str, str | None]]], spoilt: set[int]
) -> None:
    compare_in_a_series(make_spec(*RULES), start, steps, spoilt)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(WHOLE_PATHS), whole_contents),
    st.lists(whole_edits, min_size=1, max_size=6),
    some_steps,
)
def test_in_a_series_so_is_what_rests_on_the_whole_tree(
    start: dict[str, str], steps: list[list[tuple[str, str | None]]], spoilt: set[int]
) -> None:
    compare_in_a_series(load_spec(WHOLE.encode(), "whole.yaml"), start, steps, spoilt)


@pytest.mark.parametrize(
    "edit",
    [
        {"app/views.py": "from app import helpers as h\n"},
        {"app/helpers.py": "import app.models as m\nx = 1\n"},
        {"app/a.py": "from app import helpers\n", "app/views.py": None, "app/views/b.py": "from app import helpers\n"},
        {"app/helpers.py": None, "app/helpers/__init__.py": "from app.models import M\n"},
    ],
)  # fmt: skip
def test_a_witness_holds_as_long_as_the_files_that_it_quotes(
    index: Index, edit: dict[str, str | None]
) -> None:
    spec, history = load_spec(WHOLE.encode(), "whole.yaml"), History()
    files = {"app/views.py": "from app import helpers\n", "app/helpers.py": "import app.models\n",
             "app/models.py": "class M: ...\n", "app/c.py": "old()\n"}  # fmt: skip
    first = judge(spec, history.tree(files), index)
    edited = {path: text for path, text in {**files, **edit}.items() if text is not None}
    tree = history.tree(edited)
    found = judge(spec, tree, index)
    assert found == from_nothing(spec, tree)
    assert found.witnesses != first.witnesses


def test_a_series_spoils_nothing_that_is_kept_of_another_tree(index: Index) -> None:
    """Such as the working tree's: what the links between its files rest on, too."""
    spec, history = make_spec(RULES[0], RULES[6]), History()
    files = {f"pkg/m{n}.py": f"from legacy import run as r{n}\n" for n in range(20)}
    judge(spec, history.tree(files), index)
    with Series(index, 1.0) as series:
        for n in range(9):
            now = history.tree({**files, f"pkg/m{n}.py": f"from pkg.m7 import r7 as q{n}\n"})
            summarize(spec, compile_rules(spec), now, index, Options(keep=KEEP), series)
    files["pkg/m3.py"] += "r3()\n"
    tree = history.tree(files)
    found, asked = judge(spec, tree, index), set(tree.asked)
    assert asked <= {"pkg/m3.py", "pkg/m8.py"}  # the last for hints: its words are the last kept
    assert found == from_nothing(spec, tree)


@pytest.fixture
def index() -> Iterator[Index]:
    with Index.open(None, 1) as opened:
        yield opened


def test_a_file_that_did_not_change_is_not_read_again(index: Index) -> None:
    spec = make_spec(RULES[0], RULES[2])
    files = {f"pkg/m{n}.py": "old()\n# TODO\n" for n in range(20)}
    history = History()
    judge(spec, history.tree(files), index)
    files["pkg/m7.py"] += "x = 1\n"
    tree = history.tree(files)
    judge(spec, tree, index)
    assert set(tree.asked) == {"pkg/m7.py"}


def test_an_unchanged_tree_is_not_read_at_all(index: Index) -> None:
    spec, history = make_spec(*RULES[:4]), History()
    files = {"pkg/old_a.py": "import legacy\nold(legacy.run())\n", "README.md": "TODO\n"}
    first = judge(spec, history.tree(files), index)
    tree = history.tree(files)
    assert judge(spec, tree, index) == first
    assert tree.asked == []


def test_what_was_kept_for_another_question_or_is_damaged_is_not_used(index: Index) -> None:
    history, files = History(), {"pkg/a.py": "old()\nimport legacy\n"}
    judge(make_spec(RULES[0]), history.tree(files), index)
    other = make_spec(RULES[1])
    tree = history.tree(files)
    assert judge(other, tree, index, Keep(KEEP.name, "another key")) == from_nothing(other, tree)
    stored = index.memo.get(KEEP.name)
    assert stored is not None
    for damaged in (b"", stored[:-3], to_bytes([1, "its key", 2]), to_bytes([])):
        index.memo.put(KEEP.name, damaged)
        assert judge(make_spec(RULES[0]), tree, index) == from_nothing(make_spec(RULES[0]), tree)


def test_violations_that_were_kept_for_another_tree_or_are_damaged_are_not_used(
    index: Index,
) -> None:
    history, spec = History(), make_spec(*RULES)
    tree = history.tree({"pkg/a.py": "old()\nimport legacy\n", "main.py": "old()\n"})
    row = f"sheets of {KEEP.name}"
    judge(spec, history.tree({"pkg/a.py": "old()\n"}), index)
    other = index.memo.get(row)
    index.memo.put(KEEP.name, b"")
    judge(spec, tree, index)
    stored = index.memo.get(row)
    assert stored is not None
    assert other is not None
    for damaged in (b"", stored[:-3], stored[:40] + b"?" + stored[41:], other):
        assert damaged != stored
        index.memo.put(row, damaged)
        assert judge(spec, tree, index) == from_nothing(spec, tree)


def test_what_was_kept_and_does_not_fit_together_is_not_used(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever mistake there was when it was written down, it hides no violation."""
    history, spec = History(), make_spec(RULES[0])
    files = {"pkg/a.py": "old()\n", "main.py": "old()\n"}
    with monkeypatch.context() as wrong:
        wrong.setattr(kept_survey, "pack_sheets", lambda _: pack_sheets(()))
        judge(spec, history.tree(files), index)
    files["more.py"] = "x = 1\n"
    tree = history.tree(files)
    assert len(judge(spec, tree, index).violations) == 2
    assert judge(spec, tree, index) == from_nothing(spec, tree)


def test_a_file_that_is_most_red_no_longer_leaves_the_next_one(index: Index) -> None:
    rule = make_rule("calls", match={"calls": ["old", "older"], "files": ["*/b.py"]})
    history, spec = History(), make_spec(rule)
    files = dict.fromkeys(("a.py", "x/b.py", "c.py"), "old()\n")
    for path, text in (
        ("a.py", "old()\nolder()\n"), ("a.py", "x = 1\n"), ("x/b.py", None), ("a.py", "old()\n"),
        ("c.py", "older()\nold()\n"), ("c.py", "older()\n"), ("a.py", None), ("c.py", None),
    ):  # fmt: skip
        files.pop(path, None)
        if text is not None:
            files[path] = text
        tree = history.tree(files)
        assert judge(spec, tree, index) == from_nothing(spec, tree)


def test_a_spec_that_judges_itself_tells_both_what_it_holds_and_what_is_not_met() -> None:
    spec = make_spec(
        make_rule("todo", match={"text": ["TODO"]}, include=["spec.yaml", "*.md"]),
        make_rule("new", expect={"calls": ["new"]}),
    )
    history, files = History(), {"spec.yaml": "# TODO\n", "a.md": "TODO\n", "a.py": "old()\n"}

    def judged(tree: MemoryTree, index: Index, keep: Keep | None) -> Evaluation:
        options = Options(engine="1", keep=keep, spec_path="spec.yaml")
        return evaluate(spec, compile_rules(spec), tree, index, options)

    with Index.open(None, 1) as index, Index.open(None, 1) as nothing:
        for path, text in (
            ("a.py", "x = 1\n"),
            ("a.md", "\n"),
            ("a.py", "new()\n"),
            ("b.md", "\n"),
        ):
            files[path] = text
            tree = history.tree(files)
            found = judged(tree, index, KEEP)
            assert found == judged(tree, nothing, None)
            assert any(one.place.path == "spec.yaml" for one in found.violations)


def test_violations_at_which_nobody_looks_are_not_unpacked(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, spec = History(), make_spec(RULES[0])
    files = {f"m{number:03}.py": "old()\n" for number in range(300)}
    judge(spec, history.tree(files), index)
    made: list[object] = []

    def noting(value: list[object]) -> object:
        made.append(value)
        return unpack_violation(value)

    monkeypatch.setattr(kept_sheets, "unpack_violation", noting)
    files["m007.py"] = "old()\nold()\n"
    tree = history.tree(files)
    found = judge(spec, tree, index)
    assert len(found.violations) == 301
    assert len(found.violations[:12]) == 12
    assert len(made) < 12
    assert found == from_nothing(spec, tree)


def test_an_evaluation_is_the_same_after_it_was_packed(index: Index) -> None:
    files = {
        "pkg/a.py": "old()\nold()  # planproof: ignore[calls] why not\n# é",
        "pkg/b\udcff.py": "# planproof: ignore[cals] x\nold()",
        "data.bin": b"\0\1old",
    }
    found = from_nothing(make_spec(*RULES), make_tree(files))
    assert found.suppressions
    assert found.warnings
    sheets = Sheets(unpack_sheets(pack_sheets(found.violations)))
    assert unpack_evaluation(from_bytes(to_bytes(pack_evaluation(found))), sheets) == found
    json.dumps(pack_evaluation(found))


def test_hints_and_proofs_do_not_read_all_files_again(index: Index) -> None:
    spec = make_spec(
        make_rule("text", match={"text": ["nowhere"]}),
        make_rule("files", expect={"files": ["pkg/m1.py"]}),
        make_rule(
            "tables", match={"comments": ["nowhere to be seen"]}, bad=["# nowhere to be seen"]
        ),
    )
    files = {f"pkg/m{n}.py": "somewhere = 1\n" for n in range(20)}
    history = History()
    judge(spec, history.tree(files), index)
    files["pkg/m7.md"] = "nowhere_else\n"
    tree = history.tree(files)
    found = judge(spec, tree, index)
    assert set(tree.asked) == {"pkg/m7.md"}
    assert found == from_nothing(spec, tree)


def test_what_took_too_long_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not be remembered: neither of a file that was not judged, nor of one
    that was not even tried after others."""
    rule = make_rule(match={"pattern": "old($A)"}, bad=["old(1)"], languages=["python"])
    spec, history = make_spec(rule), History()
    tree = history.tree({f"{name}.py": f"old({name})\n" for name in "abcde"})
    with Index.open(None, 1) as index:
        with monkeypatch.context() as busy:
            late = "the pattern took longer than 10 s"
            busy.setattr(StructuralWorker, "_ask", lambda *_: late)
            first = judge(spec, tree, index)
        assert len(first.rules[0].coverage.blocking) == 5
        assert judge(spec, tree, index) == from_nothing(spec, tree)


def test_specs_of_one_series_of_trees_read_a_file_once(index: Index) -> None:
    specs = [make_spec(RULES[0]), make_spec(RULES[2]), make_spec(RULES[6])]
    history, common, options = History(), Common(index), Options(keep=KEEP)
    files = {"pkg/a.py": "old()\n# TODO\n", "pkg/b.py": "class A(Old): ...\n", "notes": "TODO\n"}
    trees = [history.tree(files), history.tree({**files, "pkg/a.py": "legacy.run()\n# TODO\n"})]
    serieses = [Series(index, options.structural_budget, common) for _ in specs]
    keeps = [Keep(f"survey {number}", "its key") for number in range(len(specs))]
    for tree in trees:
        for spec, series, keep in zip(specs, serieses, keeps, strict=True):
            own = options._replace(keep=keep)
            found = summarize(spec, compile_rules(spec), tree, index, own, series)
            assert found == (Summary.of(from_nothing(spec, make_tree(tree.contents))), True)
        assert len(tree.asked) == len(set(tree.asked))
