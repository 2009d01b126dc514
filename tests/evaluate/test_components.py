"""Rules over Vue and Svelte: what is found in their scripts and markup, and what is not believed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planproof.model.evaluation import Evaluation
from planproof.model.verdict import Verdict
from planproof.model.violation import Mark

SETUP = """\
<script setup lang="ts">
import { legacyLogin, check } from '../auth/legacy'
import OldButton from './OldButton.vue'
const who: string = 'me' // TODO who
function enter(name: string) {
  if (name) { legacyLogin(name) }
}
</script>

<template>
  <!-- TODO: é -->
  <p>é {{ legacyLogin(who) }}</p>
  <OldButton title="Old text" :label="x == y" @click="check()" />
</template>
"""


@pytest.fixture
def found(judge: Callable[..., Evaluation], load: Callable[..., object]) -> Callable[..., object]:
    """``found(files, "clause")`` → the evaluation of one rule of such a clause."""

    def judged(files: object, clause: str, more: str = "", kind: str = "match") -> Evaluation:
        head = "refactor_name: x\nrules:\n  - id: r\n    description: d\n"
        return judge(files, *load(f"{head}{more}    {kind}: {clause}\n"))

    return judged


def places(evaluation: Evaluation) -> list[tuple[int, int]]:
    """Line and column, both from 1 on, of each violation."""
    return [(v.place.start.line + 1, v.place.start.column + 1) for v in evaluation.violations]


@pytest.mark.parametrize(
    ("clause", "lines"),
    [
        ("{calls: [legacyLogin]}", [(6, 15), (12, 11)]),
        ("{imports: [auth.legacy.legacyLogin]}", [(2, 10)]),
        ("{imports: ['src/pages/OldButton.vue']}", [(3, 8)]),
        ("{definitions: [enter]}", [(5, 10)]),
        ("{identifiers: [OldButton]}", [(3, 8), (13, 4)]),
        ("{annotations: [string]}", [(4, 12), (5, 22)]),
        ("{literals: ['/Old text/']}", [(13, 21)]),
        ("{comments: ['TODO']}", [(4, 29), (11, 8)]),
        ("{pattern: ['legacyLogin($A)']}", [(6, 15), (12, 11)]),
        ("{pattern: ['$A == $B']}", [(13, 39)]),
        ("{ast: [{kind: if_statement}]}", [(6, 3)]),
        ("{text: ['TODO']}", [(4, 29), (11, 8)]),
        ("{metrics: {complexity: {at_most: 1}}}", [(5, 10)]),
        ("{keywords: [label]}", [(13, 32)]),
    ],
)
def test_each_facet_reads_a_component(found, clause: str, lines: list[tuple[int, int]]) -> None:
    evaluation = found({"src/pages/Login.vue": SETUP}, clause)
    assert places(evaluation) == lines
    assert evaluation.rules[0].coverage.blocking == ()


@pytest.mark.parametrize("named", ["javascript", "typescript", "vue"])
def test_a_rule_for_scripts_reads_the_scripts_of_components(found, named: str) -> None:
    evaluation = found({"a.vue": SETUP}, "{calls: [legacyLogin]}", f"    languages: [{named}]\n")
    assert len(evaluation.violations) == 2
    pattern = found(
        {"a.vue": SETUP}, "{pattern: ['legacyLogin($A)']}", f"    languages: [{named}]\n"
    )
    assert len(pattern.violations) == 2


def test_what_is_unread_is_a_hit_by_its_letters_and_meets_nothing(found) -> None:
    files = {"a.vue": "<template lang='pug'>\np(@click='legacy()')\n</template>\n"}
    evaluation = found(files, "{calls: [legacy]}")
    assert [v.message for v in evaluation.violations] == [
        "call of legacy in markup that is not read as code is forbidden by calls: legacy"
    ]
    assert [v.mark for v in evaluation.violations] == [Mark.LEXICAL]
    required = found(files, "{calls: [legacy]}", kind="expect")
    assert required.verdict is not Verdict.PASSED


def test_a_pattern_without_letters_is_undecided_where_markup_is_unread(found) -> None:
    evaluation = found({"a.vue": "<template lang='pug'>\np(:a='x == y')\n</template>\n"},
                       "{pattern: ['$A == $B']}")  # fmt: skip
    assert evaluation.verdict is Verdict.INDETERMINATE
    (blocked,) = evaluation.rules[0].coverage.blocking
    assert blocked == (
        "a.vue",
        "has markup that is not read as code, and '$A == $B' has no letters to search it for",
    )
    names = found({"a.vue": "<template><my-thing :old-prop='1' /></template>\n"},
                  "{pattern: ['$A == $B']}")  # fmt: skip
    assert names.rules[0].coverage.blocking == ()


def test_what_is_required_is_met_by_real_code_only(found) -> None:
    for text, verdict in {
        "<script setup>\ncheck()\n</script>\n": Verdict.PASSED,
        "<template>{{ check() }}</template>\n": Verdict.PASSED,
        "<!-- <script>check()</script> -->\n": Verdict.VIOLATED,
        "<docs>\n<script>check()</script>\n</docs>\n": Verdict.VIOLATED,
        "<template><p>check()</p></template>\n": Verdict.VIOLATED,
        "<script lang='coffee'>\ncheck()\n</script>\n": Verdict.VIOLATED,
        "<script src='./a.js'>\ncheck()\n</script>\n": Verdict.VIOLATED,
    }.items():
        assert found({"a.vue": text}, "{calls: [check]}", kind="expect").verdict is verdict, text


def test_imports_of_components_lead_to_their_files(found) -> None:
    files = {
        "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
        "src/pages/Login.vue": "<script>\nimport B from '@/ui/Old.vue'\nB.x()\n</script>\n",
        "src/pages/Out.svelte": "<script>\nimport { go } from '../ui'\ngo()\n</script>\n",
        "src/ui/index.ts": "export { default as go } from './Old.vue'\n",
        "src/ui/Old.vue": "<script>\nimport x from '../db/rows'\nexport default {}\n</script>\n",
        "src/db/rows.ts": "export default 1\n",
    }
    on = "{dependencies: [{from: src.pages.**, on: src.db.**, through: true}]}"
    direct = found(files, "{dependencies: [{from: src.ui.**, on: src.db.**}]}")
    assert [v.place.path for v in direct.violations] == ["src/ui/Old.vue"]
    del on
    named = found(files, "{identifiers: ['src/ui/Old.vue']}")
    assert {v.place.path for v in named.violations} >= {"src/pages/Login.vue"}


def test_an_import_that_markup_may_hide_leaves_dependencies_undecided(found) -> None:
    files = {
        "src/web/a.ts": "export default 1\n",
        "src/db/Page.vue": "<script lang='coffee'>\nimport x from '../web/a'\n</script>\n",
    }
    evaluation = found(files, "{dependencies: [{from: src.db.**, on: src.web.**}]}")
    assert evaluation.verdict is Verdict.INDETERMINATE


def test_a_comment_of_the_markup_takes_a_hit_back(found) -> None:
    text = (
        "<template>\n<!-- planproof: ignore[r] the old page needs it -->\n"
        "<p>{{ legacy() }}</p>\n<p>{{ legacy() }}</p>\n</template>\n"
    )
    assert places(found({"a.vue": text}, "{calls: [legacy]}")) == [(4, 7)]


@pytest.mark.parametrize(
    "template",
    [
        "<p @click='&#108;egacy()'/>",
        "<p @click='&#x6C;egacy()'/>",
        "<p @click='&#108egacy()'/>",
        "<p>{{ &#0108;egac&#121;() }}</p>",
        '<p>{{ "&quot;+legacy()+&quot;" }}</p>',
        "<p @click='&#92;u006cegacy()'/>",
    ],
)
def test_a_name_written_with_html_entities_is_found(found, template: str) -> None:
    files = {"a.vue": f"<template>\n{template}\n</template>\n"}
    assert [line for line, _ in places(found(files, "{calls: [legacy]}"))] == [2]
    assert [line for line, _ in places(found(files, "{identifiers: ['/^legacy$/']}"))] == [2]


def test_a_member_in_an_attribute_that_is_not_read_is_undecided(found) -> None:
    text = (
        "<script>\nimport a from './a'\nexport default {}\n</script>\n"
        '<template><Foo :x="a.b"/></template>\n'
    )
    assert found({"a.vue": text}, "{pattern: ['$A.$B']}").verdict is Verdict.INDETERMINATE


def test_a_call_by_another_name_is_found_where_a_loop_leaves_it_unread(found) -> None:
    text = (
        "<script setup>\nimport { legacyLogin as l } from '../auth/legacy'\n</script>\n"
        "<template><p v-for='l in []'/>\n{{ l(who) }}</template>\n"
    )
    evaluation = found({"src/a.vue": text}, "{calls: [legacyLogin]}")
    assert 5 in [line for line, _ in places(evaluation)]
