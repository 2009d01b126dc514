"""planproof: a refactor is done when the code proves it."""

from __future__ import annotations

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from planproof._version import __version__

        return __version__
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
