"""For every match rule of the Django example: where 4.2.16 breaks it, found by `ast` alone.

`violations` is how many planproof must list. `files` are those of them that are a path which must be
gone: no `ast` is needed to see them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django_oracle import (
    Finder,
    Places,
    any_of,
    condition,
    files,
    named,
    quoted,
    signature,
    written,
)


@dataclass(frozen=True)
class Expected:
    """What one rule finds in 4.2.16."""

    violations: int
    folder: str
    find: Finder
    without: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def covers(self, path: str) -> bool:
        inside = path == self.folder or path.startswith(f"{self.folder}/")
        return inside and path not in self.without


EXPECTED = {
    "no-use-l10n": Expected(16, "django", any_of(named(".*USE_L10N.*"), quoted("USE_L10N"))),
    "no-csrf-cookie-masked": Expected(
        7, "django", any_of(named("CSRF_COOKIE_MASKED.*"), quoted("CSRF_COOKIE_MASKED"))
    ),
    "no-storage-settings": Expected(
        34,
        "django",
        any_of(
            named("DEFAULT_FILE_STORAGE|STATICFILES_STORAGE|.*_STORAGE_DEPRECATED_MSG"),
            quoted("(DEFAULT_FILE|STATICFILES)_STORAGE"),
        ),
    ),
    "no-get-storage-class": Expected(1, "django", named("get_storage_class")),
    "no-pytz": Expected(
        43,
        "django",
        any_of(
            named("pytz|.*USE_DEPRECATED_PYTZ.*|_is_pytz_zone|_pytz_imported|_PYTZ_.*"),
            quoted("USE_DEPRECATED_PYTZ"),
        ),
    ),
    "no-is-dst": Expected(17, "django", any_of(named("is_dst"), quoted("is_dst"))),
    "no-utc-alias": Expected(
        4,
        "django/utils/timezone.py",
        any_of(named("__getattr__|__dir__", "definition"), named("NOT_PASSED|_DIR", "assignment")),
    ),
    "no-backports": Expected(3, "django", named(r"backports(\..*)?", "import", "from")),
    "no-baseconv": Expected(
        1,
        "django",
        named(r"django\.utils\.baseconv\..*", "from"),
        files=("django/utils/baseconv.py",),
    ),
    "no-datetime-safe": Expected(
        1,
        "django",
        named(r"django\.utils\.datetime_safe\..*", "from"),
        files=("django/utils/datetime_safe.py",),
    ),
    "no-pickle-serializer": Expected(5, "django", named("(Base)?PickleSerializer")),
    "cached-property-takes-no-name": Expected(
        1, "django", signature("__init__", "self, func, name=None")
    ),
    "signer-takes-keywords-only": Expected(
        1,
        "django/core/signing.py",
        signature(
            "__init__",
            "self, *args, key=None, sep=':', salt=None, algorithm=None, fallback_keys=None",
        ),
    ),
    "no-weak-hashers": Expected(
        3,
        "django/contrib/auth",
        named("(UnsaltedMD5|(Unsalted)?SHA1)PasswordHasher", "definition"),
    ),
    "no-make-random-password": Expected(1, "django/contrib/auth", named("make_random_password")),
    "no-logout-by-get": Expected(
        2,
        "django/contrib/auth",
        any_of(
            written('http_method_names = ["get", "head", "post", "options"]'),
            written("get = post"),
        ),
    ),
    "configure-user-takes-created": Expected(
        2, "django/contrib/auth", named("func_supports_parameter")
    ),
    "no-meta-index-together": Expected(9, "django", named("index_together", "attribute")),
    "no-index-together-operations": Expected(
        8,
        "django",
        any_of(
            named("index_together", "keyword"),
            named("(_check|generate_(removed_)?altered)_index_together"),
        ),
    ),
    "no-index-together-option": Expected(
        6,
        "django/db",
        quoted("index_together"),
        without=(
            "django/db/migrations/operations/models.py",
            "django/db/migrations/state.py",
        ),
    ),
    "no-old-assertion-names": Expected(
        2, "django/test", named("assertFormsetError|assertQuerysetEqual")
    ),
    "form-errors-take-forms": Expected(
        5,
        "django/test",
        any_of(named("_AssertFormErrorDeprecationHelper"), condition("errors is None")),
    ),
    "no-extra-tests": Expected(8, "django/test", named("extra_tests")),
    "no-serialize-setting": Expected(
        1, "django/test", written('connection.settings_dict["TEST"]["SERIALIZE"]')
    ),
    "no-length-is": Expected(1, "django", named("length_is", "definition")),
    "no-html-output": Expected(1, "django", named("_html_output", "definition")),
    "no-default-form-templates": Expected(
        8,
        "django",
        quoted(r"django/forms/(formsets/)?default\.html"),
        files=(
            "django/forms/jinja2/django/forms/default.html",
            "django/forms/jinja2/django/forms/formsets/default.html",
            "django/forms/templates/django/forms/default.html",
            "django/forms/templates/django/forms/formsets/default.html",
        ),
    ),
    "no-citext-mixin": Expected(4, "django/contrib/postgres", named("CIText")),
    "exclusion-constraint-has-no-opclasses": Expected(
        14, "django/contrib/postgres/constraints.py", named("opclasses")
    ),
    "no-geo-model-admin": Expected(
        10,
        "django/contrib/gis",
        any_of(
            named("GeoModelAdmin|OSMGeoAdmin"),
            named(r"django\.contrib\.gis\.admin\.widgets\..*", "from"),
        ),
        files=(
            "django/contrib/gis/admin/widgets.py",
            "django/contrib/gis/templates/gis/admin/openlayers.html",
            "django/contrib/gis/templates/gis/admin/osm.html",
        ),
    ),
    "no-map-size": Expected(
        14, "django/contrib/gis", any_of(named("map_(width|height)"), quoted("map_(width|height)"))
    ),
    "no-removed-in-50": Expected(61, "django", named("RemovedInDjango50Warning")),
    "no-removed-in-51": Expected(38, "django", named("RemovedInDjango51Warning")),
}
"""Rule id → what it finds. The guard `nobody-uses-the-utc-alias` finds nothing, in either release."""


def find_all(root: Path) -> dict[str, Places]:
    """What every rule must find in a release, by rule id."""
    found: dict[str, Places] = {rule: Counter() for rule in EXPECTED}
    for file in files(root):
        for rule, expected in EXPECTED.items():
            if expected.covers(file.path):
                found[rule].update((file.path, line) for line in expected.find(file))
    return found
