"""Tables in real packages, against what their frameworks say they are, and a list made by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from planproof.evaluate.app_labels import AppLabels
from planproof.index import Tables, TableUse, labels_in
from planproof.index.scan import scan
from planproof.model.document import Document
from planproof.rules.overlap import segments_may_meet
from planproof.rules.tables import parse_table

pytestmark = pytest.mark.packages

HERE = Path(__file__).parent

DJANGO = [
    "django==5.1.4",
    "asgiref==3.8.1",
    "sqlparse==0.5.3",
    "django-taggit==6.1.0",
    "django-guardian==2.4.0",
    "django-otp==1.5.4",
    "django-reversion==5.1.0",
    "django-mptt==0.16.0",
    "django-js-asset==2.2.0",
    "django-axes==7.0.1",
    "django-allauth==65.13.1",
    "django-waffle==4.2.0",
    "djangorestframework==3.15.2",
]
APPS = [
    *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "flatpages")),
    *(f"django.contrib.{name}" for name in ("messages", "redirects", "sessions", "sites")),
    *("taggit", "guardian", "django_otp", "reversion", "mptt", "axes", "waffle"),
    *("allauth", "allauth.account", "allauth.socialaccount", "allauth.usersessions"),
    *("rest_framework", "rest_framework.authtoken"),
    *(f"django_otp.plugins.otp_{name}" for name in ("email", "hotp", "static", "totp")),
]


def test_every_table_of_a_django_model_is_found(package, measured) -> None:
    folders = [package(requirement) for requirement in DJANGO]
    models = run("django_models.py", folders, APPS)
    found: dict[str, set[str]] = {}
    missed, others = [], set()
    for table, file, _ in models:
        names = found.setdefault(file, {str(use.name) for use in declared(Path(file), folders)})
        missed += [table] * (table not in names)
    for file, names in found.items():
        others |= names - {table for table, other, _ in models if other == file}
    measured(f"Django: {len(models)} tables, {len(missed)} missed, {len(others)} others declared")
    assert len(models) >= 40
    assert missed == []
    assert others == {"authtoken_tokenproxy"}  # a proxy, depending on the settings


def test_every_table_of_an_sqlalchemy_model_is_found(package, measured) -> None:
    folders = [
        package(requirement)
        for requirement in ("sqlalchemy==2.0.36", "typing-extensions==4.12.2", "jupyterhub==5.2.1")
    ]
    wanted = run("sqlalchemy_models.py", folders, ["jupyterhub.orm", "Base"])
    files = (folders[-1] / "jupyterhub").glob("*.py")
    names = {str(use.name) for file in files for use in declared(file, folders)}
    computed = [name for name in names if "*" in name]
    missed = [n for n in set(wanted) - names if not any(segments_may_meet(n, c) for c in computed)]
    measured(f"SQLAlchemy (jupyterhub): {len(wanted)} tables, {len(missed)} missed")
    assert len(wanted) >= 15
    assert missed == []
    assert names - set(wanted) == {"*_role_map"}  # made in a loop: uncertain hits


def test_the_sql_of_a_package_names_the_tables_that_a_person_reads_in_it(package, measured) -> None:
    folder = package("mlflow==3.18.0")
    lines = sorted(rows(folder))
    known = (HERE / "sql_in_mlflow.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in known if line and not line.startswith("#")]
    wrong = [line for line in wanted if line.endswith(" no table")]
    measured(f"SQL (mlflow): {len(wanted)} names in strings, {len(wrong)} of them no tables")
    assert lines == sorted(line.removesuffix(" no table") for line in wanted)


def test_the_sieve_lets_every_file_pass_that_names_a_table(package, measured) -> None:
    count = 0
    for folder in (package("mlflow==3.18.0"), package("django==5.1.4")):
        for file in folder.rglob("*.py"):
            content = file.read_bytes().lower()
            for use in uses(file, [folder]):
                if use.name.is_known and not use.name.is_dynamic:
                    count += 1
                    term = parse_table(f'"{use.name.parts[-1]}"')
                    assert all(
                        word.encode() in content or word in str(file) for word in term.folded
                    )
    measured(f"Sieve: {count} uses of tables, none of them excluded by its letters")
    assert count > 500


def rows(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.py"):
        for use in uses(file, [folder]):
            if use.how == "in SQL" and use.name.is_known:
                line = file.read_bytes()[: use.span.start].count(b"\n") + 1
                path = file.relative_to(folder).as_posix()
                sure = "" if use.sure else " uncertain"
                yield f"{path}:{line} {use.name} {use.act.value}{sure}"


def declared(file: Path, folders: Iterable[Path]) -> Iterator[TableUse]:
    return (use for use in uses(file, folders) if use.act.value == "declared")


def uses(file: Path, folders: Iterable[Path]) -> Iterator[TableUse]:
    content = file.read_bytes()
    document = scan(content, "python")
    if isinstance(document, Document):
        path = next(file.relative_to(f) for f in folders if file.is_relative_to(f)).as_posix()
        labels = label_of(file, path)
        yield from Tables(content, "python", path, document.imports, labels).uses("")


def label_of(file: Path, path: str) -> tuple[str, ...]:
    found = {}
    for depth, folder in enumerate(file.parents):
        if depth < path.count("/") and (folder / "apps.py").exists():
            name = path.rsplit("/", depth + 1)[0] + "/"
            found[name] = labels_in((folder / "apps.py").read_bytes()) or (folder.name,)
    return AppLabels(found).of(path)


def run(script: str, folders: Iterable[Path], arguments: list[str]) -> list:
    path = os.pathsep.join(str(folder.resolve()) for folder in folders)
    command = [sys.executable, "-S", str(HERE / script), *arguments]
    answer = subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, check=True)
    return json.loads(answer.stdout)
