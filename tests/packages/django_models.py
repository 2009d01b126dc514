"""Run by a Python of its own, with Django and some apps on its path: the tables of all models.

Prints a JSON list of [table, file of the model, whether the table is that of a relation].
"""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings


def main(installed: list[str]) -> None:
    settings.configure(
        INSTALLED_APPS=installed,
        SECRET_KEY="x",  # noqa: S106
        MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    models = [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]
    json.dump([table_of(model) for model in models], sys.stdout)


def table_of(model: type) -> list[object]:
    owner = model._meta.auto_created or model
    file = Path(inspect.getsourcefile(owner) or "").resolve()
    return [model._meta.db_table, str(file), owner is not model]


if __name__ == "__main__":
    main(sys.argv[1:])
