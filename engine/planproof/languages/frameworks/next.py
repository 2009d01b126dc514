"""Next.js: route handlers and API routes are files.

https://nextjs.org/docs/app/building-your-application/routing/route-handlers
"""

from planproof.languages.frameworks.framework import FileRoutes

_LANGUAGES = ("javascript", "typescript", "tsx")

APP_ROUTER = FileRoutes(
    name="next",
    languages=_LANGUAGES,
    folder=("app",),
    file="route",
    names=("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
)
PAGES_ROUTER = FileRoutes(
    name="next",
    languages=_LANGUAGES,
    folder=("pages", "api"),
    kept=1,
    names=("default",),
)
