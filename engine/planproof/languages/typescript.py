"""TypeScript, and TypeScript with JSX."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from planproof.languages.ecmascript import EcmaScript

if TYPE_CHECKING:
    from tree_sitter import Node

_STATEMENTS = """
    abstract_class_declaration ambient_declaration enum_declaration function_signature import_alias
    interface_declaration internal_module module type_alias_declaration
    abstract_method_signature call_signature construct_signature enum_assignment index_signature
    method_signature property_signature public_field_definition
"""

# `a === b!.c` and `!a!(b)` are read as (a === b)!.c and (!a)!(b); without the mark they are right
_WORDS = """
    await case delete do else in instanceof new of return throw typeof void yield
"""
_NO_WORD = "".join(rf"(?<!\b{word}!)" for word in _WORDS.split()).encode()
_NON_NULL = re.compile(  # begins with a letter to look for: lookbehinds everywhere cost a parse
    rb"!(?:(?<=[\w$)\]}\"'`!\x80-\xff]!)(?=!?\s*(?:\?\.|\.(?!\d)))"
    rb"|(?<=[\w$\]\x80-\xff]!)" + _NO_WORD + rb"(?=[\[(]))"
)

# What the grammar does not know, and how it is told the same
_REPAIRS = (
    # interface Box<in out T>
    (
        re.compile(rb"(?<=[<,])((?:\s|//[^\n]*\n)*)(in\s+out|in|out)(?=\s+(?!extends\b)[\w$])"),
        rb"\1",
    ),
    # export type * from "m"
    (re.compile(rb"(?<=\bexport)(\s+type)(?=\s*\*)"), b""),
    # abstract override size: number
    (re.compile(rb"(?<=\babstract\s)(override)(?=\s)"), b""),
    # declare module "m" { global { … } }: a block
    (re.compile(rb"global(?<![.\w$]global)(?<!declare global)(?=[ \t]*\{)"), b""),
    # call signatures on lines of their own without semicolons: { <A>(a: A): A\n <B>(b: B): B }
    (re.compile(rb"(?<=[^\s(,=|&?:<])(?<!=>)(\s*\n[ \t]*)[ \t](?=<\s*[A-Za-z_$])"), rb"\1;"),
)


class TypeScript(EcmaScript):
    """TypeScript, declaration files too. ``<T>x`` is a type assertion here."""

    name = "typescript"
    extensions: ClassVar[tuple[str, ...]] = (".ts", ".mts", ".cts")
    interpreters: ClassVar[tuple[str, ...]] = ("ts-node", "tsx")
    queries: ClassVar[tuple[str, ...]] = ("ecmascript.scm", "typescript.scm")
    metrics = ("ecmascript.scm", "typescript.scm")
    package = "tree_sitter_typescript"
    noise = re.compile(EcmaScript.noise.pattern + "|!", re.DOTALL)
    statements = EcmaScript.statements | frozenset(_STATEMENTS.split())
    blocks = EcmaScript.blocks | {"interface_body", "object_type", "enum_body"}
    strings = EcmaScript.strings | {"template_literal_type"}
    values = (
        *EcmaScript.values,
        ("public_field_definition", "value"),
        ("required_parameter", "value"),
        ("optional_parameter", "value"),
        ("enum_assignment", "value"),
        ("type_alias_declaration", "value"),
    )

    def grammar(self) -> object:
        import tree_sitter_typescript

        return tree_sitter_typescript.language_typescript()

    def prepared(self, source: bytes) -> bytes:
        return _NON_NULL.sub(partial(_replaced, b""), source)

    def repaired(self, source: bytes) -> bytes:
        for pattern, kept in _REPAIRS:
            source = pattern.sub(partial(_replaced, kept), source)
        return source

    def place(self, capture: str, node: Node) -> tuple[int, int]:  # noqa: ARG002 - @early only
        """Behind ``await`` and ``!``, which this grammar binds closer than a call with types."""
        while node.type in ("await_expression", "unary_expression"):
            node = node.named_children[-1]
        return node.start_byte, node.end_byte


def _replaced(kept: bytes, found: re.Match[bytes]) -> bytes:
    """What is kept, then blanks up to the length of what was there."""
    return found.expand(kept).ljust(len(found[0]))


class Tsx(TypeScript):
    """TypeScript with JSX. ``<T>x`` opens an element here."""

    name = "tsx"
    extensions = (".tsx",)
    interpreters = ()
    queries = (*TypeScript.queries, "jsx.scm")

    def grammar(self) -> object:
        import tree_sitter_typescript

        return tree_sitter_typescript.language_tsx()


TYPESCRIPT = TypeScript()
TSX = Tsx()
