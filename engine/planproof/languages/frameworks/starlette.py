"""Starlette and FastAPI, which is built on it. https://www.starlette.io/routing/"""

from planproof.languages.frameworks.framework import (
    ANY,
    BY_NAME,
    GET,
    VERBS,
    At,
    Framework,
    Group,
    Kind,
    Methods,
    Mount,
    Route,
    Style,
)

_PATH = At(0, ("path",))
_METHODS = Methods(fixed=("GET",), at=At(None, ("methods",)))
_LISTED = At(None, ("routes",))
_STARLETTE = (
    Route(("route",), _PATH, _METHODS),
    Route(("add_route",), _PATH, Methods(fixed=("GET",), at=At(2, ("methods",))), arguments=2),
    Route(("websocket_route", "websocket"), _PATH, GET),
    Route(("add_websocket_route", "add_api_websocket_route"), _PATH, GET, sure=True),
    Route(("mount",), _PATH, ANY, arguments=2, child=At(1, ("app",)), open=True),
    Mount(("host",), At(1, ("app",))),
)
_FASTAPI = (
    *_STARLETTE,
    Route(VERBS, _PATH, BY_NAME),
    Route(("api_route",), _PATH, _METHODS),
    Route(("add_api_route",), _PATH, _METHODS, sure=True),
    Mount(("include_router",), At(0, ("router",)), At(None, ("prefix",)), sure=True),
)
_APPS = ("fastapi.FastAPI", "fastapi.applications.FastAPI")
_ROUTERS = ("fastapi.APIRouter", "fastapi.routing.APIRouter")

FASTAPI = Framework(
    name="fastapi",
    languages=("python",),
    modules=("fastapi",),
    style=Style.BRACES,
    clients_alike=True,
    kinds=(
        Kind(
            "app",
            makers=_APPS,
            types=_APPS,
            mounts=_LISTED,
            actions=_FASTAPI,
            same=("router",),
            root=True,
        ),
        Kind(
            "router",
            makers=_ROUTERS,
            types=_ROUTERS,
            prefix=At(None, ("prefix",)),
            mounts=_LISTED,
            actions=_FASTAPI,
        ),
    ),
)

STARLETTE = Framework(
    name="starlette",
    languages=("python",),
    modules=("starlette", "fastapi"),
    style=Style.BRACES,
    clients_alike=True,
    kinds=(
        Kind(
            "app",
            makers=("starlette.applications.Starlette",),
            types=("starlette.applications.Starlette",),
            mounts=At(1, ("routes",)),
            actions=_STARLETTE,
            same=("router",),
            root=True,
        ),
        Kind(
            "router",
            makers=("starlette.routing.Router",),
            types=("starlette.routing.Router",),
            mounts=At(0, ("routes",)),
            actions=_STARLETTE,
        ),
    ),
    functions=(
        Route(
            ("starlette.routing.Route", "fastapi.routing.APIRoute"),
            _PATH,
            _METHODS,
        ),
        Route(("starlette.routing.WebSocketRoute",), _PATH, GET),
        Route(("starlette.routing.Mount",), _PATH, ANY, child=At(1, ("app", "routes")), open=True),
        Group(("starlette.routing.Host",), body=At(1, ("app",))),
    ),
)
