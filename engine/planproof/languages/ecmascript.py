"""What JavaScript and TypeScript share. The queries say which occurrences there are, and why.

Besides the vocabulary of :mod:`planproof.languages.language`:

- keys of object literals are references, those of functions definitions; only the attributes of
  a JSX element are keywords;
- declarators, with a value or without, loop variables, ``catch (e)``, ``x++`` and the leaves of a
  destructuring pattern are assignments, in a parameter list parameters;
- type names are annotations, predefined ones (``any``) too, type parameters are parameters;
- ``a!.b`` is the chain ``a.b``; ``a?.b`` stays as it is written;
- labels, the names of tuple members and HTML's own elements are no names of a program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from planproof.languages.calls import Given
from planproof.languages.ecmascript_calls import find_given
from planproof.languages.ecmascript_imports import find_imports, find_modules
from planproof.languages.ecmascript_relations import find_relations
from planproof.languages.language import Language
from planproof.languages.module_specifier import without_extension
from planproof.languages.told import Imported, ModulePlace, Related
from planproof.model.document import Import
from planproof.model.name import canonical

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_QUOTES = ("'", '"', "`")
_LAST_CHARACTER = 0x10FFFF

_STATEMENTS = """
    break_statement class_declaration continue_statement debugger_statement do_statement
    empty_statement export_statement expression_statement for_in_statement for_statement
    function_declaration generator_function_declaration if_statement import_statement
    labeled_statement lexical_declaration return_statement switch_statement throw_statement
    try_statement variable_declaration while_statement with_statement
    class_static_block method_definition
"""


class EcmaScript(Language):
    """The base of the dialects."""

    module_space = "ecmascript"
    import_words = (b"import", b"export", b"require")
    names_are_declared = False
    names_hold_escapes = True
    noise = re.compile(r"//[^\n]*|/\*.*?\*/|[\s\ufeff]+", re.DOTALL)
    statements = frozenset(_STATEMENTS.split())
    blocks = frozenset(
        {"program", "statement_block", "class_body", "switch_case", "switch_default"}
    )
    texts = frozenset({"string", "template_string", "comment", "regex"})
    comments = frozenset({"comment", "html_comment"})
    strings = frozenset({"string", "template_string"})
    prefixes = frozenset({"decorator"})
    string_holes = frozenset({"template_substitution", "template_type"})
    arguments = frozenset({"arguments"})
    receivers = frozenset({"this"})
    supers = frozenset({"super"})
    constructor = "constructor"
    default_member = "default"
    unwritten = frozenset({"default"})
    decorators = frozenset({"decorator"})
    calls: ClassVar[Mapping[str, str]] = {
        "call_expression": "function",
        "new_expression": "constructor",
    }
    keywords = True
    escapes = frozenset({"escape_sequence", "html_character_reference"})
    values: ClassVar[tuple[tuple[str, str], ...]] = (
        ("variable_declarator", "value"),
        ("assignment_expression", "right"),
        ("augmented_assignment_expression", "right"),
        ("assignment_pattern", "right"),
        ("object_assignment_pattern", "right"),
        ("pair", "value"),
    )

    def clean(self, written: str) -> str:
        """Without quotes, white space and comments; escapes decoded."""
        if written.startswith(_QUOTES):
            return _unescaped(written[1:-1])
        return _unescaped(super().clean(written))

    def imports(self, node: Node, source: bytes) -> Iterator[Imported]:
        return find_imports(node, lambda named: self.clean(_text(named, source)))

    def parameters(self, node: Node) -> list[Node] | None:
        """Not ``this``, of which TypeScript says the type there."""
        only = node.child_by_field_name("parameter") if node.type == "arrow_function" else None
        declared = [only] if only is not None else super().parameters(node)
        return declared and [each for each in declared if not _declares_this(each)]

    def has_open_bases(self, node: Node) -> bool:
        """``extends mixin(Base)``"""
        heritage = next((c for c in node.named_children if c.type == "class_heritage"), None)
        return heritage is not None and any(map(_is_computed, _extended(heritage)))

    def given(self, call: Node) -> Iterator[Given]:
        return find_given(call)

    def relations(self, node: Node, source: bytes) -> Iterator[Related]:
        return find_relations(node, lambda named: self.clean(_text(named, source)))

    def modules(self, node: Node, source: bytes) -> Iterator[ModulePlace]:
        return find_modules(node, lambda named: self.clean(_text(named, source)))

    def module_of(self, path: str) -> str:
        """``src/utils/index.ts`` is ``src.utils``; ``types.d.ts`` is ``types``."""
        module = without_extension(path)
        folder, _, last = module.rpartition("/")
        return canonical(folder if last == "index" else module)

    def star_offers(self, target: str, name: str) -> bool:
        """``export * from`` binds nothing."""
        del target, name
        return False

    def resolve(self, path: str, binding: Import) -> str:
        if not binding.level:
            return canonical(binding.target)
        return canonical("/".join((*path.split("/")[: -binding.level], binding.target)))


def _declares_this(parameter: Node) -> bool:
    pattern = parameter.child_by_field_name("pattern")
    return pattern is not None and pattern.type == "this"


def _extended(heritage: Node) -> list[Node]:
    """What a class extends, in the shapes of both grammars."""
    clauses = [child for child in heritage.named_children if child.type.endswith("_clause")]
    extends = [child for child in clauses if child.type == "extends_clause"]
    if clauses:
        return [value for each in extends for value in each.children_by_field_name("value")]
    return [child for child in heritage.named_children if not child.is_extra]


def _is_computed(base: Node) -> bool:
    return base.type not in ("identifier", "member_expression")


def _text(node: Node, source: bytes) -> str:
    return source[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _unescaped(written: str) -> str:
    return _ESCAPE.sub(_character, written) if "\\" in written else written


def _character(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    if not digits:
        return escape[4]
    code = int(digits, 16)
    return chr(code) if code <= _LAST_CHARACTER and not 0xD800 <= code < 0xE000 else "\ufffd"
