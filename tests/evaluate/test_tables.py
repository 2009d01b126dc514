"""Tables over whole trees: the sieve, labels of apps, wording, files without a grammar."""

from __future__ import annotations

from planproof.model.evaluation import Verdict

MODELS = "from django.db import models\n\nclass Invoice(models.Model):\n    pass\n"
CONFIG = "from django.apps import AppConfig\n\nclass Shop(AppConfig):\n    name = 'shop'\n"


def test_a_table_is_forbidden_wherever_it_is_named(judge, rule) -> None:
    found = judge(
        {
            "a.py": 'q = "DELETE FROM LEGACY_users WHERE id = 1"\n',
            "b.ts": "@Entity() export class LegacyUsers {}\n",
            "c.go": "package c\n\nvar q = `select * from other`\n",
        },
        rule(match={"sql_tables": "legacy_users"}),
    )
    assert [(v.place.path, v.message) for v in found.violations] == [
        (
            "a.py",
            "table LEGACY_users written in SQL is forbidden by sql_tables: legacy_users",
        ),
        (
            "b.ts",
            "table legacy_users declared by model LegacyUsers is forbidden by sql_tables: legacy_users",
        ),
    ]
    assert found.rules[0].coverage.excluded_by_letters == 1


def test_the_label_of_an_app_makes_the_name_of_the_table(judge, rule) -> None:
    files = {
        "shop/models.py": MODELS,
        "shop/apps.py": CONFIG + "    label = 'store'\n",
        "other/models.py": MODELS,
    }
    for term in ("store_invoice", "store_*", "declare /^store_/"):
        found = judge(files, rule(match={"sql_tables": term}))
        assert [v.place.path for v in found.violations] == ["shop/models.py"]


def test_a_verdict_rests_on_the_labels_of_apps(judge, rule) -> None:
    wanted = rule(match={"sql_tables": "store_invoice"}, include=["shop/models.py"], guard=True)
    before = judge({"shop/models.py": MODELS, "shop/apps.py": CONFIG}, wanted)
    label = CONFIG + "    label = 'store'\n"
    after = judge({"shop/models.py": MODELS, "shop/apps.py": label}, wanted)
    assert (before.verdict, after.verdict) == (Verdict.PASSED, Verdict.VIOLATED)
    assert before.scope_digest != after.scope_digest


def test_a_table_may_be_required(judge, rule) -> None:
    files = {"a.py": 'op.create_table("users")\n'}
    wanted = rule(expect={"sql_tables": ["create users"]})
    assert judge(files, wanted).verdict is Verdict.PASSED
    wanted = rule(expect={"sql_tables": ["drop users"]})
    assert judge(files, wanted).verdict is Verdict.VIOLATED


def test_nothing_is_met_by_what_is_not_sure(judge, rule) -> None:
    files = {"a.py": 'q = " LEFT JOIN users ON "\n'}
    assert judge(files, rule(expect={"sql_tables": "users"})).verdict is Verdict.VIOLATED
    assert judge(files, rule(match={"sql_tables": "users"})).verdict is Verdict.VIOLATED


def test_code_without_a_grammar_that_holds_the_name_is_not_passed(judge, rule) -> None:
    wanted = rule(match={"sql_tables": "legacy_users"}, guard=True)
    assert judge({"a.rb": "sql 'FROM Legacy_Users'"}, wanted).verdict is Verdict.INDETERMINATE
    assert judge({"a.rb": "users.legacy"}, wanted).verdict is Verdict.PASSED


def test_examples_are_read_like_files(judge, rule) -> None:
    wanted = rule(match={"sql_tables": "legacy_users"}, bad=['q = "SELECT * FROM legacy_users"'])
    assert judge({"a.py": "x = 1\n"}, wanted).verdict is Verdict.PASSED
