"""Koa's routers. https://github.com/koajs/router/blob/master/API.md"""

from planproof.languages.frameworks.framework import (
    ANY,
    BY_NAME,
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

_ROUTERS = ("@koa/router", "@koa/router.Router", "koa-router")

KOA = Framework(
    name="koa",
    languages=("javascript", "typescript", "tsx"),
    modules=("koa", "@koa/router", "koa-router"),
    style=Style.COLONS,
    closed=False,
    kinds=(
        Kind(
            "app",
            makers=("koa",),
            types=("koa",),
            actions=(Mount(("use",), At(0, others=True)),),
            root=True,
            fluent=True,
        ),
        Kind(
            "router",
            makers=_ROUTERS,
            types=_ROUTERS,
            prefix=At(0, ("prefix",)),
            actions=(
                Route(VERBS, At(0), BY_NAME, arguments=2, named=True),
                Route(("del",), At(0), Methods(("DELETE",)), arguments=2, named=True),
                Route(("all",), At(0), ANY, arguments=2, named=True),
                Mount(("use",), At(0, others=True), At(0)),
                Group(("prefix",), At(0), makes="own"),
            ),
            same=("routes", "middleware"),
        ),
    ),
)
