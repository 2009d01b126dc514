"""Components that are written as markup around scripts: one file is one component.

The parser is given the file at its full length, with all blanked that is no code of a script or of
an expression in the markup: places stay what they are. Expressions stand there as statements of
their own, see ``markup/``. What is neither understood as code nor known to hold none is *unread*:
it is searched by its letters, like a region with a syntax error.

Each part is parsed by itself first, so that nothing in one can reach into another: a comment that
is not closed, say. An expression that has a syntax error is unread, as is the rest of the file
behind a script that has one.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from planproof.languages.markup.bound import bound_in_markup, bound_in_module, words_of
from planproof.languages.markup.regions import Range, Region
from planproof.languages.typescript import Tsx

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_MOST_PARTS = 50_000
_MOST_PARSED = 10_000
"""Parts beyond these are unread: no component that somebody wrote has as many."""

_BLANKS = bytes(byte if byte in b"\r\n" else ord(" ") for byte in range(256))
_MARKS = re.compile(rb"[\s/<>=\"']*")
_NAMES_ONLY = re.compile(rb"[\s/<>=\"':@#.|\w$-]*")
_VALUE = re.compile(rb"=\s*[\"']?\s*[\w$]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
"""No compiler means them, and not all take them for the same."""

_SIMPLE = re.compile(
    rb";?\s*(?:\(\s*)?[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\s*(?:\)\s*)?;?"
    rb"|;\s*(?:\"[^\"\\\r\n]*\"|'[^'\\\r\n]*');"
)
_ENDS_ELEMENT = re.compile(rb"</|/>")
_ELEMENTS = frozenset({"jsx_element", "jsx_self_closing_element"})

_RESERVED = frozenset(
    b"""
    await break case catch class const continue debugger default delete do else enum export extends
    finally for function if import in instanceof let new return super switch throw try typeof var
    void while with yield
    """.split()
)
_SEPARATE = frozenset({"empty_statement", "comment"})
_ONE = frozenset(
    {
        *("call_expression", "identifier", "member_expression", "parenthesized_expression"),
        *("string", "template_string"),
    }
)


class Layout(NamedTuple):
    """What the parser is given, and what of the source it is not given though it may be code."""

    code: bytes
    unread: tuple[Range, ...]


class Component(Tsx):
    """The base of Vue and Svelte. TypeScript with JSX reads JavaScript, too."""

    edition = "2"
    names_hold_entities = True

    @abstractmethod
    def regions(self, source: bytes) -> Iterator[Region]:
        """The parts of a file that are understood, in order; they do not overlap."""

    def sees_module(self, source: bytes) -> bool:
        """Whether a name in the markup means what the scripts bind, not a member of an object."""
        del source
        return True

    def code(self, source: bytes) -> bytes:
        return _laid_out(source, self).code

    def unread(self, source: bytes) -> tuple[Range, ...]:
        return _laid_out(source, self).unread

    def prepared(self, source: bytes) -> bytes:
        return super().prepared(self.code(source))

    def is_name(self, written: bytes) -> bool:
        return _NAMES_ONLY.fullmatch(written) is not None and not _VALUE.search(written)


@lru_cache(maxsize=2)
def _laid_out(source: bytes, language: Component) -> Layout:
    in_doubt = _CONTROLS.search(source) is not None
    regions = [] if in_doubt else list(islice(language.regions(source), _MOST_PARTS))
    code = bytearray(source.translate(_BLANKS))
    read: list[Range] = []
    for region, form in _chosen(regions, sees_module=language.sees_module(source)):
        code[region.start : region.end] = form or code[region.start : region.end]
        read.append((region.start, region.end))
    return Layout(bytes(code), tuple(_between(read, source)))


def _between(read: Iterable[Range], source: bytes) -> Iterator[Range]:
    at = 0
    for start, end in (*read, (len(source), len(source))):
        if at < start and not _MARKS.fullmatch(source, at, start):
            written = source[at:start]
            yield start - len(written.lstrip()), at + len(written.rstrip())
        at = max(at, end)


def _chosen(regions: Sequence[Region], *, sees_module: bool) -> Iterator[tuple[Region, bytes]]:
    """The regions that can be read, each with what stands for it; nothing for what is no code."""
    scripts = [region for region in regions if region.whole]
    if any(region.casts and _has_element(region.forms[0]) for region in scripts):
        return
    if len(scripts) == 1 and not any(region.forms for region in regions if not region.whole):
        yield from ((region, b"".join(region.forms)) for region in regions)
        return
    trees = {region: _parsed(region.forms[0]) for region in scripts}
    wrong = [region for region in scripts if trees[region].has_error]
    bound = {name for root in trees.values() for name in bound_in_module(root)}
    unclear = bound & bound_in_markup(regions) if sees_module else bound
    trials = 0
    for region in regions:
        if not region.forms or region.whole:
            yield region, b"".join(region.forms)
            if region in wrong:
                return
            continue
        trials += 1
        if trials > _MOST_PARSED:
            return
        if form := _sound_form(region, unclear, wrong):
            yield region, form
        elif _may_end_elsewhere(region):
            return


def _sound_form(region: Region, unclear: Set[bytes], wrong: Sequence[Region]) -> bytes:
    """What may stand for it; nothing where a name in it may be another one than it seems."""
    if region.forms[0].startswith(b"/*"):
        return region.forms[0]
    if wrong or not unclear.isdisjoint(words_of(region.forms[0])):
        return b""
    return next(filter(_is_sound, region.forms), b"")


def _may_end_elsewhere(region: Region) -> bool:
    """Whether a slash in it may belong to a pattern that holds a brace, or to none."""
    return region.counted and b"/" in region.forms[0] and not _is_sound(region.forms[0])


def _is_sound(form: bytes) -> bool:
    """Whether it parses as the one statement that it was written as."""
    if _SIMPLE.fullmatch(form) and _RESERVED.isdisjoint(words_of(form)):
        return True
    root = _parsed(form)
    if _has_element(form, root):
        return False
    statements = [child for child in root.named_children if child.type not in _SEPARATE]
    return not root.has_error and len(statements) == 1 and _is_one(statements[0])


def _is_one(statement: Node) -> bool:
    if statement.type == "statement_block":
        return True
    inside = statement.named_children
    return statement.type == "expression_statement" and inside[0].type in _ONE


def _has_element(form: bytes, root: Node | None = None) -> bool:
    """Whether something is read as JSX. Where there can be none it is a cast: ``<T>value``."""
    if not _ENDS_ELEMENT.search(form):
        return False
    waiting = [root or _parsed(form)]
    while waiting:
        node = waiting.pop()
        if node.type in _ELEMENTS:
            return True
        waiting.extend(node.named_children)
    return False


def _parsed(form: bytes) -> Node:
    return _parser().parse(form).root_node


@cache
def _parser() -> Parser:
    import tree_sitter
    import tree_sitter_typescript

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_tsx()))
