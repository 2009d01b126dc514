"""What a program fills in before a statement runs, made readable for a parser of SQL.

Texts keep their length, so that places stay what they are.
"""

from __future__ import annotations

import re

from planproof.index.tables.use import DYNAMIC

_PLACEHOLDER = re.compile(
    r"""
    %{1,2}(?:\([^()\s]{0,100}\))?[sdifrq]    # %s, %(name)s, and %%s that is filled in twice
  | [#$]\{[^{}]{0,200}\}                # ${name}, #{name}
  | \{\{.{0,200}?\}\}                   # {{ name }} of templates
  | \{[^{}'"\n]{0,100}\}                # {}, {0}, {name}
    """,
    re.VERBOSE,
)
_BLOCK = re.compile(r"\{%.{0,500}?%\}|\{\#.{0,500}?\#\}", re.DOTALL)
_ESCAPED = re.compile(r"%%|\{\{|\}\}")


def masked(text: str) -> str:
    """The text with each placeholder replaced by as many DYNAMIC characters."""
    if "%" not in text and "{" not in text:
        return text
    found = _BLOCK.sub(lambda block: " " * len(block.group()), text)
    found = _PLACEHOLDER.sub(lambda hole: DYNAMIC * len(hole.group()), found)
    return _ESCAPED.sub(lambda escaped: f" {escaped.group()[0]}", found)
