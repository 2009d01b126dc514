"""Documents of other files are opened only for names that may lead to what a term names."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory_trees import make_rule, make_spec, make_tree
from planproof.evaluate import Options
from planproof.evaluate.evaluate import evaluate
from planproof.evaluate.linking import Opener
from planproof.evaluate.naming import LinkedNames
from planproof.evaluate.opened import Opened
from planproof.index import Index
from planproof.model.evaluation import Evaluation
from planproof.rules import compile_rules
from planproof.spec.wire import RuleSpec

TREE = {
    "a.py": "from json import dumps\n",
    "b.py": "from requests import get as fetch\n",
    "user.py": "import warnings\nfrom a import dumps\nfrom b import fetch\nfetch(dumps(1))\n",
}


@pytest.mark.parametrize(
    ("match", "opened"),
    [
        ({"imports": ["warnings"]}, []),
        ({"calls": ["warnings.warn"]}, []),
        ({"imports": ["requests"]}, ["b.py"]),
        ({"calls": ["requests.get"]}, ["b.py"]),
        ({"calls": ["json.dumps"]}, ["a.py"]),
        ({"identifiers": ["requests.get"]}, ["b.py"]),
    ],
)
def test_only_what_may_lead_to_the_name_is_opened(
    monkeypatch, match: Mapping[str, object], opened: list[str]
) -> None:
    found: list[str] = []
    really = Opener.open

    def noted(self: Opener, path: str) -> Opened | None:
        found.append(path)
        return really(self, path)

    monkeypatch.setattr(Opener, "open", noted)
    judge(TREE, make_rule(match=match))
    assert sorted(set(found) - {"user.py"}) == opened


@pytest.mark.parametrize(
    "text",
    [
        "fetch = lambda: 1\nget = fetch\n",
        "fetch: int = 1\nget = fetch\n",
        "if x:\n    fetch = lambda: 1\n    get = fetch\n",
        "for fetch in x: pass\nget = fetch\n",
        "with x as fetch: get = fetch\n",
        "fetch, b = x\nget = fetch\n",
        "def f():\n    return 1\n\n\nfetch = f()\ntry:\n    get = fetch\nfinally:\n    pass\n",
    ],
)
def test_another_name_of_a_variable_is_followed(text: str) -> None:
    files = {"a.py": text, "user.py": "from a import get\nget()\n"}
    found = judge(files, make_rule(match={"calls": ["a.fetch"]}))
    assert [v.place.path for v in found.violations] == ["user.py"]


PIECES = (
    "from requests import get as fetch\n",
    "from a import fetch\nfetch()\n",
    "from a import *\nfetch()\nget()\n",
    "from b import fetch as get\nget()\n",
    "from .a import fetch\nclass fetch(fetch): pass\n",
    "import b as c\nc.fetch()\nc.a.fetch()\n",
    "import a\na.fetch = a.get\n",
    "from nowhere import *\nget()\n",
    "def get(): pass\nget()\n",
    "get = fetch\nfetch = get\n",
    "fetch = lambda: 1\n",
    "x = 1\n",
)
PATHS = ("a.py", "b.py", "pkg/__init__.py", "pkg/a.py", "user.py")
RULES = (
    make_rule("calls", match={"calls": ["requests.get", "a.fetch", "/est.*get/"]}),
    make_rule("imports", match={"imports": ["requests", "pkg.a"]}),
    make_rule("all", match={"identifiers": ["requests.**"]}),
    make_rule("bases", match={"bases": ["get"]}),
)
contents = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), contents, min_size=2))
def test_it_is_the_same_as_opening_all(files: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LinkedNames, "may_fit", lambda *_: True)
        patch.setattr(LinkedNames, "may_be", lambda *_: True)
        expected = judge(files, *RULES)
    assert judge(files, *RULES) == expected


def judge(files: Mapping[str, str], *rules: RuleSpec) -> Evaluation:
    spec = make_spec(*rules)
    with Index.open(None, 1) as index:
        return evaluate(spec, compile_rules(spec), make_tree(files), index, Options(engine="1"))
