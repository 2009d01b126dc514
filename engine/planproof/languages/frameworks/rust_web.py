"""Axum and Actix Web. https://docs.rs/axum, https://docs.rs/actix-web"""

from planproof.languages.frameworks.framework import (
    ANY,
    BY_NAME,
    VERBS,
    At,
    Framework,
    Kind,
    Methods,
    Mount,
    Route,
    Style,
)

_ROUTING = ("axum.routing.method_routing", "axum.routing")
_SERVICES = tuple(f"{verb}_service" for verb in VERBS)

AXUM = Framework(
    name="axum",
    languages=("rust",),
    modules=("axum",),
    style=Style.COLONS,
    kinds=(
        Kind(
            "router",
            makers=("axum.Router.new", "axum.routing.Router.new"),
            types=("axum.Router", "axum.routing.Router"),
            actions=(
                Route(("route",), At(0), ANY, 2, child=At(1)),
                Route(("route_service",), At(0), ANY, 2),
                Mount(("nest",), At(1), At(0)),
                Route(("nest_service",), At(0), ANY, 2, child=At(1), open=True),
                Mount(("merge",), At(0)),
            ),
            fluent=True,
        ),
        Kind(
            "methods",
            types=("axum.routing.MethodRouter",),
            actions=(Route((*VERBS, *_SERVICES), methods=BY_NAME),),
            fluent=True,
            part=True,
        ),
    ),
    functions=tuple(
        Route(tuple(f"{module}.{verb}" for verb in (*VERBS, *_SERVICES)), methods=BY_NAME)
        for module in _ROUTING
    )
    + tuple(Route((f"{module}.any", f"{module}.any_service")) for module in _ROUTING),
)

_SERVE = (
    Route(("route",), At(0), ANY, 2, child=At(1)),
    Mount(("service",), At(0)),
    Mount(("configure",), At(0)),
)
_WEB = "actix_web.web"
_CONFIG = (f"{_WEB}.ServiceConfig",)

ACTIX = Framework(
    name="actix",
    languages=("rust",),
    modules=("actix_web",),
    style=Style.BRACES,
    kinds=(
        Kind("app", makers=("actix_web.App.new",), actions=_SERVE, fluent=True, root=True),
        Kind("config", types=_CONFIG, actions=_SERVE, fluent=True),
        Kind(
            "scope",
            makers=(f"{_WEB}.scope", "actix_web.Scope.new"),
            types=("actix_web.Scope",),
            prefix=At(0),
            actions=_SERVE,
            fluent=True,
        ),
        Kind(
            "resource",
            makers=(f"{_WEB}.resource", "actix_web.Resource.new"),
            types=("actix_web.Resource",),
            prefix=At(0),
            actions=(
                Mount(("route",), At(0)),
                Route(("to",)),
                Route(VERBS, methods=BY_NAME),
            ),
            fluent=True,
            part=True,
        ),
        Kind("methods", fluent=True, part=True),
    ),
    functions=(
        Route(tuple(f"{_WEB}.{verb}" for verb in VERBS), methods=BY_NAME),
        Route((f"{_WEB}.route", f"{_WEB}.to")),
        Route((f"{_WEB}.method",), methods=Methods(at=At(0))),
    ),
    decorators=(
        Route(tuple(f"actix_web.{verb}" for verb in VERBS), At(0), BY_NAME),
        Route(("actix_web.route",), At(0), Methods(at=At(None, ("method",)))),
    ),
)
