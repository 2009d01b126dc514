"""aiohttp's server. https://docs.aiohttp.org/en/stable/web_reference.html"""

from planproof.languages.frameworks.framework import (
    ANY,
    BY_NAME,
    UNKNOWN,
    At,
    Framework,
    Kind,
    Methods,
    Mount,
    Route,
    Style,
)

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options")
_ADDS = tuple(f"add_{verb}" for verb in _VERBS)
_PATH = At(0, ("path",))
_ROUTE = Methods(at=At(0, ("method",)))

AIOHTTP = Framework(
    name="aiohttp",
    languages=("python",),
    modules=("aiohttp",),
    style=Style.BRACES,
    clients_alike=True,
    kinds=(
        Kind(
            "app",
            makers=("aiohttp.web.Application",),
            types=("aiohttp.web.Application", "aiohttp.web.UrlDispatcher"),
            actions=(
                Route(_ADDS, _PATH, BY_NAME, arguments=2, sure=True),
                Route(("add_route",), At(1, ("path",)), _ROUTE, arguments=3),
                Route(("add_view",), _PATH, UNKNOWN, arguments=2),
                Route(("add_static",), At(0, ("prefix",)), Methods(("GET",)), 2, open=True),
                Mount(("add_routes",), At(0, ("routes",))),
                Mount(("add_subapp",), At(1, ("subapp",)), At(0, ("prefix",)), sure=True),
            ),
            same=("router",),
            root=True,
        ),
        Kind(
            "table",
            makers=("aiohttp.web.RouteTableDef",),
            types=("aiohttp.web.RouteTableDef",),
            actions=(
                Route(_VERBS, _PATH, BY_NAME),
                Route(("route",), At(1, ("path",)), _ROUTE, arguments=2),
                Route(("view",), _PATH, UNKNOWN),
                Route(("static",), At(0, ("prefix",)), Methods(("GET",)), 2, open=True),
            ),
        ),
    ),
    functions=(
        Route(tuple(f"aiohttp.web.{verb}" for verb in _VERBS), _PATH, BY_NAME, arguments=2),
        Route(("aiohttp.web.route",), At(1, ("path",)), _ROUTE, arguments=3),
        Route(("aiohttp.web.view",), _PATH, ANY, arguments=2),
        Route(("aiohttp.web.static",), At(0, ("prefix",)), Methods(("GET",)), 2, open=True),
    ),
)
