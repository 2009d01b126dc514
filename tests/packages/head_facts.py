"""What ``ast`` says about arguments, literals and the heads of definitions, beside planproof.

Both sides of a comparison are plain values, written without looking at the other. Nothing inside
an f-string is compared: before Python 3.12 ``ast`` gives wrong places there.
"""

from __future__ import annotations

import ast
import io
import tokenize
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ast_facts import _Offsets

from planproof.index import call_at, callees, head_of
from planproof.index import positional_parameters as filled
from planproof.index.comments import comments
from planproof.index.literals import literals
from planproof.index.scan import scan
from planproof.model.document import Document, Role

Fact = tuple[str, int, int, object]


@dataclass
class Heads:
    """How many facts were compared, and each one that only one side has."""

    compared: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def compare(self, path: Path, source: bytes) -> None:
        expected = _Ast(source)
        theirs = {each for each in expected.facts if not expected.is_inside(each)}
        ours = {expected.comparable(each) for each in _ours(source) if not expected.is_inside(each)}
        self.compared.update(fact[0] for fact in theirs)
        self.differences += [f"{path}: only ast: {fact}" for fact in sorted(theirs - ours, key=str)]
        self.differences += [
            f"{path}: only ours: {fact}" for fact in sorted(ours - theirs, key=str)
        ]


def _ours(source: bytes) -> Iterator[Fact]:
    document = scan(source, "python")
    assert isinstance(document, Document)
    rows = {row.span for row in document if row.roles & Role.CALL}
    for callee, place in callees(source, "python").items():
        if callee not in rows:
            continue  # the brackets around one
        call = call_at(source, "python", place)
        words = tuple((each.name, each.value.source, each.value.text) for each in call.keywords)
        said = (len(call.positions), call.open_positions, words, call.open_keywords)
        yield "call", callee.start, callee.end, said
    for each in literals(source, "python"):
        texts = each.said or tuple(text for _, text in each.pieces) or ("",)
        yield "literal", each.span.start, each.span.end, _without_blanks("".join(texts))
    for span, text in comments(source, "python"):
        yield "comment", span.start, span.end, text.rstrip("\r")
    for definition in document.definitions:
        head = head_of(source, "python", definition)
        places = head.parameters
        declared = None if places is None else len(places)
        said = (declared, head.decorators, head.open_bases)
        yield "head", definition.name.start, definition.name.end, said
        if definition.kind != "class":
            names = filled(source, "python", definition.name)
            yield "filled", definition.name.start, definition.name.end, names


def _without_blanks(text: str) -> str:
    """A word that is cut between two literals is not put together."""
    return "".join(text.split())


class _Ast(ast.NodeVisitor):
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.offsets = _Offsets(source)
        self.facts: list[Fact] = []
        self.fstrings: list[tuple[int, int]] = []
        self.visit(ast.parse(source))
        self.fstrings.sort()
        self.whole = frozenset(self.fstrings)
        self.facts.extend(self._comments())

    def is_inside(self, fact: Fact) -> bool:
        at = bisect_left(self.fstrings, (fact[1], 0)) - 1
        return at >= 0 and fact[1] < self.fstrings[at][1]

    def comparable(self, fact: Fact) -> Fact:
        """Of an f-string only the place is compared: a literal says what is not as it is written."""
        whole = fact[0] == "literal" and (fact[1], fact[2]) in self.whole
        return (*fact[:3], "") if whole else fact

    def visit_Call(self, node: ast.Call) -> None:
        words = tuple(
            (unicodedata.normalize("NFKC", each.arg), self._text(each.value), _said(each.value))
            for each in node.keywords
            if each.arg is not None
        )
        starred = [each for each in node.args if isinstance(each, ast.Starred)]
        more = any(each.arg is None for each in node.keywords)
        said = (len(node.args) - len(starred), bool(starred), words, more)
        self.facts.append(("call", *self.offsets.span(node.func), said))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str | bytes):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            self.facts.append(("literal", *self.offsets.span(node), _without_blanks(text)))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        span = self.offsets.span(node)
        self.fstrings.append(span)
        self.facts.append(("literal", *span, ""))

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        args = node.args
        placed = (*args.posonlyargs, *args.args)
        more = [each for each in (args.vararg, args.kwarg) if each is not None]
        declared = len(placed) + len(args.kwonlyargs) + len(more)
        place = self._name(node)
        self.facts.append(("head", *place, (declared, len(node.decorator_list), False)))
        names = tuple(unicodedata.normalize("NFKC", each.arg) for each in placed)
        self.facts.append(("filled", *place, names))
        self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - the name that ast.NodeVisitor calls

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        bases = (each.value if isinstance(each, ast.Subscript) else each for each in node.bases)
        computed = any(not isinstance(each, ast.Name | ast.Attribute) for each in bases)
        meta = any(each.arg in (None, "metaclass") for each in node.keywords)
        said = (None, len(node.decorator_list), computed or meta)
        self.facts.append(("head", *self._name(node), said))
        self.generic_visit(node)

    def _name(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[int, int]:
        start = self.offsets.span(node)[0]
        word = b"class" if isinstance(node, ast.ClassDef) else b"def"
        found = self.source.index(word, start) + len(word)
        while self.source[found : found + 1].isspace() or self.source[found : found + 1] == b"\\":
            found += 1
        return found, found + len(node.name.encode())

    def _text(self, node: ast.expr) -> str:
        start, end = self.offsets.span(node)
        return " ".join(self.source[start:end].decode("utf-8").split())

    def _comments(self) -> Iterator[Fact]:
        lines = io.BytesIO(self.source.replace(b"\f", b" ")).readline
        for token in tokenize.tokenize(lines):
            if token.type == tokenize.COMMENT:
                before = token.line[: token.start[1]].encode()
                start = self.offsets.at(token.start[0], len(before))
                yield "comment", start, start + len(token.string.encode()), token.string


def _said(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        texts = [each.value for each in node.values if isinstance(each, ast.Constant)]
        return "".join(texts) if len(texts) == len(node.values) else None
    return None
