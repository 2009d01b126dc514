"""The props of a component that is a file of its own: Vue's and Svelte's, read off its words."""

from __future__ import annotations

import re

_EXPORTED = re.compile(rb"^[ \t]*export[ \t]+let[ \t]+([A-Za-z_$][\w$]*)", re.MULTILINE)
_RUNE = re.compile(rb"\{([^{}]{0,4000})\}(?:\s*:[^=;]{0,2000})?\s*=\s*\$props\s*\(")
_DEFINED = re.compile(rb"\bdefineProps\b")
_LISTED = re.compile(rb"(?:\bdefineProps\s*\(|\bprops\s*:)\s*\[([^\[\]]{0,4000})\]")
_OBJECT = re.compile(rb"(?:\bdefineProps\s*\(|\bprops\s*:)\s*\{")
_TYPED = re.compile(rb"\bdefineProps\s*<\s*\{")
_QUOTED = re.compile(rb"[\"']([\w$-]+)[\"']")
_KEY = re.compile(rb"\s*(?:readonly\s+)?[\"']?([A-Za-z_$][\w$-]*)[\"']?\??\s*[:,}]")
_NAME = re.compile(rb"\s*([A-Za-z_$][\w$]*)")
_MOST = 20_000


def props_of_file(content: bytes, framework: str) -> tuple[list[str], bool]:
    """Its props, and whether there may be others that nobody can see."""
    found = _of_svelte(content) if framework == "svelte" else _of_vue(content)
    names = [*dict.fromkeys(name.decode("utf-8", "replace") for name in found[0])]
    return names, found[1]


def _of_svelte(content: bytes) -> tuple[list[bytes], bool]:
    names = _EXPORTED.findall(content)
    is_open = b"$$props" in content or b"$$restProps" in content
    for apart in _RUNE.findall(content):
        is_open = is_open or b"..." in apart
        pieces = (_NAME.match(piece) for piece in apart.split(b",") if b"..." not in piece)
        names += [one[1] for one in pieces if one is not None]
    return names, is_open


def _of_vue(content: bytes) -> tuple[list[bytes], bool]:
    names: list[bytes] = []
    known = False
    for listed in _LISTED.findall(content):
        names += _QUOTED.findall(listed)
        known = True
    for opening in (*_OBJECT.finditer(content), *_TYPED.finditer(content)):
        names += _keys(content[opening.end() : opening.end() + _MOST])
        known = True
    return names, not known and (_DEFINED.search(content) is not None or b"props:" in content)


def _keys(body: bytes) -> list[bytes]:
    """The keys at the top of an object, or of a type, that has just begun."""
    found: list[bytes] = []
    depth, at = 0, 0
    expected = True
    while at < len(body):
        one = body[at : at + 1]
        if depth == 0 and expected and (key := _KEY.match(body, at)) is not None:
            found.append(key[1])
            at, expected = key.end(1), False
            continue
        if one in b"{[(":
            depth += 1
        elif one in b"}])":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and one in b",;\n":
            expected = True
        at += 1
    return found
