"""Java."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from planproof.languages.java_relations import find_relations
from planproof.languages.language import Language
from planproof.languages.skim import Skim
from planproof.languages.told import Imported, Related
from planproof.model.document import Definition, Import
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPE = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_ANNOTATION = re.compile(r"@\s*[\w.]+(?:\s*\([^()]*\))?")
_TYPE_ARGUMENTS = re.compile(r"<[^<>]*>")
_SOURCE_ROOT = re.compile(r"(?:.*?/)?(?:src/(?:[^/]+/java/)?|java/)")


# https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/package-summary.html
_JAVA_LANG = frozenset(
    [
        "Appendable",
        "AutoCloseable",
        "CharSequence",
        "Cloneable",
        "Comparable",
        "Iterable",
        "Readable",
        "Runnable",
        "ProcessHandle",
        "StackWalker",
        "StringTemplate",
        "Boolean",
        "Byte",
        "Character",
        "Class",
        "ClassLoader",
        "ClassValue",
        "Double",
        "Enum",
        "Float",
        "InheritableThreadLocal",
        "Integer",
        "Long",
        "Math",
        "Module",
        "ModuleLayer",
        "Number",
        "Object",
        "Package",
        "Process",
        "ProcessBuilder",
        "Record",
        "Runtime",
        "RuntimePermission",
        "ScopedValue",
        "SecurityManager",
        "Short",
        "StackTraceElement",
        "StrictMath",
        "String",
        "StringBuffer",
        "StringBuilder",
        "System",
        "Thread",
        "ThreadGroup",
        "ThreadLocal",
        "Throwable",
        "Void",
        "ArithmeticException",
        "ArrayIndexOutOfBoundsException",
        "ArrayStoreException",
        "ClassCastException",
        "ClassNotFoundException",
        "CloneNotSupportedException",
        "EnumConstantNotPresentException",
        "Exception",
        "IllegalAccessException",
        "IllegalArgumentException",
        "IllegalCallerException",
        "IllegalMonitorStateException",
        "IllegalStateException",
        "IllegalThreadStateException",
        "IndexOutOfBoundsException",
        "InstantiationException",
        "InterruptedException",
        "LayerInstantiationException",
        "MatchException",
        "NegativeArraySizeException",
        "NoSuchFieldException",
        "NoSuchMethodException",
        "NullPointerException",
        "NumberFormatException",
        "ReflectiveOperationException",
        "RuntimeException",
        "SecurityException",
        "StringIndexOutOfBoundsException",
        "TypeNotPresentException",
        "UnsupportedOperationException",
        "WrongThreadException",
        "AbstractMethodError",
        "AssertionError",
        "BootstrapMethodError",
        "ClassCircularityError",
        "ClassFormatError",
        "Error",
        "ExceptionInInitializerError",
        "IllegalAccessError",
        "IncompatibleClassChangeError",
        "InstantiationError",
        "InternalError",
        "LinkageError",
        "NoClassDefFoundError",
        "NoSuchFieldError",
        "NoSuchMethodError",
        "OutOfMemoryError",
        "StackOverflowError",
        "ThreadDeath",
        "UnknownError",
        "UnsatisfiedLinkError",
        "UnsupportedClassVersionError",
        "VerifyError",
        "VirtualMachineError",
        "Deprecated",
        "FunctionalInterface",
        "Override",
        "SafeVarargs",
        "SuppressWarnings",
    ]
)


class Java(Language):
    """Java 21. A module is a package, told from the folder below the usual source roots."""

    name = "java"
    extensions = (".java",)
    interpreters = ("java",)
    queries = ("java.scm",)
    metrics = ("java.scm",)
    annotations = frozenset({"annotation", "marker_annotation"})
    package = "tree_sitter_java"
    function_owners = frozenset[str]()
    import_words = (b"import",)
    inline_modules = re.compile(r"(?:[a-z]\w*\.){2,}[A-Z]")
    offers_imports = False
    names_hold_escapes = True
    members_in_scope = True
    implicit_stars = ("java.lang",)
    unwritten = frozenset({"java", "lang"})
    receivers = frozenset({"this"})
    supers = frozenset({"super"})
    statements = frozenset(
        {
            "annotation_type_declaration",
            "annotation_type_element_declaration",
            "assert_statement",
            "break_statement",
            "class_declaration",
            "compact_constructor_declaration",
            "constant_declaration",
            "constructor_declaration",
            "continue_statement",
            "do_statement",
            "enhanced_for_statement",
            "enum_constant",
            "enum_declaration",
            "explicit_constructor_invocation",
            "expression_statement",
            "field_declaration",
            "for_statement",
            "if_statement",
            "import_declaration",
            "interface_declaration",
            "labeled_statement",
            "local_variable_declaration",
            "method_declaration",
            "module_declaration",
            "package_declaration",
            "record_declaration",
            "return_statement",
            "static_initializer",
            "switch_expression",
            "switch_rule",
            "synchronized_statement",
            "throw_statement",
            "try_statement",
            "try_with_resources_statement",
            "while_statement",
            "yield_statement",
        }
    )
    blocks = frozenset(
        {
            "annotation_type_body",
            "block",
            "class_body",
            "constructor_body",
            "enum_body",
            "enum_body_declarations",
            "interface_body",
            "module_body",
            "program",
            "switch_block",
            "switch_block_statement_group",
        }
    )
    texts = frozenset({"block_comment", "character_literal", "line_comment", "string_literal"})
    comments = frozenset({"line_comment", "block_comment"})
    strings = frozenset({"string_literal"})
    string_holes = frozenset({"string_interpolation"})
    arguments = frozenset({"annotation_argument_list", "argument_list"})
    no_parameters = frozenset({"receiver_parameter"})
    calls: ClassVar[Mapping[str, str]] = {
        "explicit_constructor_invocation": "constructor",
        "method_invocation": "name",
        "object_creation_expression": "type",
    }
    argument_values = (("element_value_pair", "value"),)
    values = (
        ("annotation_type_element_declaration", "value"),
        ("assignment_expression", "right"),
        ("resource", "value"),
        ("variable_declarator", "value"),
    )

    def grammar(self) -> object:
        import tree_sitter_java

        return tree_sitter_java.language()

    def place(self, capture: str, node: Node) -> tuple[int, int]:
        """A field's extent; else the callee of a call: from its object to the method's name."""
        if capture == "definition.field":
            return _extent_of_field(node)
        name = node.child_by_field_name("name")
        return node.start_byte, name.end_byte if name is not None else node.end_byte

    def call_of(self, callee: Node) -> Node | None:
        return callee if callee.type == "method_invocation" else super().call_of(callee)

    def clean(self, written: str) -> str:
        """Without type arguments and annotations; escapes decoded (JLS 3.3)."""
        plain = super().clean(_ANNOTATION.sub("", written))
        plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), plain)
        while "<" in plain and plain != (shorter := _TYPE_ARGUMENTS.sub("", plain)):
            plain = shorter
        return plain

    def imports(self, node: Node, source: bytes) -> Iterator[Imported]:
        named = next((child for child in node.children if child.type in _NAMES), None)
        if named is None:
            return
        span = Span(named.start_byte, named.end_byte)
        target = self.clean(source[span.start : span.end].decode("utf-8", "replace"))
        star = any(child.type == "asterisk" for child in node.children)
        yield Imported(Import("" if star else target.rpartition(".")[2], target, span, star=star))

    def relations(self, node: Node, source: bytes) -> Iterator[Related]:
        del source
        return find_relations(node)

    def skim(self, source: bytes) -> Skim:
        """Nothing: no file is taken from by way of another."""
        del source
        return ()

    def module_of(self, path: str) -> str:
        folder = path[: path.rfind("/") + 1]
        return _SOURCE_ROOT.sub("", folder, count=1).strip("/").replace("/", ".")

    def module_named(self, path: str, definitions: Sequence[Definition]) -> str:
        declared = (each.qualified for each in definitions if each.kind == "package")
        return next(declared, self.module_of(path))

    def is_of_own_package(self, name: str) -> bool:
        return self.is_type(name) and name not in _JAVA_LANG

    def star_offers(self, target: str, name: str) -> bool:
        """A package offers types; a type offers its static members, types among them."""
        if target == "java.lang":
            return name in _JAVA_LANG
        return self.is_type(name) or self.is_type(target.rpartition(".")[2])

    def resolve(self, path: str, binding: Import) -> str:
        del path
        return binding.target


def _extent_of_field(declarator: Node) -> tuple[int, int]:
    """The whole declaration, unless several declarators share it."""
    whole = declarator.parent
    if whole is None or len(whole.children_by_field_name("declarator")) != 1:
        whole = declarator
    return whole.start_byte, whole.end_byte


_NAMES = frozenset({"identifier", "scoped_identifier"})

JAVA = Java()
