"""The components of React and Vue that a file of JavaScript or TypeScript makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from planproof.index.parsed import Parsed, parse
from planproof.index.patterns.chains import Chains
from planproof.index.patterns.props import Props, props_in_class, props_of_function, props_of_vue
from planproof.index.patterns.rows import ComponentRow
from planproof.index.routes.code import Code
from planproof.languages.values import Call, Member, Name, Record, Text, Value, chain_of
from planproof.model.document import Document
from planproof.model.location import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_WORDS = re.compile(
    rb"</|/>|createElement|createClass|[Ff]orwardRef|\bmemo\b|\blazy\b|Component|jsx|"
    rb"\bVue\b|\bstyled\b|\bdynamic\b|React\.FC|\bFC<|\bextends\b"
)

_REACT = ("react", "preact", "React", "Preact", "inferno", "solid-js")
_WRAPPERS = frozenset({"memo", "forwardRef", "lazy", "createClass", "createReactClass", "dynamic",
                       "loadable"})  # fmt: skip
_ELEMENTS = frozenset({"createElement", "jsx", "jsxs", "jsxDEV", "_jsx", "_jsxs", "cloneElement"})
_KEEPING = frozenset({"useMemo", "createPortal"})
_VUE = frozenset({"defineComponent", "defineAsyncComponent", "defineCustomElement"})
_TYPES = frozenset({"FC", "VFC", "FunctionComponent", "ComponentType", "SFC", "StatelessComponent",
                    "ForwardRefExoticComponent", "MemoExoticComponent", "NextPage"})  # fmt: skip
_GIVING = re.compile(r"(?:with[A-Z]\w*|connect|observer|inject|compose|hoc)\Z")
_PASSING = frozenset({"parenthesized_expression", "ternary_expression", "binary_expression",
                      "as_expression", "satisfies_expression", "non_null_expression", "array",
                      "sequence_expression", "expression_statement"})  # fmt: skip
_JSX = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_fragment"})
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "function",
                        "generator_function"})  # fmt: skip
_NAME_AND_OPTIONS = 2
_MOST = 60
"""Nodes of a returned expression that are looked at, and wrappers around one component."""


def may_hold_components(content: bytes) -> bool:
    return _WORDS.search(content) is not None


def read_components(content: bytes, document: Document) -> list[Any]:
    """A row for each, by place: what :class:`ComponentRow` is made of."""
    found = {(row.start, row.end): row for row in _Reader(content, document).rows()}
    return [[*found[place]] for place in sorted(found)]


class _Reader:
    def __init__(self, content: bytes, document: Document) -> None:
        self._content = content
        self._document = document
        self._parsed: Parsed = parse(content, document.language)
        self._code = Code(self._parsed)
        self._chains = Chains(document)
        targets = self._chains.targets
        self._is_vue = any(one.split(".")[0] == "vue" for one in targets) and not any(
            one.split(".")[0] in _REACT for one in targets
        )
        self._shown = self._showing()
        self._own = self._own_names()
        self._taken: set[int] = set()

    def rows(self) -> Iterator[ComponentRow]:
        yield from self._bound()
        yield from self._exported()
        yield from self._registered()
        yield from self._declared()
        yield from self._classes()

    # what a name is bound to

    def _bound(self) -> Iterator[ComponentRow]:
        for (_, name), bindings in self._code.bindings.items():
            if not _is_pascal(name):
                continue
            types = [each.type for each in bindings if each.type is not None]
            for each in bindings:
                if each.value is None:
                    continue
                at = self._name_of(each.value)
                if at is not None:
                    yield from self._valued(name, at, each.value, types)

    def _name_of(self, value: Node) -> Span | None:
        """Where the name stands that takes a value."""
        above = value.parent
        for field in ("name", "left"):
            named = above.child_by_field_name(field) if above is not None else None
            if named is not None and named.type in ("identifier", "member_expression"):
                return self._parsed.outside(named.start_byte, named.end_byte)
        return None

    def _valued(
        self, name: str, at: Span, value: Node, types: list[Node]
    ) -> Iterator[ComponentRow]:
        if value.type in _FUNCTIONS:
            typed = any(self._is_component_type(each) for each in types)
            if typed or self._shows(value):
                yield self._of_function(name, at, value, "function")
            return
        call = self._code.read(value) if value.type == "call_expression" else None
        if isinstance(call, Call):
            yield from self._made(name, at, value, call)

    def _own_names(self) -> frozenset[str]:
        """What the file calls the functions that give back elements."""
        bound = (
            name
            for (_, name), bindings in self._code.bindings.items()
            for each in bindings
            if each.value is not None and each.value.type in _FUNCTIONS and self._shows(each.value)
        )
        return frozenset((*bound, *(self._code.scopes[number].name for number in self._shown)))

    def _is_component_type(self, node: Node) -> bool:
        names = (each.rpartition(".")[2] for each in self._code.type_names(node))
        return next(names, "") in _TYPES

    def _made(self, name: str, at: Span, value: Node, call: Call) -> Iterator[ComponentRow]:
        """What a call gives: ``memo(…)``, ``defineComponent(…)``, ``observer(…)``."""
        callee = self._callee(call)
        last = callee.removesuffix(".default").rpartition(".")[2]
        inner = self._function_in(value)
        if last in _VUE or callee in ("Vue.extend", "vue.default.extend"):
            yield self._of_vue(name, at, call)
        elif _is_styled(callee):
            yield self._row(name, at, "styled", Props((), open=True))
        elif last in _WRAPPERS and self._is_framework(callee):
            kind = "lazy" if last in ("lazy", "dynamic", "loadable") else last
            if inner is not None and kind != "lazy":
                yield self._of_function(name, at, inner, kind)
            else:
                kind = "class" if "Class" in kind else kind
                yield self._row(name, at, kind, Props((), open=True))
        elif inner is not None and self._shows(inner):
            why = f"if {callee or 'what is called'} gives a component"
            yield self._of_function(name, at, inner, "wrapped", why)
        elif self._wraps_component(call, last):
            why = f"if {callee} gives a component"
            yield self._row(name, at, "wrapped", Props((), open=True), why)

    def _callee(self, call: Call) -> str:
        """Of ``connect(…)(Page)`` what ``connect`` means."""
        callee = call.callee
        for _ in range(_MOST):
            if not isinstance(callee, Call):
                break
            callee = callee.callee
        chain = chain_of(callee)
        return self._chains.meant(".".join(chain)) if chain else ""

    def _is_framework(self, callee: str) -> bool:
        first, dot, _ = callee.partition(".")
        return not dot or first.startswith(_REACT) or first in ("next", "@loadable")

    def _wraps_component(self, call: Call, last: str) -> bool:
        given = call.positional()
        if not given or not isinstance(given[-1], Name) or not _is_pascal(given[-1].text):
            return False
        return given[-1].text in self._own or bool(_GIVING.match(last))

    def _function_in(self, value: Node) -> Node | None:
        """The function that a call is given, also through calls in between."""
        for _ in range(_MOST):
            given = value.child_by_field_name("arguments")
            nodes = given.named_children if given is not None else []
            found = next((node for node in nodes if node.type in _FUNCTIONS), None)
            if found is not None:
                return found
            inner = next((node for node in nodes if node.type == "call_expression"), None)
            if inner is None:
                return None
            value = inner
        return None

    # what has no name, or brings it along

    def _exported(self) -> Iterator[ComponentRow]:
        for word, node in self._code.exports:
            if word != "default":
                continue
            at = self._parsed.outside(node.start_byte, min(node.end_byte, node.start_byte + 1))
            named = node.child_by_field_name("name")
            if node.type in (*_FUNCTIONS, "function_declaration") and named is None:
                if self._shows(node):
                    yield self._of_function("", at, node, "function")
            elif node.type == "call_expression":
                call = self._code.read(node)
                if isinstance(call, Call):
                    yield from self._made("", at, node, call)

    def _registered(self) -> Iterator[ComponentRow]:
        """``Vue.component("x-y", {…})`` and ``app.component(…)``."""
        for node in self._code.calls:
            call = self._code.read(node)
            if not (isinstance(call, Call) and isinstance(call.callee, Member)):
                continue
            given = call.positional()
            if call.callee.name != "component" or len(given) < _NAME_AND_OPTIONS:
                continue
            title, options = _text(given[0]), given[1]
            chain = ".".join(chain_of(call.callee))
            if title and (isinstance(options, Record | Call) or chain == "Vue.component"):
                sure = chain == "Vue.component" or self._is_vue
                why = "" if sure else f"if {chain or 'component'} is Vue's"
                span = self._code.span(given[0])
                row = self._row(title, span, "registered", props_of_vue(options), why)
                yield row._replace(framework="vue")

    def _declared(self) -> Iterator[ComponentRow]:
        """Functions with a name of their own."""
        places = {each.name.start: each.name for each in self._document.definitions}
        for number, scope in enumerate(self._code.scopes):
            is_own = number not in self._taken and number in self._shown
            if not is_own or scope.is_class or not _is_pascal(scope.name):
                continue
            start, _ = self._parsed.outside(scope.start, scope.end)
            node = self._parsed.root.descendant_for_byte_range(scope.start, scope.end)
            named = node.child_by_field_name("name") if node is not None else None
            if node is None or named is None or node.type == "method_definition":
                continue
            at = self._parsed.outside(named.start_byte, named.end_byte)
            yield self._of_function(scope.name, places.get(start, at), node, "function")

    def _classes(self) -> Iterator[ComponentRow]:
        for each in self._document.definitions:
            if each.kind == "class" and each.bases:
                name = each.qualified.rpartition(".")[2]
                text = self._content[each.extent.start : each.extent.end]
                bases = [[*self._chains.of(base)] for base in each.bases]
                row = self._row(name, each.name, "class", props_in_class(text))
                yield row._replace(bases=bases)

    # rows

    def _of_function(
        self, name: str, at: Span, node: Node, kind: str, why: str = ""
    ) -> ComponentRow:
        self._taken.add(self._number(node.start_byte))
        named = node.child_by_field_name("name")
        if not name and named is not None:
            name = self._code.values.text_of(named)
        return self._row(name, at, kind, props_of_function(node, self._parsed.text), why)

    def _of_vue(self, name: str, at: Span, call: Call) -> ComponentRow:
        given = call.positional()
        options = given[0] if given else None
        if not name and isinstance(options, Record):
            name = _text(options.named("name"))
        props = props_of_vue(options) if options is not None else Props((), open=True)
        return self._row(name, at, "component", props)._replace(framework="vue")

    def _row(self, name: str, at: Span, kind: str, props: Props, why: str = "") -> ComponentRow:
        framework = "vue" if self._is_vue else "react"
        some = [*props.names]
        return ComponentRow(framework, name, kind, *at, some, props.open, not why, why, [])

    # what a function gives back

    def _showing(self) -> frozenset[int]:
        """The scopes that give back elements."""
        found: set[int] = set()
        for node in self._code.returns:
            if self._is_element(node):
                found.add(self._code.scope_at(node.start_byte))
        return frozenset(found)

    def _shows(self, node: Node) -> bool:
        body = node.child_by_field_name("body")
        if node.type == "arrow_function" and body is not None and body.type != "statement_block":
            return self._is_element(body)
        return self._number(node.start_byte) in self._shown

    def _number(self, start: int) -> int:
        return self._code.scope_at(start)

    def _is_element(self, node: Node, *, follow: bool = True) -> bool:
        waiting = [node]
        for _ in range(_MOST):
            if not waiting:
                return False
            each = waiting.pop()
            if each.type in _JSX:
                return True
            if each.type == "call_expression" and self._makes_element(each):
                return True
            if each.type == "identifier" and follow and self._holds_element(each):
                return True
            if each.type in _PASSING:
                waiting.extend(reversed(each.named_children))
        return False

    def _makes_element(self, node: Node) -> bool:
        callee = node.child_by_field_name("function")
        if callee is None or callee.type not in ("identifier", "member_expression"):
            return False
        word = self._code.values.text_of(callee).rpartition(".")[2]
        if word in _ELEMENTS:
            return True
        given = node.child_by_field_name("arguments")
        first = given.named_children[:1] if given is not None else []
        return word in _KEEPING and any(
            self._shows(each) if each.type in _FUNCTIONS else each.type in _JSX for each in first
        )

    def _holds_element(self, name: Node) -> bool:
        text = self._code.values.text_of(name)
        around = self._code.scope_at(name.start_byte)
        bindings = self._code.bindings.get((around, text), ())
        values = [each.value for each in bindings[:_MOST] if each.value is not None]
        return any(self._is_element(value, follow=False) for value in values)


def _is_styled(callee: str) -> bool:
    """``styled(Box)`` and ``styled.div`` of Emotion, MUI and styled-components."""
    return "styled" in callee.split(".")[1:] or callee.startswith("styled-components.")


def _text(value: Value | None) -> str:
    """What a string says as far as it is constant."""
    parts = value.parts if isinstance(value, Text) else ()
    return "".join(part for part in parts if isinstance(part, str))


def _is_pascal(name: str) -> bool:
    """React takes what begins with a capital letter for a component."""
    last = name.rpartition(".")[2]
    return last[:1].isupper() and not (len(last) > 1 and last.isupper() and "_" in last)
