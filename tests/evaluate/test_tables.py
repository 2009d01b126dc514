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


SCRIPT = """-- SELECT * FROM legacy_users
/* legacy_users */
CREATE TABLE "Größe" (id int);
INSERT INTO t VALUES ('FROM legacy_users; ');
ALTER TABLE public.Legacy_Users ADD COLUMN x int;
SELECT ??? FROM legacy_users (((;
"""


def test_files_of_sql_are_read_statement_by_statement(judge, rule) -> None:
    found = judge({"db/1.sql": SCRIPT}, rule(match={"sql_tables": "legacy_users"}))
    assert [
        (str(v.place.start), v.mark.value, v.message.split(" is ")[0]) for v in found.violations
    ] == [
        (
            "Position(line=4, column=19)",
            "proven",
            "table public.Legacy_Users altered in SQL",
        ),
        (
            "Position(line=5, column=16)",
            "uncertain",
            "table legacy_users read in SQL, as far as can be told,",
        ),
    ]
    assert found.violations[0].snippet == "ALTER TABLE public.Legacy_Users ADD COLUMN x int;"


def test_an_expectation_may_be_met_by_a_file_of_sql(judge, rule) -> None:
    wanted = rule(expect={"sql_tables": ["create users"]})
    assert judge({"a.sql": "create table users (id int);"}, wanted).verdict is Verdict.PASSED
    assert judge({"a.sql": "create tabel users (id int);"}, wanted).verdict is Verdict.VIOLATED


def test_a_file_of_sql_without_the_table_is_clean(judge, rule) -> None:
    wanted = rule(match={"sql_tables": "legacy_users"}, guard=True)
    assert judge({"a.sql": "SELECT legacy_users FROM t;"}, wanted).verdict is Verdict.PASSED


def test_templates_of_sql_are_read_as_far_as_they_go(judge, rule) -> None:
    files = {
        "m/a.sql": "{% if x %}\nSELECT * FROM {{ ref('legacy_users') }} u\n{% endif %}\n",
        "m/b.sql": "SELECT * FROM {{ source('raw', 'legacy_users') }}\n",
        "m/c.sql": "SELECT * FROM legacy_users WHERE a = '{{ var(\"x\") }}'\n",
    }
    found = judge(files, rule(match={"sql_tables": "legacy_users"}))
    assert [(v.place.path, v.mark.value) for v in found.violations] == [
        ("m/a.sql", "uncertain"),
        ("m/b.sql", "uncertain"),
        ("m/c.sql", "proven"),
    ]


PRISMA = """// model legacy_users {
enum Role {
  A
  @@map("legacy_users")
}
model User {
  id   Int    @id @default("model legacy_users {")
  role Role
  @@map("people")
  @@schema("hr")
}
model Legacy_Users {
  id Int @id
}
"""


def test_models_of_prisma_have_tables(judge, rule) -> None:
    found = judge(
        {"schema.prisma": PRISMA}, rule(match={"sql_tables": ["hr.people", "legacy_users"]})
    )
    assert [(v.place.start.line, v.message.split(" is ")[0]) for v in found.violations] == [
        (8, "table hr.people declared by model User"),
        (11, "table Legacy_Users declared by model Legacy_Users"),
    ]


def test_an_example_may_be_plain_sql(judge, rule) -> None:
    wanted = rule(match={"sql_tables": "drop legacy_users"}, bad=["DROP TABLE legacy_users"])
    assert judge({"a.py": "x = 1\n"}, wanted).verdict is Verdict.PASSED
    wanted = rule(match={"sql_tables": "drop legacy_users"}, bad=["SELECT 1 FROM legacy_users"])
    assert judge({"a.py": "x = 1\n"}, wanted).verdict is Verdict.INDETERMINATE


def test_a_misspelt_table_is_told_from_those_that_are_there(judge, rule) -> None:
    files = {"a.sql": "SELECT * FROM public.Legacy_Users;", "b.py": 'q = "FROM legacy_orders"\n'}
    found = judge(files, rule(match={"sql_tables": "drop public.legacy_user"}))
    assert "nearest to drop public.legacy_user: Legacy_Users" in found.rules[0].problems[0].message


def test_tables_that_are_computed_are_counted_as_unresolved(judge, rule) -> None:
    source = (
        'a = f"SELECT * FROM {t} JOIN legacy_users USING (x)"\nb = "DELETE FROM %s WHERE id = %s"\n'
    )
    (report,) = judge({"a.py": source}, rule(match={"sql_tables": "legacy_users"})).rules
    assert (report.coverage.hits, report.coverage.unresolved) == (1, 2)
    (report,) = judge({"a.py": source}, rule(match={"calls": "legacy_users"}, guard=True)).rules
    assert report.coverage.unresolved == 0
    script = "SELECT * FROM {{ t }};\nSELECT * FROM legacy_users;\n"
    (report,) = judge({"a.sql": script}, rule(match={"sql_tables": "legacy_users"})).rules
    assert report.coverage.unresolved == 1


def test_a_witness_of_a_model_is_red_without_the_file_that_named_its_app(judge, rule) -> None:
    files = {"shop/models.py": MODELS, "shop/apps.py": CONFIG + "    label = 'store'\n"}
    wanted = rule(match={"sql_tables": "store_invoice"})
    witnesses = judge(files, wanted).witnesses
    clean = {"shop/models.py": "from django.db import models\n"}
    assert judge(clean, wanted).verdict is Verdict.INDETERMINATE
    assert judge(clean, wanted, witnesses=witnesses).verdict is Verdict.PASSED
