"""Flask-RESTful and Flask-RESTX. https://flask-restx.readthedocs.io"""

from planproof.languages.frameworks.framework import (
    UNKNOWN,
    At,
    Framework,
    Kind,
    Mount,
    Route,
    Style,
)

_ROUTES = (
    Route(("add_resource",), At(1, others=True), UNKNOWN, arguments=2, sure=True),
    Route(("route",), At(0, others=True), UNKNOWN),
)

FLASK_RESTFUL = Framework(
    name="flask-restful",
    languages=("python",),
    modules=("flask_restful", "flask_restx", "flask_restplus"),
    style=Style.ANGLES,
    clients_alike=True,
    kinds=(
        Kind(
            "api",
            makers=("flask_restful.Api", "flask_restx.Api", "flask_restplus.Api"),
            types=("flask_restful.Api", "flask_restx.Api", "flask_restplus.Api"),
            prefix=At(None, ("prefix",)),
            under=At(0, ("app",)),
            actions=(
                *_ROUTES,
                Mount(("add_namespace",), At(0, ("ns",)), At(1, ("path",)), replaces=True),
            ),
        ),
        Kind(
            "namespace",
            makers=("flask_restx.Namespace", "flask_restplus.Namespace"),
            types=("flask_restx.Namespace", "flask_restplus.Namespace"),
            prefix=At(None, ("path",)),
            actions=_ROUTES,
        ),
    ),
)
