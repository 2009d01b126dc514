"""The patterns of a task, as they are kept: told without what reads, checks or answers them."""

from __future__ import annotations

import json
from typing import Any

Json = str | list["Json"] | dict[str, "Json"]


def listed_patterns(kept: str) -> list[Json]:
    """One mapping for each: its type, then its conditions. What cannot be read is none: who asks
    for the patterns themselves is told."""
    if not kept:
        return []
    try:
        value: Any = json.loads(kept)
    except ValueError:
        return []
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def pattern_texts(kept: str) -> list[str]:
    """Each as it may be typed: ``api_route method=POST 'path=/users/**'``."""
    return [_text(each) for each in listed_patterns(kept) if isinstance(each, dict)]


def _text(pattern: dict[str, Json]) -> str:
    words = [str(pattern.get("type", ""))]
    for name, value in pattern.items():
        if name == "type":
            continue
        texts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        is_odd = name == "in" or any("," in text or text.startswith("/") for text in texts)
        words += [f"{name}={text}" for text in texts] if is_odd else [f"{name}={','.join(texts)}"]
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """As a shell needs it; ``shlex`` would say the same, and loads a lot."""
    plain = word.isascii() and all(one.isalnum() or one in "_@%+=:,./-" for one in word)
    return word if plain and word else "'" + word.replace("'", "'\"'\"'") + "'"
