"""The facet ``dependencies``: which module imports which, over a whole tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planproof.model.evaluation import Evaluation, Proof, Verdict
from planproof.model.violation import Mark

LAYERS = {
    "src/app/__init__.py": "",
    "src/app/domain/__init__.py": "",
    "src/app/domain/order.py": "from app import util\nfrom . import price\n",
    "src/app/domain/price.py": "import json\n\ndef f():\n    from app.web import views\n",
    "src/app/util.py": "import os\nfrom app.web.forms import Form, other\n",
    "src/app/web/__init__.py": "from app.web import views\n",
    "src/app/web/views.py": "import django.db\n",
    "src/app/web/forms.py": "class Form: pass\n",
}


@pytest.fixture
def depends(judge: Callable[..., Evaluation], load: Callable[..., object]) -> Callable[..., object]:
    """``depends(files, "{from: …, on: …}")`` → the evaluation of a rule that forbids it."""

    def judged(
        files: object, *terms: str, more: str = "", clause: str = "match", **options: object
    ) -> Evaluation:
        listed = "".join(f"        - {term}\n" for term in terms)
        head = "refactor_name: x\nrules:\n  - id: r\n    description: d\n"
        text = f"{head}    {clause}:\n      dependencies:\n{listed}{more}"
        return judge(files, *load(text), **options)

    return judged


def places(found: Evaluation) -> list[tuple[str, int, str]]:
    """Path, line from 1 on and what was found, of each violation."""
    return [
        (v.place.path, v.place.start.line + 1, v.message.split(" is forbidden")[0])
        for v in found.violations
    ]


def test_a_direct_import_is_a_hit_where_it_stands(depends) -> None:
    found = depends(LAYERS, '{from: "app.domain.**", on: "app.web.**"}')
    assert places(found) == [
        ("src/app/domain/price.py", 4, "dependency app.domain.price → app.web.views")
    ]
    assert found.violations[0].symbol == "f"
    assert found.rules[0].proof is Proof.RED_NOW


def test_a_transitive_one_is_a_hit_at_the_first_import_of_its_chain(depends) -> None:
    found = depends(LAYERS, '{from: "app.domain.**", on: "app.web.**", transitive: true}')
    assert places(found) == [
        ("src/app/domain/order.py", 1,
         "dependency app.domain.order → app.util → app.web.forms"),
        ("src/app/domain/price.py", 4, "dependency app.domain.price → app.web.views"),
    ]  # fmt: skip


def test_a_chain_through_another_source_is_that_ones(depends) -> None:
    files = {**LAYERS, "src/app/util.py": ""}
    found = depends(files, '{from: "app.domain.**", on: "app.web.**", transitive: true}')
    assert [path for path, *_ in places(found)] == ["src/app/domain/price.py"]


def test_modules_outside_of_the_tree_are_named_by_what_is_imported(depends) -> None:
    found = depends(LAYERS, '{from: "app.domain.**", on: [django], transitive: true}')
    assert places(found) == [
        ("src/app/domain/price.py", 4, "dependency app.domain.price → app.web.views → django.db")
    ]
    direct = depends(LAYERS, '{from: "app.**", on: ["django.**"]}')
    assert places(direct) == [("src/app/web/views.py", 1, "dependency app.web.views → django.db")]
    assert depends(LAYERS, '{from: "app.**", on: [djang]}').violations == ()


def test_names_of_one_module_in_one_statement_are_one_hit(depends) -> None:
    found = depends(LAYERS, '{from: app.util, on: "app.web.**"}')
    assert places(found) == [("src/app/util.py", 2, "dependency app.util → app.web.forms")]


def test_a_module_term_is_the_module_and_all_below(depends) -> None:
    hits = {"app.web": 1, "app.web.*": 1, "app.web.**": 1, "app.web.views": 1, "app.we": 0}
    for target, count in hits.items():
        found = depends(LAYERS, f'{{from: "app.domain", on: "{target}"}}')
        assert len(found.violations) == count, target
    below = depends(LAYERS, '{from: "app.web.*", on: [django]}')
    assert len(below.violations) == 1
    itself = depends({"a.py": "import web\n", "web/__init__.py": ""}, '{from: a, on: "web.*"}')
    assert itself.violations == ()


def test_code_without_a_grammar_that_may_import_leaves_the_rule_undecided(depends) -> None:
    files = {
        **LAYERS,
        "src/app/domain/page.coffee": "import x from '../web/views'\n",
        "src/app/other.coffee": "import x from './web/views'\n",
        "src/app/domain/notes.md": "about web\n",
    }
    found = depends(files, '{from: "app.domain.**", on: "app.web.**"}')
    assert found.rules[0].coverage.blocking == (
        ("src/app/domain/page.coffee", "no grammar for this kind of file"),
    )


def test_the_source_root_may_be_written_or_left_out(depends) -> None:
    found = depends(LAYERS, '{from: "src.app.domain.**", on: "src.app.web.**"}')
    assert [path for path, *_ in places(found)] == ["src/app/domain/price.py"]


def test_imports_inside_the_target_itself_are_not_meant(depends) -> None:
    found = depends(LAYERS, '{from: "app.**", on: "app.web.**"}')
    assert [path for path, *_ in places(found)] == [
        "src/app/domain/price.py", "src/app/util.py",
    ]  # fmt: skip


def test_a_group_may_be_kept_from_the_rest_of_what_holds_it(depends) -> None:
    found = depends(LAYERS, '{from: "app.domain.**", on: "app.**"}')
    assert places(found) == [
        ("src/app/domain/order.py", 1, "dependency app.domain.order → app.util"),
        ("src/app/domain/price.py", 4, "dependency app.domain.price → app.web.views"),
    ]


def test_where_both_sides_are_the_same_each_import_among_them_counts(depends) -> None:
    found = depends(LAYERS, '{from: "app.domain.*", on: "app.domain.*", transitive: true}')
    assert places(found) == [
        ("src/app/domain/order.py", 2, "dependency app.domain.order → app.domain.price")
    ]


def test_cycles_end(depends) -> None:
    files = {"a.py": "import b\n", "b.py": "import c\n", "c.py": "import b\nimport d\n", "d.py": ""}
    found = depends(files, "{from: a, on: d, transitive: true}")
    assert places(found) == [("a.py", 1, "dependency a → b → c → d")]
    alone = depends(files, "{from: b, on: b, transitive: true}")
    assert alone.violations == ()


def test_a_long_chain_is_shown_by_its_ends(depends) -> None:
    files = {f"m{n}.py": f"import m{n + 1}\n" for n in range(20)} | {"m20.py": ""}
    found = depends(files, "{from: m0, on: m20, transitive: true}")
    assert places(found) == [
        ("m0.py", 1, "dependency m0 → m1 → m2 → m3 → … 13 more … → m17 → m18 → m19 → m20")
    ]


def test_a_chain_may_lead_out_of_the_scope(depends) -> None:
    more = "    scope: {include: [src/app/domain/**]}\n"
    term = '{from: "app.**", on: "app.web.**", transitive: true}'
    found = depends(LAYERS, term, more=more)
    assert [path for path, *_ in places(found)] == ["src/app/domain/price.py"]


def test_relative_imports_and_packages_themselves(depends) -> None:
    files = {
        "lib/pkg/__init__.py": "from . import a, name\nfrom .b import c\n",
        "lib/pkg/a.py": "from .. import pkg\nfrom . import *\nfrom .b import x\n",
        "lib/pkg/b/__init__.py": "",
        "lib/pkg/b/c.py": "from ... import pkg\nfrom ...pkg import a\n",
    }
    found = depends(files, '{from: "pkg.**", on: "pkg.**"}')
    assert [what for *_, what in places(found)] == [
        "dependency pkg → pkg.a",
        "dependency pkg → pkg.b.c",
        "dependency pkg.a → pkg",
        "dependency pkg.a → pkg",
        "dependency pkg.a → pkg.b",
        "dependency pkg.b.c → pkg",
        "dependency pkg.b.c → pkg.a",
    ]


def test_an_import_for_type_checkers_counts(depends) -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import web\n"
    assert places(depends({"a.py": source, "web.py": ""}, "{from: a, on: web}")) == [
        ("a.py", 3, "dependency a → web")
    ]


def test_an_expectation_is_met_by_any_import(depends) -> None:
    term = '{from: "app.domain.**", on: "app.web.**", transitive: true}'
    assert depends(LAYERS, term, clause="expect").verdict is Verdict.PASSED
    unmet = depends(LAYERS, '{from: "app.web.**", on: "app.domain.**"}', clause="expect")
    assert unmet.verdict is Verdict.VIOLATED


def test_a_from_that_names_no_module_is_no_pass(depends) -> None:
    found = depends(LAYERS, '{from: "app.domian.**", on: "app.web.**"}', more="    guard: true\n")
    assert found.verdict is Verdict.INDETERMINATE
    (problem,) = found.rules[0].problems
    assert (
        "from: app.domian.** (names no module of the tree; nearest: app.domain" in problem.message
    )


def test_a_green_rule_must_be_proven(depends) -> None:
    green = '{from: "app.web.**", on: "app.domain.**"}'
    assert depends(LAYERS, green).verdict is Verdict.INDETERMINATE
    bad = '    examples: {bad: ["# path: app/web/x.py\\nimport app.domain.order\\n"]}\n'
    found = depends(LAYERS, green, more=bad)
    assert (found.verdict, found.rules[0].proof) == (Verdict.PASSED, Proof.EXAMPLE)


def test_a_broken_source_is_hit_lexically_and_leaves_the_rule_undecided(depends) -> None:
    files = {"a.py": "import web\nimport (\n", "web.py": "", "b.py": "def (:\n"}
    found = depends(files, "{from: a, on: web}")
    assert [violation.mark for violation in found.violations] in ([Mark.PROVEN], [Mark.LEXICAL])
    assert found.rules[0].coverage.blocking == (
        ("a.py", "has a syntax error where an import may stand"),
    )
    clean = depends(files, "{from: b, on: web}", more="    guard: true\n")
    assert clean.verdict is Verdict.PASSED


def test_a_file_in_between_that_cannot_be_read_leaves_the_rule_undecided(depends) -> None:
    files = {"a.py": "import b\n", "b.py": b"import c\n\0", "c.py": "", "d.py": "import c\n"}
    term = "{from: a, on: c, transitive: true}"
    found = depends(files, term, more="    guard: true\n")
    assert found.rules[0].coverage.blocking == (("b.py", "binary"),)
    assert depends(files, "{from: a, on: c}", more="    guard: true\n").verdict is Verdict.PASSED
    apart = depends({**files, "a.py": "import d\n"}, term)
    assert apart.rules[0].coverage.blocking == ()


def test_javascript_resolves_files_folders_and_endings(depends) -> None:
    files = {
        "src/app.ts": "import {draw} from './ui'\nimport x from './ui/button.js'\n"
        "const y = require('../lib/tool')\nexport * from './types'\nimport React from 'react'\n",
        "src/ui/index.tsx": "export {draw} from './button'\n",
        "src/ui/button.tsx": "",
        "src/ui/draw.ts": "",
        "src/types.d.ts": "",
        "lib/tool.js": "const z = await import('../src/ui')\n",
    }
    found = depends(files, '{from: src.app, on: ["**"]}')
    assert [what for *_, what in places(found)] == [
        "dependency src.app → src.ui",
        "dependency src.app → src.ui.button",
        "dependency src.app → lib.tool",
        "dependency src.app → src.types",
        "dependency src.app → react",
    ]
    chain = depends(files, "{from: lib.tool, on: src.ui.button, transitive: true}")
    assert places(chain) == [("lib/tool.js", 1, "dependency lib.tool → src.ui → src.ui.button")]


def test_java_modules_are_packages(depends) -> None:
    files = {
        "src/main/java/com/x/domain/Order.java":
            "package com.x.domain;\nimport com.x.util.Money;\nclass Order {}\n",
        "src/main/java/com/x/util/Money.java": "package com.x.util;\nclass Money {}\n",
        "src/main/java/com/x/util/Rates.java":
            "package com.x.util;\nclass Rates { Object o = com.x.web.Page.of(1); }\n",
        "src/main/java/com/x/web/Page.java": "package com.x.web;\nclass Page {}\n",
    }  # fmt: skip
    found = depends(files, '{from: "com.x.domain.**", on: "com.x.web.**", transitive: true}')
    assert places(found) == [
        ("src/main/java/com/x/domain/Order.java", 2,
         "dependency com.x.domain → com.x.util → com.x.web"),
    ]  # fmt: skip
    named = depends(files, '{from: "com.x.domain.**", on: "com.x.util.Money"}')
    assert len(named.violations) == 1


def test_rust_modules_also_without_use(depends) -> None:
    files = {
        "src/lib.rs": "mod domain;\nmod util;\nmod web;\n",
        "src/domain.rs": "use crate::util::money;\n",
        "src/util.rs": "pub fn money() { crate::web::render(); super::web::x(); }\n",
        "src/web/mod.rs": "pub fn render() {}\n",
    }
    found = depends(files, '{from: crate.domain, on: "crate.web.**", transitive: true}')
    assert places(found) == [
        ("src/domain.rs", 1, "dependency crate.domain → crate.util → crate.web")
    ]


def test_crates_of_a_workspace_are_told_apart(depends) -> None:
    files = {
        "core-lib/src/lib.rs": "pub mod web;\n",
        "core-lib/src/web.rs": "",
        "app/src/main.rs": "use core_lib::web;\nuse crate::web::own;\n",
        "app/src/web.rs": "",
    }
    found = depends(files, '{from: "app.**", on: "core_lib.**"}')
    assert places(found) == [("app/src/main.rs", 1, "dependency app → core_lib.web")]


def test_a_name_that_two_folders_bear_is_uncertain(depends) -> None:
    files = {
        "a/app/__init__.py": "", "a/app/x.py": "", "b/app/__init__.py": "", "b/app/x.py": "",
        "tests/test_it.py": "import app.x\n", "a/run.py": "import app.x\n",
    }  # fmt: skip
    found = depends(files, '{from: ["tests.*", "a.run"], on: "b.app.x"}')
    assert [(v.place.path, v.mark) for v in found.violations] == [
        ("tests/test_it.py", Mark.UNCERTAIN)
    ]


def test_an_example_may_be_several_files(depends) -> None:
    term = '{from: "app.web.**", on: "app.domain.**", transitive: true}'
    bad = (
        "    examples:\n      bad:\n        - |\n          # path: app/web/x.py\n"
        "          import app.util\n          # path: app/util.py\n          import app.domain\n"
    )
    found = depends(LAYERS, term, more=bad)
    assert (found.verdict, found.rules[0].proof) == (Verdict.PASSED, Proof.EXAMPLE)
    alone = bad.replace("import app.domain", "import os")
    assert depends(LAYERS, term, more=alone).verdict is Verdict.INDETERMINATE


def test_a_target_that_nothing_is_called_has_nearest_modules(depends) -> None:
    found = depends(LAYERS, '{from: "app.web.**", on: ["app.domian.**"]}')
    assert (
        "nearest to app.web.** on app.domian.**: app.domain" in found.rules[0].problems[0].message
    )


def test_go_packages_are_found_by_the_path_of_their_module(depends) -> None:
    files = {
        "go.mod": "module example.org/shop/v2 // ours\n\ngo 1.22\n",
        "main.go": 'package main\nimport (\n  "fmt"\n  w "example.org/shop/v2/internal/web"\n)\n',
        "internal/web/web.go": 'package web\nimport "example.org/shop/v2/internal/db"\n',
        "internal/db/db.go": "package db\n",
        "tools/go.mod": "module example.org/tools\n",
        "tools/gen/gen.go": 'package gen\nimport "example.org/shop/v2/internal/db"\n',
    }
    term = '{from: "/shop.v2$/", on: "internal.db", transitive: true}'
    (what,) = [what for *_, what in places(depends(files, term))]
    assert what.endswith("→ internal.web → internal.db")
    tools = depends(files, '{from: "example.org.tools.**", on: "**.internal.**"}')
    assert [path for path, *_ in places(tools)] == ["tools/gen/gen.go"]


def test_typescript_aliases_mean_what_the_configuration_says(depends) -> None:
    files = {
        "web/tsconfig.base.json": '{"compilerOptions": {"baseUrl": ".", /* all */ "paths": {\n'
        '  "@ui/*": ["src/ui/*"], // ours\n  "config": ["src/config.ts"],\n}}}',
        "web/tsconfig.json": '{"extends": "./tsconfig.base"}',
        "web/src/app.ts": "import a from '@ui/button'\nimport b from 'config'\n"
        "import c from 'src/ui'\nimport d from 'react'\n",
        "web/src/ui/button.tsx": "",
        "web/src/ui/index.ts": "",
        "web/src/config.ts": "",
        "other/app.ts": "import a from '@ui/button'\n",
    }
    found = depends(files, '{from: ["web.src.app", other.app], on: ["web.src.**"]}')
    assert [(path, what.rpartition(" ")[2]) for path, _, what in places(found)] == [
        ("web/src/app.ts", "web.src.ui.button"),
        ("web/src/app.ts", "web.src.config"),
        ("web/src/app.ts", "web.src.ui"),
    ]


def test_a_configuration_that_makes_no_sense_says_nothing(depends) -> None:
    for text in (
        "{",
        "[]",
        '{"compilerOptions": {"paths": {"a": 1}}}',
        '{"extends": "./tsconfig"}',
    ):
        files = {"tsconfig.json": text, "a.ts": "import './b'\n", "b.ts": ""}
        assert len(depends(files, "{from: a, on: b}").violations) == 1


def test_the_witness_of_a_chain_holds_the_files_it_leads_through(depends) -> None:
    term = '{from: "app.domain.**", on: "app.web.**", transitive: true}'
    red = depends({**LAYERS, "src/app/domain/price.py": ""}, term)
    assert red.witnesses[0].snippet.count("# path: ") == 2
    green = {**LAYERS, "src/app/domain/price.py": "", "src/app/util.py": ""}
    assert depends(green, term).verdict is Verdict.INDETERMINATE
    found = depends(green, term, witnesses=red.witnesses)
    assert (found.verdict, found.rules[0].proof) == (Verdict.PASSED, Proof.WITNESS)
