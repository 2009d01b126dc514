"""The parts of click that Typer uses and does not re-export.

Since 0.26 Typer carries its own copy of click. This is the one module that reaches into it; the
range of versions in pyproject.toml is what makes that safe.
"""

from typer._click import Command, Context
from typer._click.exceptions import ClickException, UsageError

__all__ = ["ClickException", "Command", "Context", "UsageError"]
