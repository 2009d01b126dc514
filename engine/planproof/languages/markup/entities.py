"""Characters as HTML writes them: ``&#111;`` is ``o``."""

from __future__ import annotations

import re
from html import unescape

ENTITY = re.compile(r"&(?:#[0-9]{1,9};?|#[xX][0-9a-fA-F]{1,9};?|[A-Za-z][A-Za-z0-9]{0,31};)")


def meant_by(entity: re.Match[str]) -> str:
    return unescape(entity[0])


def without_entities(text: str) -> str:
    """The same with what each of them means."""
    return ENTITY.sub(meant_by, text)
