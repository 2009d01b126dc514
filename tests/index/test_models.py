"""Tables that code names by itself: models, migrations, builders of queries. With decoys."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from planproof.index import Tables, TableUse, labels_in
from planproof.index.scan import scan
from planproof.languages import language_of
from planproof.model.document import Document
from planproof.rules.tables import parse_table


def uses(path: str, source: str, labels: Sequence[str] = ()) -> list[TableUse]:
    content = source.encode()
    language = language_of(path)
    assert language is not None
    document = scan(content, language.name)
    assert isinstance(document, Document)
    return list(Tables(content, language.name, path, document.imports, labels).uses(""))


def tables(path: str, source: str, labels: Sequence[str] = ()) -> list[str]:
    """``name act`` of each use, sorted, with a question mark where it is not sure."""
    found = uses(path, source, labels)
    return sorted(f"{u.name} {u.act.value}{'' if u.sure else '?'}" for u in found)


SQLALCHEMY = {
    'class A(Base):\n    __tablename__ = "users"': ["users declared"],
    'class A(Base):\n    __tablename__: str = "users"': ["users declared"],
    'T = "users"\nclass A(Base):\n    __tablename__ = T': ["users declared"],
    'class A(Base):\n    __tablename__ = "users"\n    __table_args__ = {"schema": "auth"}': [
        "auth.users declared"
    ],
    'class A(Base):\n    __tablename__ = "a"\n    __table_args__ = (Index("i"), {"schema": "s"})': [
        "s.a declared"
    ],
    'class A(Base):\n    __tablename__ = f"{prefix}_users"': ["*_users declared"],
    "class A(Base):\n    __tablename__ = make_name()": [],
    'users = Table("users", metadata, Column("id"), schema="auth")': ["auth.users declared"],
    'users = sa.Table("auth.users", meta)': ["auth.users declared"],
    'x = Column(Integer, ForeignKey("users.id"))': ["users referenced"],
    'x = sa.ForeignKey("auth.users.id")': ["auth.users referenced"],
    'x = ForeignKeyConstraint(["a", "b"], ["users.a", "users.b"])': ["users referenced"] * 2,
    'x = relationship("Group", secondary="users_groups")': ["users_groups referenced"],
    "class Hero(SQLModel, table=True):\n    id: int": ["hero declared"],
    "class HTTPLog(db.Model):\n    id = 1": ["http_log declared"],
    'class A(db.Model):\n    __tablename__ = "named"': ["named declared"],
    "class A(db.Model):\n    __abstract__ = True": [],
    'inspector.get_columns("users")': ["users read"],
    # decoys
    'table = Table("Title", "Other")': [],
    "class A(Base):\n    tablename = 'users'": [],
    "class A(BaseModel):\n    id: int": [],
    "x = ForeignKey(User)": [],
    'x = ForeignKey("id")': [],
}
ALEMBIC = {
    'op.create_table("users", sa.Column("id"), schema="auth")': ["auth.users created"],
    'op.drop_table("users")': ["users dropped"],
    'op.add_column("users", sa.Column("x"))': ["users altered"],
    'op.rename_table("old", "new")': ["new altered", "old altered"],
    'op.create_index("ix", "users", ["a"])': ["users altered"],
    'op.drop_index("ix", table_name="users")': ["users altered"],
    'op.create_foreign_key("fk", "a", "b", ["x"], ["y"])': ["a altered", "b referenced"],
    'with op.batch_alter_table("users") as batch:\n    batch.add_column(c)': ["users altered"],
    'op.alter_column("users", "name", nullable=False)': ["users altered"],
    'op.alter_column("users", column_name="name")': ["users altered"],
    'with op.batch_alter_table("users") as b:\n    b.alter_column("name", nullable=True)': [
        "users altered"
    ],
    'with op.batch_alter_table("users") as b:\n    b.drop_column("name")': ["users altered"],
    'with op.batch_alter_table("a") as b:\n    b.create_foreign_key("fk", "b", ["x"], ["y"])': [
        "a altered",
        "b referenced",
    ],
    'op.execute("UPDATE users SET a = 1")': ["users written"],
    'frame.to_sql("users", engine)': ["users written"],
    'pd.read_sql_table("users", engine)': ["users read"],
    "op.create_table(name)": [],
    # decoys
    'table.add_column("Name")': [],
    'table.add_column("Name", style="bold")': [],
}
TYPEORM = {
    "@Entity() export class UserProfile {}": ["user_profile declared"],
    "@Entity() class UserProfile {}": ["user_profile declared"],
    '@Entity("people") export class User {}': ["people declared"],
    '@Entity({ name: "people", schema: "hr" }) export class User {}': ["hr.people declared"],
    "@Entity({ synchronize: false }) export class User {}": ["user declared"],
    "const T = 'people';\n@Entity(T) export class User {}": ["people declared"],
    '@Entity("a") export class A { @ManyToMany(() => B) @JoinTable({ name: "a_b" }) b: B[]; }': [
        "a declared",
        "a_b declared",
    ],
    'await q.createTable(new Table({ name: "users" }))': ["users created"],
    'await q.dropTable("users")': ["users dropped"],
    'repo.createQueryBuilder("users", "u").leftJoin("orders", "o")': ["orders read", "users read"],
    'm.query(`SELECT * FROM "users"`)': ["users read"],
    'knex("users as u").join("orders", "a", "b")': ["orders read", "users read"],
    'knex.schema.alterTable("users", t => { t.integer("o").references("orders.id") })': [
        "orders referenced",
        "users altered",
    ],
    'db.insertInto("users").values(x)': ["users written"],
    'sequelize.define("User", {}, { tableName: "people" })': ["people declared"],
    'class U extends Model { static get tableName() { return "people"; } }': ["people declared"],
    'class U extends Model { static tableName = "people"; }': ["people declared"],
    'export const users = pgTable("users", {})': ["users declared"],
    # decoys
    'Array.from("users")': [],
    "@Injectable() export class User {}": [],
    "export class Entity {}": [],
    'const name = "users";': [],
    "knex(users)": [],
}
JPA = {
    "@Entity class UserProfile {}": ["UserProfile declared", "user_profile declared"],
    '@Entity @Table(name = "people", schema = "hr") class User {}': ["hr.people declared"],
    '@Entity(name = "people") class User {}': ["people declared"],
    '@Table("people") record User(int id) {}': ["people declared"],
    '@Entity @Table(name = Names.T) class U {} class Names { static final String T = "t"; }': [
        "t declared"
    ],
    '@Entity class A { @JoinTable(name = "a_b") int b; }': [
        "A declared",
        "a declared",
        "a_b declared",
    ],
    'class R { @Query(value = "SELECT * FROM people", nativeQuery = true) int f() { return 1; } }': [
        "people read"
    ],
    "@Service class User {}": [],
    '@Column(name = "people") class User {}': [],
}
GORM = {
    'func (User) TableName() string { return "people" }': ["people declared"],
    'const t = "people"\nfunc (u *User) TableName() string { return t }': ["people declared"],
    "type Category struct { gorm.Model }": ["categories declared"],
    'type Box struct { ID int `gorm:"primaryKey"` }': ["boxes declared"],
    'type User struct { gorm.Model }\nfunc (User) TableName() string { return "people" }': [
        "people declared"
    ],
    'var _ = db.Table("people").Find(&x)': ["people read"],
    'var _ = sq.Select("*").From("people p")': ["people read"],
    'var _ = sq.Insert("people")': ["people written"],
    'var _ = db.Query("DELETE FROM people")': ["people written"],
    "type User struct { ID int }": [],
    'func Name() string { return "people" }': [],
}
DIESEL = {
    "diesel::table! { users (id) { id -> Integer, } }": ["users declared"],
    "table! { auth.users (id) { id -> Integer, } }": ["auth.users declared"],
    "#[diesel(table_name = users)] struct A;": ["users declared"],
    "#[diesel(table_name = crate::schema::users)] struct A;": ["users declared"],
    '#[sea_orm(table_name = "users")] struct A;': ["users declared"],
    'fn f() { sqlx::query_as!(A, "SELECT * FROM users WHERE id = $1", 1); }': ["users read"],
    "vec! { users (id) }": [],
    "struct Users;": [],
}
PLAIN = {"a.py": {**SQLALCHEMY, **ALEMBIC}, "a.ts": TYPEORM, "A.java": JPA, "a.rs": DIESEL}
PLAIN["a.go"] = {f"package a\n{source}": wanted for source, wanted in GORM.items()}


@pytest.mark.parametrize(("path", "source"), [(p, s) for p, cases in PLAIN.items() for s in cases])
def test_code_names_tables(path: str, source: str) -> None:
    assert tables(path, f"{source}\n") == PLAIN[path][source]


def test_javascript_is_read_like_typescript() -> None:
    assert tables("a.js", '@Entity("people") export class User {}') == ["people declared"]
    assert tables("a.tsx", "@Entity() export class User {}") == ["user declared"]
    assert tables("a.js", 'class U { static tableName = "people"; }') == ["people declared"]


HEAD = "from django.db import models\nfrom core.models import Base\n"
DJANGO = {
    "class UserProfile(models.Model):\n    pass": ["shop_userprofile declared"],
    'class A(models.Model):\n    class Meta:\n        db_table = "people"': ["people declared"],
    'class A(models.Model):\n    class Meta:\n        db_table = \'"hr"."people"\'': [
        "hr.people declared"
    ],
    'class A(models.Model):\n    class Meta:\n        app_label = "hr"': ["hr_a declared"],
    "class A(models.Model):\n    class Meta:\n        abstract = True": [],
    "class A(models.Model):\n    class Meta:\n        proxy = True": [],
    "class A(models.Model):\n    class Meta:\n        abstract = TESTING": ["shop_a declared?"],
    "class A(models.Model):\n    class Meta:\n        abstract = True\nclass B(A):\n    x = 1": [
        "shop_b declared"
    ],
    "class A(models.Model):\n    pass\nclass B(A):\n    pass": [
        "shop_a declared",
        "shop_b declared",
    ],
    "class A(Base):\n    name = models.CharField()": ["shop_a declared"],
    "class A(Base):\n    pass": ["shop_a declared?"],
    "class A(models.Model):\n    tags = models.ManyToManyField(Tag)": [
        "shop_a declared",
        "shop_a_tags declared",
    ],
    'class A(models.Model):\n    t = models.ManyToManyField(T, db_table="a_t")': [
        "a_t declared",
        "shop_a declared",
    ],
    "class A(models.Model):\n    t = models.ManyToManyField(T, through=X)": ["shop_a declared"],
    "class A(models.Model):\n    if X:\n        t = models.ManyToManyField(T)": [
        "shop_a declared",
        "shop_a_t declared",
    ],
    "from django.contrib.auth.models import AbstractUser\nclass User(AbstractUser):\n    pass": [
        "shop_user declared"
    ],
    # decoys
    "class A(models.Manager):\n    pass": [],
    "class A(models.TextChoices):\n    pass": [],
    "class AQuerySet(Base, models.QuerySet):\n    pass": [],
    "from django.forms import ModelForm\nclass A(ModelForm):\n    pass": [],
    "class A(Exception):\n    pass": [],
    "class A:\n    pass": [],
    "from enum import Enum\nclass A(Enum):\n    x = 1": [],
}
MIGRATIONS = {
    'migrations.CreateModel("User", [])': ["shop_user created"],
    'migrations.CreateModel(name="User", fields=[("t", models.ManyToManyField("T"))])': [
        "shop_user created",
        "shop_user_t created",
    ],
    'migrations.CreateModel(name="User", options={"db_table": "people"})': ["people created"],
    'migrations.CreateModel(name="User", options={"proxy": True})': [],
    'migrations.DeleteModel(name="User")': ["shop_user dropped"],
    'migrations.RenameModel("User", "Person")': ["shop_person altered", "shop_user altered"],
    'migrations.AlterModelTable(name="user", table="people")': [
        "people altered",
        "shop_user altered",
    ],
    'migrations.AddField(model_name="user", name="x", field=models.CharField())': [
        "shop_user altered"
    ],
    'migrations.RemoveField("user", "x")': ["shop_user altered"],
    'migrations.AddField("user", "t", models.ManyToManyField("T"))': [
        "shop_user altered",
        "shop_user_t altered",
    ],
    'migrations.RunSQL("DROP TABLE people")': ["people dropped"],
    "migrations.RunPython(f)": [],
}


@pytest.mark.parametrize("source", DJANGO)
def test_django_models_have_tables(source: str) -> None:
    assert tables("src/shop/models.py", HEAD + source) == DJANGO[source]


@pytest.mark.parametrize("source", MIGRATIONS)
def test_django_migrations_change_tables(source: str) -> None:
    code = f"from django.db import migrations, models\noperations = [{source}]\n"
    assert tables("shop/migrations/0001_initial.py", code) == MIGRATIONS[source]


def test_the_label_of_an_app_is_its_folder_or_what_it_says() -> None:
    source = f"{HEAD}class A(models.Model):\n    pass\n"
    assert tables("shop/models/orders/a.py", source) == ["shop_a declared"]
    assert tables("shop/models.py", source, ("store",)) == ["store_a declared"]
    assert tables("shop/orders.py", source) == ["*_a declared"]
    assert tables("models.py", source) == ["*_a declared"]


def test_labels_are_read_from_the_configurations_of_apps() -> None:
    config = b'class A(AppConfig):\n    name = "x.shop"\n'
    assert labels_in(config) == ("shop",)
    assert labels_in(config + b'    label = "store"\n') == ("store",)
    assert labels_in(b"x = 1\n") == ()


def test_a_class_with_the_name_of_another_is_a_model_of_its_own() -> None:
    one = "class A(models.Model):\n    class Meta:\n        db_table = 'one'\n"
    two = "def f():\n    class A(models.Model):\n        pass\n"
    assert tables("shop/models.py", HEAD + one + two) == ["one declared", "shop_a declared"]


EVERY = [(path, source) for path, cases in PLAIN.items() for source in cases]
EVERY += [("src/shop/models.py", HEAD + source) for source in DJANGO]
EVERY += [("shop/migrations/1.py", f"from django.db import x\n[{each}]") for each in MIGRATIONS]


@pytest.mark.parametrize(("path", "source"), EVERY)
def test_the_sieve_lets_every_file_pass_that_names_a_table(path: str, source: str) -> None:
    for each in uses(path, source):
        if each.name.is_known and not each.name.is_dynamic:
            for word in parse_table(f'"{each.name.parts[-1]}"').folded:
                assert word in source.lower() or word in path


HOSTILE = {
    "sum": "x = " + " + ".join(['"FROM a "'] * 20_000),
    "neighbours": "x = (" + ' "FROM a"' * 20_000 + ")",
    "escapes": 'x = "SELECT ' + "\\n" * 100_000 + ' FROM a"',
    "holes": 'x = f"SELECT ' + "{y}" * 40_000 + ' FROM a"',
    "wide": 'x = "SELECT ' + "é FROM a, " * 20_000 + '"',
    "assignments": "class A(models.Model):\n" + "    x = models.TextField()\n" * 20_000,
    "classes": "".join(f"class A{n}(A{n - 1}): pass\n" for n in range(1, 3_000)),
    "arguments": "Table(" + "a, " * 100_000 + ")",
    "constants": "".join(f't{n} = "a"\n' for n in range(20_000)),
    "strings": 'x = "SELECT * FROM a"\n' * 8_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_source_takes_more_than_some_seconds(name: str) -> None:
    source = f"from django.db import models\n{HOSTILE[name]}\n"
    began = time.process_time()
    document = scan(source.encode(), "python")
    imports = document.imports if isinstance(document, Document) else ()
    scanned = time.process_time()
    list(Tables(source.encode(), "python", "shop/models.py", imports).uses("users"))
    assert time.process_time() - scanned < 3 + 2 * (scanned - began)


def test_a_file_without_django_has_none_of_its_models() -> None:
    source = "from core.models import Base\nclass A(Base):\n    pass\n"
    assert tables("shop/models.py", source) == []
    assert tables("shop/models.py", source, ("shop",)) == ["shop_a declared?"]
    mapped = source.replace("pass", '__tablename__ = "a"')
    assert tables("shop/models.py", mapped, ("shop",)) == ["a declared"]
