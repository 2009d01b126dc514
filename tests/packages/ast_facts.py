"""What the standard library's ``ast`` says about a file, in the words of planproof's facts.

A fact is (role, start, end, name) in bytes. It is written without looking at the extractor: names
are joined from attribute nodes, places come from the nodes' own positions.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

Fact = tuple[str, int, int, str]


class _Offsets:
    """(line, column in UTF-8 bytes) → byte offset; lines end as the tokenizer sees it."""

    def __init__(self, source: bytes) -> None:
        normal = source.replace(b"\r\n", b"\0\n").replace(b"\r", b"\n").replace(b"\0\n", b"\r\n")
        self.starts = [0]
        for line in normal.split(b"\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.bom = 3 if source.startswith(b"\xef\xbb\xbf") else 0

    def at(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column + (self.bom if line == 1 else 0)

    def span(self, node: ast.AST) -> tuple[int, int]:
        start = self.at(node.lineno, node.col_offset)
        return start, self.at(node.end_lineno, node.end_col_offset)


class AstFacts(ast.NodeVisitor):
    """The facts of one file.

    ``facts`` are exact. ``in_fstrings`` counts (role, name) inside f-strings, where the positions
    that ``ast`` gives are wrong before Python 3.12. A root in parentheses is no name, as the
    specification of occurrences says.
    """

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.offsets = _Offsets(source)
        self.facts: set[Fact] = set()
        self.in_fstrings: Counter[tuple[str, str]] = Counter()
        self.definitions: set[tuple[int, int, str, str]] = set()
        self.fstrings: list[tuple[int, int]] = []
        self._scope: list[tuple[str, str]] = []
        self._fstring_depth = 0
        self.visit(ast.parse(source))

    def add(self, role: str, node: ast.expr) -> None:
        self.add_fact(role, *self.offsets.span(node), self.chain(node))

    def add_fact(self, role: str, start: int, end: int, name: str) -> None:
        name = unicodedata.normalize("NFKC", name)
        if self._fstring_depth:
            self.in_fstrings[role, name] += 1
        else:
            self.facts.add((role, start, end, name))

    def chain(self, node: ast.expr) -> str:
        """``a.b`` as ``a.b``; a root that is no name is ``()``."""
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Attribute):
            return f"{'()' if self.in_parentheses(node) else self.chain(node.value)}.{node.attr}"
        return "()"

    def in_parentheses(self, node: ast.Attribute) -> bool:
        return self.offsets.span(node)[0] != self.offsets.span(node.value)[0]

    def generic_visit(self, node: ast.AST) -> None:
        for name, value in ast.iter_fields(node):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.Attribute) and not self.continues(node, name):
                    self.add("attribute", child)
                if isinstance(child, ast.AST):
                    self.visit(child)

    def continues(self, node: ast.AST, field: str) -> bool:
        """Whether the attribute in this field of a node is part of a longer chain."""
        inside = isinstance(node, ast.Attribute) and field == "value"
        return inside and not self.in_parentheses(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.add("call", node.func)
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg is not None:
            start = self.offsets.at(node.lineno, node.col_offset)
            end = start + self._name_length(start)
            self.add_fact("keyword", start, end, node.arg)
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name is not None and node.type is not None:
            after = self.offsets.span(node.type)[1]
            body = self.offsets.span(node.body[0])[0]
            found = re.compile(rb"\bas\s+(\w+)").search(self.source, after, body)
            if found is not None:
                self.add_fact("assignment", *found.span(1), node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self._captured(node, node.name)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self._captured(node, node.name)

    def _captured(self, node: ast.pattern, name: str | None) -> None:
        """The name that a pattern binds stands at the pattern's end."""
        if name is not None:
            end = self.offsets.span(node)[1]
            self.add_fact("assignment", end - len(name.encode()), end, name)
        self.generic_visit(node)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        start, end = self.offsets.span(node)
        found = re.compile(rb"\*\*\s*(\w+)[\s,]*\}$").search(self.source[:end], start)
        if node.rest is not None and found is not None:
            self.add_fact("assignment", *found.span(1), node.rest)
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        if not self._fstring_depth:
            self.fstrings.append(self.offsets.span(node))
        self._fstring_depth += 1
        self.generic_visit(node)
        self._fstring_depth -= 1

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            start, end = self.offsets.span(alias)
            if alias.asname is not None:
                end = start + len(alias.name.encode())
            self.add_fact("import", start, end, alias.name)

    visit_ImportFrom = visit_Import  # noqa: N815 - the name that ast.NodeVisitor calls

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.add("assignment", node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Store):
            self.add("assignment", node)
        self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> None:
        start = self.offsets.at(node.lineno, node.col_offset)
        end = start + self._name_length(start)
        self.add_fact("parameter", start, end, node.arg)
        self._annotation(node.annotation)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._annotation(node.annotation)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for base in node.bases:
            named = base.value if isinstance(base, ast.Subscript) else base
            if isinstance(named, ast.Name | ast.Attribute):
                self.add("base", named)
        self._define(node, "class")

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._annotation(node.returns)
        inside_class = bool(self._scope) and self._scope[-1][1] == "class"
        self._define(node, "method" if inside_class else "function")

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - the same

    def _define(
        self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, kind: str
    ) -> None:
        for decorator in node.decorator_list:
            named = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(named, ast.Name | ast.Attribute):
                self.add("decorator", named)
        start, end = self.offsets.span(node)
        if node.decorator_list:
            start = self.source.rindex(b"@", 0, self.offsets.span(node.decorator_list[0])[0])
        self._scope.append((node.name, kind))
        self.definitions.add((start, end, ".".join(name for name, _ in self._scope), kind))
        self.generic_visit(node)
        self._scope.pop()

    def _annotation(self, node: ast.expr | None) -> None:
        for child in _outermost_names(node) if node is not None else ():
            self.add("annotation", child)
        for string in _quoted_types(node) if node is not None else ():
            self._quoted_annotation(string)

    def _quoted_annotation(self, string: ast.Constant) -> None:
        """The names in a type in quotes, where it is written without escapes, as one string."""
        start, end = self.offsets.span(string)
        written = self.source[start:end]
        text = string.value.encode()
        quotes = written.partition(text)[0] if text else b""
        plain = quotes in (b"'", b'"', b"'''", b'"""') and written == quotes + text + quotes
        if not plain or not _TYPE.fullmatch(text):
            return
        try:
            names = list(_outermost_names(ast.parse(string.value, mode="eval").body))
        except SyntaxError:
            return
        for name in names:
            if name.lineno == name.end_lineno == 1:
                at = start + len(quotes)
                low, high = at + name.col_offset, at + (name.end_col_offset or 0)
                self.add_fact("annotation", low, high, ast.unparse(name))

    def _name_length(self, start: int) -> int:
        text = self.source[start : start + 1000].decode("utf-8", "replace")
        size = 0
        while text[: size + 1].isidentifier():
            size += 1
        return len(text[:size].encode())


_TYPE = re.compile(rb"[\w\x80-\xff.\[\],| \t]+")


def _quoted_types(node: ast.AST) -> Iterator[ast.Constant]:
    """Strings of an annotation that are types: not those of Literal, nor what Annotated adds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Subscript):
        name = ast.unparse(node.value).rpartition(".")[2]
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        for each in {"Literal": [], "Annotated": inner[:1]}.get(name, inner):
            yield from _quoted_types(each)
    elif isinstance(node, ast.BinOp | ast.List | ast.Tuple):
        for child in ast.iter_child_nodes(node):
            yield from _quoted_types(child)


def _outermost_names(node: ast.AST) -> Iterator[ast.expr]:
    """Names and whole chains inside an expression, what hangs on their opaque roots too."""
    if isinstance(node, ast.Name):
        yield node
        return
    if isinstance(node, ast.Attribute):
        yield node
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name):
            return  # no annotation holds parentheses around a root
        node = root
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr_context):
            yield from _outermost_names(child)
