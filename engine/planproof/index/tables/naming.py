"""How ORMs name the table of a model that does not say it."""

from __future__ import annotations

import re

_WORD_BEGINS = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")
_HISSING = ("s", "x", "z", "ch", "sh")


def default_names(style: str, model: str) -> tuple[str, ...]:
    """The names that a model's table may have by default; JPA leaves the choice to the setup."""
    match style:
        case "lower":
            return (model.lower(),)
        case "snake":
            return (_snake(model),)
        case "plural":
            return (_plural(_snake(model)),)
        case "jpa":
            return tuple(dict.fromkeys((model, _snake(model))))
    raise LookupError(f"no style of names called {style}")


def _snake(name: str) -> str:
    return _WORD_BEGINS.sub(r"_\1", name).lower().lstrip("_")


def _plural(name: str) -> str:
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(_HISSING) else f"{name}s"
