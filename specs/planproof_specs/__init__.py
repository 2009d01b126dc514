"""Data that ships with planproof: JSON Schemas, files for CI. Imports nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["ci_text", "schema_path", "schema_text"]


def schema_path(name: str = "spec") -> Traversable:
    """The published JSON Schema called ``name``, wherever the package is installed.

    Raises FileNotFoundError if there is none of that name.
    """
    from importlib.resources import files

    path = files(__name__).joinpath("schema", f"{name}.schema.json")
    if not path.is_file():
        raise FileNotFoundError(f"planproof publishes no JSON Schema named {name!r}")
    return path


def schema_text(name: str = "spec") -> str:
    """The same as text."""
    return schema_path(name).read_text(encoding="utf-8")


def ci_text(name: str) -> str:
    """The file for CI called ``name``, with ``@WORDS@`` in place of what differs by project."""
    from importlib.resources import files

    return files(__name__).joinpath("ci", name).read_text(encoding="utf-8")
