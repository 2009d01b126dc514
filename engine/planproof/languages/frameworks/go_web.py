"""Go: net/http, Gin, Echo and chi.

https://pkg.go.dev/net/http#ServeMux, https://gin-gonic.com, https://echo.labstack.com,
https://go-chi.io
"""

from planproof.languages.frameworks.framework import (
    ANY,
    BY_NAME,
    GET,
    At,
    Framework,
    Group,
    Kind,
    Methods,
    Mount,
    Route,
    Style,
)

_VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE")
_FIRST = At(0)
_STATIC = Route(("Static", "StaticFS", "StaticFile", "File"), _FIRST, GET, 2, open=True)
_MUX = (Route(("HandleFunc", "Handle"), _FIRST, ANY, 2, child=At(1), sure=True, led=True),)

NET_HTTP = Framework(
    name="net/http",
    languages=("go",),
    modules=("net/http", "github.com/gorilla/mux"),
    marks=("HandleFunc", "Handle", "ServeMux", "gorilla/mux"),
    style=Style.BRACES,
    kinds=(
        Kind(
            "mux",
            makers=("net/http.NewServeMux", "github.com/gorilla/mux.NewRouter"),
            types=("net/http.ServeMux", "github.com/gorilla/mux.Router"),
            actions=(*_MUX, Group(("PathPrefix",), _FIRST, makes="prefixed")),
        ),
        Kind("prefixed", actions=_MUX, same=("Subrouter",), fluent=True),
    ),
    functions=(Route(("net/http.HandleFunc", "net/http.Handle"), _FIRST, ANY, 2, led=True),),
    statements=True,
)

_GIN = (
    Route(_VERBS, _FIRST, BY_NAME, 2, sure=True),
    Route(("Any",), _FIRST, ANY, 2),
    Route(("Handle",), At(1), Methods(at=At(0)), 3),
    Route(("Match",), At(1), Methods(at=At(0)), 3),
    _STATIC,
    Group(("Group",), _FIRST, makes="group"),
)

GIN = Framework(
    name="gin",
    languages=("go",),
    modules=("github.com/gin-gonic/gin",),
    style=Style.COLONS,
    kinds=(
        Kind(
            "engine",
            makers=("github.com/gin-gonic/gin.Default", "github.com/gin-gonic/gin.New"),
            types=("github.com/gin-gonic/gin.Engine",),
            actions=_GIN,
            same=("RouterGroup",),
            root=True,
        ),
        Kind(
            "group",
            types=(
                "github.com/gin-gonic/gin.RouterGroup",
                "github.com/gin-gonic/gin.IRouter",
                "github.com/gin-gonic/gin.IRoutes",
            ),
            actions=_GIN,
        ),
    ),
)

_ECHO = (
    Route(_VERBS, _FIRST, BY_NAME, 2, sure=True),
    Route(("Any",), _FIRST, ANY, 2),
    Route(("Add",), At(1), Methods(at=At(0)), 3),
    Route(("Match",), At(1), Methods(at=At(0)), 3),
    _STATIC,
    Group(("Group",), _FIRST, makes="group"),
)

ECHO = Framework(
    name="echo",
    languages=("go",),
    modules=("github.com/labstack/echo",),
    style=Style.COLONS,
    kinds=(
        Kind(
            "echo",
            makers=("github.com/labstack/echo.New",),
            types=("github.com/labstack/echo.Echo",),
            actions=_ECHO,
            root=True,
        ),
        Kind("group", types=("github.com/labstack/echo.Group",), actions=_ECHO),
    ),
)

_CHI = (
    Route(tuple(verb.title() for verb in _VERBS), _FIRST, BY_NAME, 2),
    Route(("Handle", "HandleFunc"), _FIRST, ANY, 2),
    Route(("Method", "MethodFunc"), At(1), Methods(at=At(0)), 3),
    Mount(("Mount",), At(1), _FIRST),
    Group(("Route",), _FIRST, makes="router", body=At(1)),
    Group(("Group",), makes="router", body=_FIRST),
    Group(("With",), makes="router"),
)

CHI = Framework(
    name="chi",
    languages=("go",),
    modules=("github.com/go-chi/chi",),
    style=Style.BRACES,
    kinds=(
        Kind(
            "router",
            makers=("github.com/go-chi/chi.NewRouter", "github.com/go-chi/chi.NewMux"),
            types=("github.com/go-chi/chi.Router", "github.com/go-chi/chi.Mux"),
            actions=_CHI,
        ),
    ),
)
