"""Express. https://expressjs.com/en/5x/api.html"""

from planproof.languages.frameworks.framework import (
    ANY,
    BY_NAME,
    VERBS,
    At,
    Framework,
    Group,
    Kind,
    Mount,
    Route,
    Style,
)

_ACTIONS = (
    Route(VERBS, At(0), BY_NAME, arguments=2),
    Route(("all",), At(0), ANY, arguments=2),
    Group(("route",), At(0), makes="resource"),
    Mount(("use",), At(0, others=True), At(0)),
)

EXPRESS = Framework(
    name="express",
    languages=("javascript", "typescript", "tsx"),
    modules=("express",),
    style=Style.COLONS,
    closed=False,
    kinds=(
        Kind(
            "app",
            makers=("express",),
            types=("express.Express", "express.Application", "Express"),
            actions=_ACTIONS,
            root=True,
        ),
        Kind(
            "router",
            makers=("express.Router", "express-promise-router"),
            types=("express.Router", "express.IRouter", "Router"),
            actions=_ACTIONS,
        ),
        Kind(
            "resource",
            actions=(Route(VERBS, methods=BY_NAME), Route(("all",))),
            fluent=True,
            part=True,
        ),
    ),
)
