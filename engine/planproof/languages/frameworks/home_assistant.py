"""Home Assistant's views. https://developers.home-assistant.io/docs/frontend/custom-ui/registering-resources"""

from planproof.languages.frameworks.framework import At, Framework, Kind, Methods, Route, Style

_HTTP = "homeassistant.components.http"

HOME_ASSISTANT = Framework(
    name="home-assistant",
    languages=("python",),
    modules=("homeassistant",),
    style=Style.BRACES,
    clients_alike=True,
    statements=True,
    kinds=(
        Kind(
            "view",
            makers=(
                f"{_HTTP}.HomeAssistantView",
                f"{_HTTP}.view.HomeAssistantView",
                "homeassistant.helpers.http.HomeAssistantView",
            ),
            paths=("url", "extra_urls"),
            root=True,
        ),
    ),
    functions=(
        Route(
            (f"{_HTTP}.StaticPathConfig",),
            At(0, ("url_path",)),
            Methods(("GET",)),
            arguments=2,
            open=True,
        ),
    ),
    marks=("HomeAssistantView", "StaticPathConfig"),
)
