"""Spring MVC and WebFlux.

https://docs.spring.io/spring-framework/reference/web/webmvc/mvc-controller/ann-requestmapping.html
"""

from planproof.languages.frameworks.framework import (
    BY_NAME,
    At,
    Framework,
    Kind,
    Methods,
    Route,
    Style,
)

_ANNOTATIONS = "org.springframework.web.bind.annotation"
_PATH = At(0, ("value", "path"))
_VERBS = ("Get", "Post", "Put", "Patch", "Delete")

SPRING = Framework(
    name="spring",
    languages=("java",),
    modules=("org.springframework",),
    style=Style.BRACES,
    kinds=(
        Kind(
            "controller",
            makers=(f"{_ANNOTATIONS}.RequestMapping",),
            prefix=_PATH,
            root=True,
            foreign=(
                "org.springframework.cloud.openfeign.FeignClient",
                "org.springframework.cloud.netflix.feign.FeignClient",
            ),
        ),
    ),
    decorators=(
        Route(tuple(f"{_ANNOTATIONS}.{verb}Mapping" for verb in _VERBS), _PATH, BY_NAME, 0),
        Route(
            (f"{_ANNOTATIONS}.RequestMapping",),
            _PATH,
            Methods(at=At(None, ("method",))),
            0,
        ),
    ),
    of_class=True,
    marks=("springframework.web", "springframework.cloud"),
)
