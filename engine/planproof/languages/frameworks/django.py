"""Django's URLconf and the routers of its REST framework.

https://docs.djangoproject.com/en/stable/topics/http/urls/, https://www.django-rest-framework.org/api-guide/routers/
"""

from planproof.languages.frameworks.framework import (
    ANY,
    At,
    Framework,
    Kind,
    Methods,
    Resource,
    Route,
    Style,
)

_VIEW = At(1, ("view",))
_ROUTERS = (
    "rest_framework.routers.DefaultRouter",
    "rest_framework.routers.SimpleRouter",
    "rest_framework_nested.routers.DefaultRouter",
    "rest_framework_nested.routers.SimpleRouter",
    "rest_framework_extensions.routers.ExtendedSimpleRouter",
    "rest_framework_extensions.routers.ExtendedDefaultRouter",
)

DJANGO = Framework(
    name="django",
    languages=("python",),
    modules=("django", "rest_framework"),
    style=Style.ANGLES,
    clients_alike=True,
    functions=(
        Route(
            ("django.urls.path", "django.urls.conf.path"),
            At(0, ("route",)),
            ANY,
            child=_VIEW,
            lists=("urls",),
        ),
        Route(
            (
                "django.urls.re_path",
                "django.urls.conf.re_path",
                "django.conf.urls.url",
                "django.conf.urls.re_path",
                "django.conf.urls.defaults.url",
            ),
            At(0, ("route", "regex")),
            ANY,
            child=_VIEW,
            style=Style.REGEX,
            lists=("urls",),
        ),
    ),
    kinds=(
        Kind(
            "router",
            makers=_ROUTERS,
            types=_ROUTERS,
            actions=(
                Resource(
                    ("register",),
                    At(0, ("prefix",)),
                    At(1, ("viewset",)),
                    (("/", ("GET", "POST")), ("/{pk}/", ("GET", "PUT", "PATCH", "DELETE"))),
                ),
            ),
            same=("urls", "get_urls"),
        ),
        Kind("viewset"),
    ),
    decorators=(
        Route(
            ("rest_framework.decorators.action",),
            At(None, ("url_path",)),
            Methods(fixed=("GET",), at=At(0, ("methods",))),
        ),
    ),
    of_class=True,
    references=(
        "django.urls.include",
        "django.urls.conf.include",
        "django.conf.urls.include",
        "django.conf.urls.i18n.i18n_patterns",
    ),
    list_name="urlpatterns",
    root_setting="ROOT_URLCONF",
    marks=("urls", "urlpatterns", "routers", "rest_framework.decorators", "rest_framework import"),
)
