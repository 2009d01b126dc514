"""The frameworks, written out."""

from __future__ import annotations

from functools import lru_cache

from planproof.languages.frameworks.aiohttp import AIOHTTP
from planproof.languages.frameworks.django import DJANGO
from planproof.languages.frameworks.express import EXPRESS
from planproof.languages.frameworks.fastify import FASTIFY
from planproof.languages.frameworks.flask import FLASK
from planproof.languages.frameworks.flask_restful import FLASK_RESTFUL
from planproof.languages.frameworks.framework import FileRoutes, Framework
from planproof.languages.frameworks.go_web import CHI, ECHO, GIN, NET_HTTP
from planproof.languages.frameworks.home_assistant import HOME_ASSISTANT
from planproof.languages.frameworks.koa import KOA
from planproof.languages.frameworks.nest import NEST
from planproof.languages.frameworks.next import APP_ROUTER, PAGES_ROUTER
from planproof.languages.frameworks.rust_web import ACTIX, AXUM
from planproof.languages.frameworks.spring import SPRING
from planproof.languages.frameworks.starlette import FASTAPI, STARLETTE

FRAMEWORKS: tuple[Framework, ...] = (
    *(FLASK, FASTAPI, STARLETTE, FLASK_RESTFUL, DJANGO, AIOHTTP, HOME_ASSISTANT),
    *(EXPRESS, FASTIFY, KOA, NEST),
    *(GIN, ECHO, CHI, NET_HTTP),
    SPRING,
    *(AXUM, ACTIX),
)
"""Where a call fits several, the first that the file imports counts."""

FILE_ROUTES: tuple[FileRoutes, ...] = (APP_ROUTER, PAGES_ROUTER)

UNREAD_EXTENSIONS = frozenset(
    {
        *("kt", "kts", "scala", "groovy", "clj"),
        *("php", "rb", "pl", "pm", "lua"),
        *("cs", "fs", "vb", "swift", "dart"),
        *("ex", "exs", "erl", "cr", "nim", "hs"),
    }
)
"""Of files in languages that serve HTTP and are not read."""

STRANGERS = frozenset(
    {
        *("click", "typer", "locust"),
        *("httpx", "httpretty", "respx", "responses", "requests_mock"),
        *("mock", "pytest", "unittest"),
    }
)
"""Modules with members that look like routes (``mock.patch``) and are none."""


@lru_cache(maxsize=16)
def frameworks_of(language: str) -> tuple[Framework, ...]:
    """The frameworks of a language, by its name."""
    return tuple(each for each in FRAMEWORKS if language in each.languages)


@lru_cache(maxsize=16)
def file_routes_of(language: str) -> tuple[FileRoutes, ...]:
    """The frameworks of a language of which the routes are files."""
    return tuple(each for each in FILE_ROUTES if language in each.languages)
