"""What the string after ``from`` means: ``"./utils/index.js"`` is the module utils beside it."""

from __future__ import annotations

from typing import NamedTuple

# The longer ones first: types.d.ts is the module types
_EXTENSIONS = (
    *(".d.ts", ".d.mts", ".d.cts"),
    *(".ts", ".tsx", ".mts", ".cts"),
    *(".js", ".jsx", ".mjs", ".cjs"),
)


class ModulePath(NamedTuple):
    """A module, and how many folders up it is: 0 for a package, 1 for ``./``, 2 for ``../``."""

    target: str
    level: int

    def member(self, *names: str) -> ModulePath:
        """Something that the module exports."""
        return ModulePath(".".join(filter(None, (self.target, *names))), self.level)


def read_specifier(specifier: str) -> ModulePath:
    """``./x.js`` → x, level 1; ``../x`` → x, level 2; ``m/sub.js`` → m/sub; ``chart.js`` stays."""
    if specifier in (".", "..") or specifier.startswith(("./", "../")):
        return _relative([part for part in specifier.split("/") if part])
    package = 2 if specifier.startswith("@") else 1
    inside = specifier.count("/") >= package
    return ModulePath(without_extension(specifier) if inside else specifier, 0)


def without_extension(path: str) -> str:
    """A path without the ending of a JavaScript or TypeScript file."""
    extension = next(filter(path.endswith, _EXTENSIONS), "")
    return path.removesuffix(extension)


def _relative(parts: list[str]) -> ModulePath:
    level = 1
    while parts and parts[0] in (".", ".."):
        level += parts.pop(0) == ".."
    parts = without_extension("/".join(parts)).split("/")
    if parts[-1] == "index":  # a folder's own module
        parts.pop()
    return ModulePath("/".join(parts), level)
