"""The imports and plain aliases of a Python file, without its syntax tree.

Every ``import`` statement is found, wherever it stands, and so is much that only looks like one.
What is not certain to be understood is left to the parser.
"""

from __future__ import annotations

import builtins
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain

from planproof.languages.skim import Skim, SkimKind, Skimmed

# Patterns that begin with a letter of their own are searched many times as fast
_IMPORT = re.compile(r"import\b")
_FROM = re.compile(r"from((?:[ \t\f]|\\\n|[.\w])*+)")
_NAMES = re.compile(
    r"(?:[ \t\f]|\\\n)*+(?:(\()((?:[^()#]++|#[^\n]*+)*+)(\)?)|((?:[^\n;#\\]++|\\\n)*+))"
)
_COMMENT = re.compile(r"#[^\n]*")
_BLANK = re.compile(r"[\s\\]+")
_NAME = r"[^\W\d]\w*+"
_ALIASED = re.compile(rf"\s*+({_NAME}(?:\s*+\.\s*+{_NAME})*+)(?:\s++as\s++({_NAME}))?|\s*+(\*)")
_ASSIGNED = tuple(
    re.compile(rf"{before}[ \t\f]*+({_NAME})[ \t\f]*+(?::[^=\n]*+)?=(?!=)") for before in "\n;:"
)
_CHAIN = re.compile(
    rf"(?:[\s(\\]++|#[^\n]*+)*+({_NAME}(?:[\s\\]*+\.[\s\\]*+{_NAME})*+)[ \t\f]*+(=(?!=)|[(\[])?"
)
_NAMED = re.compile(rf"(?<![\w.])({_NAME}(?:[\s\\]*+\.[\s\\]*+{_NAME})*+)")
_CHOICE = re.compile(r"\s(?:if|or|and)\b")
_WALRUS = re.compile(rf"\b({_NAME})[ \t]*+:=")
_TYPED = re.compile(rf"\n[ \t\f]*+({_NAME})[ \t]*+:([^=\n]*?ype\[[^=\n]*+)")
_DECLARED = re.compile(r"[ \t\f]*+([\w.]++)[ \t\f]*+")
_ONE_LINERS = frozenset({"else", "finally", "try"})
_INDENT = re.compile(r"([ \t\f]*+)([^\n]?)")
_DEFINED = re.compile(rf"\n[ \t\f]*+(?:async[ \t]++)?(?:def|class)[ \t\f]++({_NAME})")
_BLOCK = re.compile(r"\n(?:(def|class|async[ \t]++def)\b|(?=[^\s#)\]}]))")
"""A line that is not indented, and whether a function or class begins there."""
_NO_NAMES = frozenset({"self", "cls", "None", "True", "False", "if", "or", "and", "not", "else"})
_LONGEST_VALUE = 2000
_BUILTINS = frozenset(dir(builtins))


def skim_python(source: bytes) -> Skim | None:
    """None where only the parser can tell. ``source`` is in UTF-8."""
    try:
        text = "\n" + source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\r" in text:
        return None
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    imports = _imports(text)
    if imports is None:
        return None
    return tuple(dict.fromkeys((*imports, *_known(text, imports))))


def _imports(text: str) -> list[Skimmed] | None:
    found: list[Skimmed] = []
    tokens = [t.span() for t in _IMPORT.finditer(text) if not _is_word(text, t.start() - 1)]
    before = 0
    for number, (start, end) in enumerate(tokens):
        limit = tokens[number + 1][0] if number + 1 < len(tokens) else len(text)
        names = _names(text, end, limit)
        if names is None or (not names.strip() and _is_statement(text, start)):
            return None
        found.extend(_bound(names, _module(text, before, start)))
        before = end
    return found


def _is_statement(text: str, start: int) -> bool:
    """Whether this may be an ``import`` of which the names stand in the line below, as the parser
    reads it, though Python does not; and not the last word of a sentence."""
    before = text[text.rfind("\n", 0, start) + 1 : start].strip()
    return not before or before.endswith((";", ":", "\\")) or before.startswith("from")


def _module(text: str, low: int, high: int) -> str | None:
    """What stands between ``from`` and ``import``; None for a plain ``import``."""
    at = high
    while (at := text.rfind("from", low, at)) >= 0:
        module = _FROM.fullmatch(text, at, high)
        if not module:
            return None
        if module[1][:1] in tuple(" \t\f\\.") and not _is_word(text, at - 1):
            return _BLANK.sub("", module[1])
    return None


def _names(text: str, start: int, limit: int) -> str | None:
    """The list of names; None where it has no end before the next ``import``."""
    found = _NAMES.match(text, start, limit)
    if found is None:
        return None
    if found[1]:
        return _COMMENT.sub("", found[2]) if found[3] else None
    return found[4].replace("\\\n", " ")


