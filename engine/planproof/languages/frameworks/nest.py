"""NestJS. https://docs.nestjs.com/controllers"""

from planproof.languages.frameworks.framework import (
    ANY,
    BY_NAME,
    At,
    Framework,
    Group,
    Kind,
    Route,
    Style,
)

_VERBS = ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options")

NEST = Framework(
    name="nest",
    languages=("javascript", "typescript", "tsx"),
    modules=("@nestjs/common", "@nestjs/core"),
    style=Style.COLONS,
    kinds=(
        Kind(
            "controller",
            makers=("@nestjs/common.Controller",),
            prefix=At(0, ("path",)),
            shared="nest",
        ),
        Kind(
            "app",
            makers=("@nestjs/core.NestFactory.create",),
            types=("@nestjs/common.INestApplication",),
            actions=(Group(("setGlobalPrefix",), At(0), makes="shared"),),
        ),
    ),
    decorators=(
        Route(tuple(f"@nestjs/common.{verb}" for verb in _VERBS), At(0), BY_NAME, arguments=0),
        Route(("@nestjs/common.All",), At(0), ANY, arguments=0),
        Route(("@nestjs/common.Sse",), At(0), methods=BY_NAME, arguments=0),
    ),
    of_class=True,
)
