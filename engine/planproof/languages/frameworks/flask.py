"""Flask and Quart, which has the same interface. https://flask.palletsprojects.com/api/"""

from planproof.languages.frameworks.framework import (
    BY_NAME,
    At,
    Framework,
    Kind,
    Methods,
    Mount,
    Route,
    Style,
)

_PATH = At(0, ("rule",))
_METHODS = Methods(fixed=("GET",), at=At(None, ("methods",)))
_ACTIONS = (
    Route(("route",), _PATH, _METHODS),
    Route(("add_url_rule",), _PATH, _METHODS, sure=True),
    Route(("get", "post", "put", "patch", "delete"), _PATH, BY_NAME),
    Route(("websocket", "add_websocket"), _PATH, Methods(fixed=("GET",))),
    Mount(
        ("register_blueprint",),
        At(0, ("blueprint",)),
        At(None, ("url_prefix",)),
        replaces=True,
        sure=True,
    ),
)

FLASK = Framework(
    name="flask",
    languages=("python",),
    modules=("flask", "quart"),
    style=Style.ANGLES,
    clients_alike=True,
    kinds=(
        Kind(
            "app",
            makers=("flask.Flask", "quart.Quart", "flask.app.Flask"),
            types=("flask.Flask", "quart.Quart", "flask.app.Flask"),
            actions=_ACTIONS,
            root=True,
        ),
        Kind(
            "blueprint",
            makers=("flask.Blueprint", "quart.Blueprint", "flask.blueprints.Blueprint"),
            types=("flask.Blueprint", "quart.Blueprint", "flask.blueprints.Blueprint"),
            prefix=At(None, ("url_prefix",)),
            actions=_ACTIONS,
        ),
    ),
)
