"""Names are followed through the files of those languages that a rule's files can take names from."""

from __future__ import annotations

import pytest

from memory_trees import make_spec
from planproof.evaluate.spoken import spoken_by
from planproof.evaluate.tree_files import TreeFiles
from planproof.index import Index
from planproof.model.evaluation import Verdict
from planproof.rules import compile_rules

SCRIPTS = {"javascript", "typescript", "tsx", "vue", "svelte"}


@pytest.mark.parametrize(
    ("include", "languages", "spoken"),
    [
        (["**/*.py"], (), {"python"}),
        (["src/**/*.py", "tools/run.py"], (), {"python"}),
        (["*.py", "*.go"], (), {"python", "go"}),
        (["*.ts"], (), SCRIPTS),
        (["*.d.ts"], (), SCRIPTS),
        (["*.md", "*.py"], (), {"python"}),
        (["*.md"], (), set()),
        (["**/*.py"], ("typescript",), SCRIPTS),
        ([], ("python",), {"python"}),
        ([], (), set()),
        (["*.py", "src/**"], (), set()),
        (["*.py", "src"], (), set()),
        (["*.py", "!*.go"], (), set()),
        (["*.[jt]s"], (), set()),
        (["*.py?"], (), set()),
        (["*.py/"], (), set()),
    ],
)
def test_a_scope_may_tell_the_languages(
    tree, rule, include: list[str], languages: tuple[str, ...], spoken: set[str]
) -> None:
    """None stand for all."""
    spec = rule(match={"calls": ["old"]}, languages=languages, include=include)
    with Index.open(None, 1) as index:
        files = TreeFiles(tree({"a.py": ""}), index.memo, index.documents)
        assert spoken_by(compile_rules(make_spec(spec))[0], files) == spoken


ANOTHER = {
    "lib.js/compat.ts": "export { old as fine } from './old';\n",
    "lib.js/old.ts": "export function old() {}\n",
    "lib.js/use.ts": "import { fine } from './compat';\nfine();\n",
    "lib.js/compat.py": "from requests import old as fine\n",
    "lib.js/use.py": "from .compat import fine\nfine()\n",
}


def test_a_folder_may_be_called_like_a_file(judge, rule) -> None:
    found = judge(ANOTHER, rule(match={"calls": ["old"]}, include=["*.js"], guard=True))
    assert [v.place.path for v in found.violations] == ["lib.js/use.py", "lib.js/use.ts"]


def test_a_name_is_followed_through_a_language_that_the_rule_does_not_name(judge, rule) -> None:
    files = {
        "compat.js": "export { get as fetch } from 'axios';\n",
        "use.ts": "import { fetch } from './compat';\nfetch();\n",
    }
    found = judge(files, rule(match={"calls": ["axios.get"]}, languages=["typescript"], guard=True))
    assert [v.place.path for v in found.violations] == ["use.ts"]


KNOT = "".join(f"a{n} = a{(n * 7 + 3) % 40};\na{n} = a{n + 1}.b{n};\n" for n in range(40))
"""Names that stand for each other in more ways than are followed."""


@pytest.mark.parametrize(
    ("include", "verdict"), [(["**/*.py"], Verdict.PASSED), ([], Verdict.INDETERMINATE)]
)
def test_scripts_keep_no_rule_about_other_files_from_a_verdict(
    judge, rule, include: list[str], verdict: Verdict
) -> None:
    files = {
        "vendor.min.js": KNOT + "a1 = legacy_login;\n",
        "use.js": "import {a1} from './vendor.min';\na1.x();\n",
        "a.py": "x = 1\n",
    }
    clean = rule(match={"calls": ["legacy_login"]}, guard=True, include=include)
    other = rule("other", match={"calls": ["unheard"]}, guard=True)
    found = judge(files, clean, other)
    assert found.rules[0].verdict is verdict
