"""Fastify. https://fastify.dev/docs/latest/Reference/Routes/"""

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

_TYPES = ("fastify.FastifyInstance", "FastifyInstance")

FASTIFY = Framework(
    name="fastify",
    languages=("javascript", "typescript", "tsx"),
    modules=("fastify",),
    style=Style.COLONS,
    kinds=(
        Kind(
            "app",
            makers=("fastify", "fastify.fastify"),
            types=_TYPES,
            actions=(
                Route(VERBS, At(0), BY_NAME, arguments=2),
                Route(("all",), At(0), ANY, arguments=2),
                Route(
                    ("route",),
                    At(0, ("url", "path")),
                    Methods(at=At(0, ("method",))),
                ),
                Mount(("register",), At(0), At(1, ("prefix",))),
            ),
            same=("withTypeProvider",),
            root=True,
        ),
    ),
)