def _bound(names: str, module: str | None) -> Iterator[Skimmed]:
    dotted = (module or "").lstrip(".")
    level = len(module or "") - len(dotted)
    for piece in names.split(","):
        named = _ALIASED.match(piece)
        if named is None:
            continue
        if named[3]:
            yield Skimmed("", dotted, level, SkimKind.STAR)
            continue
        name = _BLANK.sub("", named[1])
        if module is not None:
            target = f"{dotted}.{name}" if dotted else name
            yield Skimmed(named[2] or name, target, level, SkimKind.IMPORT)
        else:
            root = name.partition(".")[0]
            yield Skimmed(named[2] or root, name if named[2] else root, 0, SkimKind.IMPORT)
            if not named[2] and root != name:
                yield Skimmed("", name, 0, SkimKind.IMPORT)


def _is_word(text: str, at: int) -> bool:
    return at >= 0 and (text[at].isalnum() or text[at] == "_")


def _known(text: str, imports: list[Skimmed]) -> list[Skimmed]:
    """The aliases of what the file has from elsewhere or defines, and aliases of those. What is
    said outside of functions and classes may be of any name: others see it."""
    placed = list(_aliases(text))
    found = list(dict.fromkeys(each for _, each in placed))
    if any(each.kind is SkimKind.STAR for each in imports):
        return found
    outside = _outside(text, placed)
    known = {each.name for each in imports} | set(_DEFINED.findall(text)) | _BUILTINS
    known.update(each.target.partition(".")[0] for each in outside)
    by_root: dict[str, list[Skimmed]] = {}
    for each in found:
        by_root.setdefault(each.target.partition(".")[0], []).append(each)
    waiting = list(known)
    while waiting:
        for each in by_root.get(waiting.pop(), ()):
            if each.name not in known:
                known.add(each.name)
                waiting.append(each.name)
    return [each for each in found if each.target.partition(".")[0] in known]


def _outside(text: str, placed: list[tuple[int, Skimmed]]) -> Iterator[Skimmed]:
    """Those that no function and no class holds: the last line before them that is not indented
    begins neither."""
    blocks = [(line.start(), bool(line[1])) for line in _BLOCK.finditer(text)]
    for at, each in placed:
        number = bisect_right(blocks, (at, True)) - 1
        if number < 0 or not blocks[number][1]:
            yield each


def _aliases(text: str) -> Iterator[tuple[int, Skimmed]]:
    """``fetch = requests.get``, wherever it stands; what a value may be by a choice, too. Each with
    an offset of it."""
    for start in chain.from_iterable(each.finditer(text) for each in _ASSIGNED):
        names, at = [start[1]], start.end()
        if text[start.start()] == ":" and _is_type(text, start.start()):
            continue
        while (value := _CHAIN.match(text, at)) and value[2] == "=":
            names.append(value[1])
            at = value.end()
        # What is taken from an instance of the module is taken from its class
        is_said = value and (not value[2] or (value[2] == "(" and text[start.start(1) - 1] == "\n"))
        if value and is_said and not text.startswith(",", value.end()):  # no tuple, no argument
            yield from _same(start.start(1), names, [value[1]])
        rest = text[at : _end_of_value(text, at)]
        if _CHOICE.search(rest):
            yield from _same(start.start(1), names, _NAMED.findall(rest))
    if ":=" in text:
        for walrus in _WALRUS.finditer(text):
            end = text.find("\n", walrus.end())
            values = _NAMED.findall(text[walrus.end() : end])
            yield from _same(walrus.start(1), [walrus[1]], values)
    if "ype[" in text:
        for typed in _TYPED.finditer(text):
            yield from _same(typed.start(1), [typed[1]], _NAMED.findall(typed[2]))


def _is_type(text: str, colon: int) -> bool:
    """Whether what stands behind a colon is surely a type: ``x: int = 1``, ``def f(x: int = 1)``.
    A line that begins with a plain name has no other colon, and none in a bracket begins a
    statement."""
    begin = text.rfind("\n", 0, colon) + 1
    before = text[begin:colon]
    if declared := _DECLARED.fullmatch(before):
        return declared[1] not in _ONE_LINERS and not text.endswith("\\", 0, begin - 1)
    return before.count("(") > before.count(")") and not {"'", '"'}.intersection(before)


def _same(at: int, names: Iterable[str], values: Iterable[str]) -> Iterator[tuple[int, Skimmed]]:
    for value in values:
        target = _BLANK.sub("", value)
        if target.partition(".")[0] not in _NO_NAMES:
            yield from ((at, Skimmed(n, target, 0, SkimKind.SAME)) for n in names if n != target)


def _end_of_value(text: str, at: int) -> int:
    """Where a value that begins here ends: with the line, or with the last of those below it that
    are indented more, or close a bracket."""
    begin = text.rfind("\n", 0, at) + 1
    indent = at - begin - len(text[begin:at].lstrip(" \t\f"))
    end = text.find("\n", at)
    while 0 <= end < at + _LONGEST_VALUE:
        more = _INDENT.match(text, end + 1)
        is_more = more is not None and (len(more[1]) > indent or more[2] in (")", "]", "}", ""))
        if not is_more and text[end - 1] != "\\":
            return end
        end = text.find("\n", end + 1)
    return len(text) if end < 0 else end
